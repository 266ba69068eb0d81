package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Receipts and what they pay (M-39, M-40, M-45); the same on every database. */
abstract class ReceiptCheck extends OrderCheck {
  static final String RECEIPTS = "/api/v1/receipts";
  static final String ALLOCATIONS = "/api/v1/receipt-allocations";
  static final String PERIODS = "/api/v1/accounting-periods";
  private static final int CLERKS = 8;

  /** A draft. */
  JsonNode receipt(String customer, String amount, String more) {
    return make(RECEIPTS, receiptBody(customer, amount, "CNY", more));
  }

  private static String receiptBody(String customer, String amount, String currency, String more) {
    return "{\"customerId\":\"%s\",\"amount\":{\"amount\":\"%s\",\"currency\":\"%s\"}%s}"
        .formatted(customer, amount, currency, more);
  }

  Server.Answer booked(JsonNode receipt, String action, String body, String... headers) {
    return server.post(RECEIPTS + "/" + id(receipt) + "/actions/" + action, body, headers);
  }

  JsonNode book(JsonNode receipt, String action, String body) {
    var answer = booked(receipt, action, body);
    assertThat(answer.status()).as(action + ": " + answer.text()).isEqualTo(200);
    return answer.json();
  }

  JsonNode confirmed(String customer, String amount, String more) {
    return book(receipt(customer, amount, more), "confirm", null);
  }

  JsonNode receiptNow(JsonNode receipt) {
    return server.get(RECEIPTS + "/" + id(receipt)).json();
  }

  /** An order of one item, signed in February, that is paid in these parts. */
  JsonNode sold(String customer, String total, String... plan) {
    var parts = plan.length == 0 ? "" : ",\"plan\":[" + String.join(",", plan) + "]";
    return approved(customer, item("1", total, ""), ",\"signedOn\":\"2026-02-01\"" + parts);
  }

  static String part(String amount, String due) {
    return "{\"amount\":\"%s\",\"dueOn\":\"%s\"}".formatted(amount, due);
  }

  static String pays(JsonNode receivable, String amount) {
    return "{\"receivableId\":\"%s\",\"amount\":\"%s\"}".formatted(id(receivable), amount);
  }

  private static String naming(String... allocations) {
    return ",\"allocations\":[" + String.join(",", allocations) + "]";
  }

  static void amount(JsonNode record, String field, String amount) {
    assertThat(record.at("/" + field + "/amount").asText())
        .as(field + " of " + record)
        .isEqualTo(amount);
  }

  /** What an order is owed and what was received, by it, by its instalments and by its entries. */
  private void stands(JsonNode order, String received, String outstanding) {
    var now = read(order);
    amount(now, "received", received);
    amount(now, "outstanding", outstanding);
    var owed = owed(order);
    assertThat(sum(owed, "/received/amount")).isEqualByComparingTo(received);
    assertThat(sum(owed, "/outstanding/amount")).isEqualByComparingTo(outstanding);
    var entries = items("/api/v1/receivable-entries", "orderId==" + id(order));
    if (entries != null) {
      assertThat(sum(entries, "/amount/amount")).isEqualByComparingTo(outstanding);
      assertThat(sum(entries, "/amount/baseAmount"))
          .isEqualByComparingTo(now.at("/outstanding/baseAmount").asText());
    }
  }

  /** Null where the collection is not published. */
  private JsonNode items(String path, String filter) {
    var answer = server.get(path + "?limit=500&filter=" + filter);
    return answer.status() == 404 ? null : answer.json().get("items");
  }

  private JsonNode active(JsonNode receipt) {
    return items(ALLOCATIONS, "receiptId==" + id(receipt) + ";releasedOn=null=true");
  }

  // ---- M-39

  @Test
  void m39_edge1_aReceiptPaysPartOfAnInstalment() {
    var customer = buyer("Parts", "");
    var order = sold(customer, "1000", part("300", "2026-03-01"), part("700", "2026-05-01"));
    var draft =
        receipt(customer, "200", ",\"receivedOn\":\"2026-03-05\",\"voucherNo\":\"V-parts\"");
    assertThat(draft.get("status").asText()).isEqualTo("draft");
    assertThat(draft.has("number")).isFalse();
    stands(order, "0.00", "1000.00");
    var confirmed = book(draft, "confirm", null);
    assertThat(confirmed.get("number").asText()).matches("R-\\d{4}-\\d{6}");
    amount(confirmed, "unapplied", "0.00");
    assertThat(confirmed.at("/allocations/0/receivableId").asText())
        .isEqualTo(id(owed(order).get(0)));
    stands(order, "200.00", "800.00");
    assertThat(amounts(owed(order), "outstanding")).containsExactly("100.00", "700.00");
    assertThat(read(order).get("receivedShare").asText()).isEqualTo("20");
    assertThat(read(order).get("paymentState").asText()).isEqualTo("part");
    // Once more it is what it is.
    assertThat(book(draft, "confirm", null)).isEqualTo(confirmed);
    assertThat(server.get(RECEIPTS + "/number:" + confirmed.get("number").asText()).json())
        .isEqualTo(receiptNow(draft));
    assertThat(server.soap("receipts", "get", "<id>" + id(draft) + "</id>").text())
        .contains("<status>confirmed</status>", "<voucherNo>V-parts</voucherNo>");
    // What is confirmed is not changed, and not deleted.
    assertThat(patch(RECEIPTS + "/" + id(draft), "{\"remark\":\"x\"}").code())
        .isEqualTo("conflict");
    assertThat(delete(RECEIPTS + "/" + id(draft)).code()).isEqualTo("conflict");
    confirmed(customer, "100", ",\"receivedOn\":\"2026-03-06\"");
    var first = owed(order).get(0);
    assertThat(first.get("state").asText()).isEqualTo("paid");
    assertThat(first.get("paidOn").asText()).isEqualTo("2026-03-06");
    assertThat(read(order).get("instalmentsPaid").asInt()).isEqualTo(1);
  }

  @Test
  void m39_edge2_aReceiptPaysSeveralOrdersWhatIsDueFirst() {
    var customer = buyer("Several", "");
    var late = sold(customer, "100", part("100", "2026-06-01"));
    var first = sold(customer, "100", part("100", "2026-04-01"));
    var open = sold(customer, "100", "{\"amount\":\"100\",\"milestone\":\"Delivered\"}");
    var receipt = confirmed(customer, "250", "");
    assertThat(active(receipt)).hasSize(3);
    stands(first, "100.00", "0.00");
    stands(late, "100.00", "0.00");
    stands(open, "50.00", "50.00");
    assertThat(receipt.get("allocations").findValuesAsText("amount"))
        .containsExactlyInAnyOrder("100", "100", "50");
  }

  @Test
  void m39_edge3_whatIsPaidTooMuchIsUnappliedAndPaysLater() {
    var customer = buyer("Too much", "");
    var order = sold(customer, "100");
    var receipt = confirmed(customer, "150", "");
    amount(receipt, "unapplied", "50.00");
    stands(order, "100.00", "0.00");
    assertThat(booked(receipt, "allocate", "{}").code()).isEqualTo("conflict");
    var next = sold(customer, "80", part("30", "2026-03-01"), part("50", "2026-04-01"));
    refused(
        booked(
            receipt, "allocate", "{" + naming(pays(owed(next).get(0), "30.01")).substring(1) + "}"),
        "allocations[0].amount",
        "more-than-owed");
    refused(
        booked(
            receipt, "allocate", "{" + naming(pays(owed(next).get(1), "50.01")).substring(1) + "}"),
        "allocations[0].amount",
        "more-than-left");
    var rest =
        book(receipt, "allocate", "{" + naming(pays(owed(next).get(1), "20")).substring(1) + "}");
    amount(rest, "unapplied", "30.00");
    assertThat(amounts(owed(next), "received")).containsExactly("0.00", "20.00");
    amount(book(receipt, "allocate", "{}"), "unapplied", "0.00");
    stands(next, "50.00", "30.00");
    // And is unapplied again.
    var released =
        book(receipt, "release", "{\"orderId\":\"" + id(order) + "\",\"reason\":\"Wrong one\"}");
    amount(released, "unapplied", "100.00");
    stands(order, "0.00", "100.00");
    var gone = items(ALLOCATIONS, "orderId==" + id(order)).get(0);
    assertThat(gone.get("releaseReason").asText()).isEqualTo("Wrong one");
    assertThat(
            booked(receipt, "release", "{\"orderId\":\"" + id(order) + "\",\"reason\":\"Again\"}")
                .code())
        .isEqualTo("conflict");
    // An advance pays nothing that it does not name.
    amount(confirmed(customer, "10", ",\"advance\":true"), "unapplied", "10.00");
    stands(order, "0.00", "100.00");
  }

  @Test
  void m39_edge4_noMoreIsGivenBackThanWasReceived() {
    var customer = buyer("Backs", "");
    var order = sold(customer, "100");
    var receipt = confirmed(customer, "150", ",\"receivedOn\":\"2026-03-01\"");
    refused(
        booked(receipt, "refund", "{\"amount\":\"150.01\",\"reason\":\"x\"}"),
        "amount",
        "more-than-left");
    refused(
        booked(
            receipt, "refund", "{\"amount\":\"1\",\"reason\":\"x\",\"refundedOn\":\"2026-02-28\"}"),
        "refundedOn",
        "before-begin");
    var refund =
        book(
            receipt,
            "refund",
            "{\"amount\":\"60\",\"reason\":\"Returned\",\"refundedOn\":\"2026-03-09\"}");
    assertThat(refund.get("kind").asText()).isEqualTo("refund");
    assertThat(refund.get("refundOfId").asText()).isEqualTo(id(receipt));
    assertThat(refund.get("number").asText()).matches("R-\\d{4}-\\d{6}");
    amount(refund, "amount", "-60.00");
    var now = receiptNow(receipt);
    amount(now, "unapplied", "0.00");
    amount(now, "refunded", "60.00");
    // First what was unapplied, then what it had paid.
    stands(order, "90.00", "10.00");
    refused(
        booked(receipt, "refund", "{\"amount\":\"90.01\",\"reason\":\"x\"}"),
        "amount",
        "more-than-left");
    assertThat(booked(receipt, "void", "{\"reason\":\"x\"}").code()).isEqualTo("conflict");
    assertThat(booked(refund, "refund", "{\"amount\":\"1\",\"reason\":\"x\"}").code())
        .isEqualTo("conflict");
    book(refund, "void", "{\"reason\":\"Not returned\"}");
    amount(receiptNow(receipt), "unapplied", "60.00");
    book(receipt, "void", "{\"reason\":\"Bounced\"}");
    var voided = receiptNow(receipt);
    assertThat(voided.get("status").asText()).isEqualTo("voided");
    assertThat(voided.get("number")).isEqualTo(now.get("number"));
    amount(voided, "unapplied", "0.00");
    assertThat(active(receipt)).isEmpty();
    stands(order, "0.00", "100.00");
  }

  @Test
  void m45_edge5_nothingIsBookedIntoAMonthThatIsClosed() {
    var customer = buyer("Months", "");
    var order = approved(customer, item("1", "100", ""), ",\"signedOn\":\"2025-05-02\"");
    var receipt = confirmed(customer, "40", ",\"receivedOn\":\"2025-05-20\"");
    var period = make(PERIODS, "{\"forMonth\":\"2025-05-17\"}");
    assertThat(period.get("forMonth").asText()).isEqualTo("2025-05-01");
    refused(server.post(PERIODS, "{\"forMonth\":\"2025-05-01\"}"), "forMonth", "duplicate");
    var path = PERIODS + "/" + id(period);
    assertThat(server.post(path + "/actions/close", null).json().get("closed").asBoolean())
        .isTrue();
    assertThat(server.post(path + "/actions/close", null).code()).isEqualTo("conflict");
    assertThat(delete(path).code()).isEqualTo("conflict");

    var refusals =
        List.of(
            booked(receipt, "void", "{\"reason\":\"x\"}", "Accept-Language", "zh-CN"),
            booked(
                receipt,
                "refund",
                "{\"amount\":\"1\",\"reason\":\"x\",\"refundedOn\":\"2025-05-31\"}"),
            server.post(
                RECEIPTS, receiptBody(customer, "1", "CNY", ",\"receivedOn\":\"2025-05-01\"")));
    for (var refusal : refusals) {
      assertThat(refusal.code()).as(refusal.text()).isEqualTo("conflict");
      assertThat(refusal.json().at("/errors/0/code").asText()).isEqualTo("period-closed");
    }
    assertThat(refusals.get(0).json().get("detail").asText())
        .contains("2025-05")
        .matches(".*\\p{IsHan}.*");
    stands(order, "40.00", "60.00");
    assertThat(server.post(path + "/actions/reopen", null).status()).isEqualTo(200);
    book(receipt, "void", "{\"reason\":\"x\"}");
    stands(order, "0.00", "100.00");
    // As if it had not been: on no day since either.
    var entries =
        items("/api/v1/receivable-entries", "orderId==" + id(order) + ";bookedOn=le=2025-05-20");
    if (entries != null) {
      assertThat(sum(entries, "/amount/amount")).isEqualByComparingTo("100");
    }
    var month = make(PERIODS, "{\"forMonth\":\"" + LocalDate.now() + "\"}");
    assertThat(server.post(PERIODS + "/" + id(month) + "/actions/close", null).code())
        .isEqualTo("conflict");
    delete(PERIODS + "/" + id(month));
  }

  @Test
  void m39_edge6_whatIsPaidInAnotherCurrencyIsWorthThatOfItsDay() {
    for (var rate : List.of("GBP 2026-01-01 9", "GBP 2026-03-01 9.2", "EUR 2026-01-01 8")) {
      var part = rate.split(" ");
      server.post(
          "/api/v1/exchange-rates",
          "{\"currency\":\"%s\",\"validFrom\":\"%s\",\"rate\":\"%s\"}"
              .formatted(part[0], part[1], part[2]));
    }
    var customer = buyer("Abroad", "");
    var order =
        approved(
            customer, item("1", "1000", ""), ",\"currency\":\"GBP\",\"signedOn\":\"2026-02-01\"");
    var receipt =
        book(
            make(RECEIPTS, receiptBody(customer, "460", "EUR", ",\"receivedOn\":\"2026-03-10\"")),
            "confirm",
            null);
    // 460 EUR are 3680 CNY, and at 9.2 of that day 400 GBP, which are owed at 9: 3600 CNY.
    stands(order, "400.00", "600.00");
    amount(receipt, "exchangeDifference", "80.00");
    assertThat(receipt.at("/exchangeDifference/currency").asText()).isEqualTo("CNY");
    assertThat(read(order).at("/received/baseAmount").asText()).isEqualTo("3600.00");
    // What the bank took is what was agreed, where that is said.
    var rest = owed(order).get(0);
    var agreed =
        book(
            make(
                RECEIPTS,
                receiptBody(
                    customer,
                    "700",
                    "EUR",
                    ",\"receivedOn\":\"2026-03-11\""
                        + naming(
                            "{\"receivableId\":\"%s\",\"amount\":\"700\",\"applied\":\"600\"}"
                                .formatted(id(rest))))),
            "confirm",
            null);
    amount(agreed, "exchangeDifference", "200.00");
    stands(order, "1000.00", "0.00");
    assertThat(read(order).at("/outstanding/baseAmount").asText()).isEqualTo("0.00");
    var unknown =
        make(
            RECEIPTS,
            receiptBody(
                customer,
                "5",
                "SEK",
                naming("{\"orderId\":\"" + id(sold(customer, "9")) + "\",\"amount\":\"5\"}")));
    refused(booked(unknown, "confirm", null), "allocations[0].applied", "no-rate");
    // Nor is one confirmed of which nobody knows what it is worth, until it is said.
    var advance = receiptBody(customer, "5", "SEK", ",\"advance\":true");
    refused(booked(make(RECEIPTS, advance), "confirm", null), "amount.currency", "rate-unknown");
    var told = advance.replace("\"SEK\"", "\"SEK\",\"rate\":\"0.7\"");
    amount(book(make(RECEIPTS, told), "confirm", null), "unapplied", "5.00");
  }

  @Test
  void m37_edge7_whatWasPaidIsMovedBeforeAnOrderIsCancelled() {
    var customer = buyer("Cancels", "");
    var order = sold(customer, "100");
    var receipt = confirmed(customer, "30", "");
    var refusal = acted(order, "cancel", "{\"reason\":\"customer\"}");
    assertThat(refusal.code()).as(refusal.text()).isEqualTo("conflict");
    assertThat(refusal.json().get("detail").asText()).contains(receipt.get("number").asText());
    book(receipt, "release", "{\"orderId\":\"" + id(order) + "\",\"reason\":\"Cancelled\"}");
    act(order, "cancel", "{\"reason\":\"customer\"}");
    amount(read(order), "outstanding", "0.00");
    var other = sold(customer, "20");
    amount(book(receipt, "allocate", "{}"), "unapplied", "10.00");
    stands(other, "20.00", "0.00");
  }

  @Test
  void m38_edge8_anOrderThatIsRevisedBelowWhatWasReceivedOwesNothingNegative() {
    var customer = buyer("Less", "");
    var order = sold(customer, "100", part("60", "2026-03-01"), part("40", "2026-04-01"));
    var receipt = confirmed(customer, "90", "");
    var revised =
        patch(
            ORDERS + "/" + id(order),
            "{\"revisionReason\":\"Less\",\"lines\":["
                + item("1", "70", "")
                + "],\"plan\":["
                + part("20", "2026-03-01")
                + ","
                + part("50", "2026-04-01")
                + "]}");
    assertThat(revised.status()).as(revised.text()).isEqualTo(200);
    stands(order, "70.00", "0.00");
    // The surplus of the first paid what was open of the second; what then was left is unapplied.
    assertThat(amounts(owed(order), "received")).containsExactly("20.00", "50.00");
    amount(receiptNow(receipt), "unapplied", "20.00");
    assertThat(sum(active(receipt), "/amount/amount")).isEqualByComparingTo("70");
    var shorter = act(order, "close-short", "{\"reason\":\"customer\",\"total\":\"10\"}");
    assertThat(shorter.get("status").asText()).isEqualTo("closed-short");
    stands(order, "10.00", "0.00");
    amount(receiptNow(receipt), "unapplied", "80.00");
    assertThat(owed(order).findValuesAsText("state")).contains("paid").doesNotContain("open");
  }

  @Test
  void m39_whatIsEnteredIsChecked() {
    var customer = buyer("Checked", "");
    var order = sold(customer, "100");
    var foreign = sold(buyer("Other", ""), "100");
    refused(
        server.post(RECEIPTS, receiptBody(customer, "0", "CNY", "")),
        "amount.amount",
        "not-positive");
    refused(
        server.post(RECEIPTS, receiptBody(customer, "-1", "CNY", "")),
        "amount.amount",
        "not-positive");
    refused(
        server.post(RECEIPTS, receiptBody(customer, "1.005", "CNY", "")),
        "amount.amount",
        "minor-unit");
    refused(
        server.post(RECEIPTS, receiptBody("999999999", "1", "CNY", "")),
        "customerId",
        "unknown-reference");
    var named = "{\"orderId\":\"%s\",\"amount\":\"%s\"}";
    refused(
        server.post(
            RECEIPTS, receiptBody(customer, "9", "CNY", naming(named.formatted(id(foreign), "9")))),
        "allocations[0].orderId",
        "order-of-customer");
    refused(
        server.post(RECEIPTS, receiptBody(customer, "9", "CNY", naming("{\"amount\":\"9\"}"))),
        "allocations[0].orderId",
        "required");
    refused(
        server.post(
            RECEIPTS,
            receiptBody(
                customer,
                "9",
                "CNY",
                naming(named.formatted(id(order), "5"), named.formatted(id(order), "4.01")))),
        "allocations[1].amount",
        "more-than-left");
    // A key that is used again makes nothing again.
    var body = receiptBody(customer, "25", "CNY", ",\"voucherNo\":\"B-\\\"1\\\"\"");
    var once = server.post(RECEIPTS, body, "Idempotency-Key", "receipt-once").json();
    assertThat(server.post(RECEIPTS, body, "Idempotency-Key", "receipt-once").json().get("id"))
        .isEqualTo(once.get("id"));
    assertThat(receiptNow(once).get("hints")).isEmpty();
    // The same voucher is told of, and the other one with it.
    var twice = make(RECEIPTS, body);
    assertThat(receiptNow(twice).get("hints").findValuesAsText("code"))
        .containsExactly("voucher-used");
    book(once, "confirm", null);
    book(once, "void", "{\"reason\":\"Twice\"}");
    assertThat(receiptNow(twice).get("hints")).isEmpty();
  }

  @Test
  void m39_nobodyPaysWhatTheyDoNotReach() {
    var customer = buyer("Reached", "");
    var order = sold(customer, "100");
    var clerk =
        role(
            "clerk",
            "own",
            "customers.view customers.create orders.view orders.create orders.edit receivables.view receipts.view receipts.create receipts.confirm receipts.allocate");
    var login = "clerk.one";
    user(login, clerk);
    refused(
        server.post(RECEIPTS, receiptBody(customer, "1", "CNY", ""), as(login)),
        "customerId",
        "unknown-reference");
    var own = make("/api/v1/customers", "{\"name\":\"Clerk's\"}", as(login));
    refused(
        server.post(
            RECEIPTS,
            receiptBody(
                id(own),
                "1",
                "CNY",
                naming("{\"orderId\":\"" + id(order) + "\",\"amount\":\"1\"}")),
            as(login)),
        "allocations[0].orderId",
        "unknown-reference");
    var receipt = make(RECEIPTS, receiptBody(id(own), "7", "CNY", ""), as(login));
    assertThat(booked(receipt, "confirm", null, as(login)).status()).isEqualTo(200);
    assertThat(booked(receipt, "void", "{\"reason\":\"x\"}", as(login)).code())
        .isEqualTo("forbidden");
    var others = confirmed(customer, "5", "");
    assertThat(server.get(RECEIPTS + "/" + id(others), as(login)).status()).isEqualTo(404);
    var paid = items(ALLOCATIONS, "receiptId==" + id(others)).get(0);
    assertThat(server.get(ALLOCATIONS + "/" + id(paid), as(login)).status()).isEqualTo(404);
    assertThat(server.get(ALLOCATIONS, as(login)).json().get("items")).isEmpty();
  }

  @Test
  void m39_receiptsAreImportedAndExportedAndFollowTheirCustomer() throws Exception {
    var customer = buyer("Follows Ltd", ",\"region\":\"r-follow\"");
    var file =
        "Customer,Received on,Amount,Voucher no.\nFollows Ltd,2026-03-01,120.50,I-1\nNobody at all,2026-03-01,1,I-2\n";
    var imported =
        server
            .post(
                "/api/v1/imports/content?collection=receipts&name=receipts.csv",
                file,
                "Content-Type",
                "text/csv")
            .json();
    var run = "/api/v1/imports/" + id(imported);
    ended(server.post(run + "/actions/run", null).json().get("jobId").asText());
    var result = server.get(run).json();
    assertThat(result.get("created").asInt()).as(result.toString()).isEqualTo(1);
    assertThat(result.get("refused").asInt()).isEqualTo(1);
    var receipt = items(RECEIPTS, "customerId==" + customer).get(0);
    assertThat(receipt.get("status").asText()).isEqualTo("draft");
    assertThat(receipt.get("voucherNo").asText()).isEqualTo("I-1");
    amount(receipt, "amount", "120.50");
    var draft = receipt(customer, "1", "");
    var number = book(receipt, "confirm", null).get("number").asText();

    var export =
        server.post(
            "/api/v1/jobs/exports",
            "{\"collection\":\"receipts\",\"format\":\"csv\",\"filter\":\"customerId==%s\",\"fields\":\"number,customerId,status,amount,unapplied\"}"
                .formatted(customer));
    ended(id(export.json()));
    assertThat(
            new String(
                server.bytes("/api/v1/jobs/" + id(export.json()) + "/result"),
                StandardCharsets.UTF_8))
        .contains(number, "Follows Ltd", "120.5", "Confirmed");

    // What is still a draft goes with the customer; what counts stays whose it was.
    var to = user("receipts.to", role("receipts-to", "own", "receipts.view customers.view"));
    var transfer =
        make(
            "/api/v1/transfers",
            ("{\"collection\":\"customers\",\"recordFilter\":\"region==r-follow\",\"toUserId\":\"%s\","
                    + "\"reason\":\"Moves\",\"parts\":[{\"collection\":\"receipts\"}]}")
                .formatted(to));
    ended(transfer.get("jobId").asText());
    assertThat(receiptNow(draft).get("ownerId").asText()).isEqualTo(to);
    assertThat(receiptNow(receipt).get("ownerId").asText()).isNotEqualTo(to);
    // Whose the customer is sees what was paid.
    assertThat(server.get(RECEIPTS + "/" + id(receipt), as("receipts.to")).status()).isEqualTo(200);

    // Edge 13: an advance pays what the company owes that the customer became a part of.
    var survivor = buyer("Survives Ltd", "");
    var order = sold(survivor, "100");
    var merge =
        make(
            "/api/v1/merges",
            "{\"collection\":\"customers\",\"survivorId\":\"%s\",\"mergedIds\":[\"%s\"]}"
                .formatted(survivor, customer));
    ended(merge.get("jobId").asText());
    assertThat(receiptNow(receipt).get("customerId").asText()).isEqualTo(survivor);
    amount(book(receipt, "allocate", "{}"), "unapplied", "20.50");
    stands(order, "100.00", "0.00");
  }

  // ---- in and out by files

  private byte[] exported(String collection, String filter, String fields) throws IOException {
    var export =
        server.post(
            "/api/v1/jobs/exports",
            "{\"collection\":\"%s\",\"format\":\"csv\",\"filter\":\"%s\",\"fields\":\"%s\"}"
                .formatted(collection, filter, fields));
    ended(id(export.json()));
    return server.bytes("/api/v1/jobs/" + id(export.json()) + "/result");
  }

  private JsonNode imported(String collection, String file) {
    var begun =
        server
            .post(
                "/api/v1/imports/content?collection=" + collection + "&name=file.csv",
                file,
                "Content-Type",
                "text/csv")
            .json();
    var run = "/api/v1/imports/" + id(begun);
    ended(server.post(run + "/actions/run", null).json().get("jobId").asText());
    return server.get(run).json();
  }

  @Test
  void m37_ordersGoOutAndComeInWithTheirLinesAndPlans() throws IOException {
    var customer = buyer("Files Ltd", "");
    var lines =
        item("2", "45.5", ",\"taxRate\":\"13\",\"discount\":\"5\"")
            + ","
            + item("1.5", "100", ",\"spec\":\"A | B\"");
    var plan =
        ",\"plan\":[{\"percent\":\"30\",\"dueOn\":\"2026-03-01\",\"method\":\"transfer\"},"
            + "{\"percent\":\"70\",\"milestone\":\"Accepted\"}]";
    var draft =
        order(customer, lines, ",\"name\":\"Out and in\",\"signedOn\":\"2026-02-01\"" + plan);
    var fields = "customerId,name,signedOn,currency,lines,plan";
    var file =
        new String(exported("orders", "customerId==" + customer, fields), StandardCharsets.UTF_8);
    var result = imported("orders", file);
    assertThat(result.get("created").asInt()).as(result + file).isEqualTo(1);
    var both = items(ORDERS, "customerId==" + customer);
    assertThat(both).hasSize(2);
    var made = id(both.get(0)).equals(id(draft)) ? both.get(1) : both.get(0);
    assertThat(made.get("status").asText()).isEqualTo("draft");
    for (var same : List.of("lines", "plan", "goods", "net", "tax", "total", "signedOn")) {
      assertThat(made.get(same)).as(same).isEqualTo(read(draft).get(same));
    }
    assertThat(amounts(owed(made), "amount")).isEqualTo(amounts(owed(draft), "amount"));

    // By its number it is found, unchanged, and changed where the file says something else.
    var keyed =
        new String(
            exported("orders", "id==" + id(made), "number," + fields), StandardCharsets.UTF_8);
    var unchanged = imported("orders", keyed);
    assertThat(unchanged.get("updated").asInt()).as(unchanged.toString()).isZero();
    var more = imported("orders", keyed.replace("quantity=1.5", "quantity=3"));
    assertThat(more.get("updated").asInt()).as(more.toString()).isEqualTo(1);
    assertThat(read(made).at("/goods/amount").asText()).isEqualTo("386.45");
    var refusal = imported("orders", keyed.replace("quantity=1.5", "quantity=many"));
    assertThat(refusal.get("refused").asInt()).as(refusal.toString()).isEqualTo(1);

    // What is owed goes out with what it comes to.
    act(draft, "submit", null);
    confirmed(customer, "10", "");
    var out =
        new String(
            exported(
                "receivables",
                "orderId==" + id(draft),
                "number,customerId,dueOn,milestone,state,amount,received,outstanding"),
            StandardCharsets.UTF_8);
    for (var one : owed(draft)) {
      assertThat(out)
          .contains(
              one.get("number").asText(),
              one.at("/outstanding/amount").asText().replaceFirst("\\.?0+$", ""));
    }
    assertThat(out).contains("Files Ltd", "Accepted");
  }

  // ---- days that are gone

  private List<String> paidSince(JsonNode receipt) {
    var paid = new ArrayList<String>();
    for (var one : items(ALLOCATIONS, "receiptId==" + id(receipt))) {
      paid.add(
          one.get("allocatedOn").asText()
              + " "
              + one.at("/amount/amount").asText()
              + one.path("releasedOn").asText("").replaceFirst("^(?=.)", " until "));
    }
    return paid.stream().sorted().toList();
  }

  /** What was owed by a day, where entries are published. */
  private void owedBy(JsonNode order, String day, String amount) {
    var entries =
        items("/api/v1/receivable-entries", "orderId==" + id(order) + ";bookedOn=le=" + day);
    if (entries != null) {
      assertThat(sum(entries, "/amount/amount")).as(day).isEqualByComparingTo(amount);
    }
  }

  @Test
  void m40_whatIsBookedToAPastDayTakesNoMoreThanThereWas() {
    var customer = buyer("Past days", "");
    var order = sold(customer, "100", part("100", "2026-03-01"));
    var more =
        patch(
            ORDERS + "/" + id(order),
            "{\"revisionReason\":\"More\",\"lines\":[%s],\"plan\":[%s]}"
                .formatted(item("1", "150", ""), part("150", "2026-03-01")));
    assertThat(more.status()).as(more.text()).isEqualTo(200);
    var instalment = RECEIVABLES + "/" + id(owed(order).get(0));
    refused(
        server.post(
            instalment + "/actions/write-off",
            "{\"reason\":\"x\",\"amount\":\"101\",\"bookedOn\":\"2026-02-20\"}"),
        "bookedOn",
        "not-owed-then");
    refused(
        acted(order, "cancel", "{\"reason\":\"customer\",\"endedOn\":\"2026-02-20\"}"),
        "endedOn",
        "not-owed-then");
    // A hundred was owed then, fifty are since today.
    var receipt = confirmed(customer, "150", ",\"receivedOn\":\"2026-03-02\"");
    assertThat(paidSince(receipt)).containsExactly("2026-03-02 100.00", LocalDate.now() + " 50.00");
    owedBy(order, "2026-03-02", "0");
    stands(order, "150.00", "0.00");
    assertThat(receipt.get("allocations").findValuesAsText("amount")).containsExactly("150");
    assertThat(owed(order).get(0).get("paidOn").asText()).isEqualTo(LocalDate.now().toString());

    // Until today it paid that: it is not there for something else before, nor to be given back.
    book(receipt, "release", "{\"orderId\":\"" + id(order) + "\",\"reason\":\"Wrong\"}");
    for (var call :
        List.of(
            "allocate {\"allocatedOn\":\"2026-03-09\"} allocatedOn",
            "refund {\"amount\":\"1\",\"reason\":\"x\",\"refundedOn\":\"2026-03-09\"} refundedOn")) {
      var part = call.split(" ");
      refused(booked(receipt, part[0], part[1]), part[2], "not-free-then");
    }
    // A void has it be as if it had never been.
    owedBy(order, "2026-03-20", "0");
    book(receipt, "void", "{\"reason\":\"Bounced\"}");
    owedBy(order, "2026-03-20", "100");
    stands(order, "0.00", "150.00");

    // Entered in another order than it was received: paid on the day of the last of it.
    confirmed(customer, "90", ",\"receivedOn\":\"2026-03-10\"");
    confirmed(customer, "10", ",\"receivedOn\":\"2026-03-05\"");
    refused(
        server.post(
            instalment + "/actions/write-off", "{\"reason\":\"x\",\"bookedOn\":\"2026-03-20\"}"),
        "bookedOn",
        "not-owed-then");
    stands(order, "100.00", "50.00");
    var other = sold(customer, "30", part("30", "2026-03-01"));
    var late = confirmed(customer, "20", ",\"receivedOn\":\"2026-03-20\",\"advance\":true");
    var early = confirmed(customer, "10", ",\"receivedOn\":\"2026-03-11\",\"advance\":true");
    for (var one : List.of(late, early)) {
      book(
          one,
          "allocate",
          "{\"allocatedOn\":\"%s\",%s}"
              .formatted(
                  one.get("receivedOn").asText(),
                  naming(pays(owed(other).get(0), plain(one))).substring(1)));
    }
    assertThat(owed(other).get(0).get("paidOn").asText()).isEqualTo("2026-03-20");
  }

  private static String plain(JsonNode receipt) {
    return receipt.at("/amount/amount").asText();
  }

  @Test
  void m45_edge5_nothingIsReleasedInAMonthThatIsClosed() {
    var customer = buyer("Closed between", "");
    var order = approved(customer, item("1", "100", ""), ",\"signedOn\":\"2018-01-02\"");
    var receipt = confirmed(customer, "100", ",\"receivedOn\":\"2018-01-10\",\"advance\":true");
    book(receipt, "allocate", "{\"allocatedOn\":\"2018-03-05\"}");
    var month = make(PERIODS, "{\"forMonth\":\"2018-03-01\"}");
    server.post(PERIODS + "/" + id(month) + "/actions/close", null);
    // February is open, what would be taken back is March's.
    var refusal =
        booked(
            receipt,
            "refund",
            "{\"amount\":\"10\",\"reason\":\"x\",\"refundedOn\":\"2018-02-10\"}");
    assertThat(refusal.code()).as(refusal.text()).isEqualTo("conflict");
    assertThat(refusal.json().at("/errors/0/code").asText()).isEqualTo("period-closed");
    stands(order, "100.00", "0.00");
  }

  // ---- edge 13: what analyses tell after a merge

  private JsonNode debts(String filter) {
    var told = server.get("/api/v1/analyses/R-5" + filter);
    assertThat(told.status()).as(told.text()).isEqualTo(200);
    return told.json();
  }

  @Test
  void r5_edge13_afterAMergeTheTotalsAreWhatTheyWereAndOneRowIsLeft() {
    var goes = buyer("Goes in a merge", "");
    var stays = buyer("Stays in a merge", "");
    var orders = List.of(sold(goes, "40"), sold(stays, "60"));
    confirmed(goes, "7", ",\"advance\":true");
    var both = "?filter=customerId=in=(" + goes + "," + stays + ")";
    var before = debts(both);
    var company = debts("");
    assertThat(before.get("rows")).hasSize(2);
    ended(
        make(
                "/api/v1/merges",
                "{\"collection\":\"customers\",\"survivorId\":\"%s\",\"mergedIds\":[\"%s\"]}"
                    .formatted(stays, goes))
            .get("jobId")
            .asText());
    var after = debts(both);
    var now = debts("");
    for (var sum : List.of("outstanding", "overdue", "unapplied")) {
      assertThat(after.get("totals").get(sum)).isEqualTo(before.get("totals").get(sum));
      assertThat(now.get("totals").get(sum)).isEqualTo(company.get("totals").get(sum));
    }
    assertThat(after.get("rows")).hasSize(1);
    var row = after.at("/rows/0");
    assertThat(row.get("outstanding").asText()).isEqualTo("100.00");
    assertThat(row.get("unapplied").asText()).isEqualTo("7.00");
    var drill = row.get("drill");
    var found =
        server
            .get(
                "/api/v1/%s?limit=50&filter=%s"
                    .formatted(
                        drill.get("collection").asText(),
                        CardCheck.encoded(drill.get("filter").asText())))
            .json()
            .get("items");
    assertThat(found.findValuesAsText("orderId"))
        .containsExactlyInAnyOrder(id(orders.get(0)), id(orders.get(1)));
    // Who names the one that is gone finds the one that stayed.
    assertThat(server.get("/api/v1/customers/" + goes).json().get("id").asText()).isEqualTo(stays);
  }

  // ---- edge 15, M-81: whose instalments are

  /** That somebody has an order's instalments, sees and sums them, and somebody else none of it. */
  private void has(JsonNode order, String holder, String other) {
    var of = RECEIVABLES + "?sums=outstanding&filter=orderId==" + id(order);
    var now = read(order);
    var ids = new ArrayList<String>();
    for (var one : server.get(of).json().get("items")) {
      assertThat(one.get("ownerId")).as(one.toString()).isEqualTo(now.get("ownerId"));
      assertThat(one.get("departmentId")).as(one.toString()).isEqualTo(now.get("departmentId"));
      ids.add(id(one));
    }
    assertThat(ids).hasSize(2);
    for (var path : List.of(of, of + ";ownerId==" + now.get("ownerId").asText())) {
      var seen = server.get(path, as(holder)).json();
      assertThat(seen.get("items").findValuesAsText("id"))
          .as(path)
          .containsExactlyInAnyOrderElementsOf(ids);
      assertThat(new BigDecimal(seen.at("/sums/0/value").asText())).isEqualByComparingTo("70");
      assertThat(seen.at("/total/value").asInt()).isEqualTo(2);
      var left = server.get(path, as(other)).json();
      assertThat(left.get("items")).as(path).isEmpty();
      assertThat(left.at("/total/value").asInt()).isZero();
      assertThat(new BigDecimal(left.at("/sums/0/value").asText("0"))).isZero();
    }
    assertThat(server.get(RECEIVABLES + "/" + ids.get(0), as(holder)).status()).isEqualTo(200);
    assertThat(server.get(RECEIVABLES + "/" + ids.get(0), as(other)).status()).isEqualTo(404);
    var ranking = "/api/v1/analyses/R-5?by=ownerId";
    assertThat(server.get(ranking, as(holder)).text()).contains("70.00");
    assertThat(server.get(ranking, as(other)).text()).doesNotContain("70.00");
  }

  @Test
  void m81_edge15_whoeverHasAnOrderHasItsInstalmentsAtOnce() {
    var sells =
        role(
            "has-order",
            "own",
            "customers.view orders.view receivables.view analyses.R-5 receipts.view");
    var from = user("has.from", sells);
    var to = user("has.to", sells);
    var department = id(make("/api/v1/departments", "{\"code\":\"HAS\",\"name\":\"Has\"}"));
    patch("/api/v1/users/" + to, "{\"departmentId\":\"" + department + "\"}");
    var customer = buyer("Changes hands", "");
    var order =
        approved(
            customer,
            item("1", "100", ""),
            ",\"signedOn\":\"2026-02-01\",\"ownerId\":\"%s\",\"plan\":[%s,%s]"
                .formatted(from, part("30", "2026-03-01"), part("70", "2026-04-01")));
    confirmed(customer, "30", "");
    has(order, "has.from", "has.to");

    // By hand; what is paid goes with it, or whoever had it would go on seeing that.
    var path = ORDERS + "/" + id(order);
    var seen = owed(order).get(1);
    var given = patch(path, "{\"ownerId\":\"" + to + "\"}");
    assertThat(given.status()).as(given.text()).isEqualTo(200);
    assertThat(given.json().get("departmentId").asText()).isEqualTo(department);
    has(order, "has.to", "has.from");
    assertThat(owed(order).get(1).get("version").asInt())
        .isGreaterThan(seen.get("version").asInt());
    var told =
        server.get(
            "/api/v1/audit?filter=collection==receivables;kind==updated;recordId==" + id(seen));
    assertThat(told.json().at("/items/0/changes").toString()).contains("ownerId", to);

    // A revision after that stays whose the order is.
    patch(
        path,
        "{\"revisionReason\":\"As before\",\"plan\":["
            + part("30", "2026-03-01")
            + ","
            + part("70", "2026-05-01")
            + "]}");
    has(order, "has.to", "has.from");

    // By a transfer, and by its being undone.
    var transfer =
        make(
            "/api/v1/transfers",
            "{\"collection\":\"orders\",\"recordFilter\":\"id==%s\",\"toUserId\":\"%s\",\"reason\":\"Moves\"}"
                .formatted(id(order), from));
    ended(transfer.get("jobId").asText());
    has(order, "has.from", "has.to");
    var moved = "/api/v1/transfers/" + id(transfer);
    assertThat(server.get(moved).json().get("parts").findValuesAsText("collection"))
        .containsExactly("orders");
    server.post(moved + "/actions/undo", null);
    Server.await(
        "the transfer undone",
        () -> server.get(moved).json().get("status").asText().equals("undone"));
    has(order, "has.to", "has.from");

    // What was sold stays whose it was then; the company has it once.
    assertThat(read(order).get("signedById").asText()).isEqualTo(from);
    stands(order, "30.00", "70.00");
  }

  /** Whose each instalment of an order was, or is to be, when it falls due. */
  private void dueBy(JsonNode order, String... holders) {
    assertThat(owed(order).findValuesAsText("dueOwnerId")).containsExactly(holders);
  }

  @Test
  void r17_edge15_aDebtIsWhoseItWasWhenItFellDueFromTheMomentThatAnOrderIsHandedOver() {
    var sells = role("due-order", "own", "orders.view receivables.view");
    var from = user("due.from", sells);
    var to = user("due.to", sells);
    var order =
        approved(
            buyer("Falls due", ""),
            item("1", "100", ""),
            ",\"signedOn\":\"2026-02-01\",\"ownerId\":\"%s\",\"plan\":[%s,%s]"
                .formatted(from, part("30", "2026-03-01"), part("70", "2040-04-01")));
    dueBy(order, from, from);

    // By hand, by a transfer, and by its being undone.
    var path = ORDERS + "/" + id(order);
    patch(path, "{\"ownerId\":\"" + to + "\"}");
    dueBy(order, from, to);
    var transfer =
        make(
            "/api/v1/transfers",
            "{\"collection\":\"orders\",\"recordFilter\":\"id==%s\",\"toUserId\":\"%s\",\"reason\":\"Moves\"}"
                .formatted(id(order), from));
    ended(transfer.get("jobId").asText());
    dueBy(order, from, from);
    var moved = "/api/v1/transfers/" + id(transfer);
    server.post(moved + "/actions/undo", null);
    Server.await(
        "the transfer undone",
        () -> server.get(moved).json().get("status").asText().equals("undone"));
    dueBy(order, from, to);

    // What was due and is not due yet by a revision is theirs who have it then; a draft's as well.
    var revised =
        patch(
            path,
            "{\"revisionReason\":\"Later\",\"plan\":[%s,%s]}"
                .formatted(part("30", "2040-03-01"), part("70", "2040-04-01")));
    assertThat(revised.status()).as(revised.text()).isEqualTo(200);
    dueBy(order, to, to);
    var draft = order(buyer("Falls due later", ""), item("1", "5", ""), "");
    assertThat(owed(draft).at("/0/dueOwnerId")).isEqualTo(draft.get("ownerId"));
  }

  @Test
  void m37_ordersAndReceiptsAreNotMerged() {
    var customer = buyer("Twice the same", "");
    var one = order(customer, item("1", "5", ""), "");
    var other = order(customer, item("1", "5", ""), "");
    var merge = "{\"collection\":\"%s\",\"survivorId\":\"%s\",\"mergedIds\":[\"%s\"]}";
    for (var collection : List.of("orders", "receipts")) {
      for (var path : List.of("/api/v1/merges", "/api/v1/merges/actions/preview")) {
        var answer = server.post(path, merge.formatted(collection, id(one), id(other)));
        assertThat(answer.code()).as(answer.text()).isEqualTo("invalid");
        assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo("collection");
        assertThat(answer.json().at("/errors/0/code").asText()).isEqualTo("not-merged");
      }
      assertThat(
              server
                  .get("/api/v1/metadata/" + collection)
                  .json()
                  .get("operations")
                  .findValuesAsText("name"))
          .contains("update")
          .doesNotContain("merge");
    }
  }

  // ---- M-45: whose work it is

  @Test
  void m45_anAccountantTakesInWhatAnybodySoldAndSellsNothing() {
    var accountants = "/api/v1/roles?filter=code==accountant";
    var role = server.get(accountants, "Accept-Language", "zh-CN").json().at("/items/0");
    assertThat(role.get("name").asText()).isEqualTo("会计");
    user("acc.one", role);
    var seller = user("acc.seller", role("acc-seller", "own", "customers.view orders.view"));
    var customer = buyer("Pays", ",\"ownerId\":\"" + seller + "\"");
    var order = approved(customer, item("1", "90", ""), ",\"ownerId\":\"" + seller + "\"");
    var me = as("acc.one");
    for (var list :
        List.of(
            "orders",
            "receivables",
            "receipts",
            "receipt-allocations",
            "dunnings",
            "receivable-entries",
            "accounting-periods",
            "customers")) {
      assertThat(server.get("/api/v1/" + list, me).status()).as(list).isEqualTo(200);
    }
    var receipt = make(RECEIPTS, receiptBody(customer, "60", "CNY", ""), me);
    assertThat(booked(receipt, "confirm", null, me).status()).isEqualTo(200);
    stands(order, "60.00", "30.00");
    assertThat(booked(receipt, "refund", "{\"amount\":\"10\",\"reason\":\"x\"}", me).status())
        .isEqualTo(200);
    var rest = RECEIVABLES + "/" + id(owed(order).get(0)) + "/actions/write-off";
    assertThat(server.post(rest, "{\"reason\":\"Small\",\"amount\":\"1\"}", me).status())
        .isEqualTo(200);
    stands(order, "50.00", "39.00");
    var month = make(PERIODS, "{\"forMonth\":\"2019-05-01\"}", me);
    for (var action : List.of("close", "reopen")) {
      var done = server.post(PERIODS + "/" + id(month) + "/actions/" + action, null, me);
      assertThat(done.status()).as(done.text()).isEqualTo(200);
    }
    assertThat(delete(PERIODS + "/" + id(month), me).status()).isEqualTo(204);
    assertThat(patch(ORDERS + "/" + id(order), "{\"terms\":\"x\"}", me).code())
        .isEqualTo("forbidden");
    assertThat(acted(order, "cancel", "{\"reason\":\"customer\"}", me).code())
        .isEqualTo("forbidden");
    assertThat(server.post(ORDERS, "{\"customerId\":\"" + customer + "\"}", me).code())
        .isEqualTo("forbidden");
  }

  private void ended(String job) {
    Server.await(
        "the end of a job",
        () ->
            !List.of("queued", "running")
                .contains(server.get("/api/v1/jobs/" + job).json().get("status").asText()));
    var ended = server.get("/api/v1/jobs/" + job).json();
    assertThat(ended.get("status").asText()).as(ended.toString()).isEqualTo("done");
  }

  // ---- several at once

  private static List<Server.Answer> atOnce(List<Callable<Server.Answer>> calls) throws Exception {
    var clerks = Executors.newFixedThreadPool(calls.size());
    try {
      var answers = new ArrayList<Server.Answer>();
      for (var done : clerks.invokeAll(calls)) {
        answers.add(done.get());
      }
      return answers;
    } finally {
      clerks.shutdown();
    }
  }

  private static long done(List<Server.Answer> answers) {
    answers.forEach(
        answer -> assertThat(answer.status()).as(answer.text()).isIn(200, 400, 409, 422));
    return answers.stream().filter(answer -> answer.status() == 200).count();
  }

  @Test
  void m39_clerksAtOnceNeverPayTooMuch() throws Exception {
    var customer = buyer("At once", "");
    var order = sold(customer, "100");
    var instalment = owed(order).get(0);
    var named =
        IntStream.range(0, CLERKS)
            .mapToObj(i -> receipt(customer, "60", naming(pays(instalment, "60"))))
            .toList();
    // The same instalment: one is paid, for the others too little is left of it.
    assertThat(
            done(
                atOnce(
                    named.stream()
                        .map(one -> (Callable<Server.Answer>) () -> booked(one, "confirm", null))
                        .toList())))
        .isEqualTo(1);
    stands(order, "60.00", "40.00");

    // What is due first, each: all of them count, and what is too much is unapplied.
    var each = IntStream.range(0, CLERKS).mapToObj(i -> receipt(customer, "30", "")).toList();
    assertThat(
            done(
                atOnce(
                    each.stream()
                        .map(one -> (Callable<Server.Answer>) () -> booked(one, "confirm", null))
                        .toList())))
        .isEqualTo(CLERKS);
    stands(order, "100.00", "0.00");
    var unapplied =
        each.stream()
            .map(this::receiptNow)
            .map(one -> new BigDecimal(one.at("/unapplied/amount").asText()))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(unapplied).isEqualByComparingTo("200");

    // The same receipt, for different orders.
    var other = buyer("At once, too", "");
    var advance = confirmed(other, "100", "");
    var orders = IntStream.range(0, CLERKS).mapToObj(i -> owed(sold(other, "30")).get(0)).toList();
    assertThat(
            done(
                atOnce(
                    orders.stream()
                        .map(
                            one ->
                                (Callable<Server.Answer>)
                                    () ->
                                        booked(
                                            advance,
                                            "allocate",
                                            "{" + naming(pays(one, "30")).substring(1) + "}"))
                        .toList())))
        .isEqualTo(3);
    amount(receiptNow(advance), "unapplied", "10.00");
    assertThat(sum(active(advance), "/amount/amount")).isEqualByComparingTo("90");
    assertNoGaps();
  }

  /** Whatever was refused or rolled back on the way. */
  private void assertNoGaps() {
    var numbers = new ArrayList<Integer>();
    var query = RECEIPTS + "?limit=500&fields=number&filter=status!=draft";
    for (var one : server.get(query).json().get("items")) {
      var number = one.get("number").asText();
      if (number.startsWith("R-")) {
        numbers.add(Integer.parseInt(number.substring(number.lastIndexOf('-') + 1)));
      }
    }
    assertThat(numbers).doesNotHaveDuplicates();
    assertThat(numbers.stream().sorted().toList())
        .isEqualTo(IntStream.rangeClosed(1, numbers.size()).boxed().toList());
  }

  @Test
  void m45_theCompanySaysHowReceiptsAreNumbered() {
    var customer = buyer("Numbers", "");
    var pattern = "/api/v1/numbering/receipts";
    try {
      assertThat(server.call("PUT", pattern, "{\"pattern\":\"SK{year}{month}-{0000}\"}").status())
          .isEqualTo(200);
      var first = confirmed(customer, "1", "").get("number").asText();
      assertThat(first).matches("SK\\d{6}-0001");
      assertThat(
              booked(
                      receipt(
                          customer,
                          "1",
                          naming(
                              "{\"orderId\":\""
                                  + id(sold(customer, "0.5"))
                                  + "\",\"amount\":\"1\"}")),
                      "confirm",
                      null)
                  .code())
          .isEqualTo("invalid");
      assertThat(confirmed(customer, "1", "").get("number").asText()).endsWith("-0002");
    } finally {
      server.call("DELETE", pattern, null);
    }
  }
}
