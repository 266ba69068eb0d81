package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Collections;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

/** Quotes (M-26) and what follows from them; the same on every database. */
abstract class QuoteCheck extends HiddenFieldsCheck {
  static final String QUOTES = "/api/v1/quotes";
  private static final String DEALS = "/api/v1/opportunities";
  private static final String GOODS = "/api/v1/products";

  private String madeId(String path, String body) {
    return make(path, body).get("id").asText();
  }

  private String dealOf(String name, String more) {
    var customer = madeId("/api/v1/customers", "{\"name\":\"" + name + "\"}");
    return madeId(
        DEALS,
        "{\"name\":\"%s\",\"customerId\":\"%s\",\"openedOn\":\"2026-01-01\"%s}"
            .formatted(name, customer, more));
  }

  private String goods(String code, String more) {
    return madeId(GOODS, "{\"code\":\"%1$s\",\"name\":\"Goods %1$s\"%2$s}".formatted(code, more));
  }

  private static String line(String product, String more) {
    return "{\"productId\":\"%s\",\"quantity\":\"1\"%s}".formatted(product, more);
  }

  private JsonNode quote(String deal, String lines, String more) {
    return make(QUOTES, "{\"opportunityId\":\"%s\",\"lines\":[%s]%s}".formatted(deal, lines, more));
  }

  private Server.Answer act(JsonNode quote, String action, String body, String... headers) {
    return server.post(
        QUOTES + "/" + quote.get("id").asText() + "/actions/" + action, body, headers);
  }

  private JsonNode done(JsonNode quote, String action, String body) {
    var answer = act(quote, action, body);
    assertThat(answer.status()).as(action + ": " + answer.text()).isEqualTo(200);
    return answer.json();
  }

  private JsonNode again(JsonNode quote) {
    return server.get(QUOTES + "/" + quote.get("id").asText()).json();
  }

  private JsonNode readDeal(String deal) {
    return server.get(DEALS + "/" + deal).json();
  }

  private static String status(JsonNode quote) {
    return quote.get("status").asText();
  }

  private void sent(JsonNode quote) {
    done(quote, "send", null);
  }

  @Test
  void m26_linesAreRoundedToTheMinorUnitThenSummed() {
    var deal = dealOf("Rounds Ltd", "");
    var product =
        goods(
            "Q-R",
            ",\"spec\":\"Mk I\",\"unit\":\"tonne\",\"taxRate\":\"13\",\"prices\":["
                + "{\"price\":{\"amount\":\"33.333\",\"currency\":\"CNY\"},\"until\":\"2026-06-30\"},"
                + "{\"price\":{\"amount\":\"99\",\"currency\":\"CNY\"},\"from\":\"2026-07-01\"},"
                + "{\"price\":{\"amount\":\"10.0015\",\"currency\":\"KWD\"}},"
                + "{\"price\":{\"amount\":\"333.5\",\"currency\":\"JPY\"}}]");
    make(
        "/api/v1/exchange-rates",
        "{\"currency\":\"KWD\",\"validFrom\":\"2026-01-01\",\"rate\":\"23.5\"}");
    var lines =
        "{\"productId\":\"%1$s\",\"quantity\":\"1.5\"},{\"productId\":\"%1$s\",\"quantity\":\"1.5\",\"price\":\"10\",\"discount\":\"12.5\"}"
            .formatted(product);
    // 49.9995 and 13.125, each rounded; 63.13 less 10 per cent is 56.817; tax of 45.00 and 11.817.
    var yuan = quote(deal, lines, ",\"quotedOn\":\"2026-03-01\",\"discount\":\"10\"");
    assertThat(yuan.get("number").asText()).matches("Q-\\d{4}-\\d{6}");
    assertThat(yuan.get("lines").findValuesAsText("subtotal")).containsExactly("50.00", "13.13");
    assertThat(yuan.get("lines").findValuesAsText("tax")).containsExactly("5.85", "1.54");
    assertThat(yuan.at("/lines/0/listPrice").asText()).isEqualTo("33.333");
    assertThat(yuan.at("/lines/1/netPrice").asText()).isEqualTo("8.75");
    assertThat(yuan.at("/lines/0/spec").asText()).isEqualTo("Mk I");
    assertThat(yuan.at("/goods/amount").asText()).isEqualTo("63.13");
    assertThat(yuan.at("/net/amount").asText()).isEqualTo("56.82");
    assertThat(yuan.at("/tax/amount").asText()).isEqualTo("7.39");
    assertThat(yuan.at("/total/amount").asText()).isEqualTo("64.21");
    // A yen has no parts, a dinar has a thousand.
    var yen = quote(deal, lines, ",\"currency\":\"JPY\"");
    assertThat(yen.get("lines").findValuesAsText("subtotal")).containsExactly("500", "13");
    assertThat(yen.at("/total/amount").asText()).matches("580(\\.0+)?");
    assertThat(yen.get("total").has("baseAmount")).isFalse();
    var dinar = quote(deal, lines, ",\"currency\":\"KWD\"");
    assertThat(dinar.get("lines").findValuesAsText("subtotal")).containsExactly("15.002", "13.125");
    assertThat(dinar.at("/total/rate").asText()).isEqualTo("23.5");

    // What becomes of the product changes nothing that has it; it is on no new line.
    patch(
        GOODS + "/" + product,
        "{\"name\":\"Renamed\",\"spec\":\"Mk II\",\"prices\":[],\"status\":\"off-sale\"}");
    make(
        "/api/v1/exchange-rates",
        "{\"currency\":\"KWD\",\"validFrom\":\"2026-02-01\",\"rate\":\"30\"}");
    var kept = patch(QUOTES + "/" + dinar.get("id").asText(), "{\"terms\":\"30 days\"}").json();
    assertThat(kept.at("/lines/0/name").asText()).as(kept.toString()).isEqualTo("Goods Q-R");
    assertThat(kept.at("/lines/0/spec").asText()).isEqualTo("Mk I");
    assertThat(kept.get("total")).isEqualTo(dinar.get("total"));
    refused(
        QUOTES,
        "{\"opportunityId\":\"%s\",\"lines\":[%s]}".formatted(deal, line(product, "")),
        "<quote><opportunityId>%s</opportunityId><lines><productId>%s</productId><quantity>1</quantity></lines></quote>"
            .formatted(deal, product),
        "lines[0].productId",
        "off-sale");
    assertThat(delete(DEALS + "/" + deal).code()).isEqualTo("in-use");
  }

  @Test
  void m26_ofItsVersionsOneCounts() {
    var deal = dealOf("Versions Ltd", ",\"amount\":{\"amount\":\"5\",\"currency\":\"CNY\"}");
    var product =
        goods("Q-V", ",\"prices\":[{\"price\":{\"amount\":\"100\",\"currency\":\"CNY\"}}]");
    var first = quote(deal, line(product, ""), "");
    assertThat(first.get("primaryQuote").asBoolean()).isTrue();
    var other = quote(deal, line(product, ",\"price\":\"7\""), "");
    assertThat(other.get("primaryQuote").asBoolean()).isFalse();
    sent(first);
    assertThat(patch(QUOTES + "/" + first.get("id").asText(), "{\"terms\":\"x\"}").code())
        .isEqualTo("conflict");
    assertThat(delete(QUOTES + "/" + first.get("id").asText()).code()).isEqualTo("conflict");
    var second = done(first, "new-version", null);
    assertThat(second.get("number").asText()).isEqualTo(first.get("number").asText() + "-2");
    assertThat(second.get("replacesId")).isEqualTo(first.get("id"));
    assertThat(second.get("lines")).isEqualTo(first.get("lines"));
    assertThat(status(again(first))).isEqualTo("superseded");
    assertThat(act(first, "new-version", null).code()).isEqualTo("conflict");
    patch(QUOTES + "/" + second.get("id").asText(), "{\"discount\":\"20\"}");
    var third = done(second, "new-version", null);
    assertThat(third.get("revision").asInt()).isEqualTo(3);
    assertThat(third.get("number").asText()).isEqualTo(first.get("number").asText() + "-3");
    // v1, v2 and v3 are one offer.
    assertThat(counted(deal)).isEqualTo("80.00");
    done(other, "make-primary", "{}");
    assertThat(counted(deal)).isEqualTo("7.00");
    assertThat(readDeal(deal).at("/amount/amount").asText()).isEqualTo("5.00");
    done(third, "make-primary", "{\"takeAmount\":true}");
    assertThat(counted(deal)).isEqualTo("80.00");
    assertThat(readDeal(deal).at("/amount/amount").asText()).isEqualTo("80.00");
    assertThat(act(second, "make-primary", "{}").code()).isEqualTo("conflict");
    // The one that counts goes: another does.
    assertThat(delete(QUOTES + "/" + third.get("id").asText()).status()).isEqualTo(204);
    assertThat(counted(deal)).isEqualTo("7.00");
    assertThat(act(third, "restore", null).status()).isEqualTo(200);
    assertThat(counted(deal)).isEqualTo("7.00");

    // Lost: nothing more comes of them; reopened, it is offered anew.
    sent(other);
    var lost = DEALS + "/" + deal + "/actions/";
    assertThat(server.post(lost + "close", "{\"result\":\"lost\",\"reason\":\"price\"}").status())
        .isEqualTo(200);
    assertThat(status(again(other))).isEqualTo("superseded");
    assertThat(status(again(third))).isEqualTo("superseded");
    assertThat(act(other, "new-version", null).code()).isEqualTo("conflict");
    assertThat(
            server
                .post(QUOTES, "{\"opportunityId\":\"" + deal + "\"}")
                .json()
                .at("/errors/0/code")
                .asText())
        .isEqualTo("opportunity-closed");
    assertThat(server.post(lost + "reopen", "{\"stage\":\"needs\"}").status()).isEqualTo(200);
    assertThat(status(again(other))).isEqualTo("superseded");
    assertThat(status(done(other, "new-version", null))).isEqualTo("draft");
    // Who counts moves with the customer.
    var elsewhere = madeId("/api/v1/customers", "{\"name\":\"Versions Two\"}");
    patch(DEALS + "/" + deal, "{\"customerId\":\"" + elsewhere + "\"}");
    assertThat(again(first).get("customerId").asText()).isEqualTo(elsewhere);
  }

  /** What the quotes that count come to. */
  private String counted(String deal) {
    var path = QUOTES + "?limit=5&sums=total&filter=primaryQuote==true;opportunityId==" + deal;
    var counted = server.get(path).json();
    assertThat(counted.get("items")).as(counted.toString()).hasSize(1);
    return counted.at("/sums/0/value").asText();
  }

  @Test
  void m26_whatGivesTooMuchOffIsApprovedFirst() {
    var deal = dealOf("Discounts Ltd", "");
    var floor =
        goods(
            "Q-F",
            ",\"prices\":[{\"price\":{\"amount\":\"100\",\"currency\":\"CNY\"},\"floor\":\"90\"}]");
    var most =
        goods(
            "Q-M",
            ",\"maxDiscount\":\"15\",\"prices\":[{\"price\":{\"amount\":\"100\",\"currency\":\"CNY\"}}]");
    for (var within :
        List.of(
            line(floor, ",\"discount\":\"10\""),
            line(most, ",\"discount\":\"15\""),
            line(most, ",\"price\":\"85\""))) {
      var quote = quote(deal, within, "");
      assertThat(quote.get("needsApproval").asBoolean()).as(within).isFalse();
      assertThat(status(done(quote, "submit", null))).isEqualTo("approved");
      assertThat(status(done(quote, "send", null))).isEqualTo("sent");
    }
    for (var deeper :
        List.of(
            line(floor, ",\"price\":\"89.99\""),
            line(most, ",\"price\":\"90\",\"discount\":\"6\""))) {
      assertThat(quote(deal, deeper, "").get("needsApproval").asBoolean()).as(deeper).isTrue();
    }
    // The discount on the whole counts.
    var quote = quote(deal, line(floor, ",\"discount\":\"5\""), ",\"discount\":\"5.5\"");
    assertThat(quote.get("needsApproval").asBoolean()).isTrue();
    user(
        "quote.seller",
        role(
            "quote-seller",
            "all",
            "quotes.view quotes.create quotes.edit quotes.send opportunities.view"));
    var seller = as("quote.seller");
    assertThat(act(quote, "send", null, seller).code()).isEqualTo("conflict");
    assertThat(status(act(quote, "submit", null, seller).json())).isEqualTo("submitted");
    assertThat(act(quote, "send", null, seller).code()).isEqualTo("conflict");
    assertThat(act(quote, "approve", "{}", seller).code()).isEqualTo("forbidden");
    assertThat(status(done(quote, "return", "{\"comment\":\"Too much\"}"))).isEqualTo("draft");
    assertThat(again(quote).get("comment").asText()).isEqualTo("Too much");
    act(quote, "submit", null, seller);
    var soap =
        server.soap(
            "quotes",
            "approve",
            "<id>%s</id><decision><comment>Just once</comment></decision>"
                .formatted(quote.get("id").asText()));
    assertThat(soap.text()).contains("<status>approved</status>", "<approvedById>");
    assertThat(status(act(quote, "send", null, seller).json())).isEqualTo("sent");
    // Of nothing there is no quote.
    var empty = act(quote(deal, "", ""), "send", null, "Accept-Language", "zh-CN");
    assertThat(empty.json().at("/errors/0/field").asText()).isEqualTo("lines");
  }

  @Test
  void m26_theCustomerGetsItAsPdfInTheirLanguage() throws IOException {
    var product = goods("Q-P", ",\"spec\":\"防爆型\",\"unit\":\"tonne\",\"taxRate\":\"13\"");
    var deal = dealOf("华东科技", "");
    var many =
        String.join(
            ",",
            Collections.nCopies(50, line(product, ",\"price\":\"1234.5\",\"discount\":\"10\"")));
    var quote = quote(deal, many, ",\"discount\":\"5\",\"terms\":\"货到付款\"");
    var text = pdf(quote, 3);
    // 50 × 1111.05 less 5 per cent, with 13 per cent of it: by line 137.21.
    assertThat(text)
        .contains("报价单", "华东科技", "Goods Q-P", "防爆型", "吨", "55,552.50", "-2,777.62")
        .contains("52,774.88", "6,860.50", "CNY 59,635.38", "人民币伍万玖仟陆佰叁拾伍元叁角捌分", "货到付款")
        .contains("第 2 页，共 3 页");
    var english =
        patch(
            QUOTES + "/" + quote.get("id").asText(), "{\"language\":\"en\",\"currency\":\"JPY\"}");
    assertThat(english.status()).as(english.text()).isEqualTo(200);
    assertThat(pdf(quote, 3)).contains("Quotation", "华东科技", "Tonne", "Page 1 of 3", "Total");
    var soap = server.soap("quotes", "pdf", "<id>" + quote.get("id").asText() + "</id>");
    assertThat(soap.status()).as(soap.text()).isEqualTo(200);

    // Of whom something is hidden that stands on it cannot have it.
    var blind =
        make(
            "/api/v1/roles",
            """
            {"code":"quote-blind","name":"Blind","scopes":[{"collection":"*","scope":"all"}],
             "operations":["quotes.view","quotes.print"],
             "fields":[{"collection":"quotes","field":"total","access":"hidden"}]}""");
    user("quote.blind", blind);
    var path = QUOTES + "/" + quote.get("id").asText();
    assertThat(server.get(path, as("quote.blind")).status()).isEqualTo(200);
    assertThat(server.get(path + "/pdf", as("quote.blind")).code()).isEqualTo("forbidden");
  }

  private String pdf(JsonNode quote, int pages) throws IOException {
    var file = server.bytes(QUOTES + "/" + quote.get("id").asText() + "/pdf");
    try (var document = Loader.loadPDF(file)) {
      assertThat(document.getNumberOfPages()).isEqualTo(pages);
      return new PDFTextStripper().getText(document);
    }
  }

  @Test
  void m26_whatHasExpiredIsNotAcceptedUntilItHoldsAgain() throws IOException {
    var deal = dealOf("Expires Ltd", "");
    var probe = dealOf("Probe Ltd", "");
    var product = goods("Q-E", "");
    var today = LocalDate.now();
    var late = LocalTime.now().getHour() >= 10;
    // The day on which it is offered, and a zone in which it is another.
    var day = late ? today : today.minusDays(1);
    var elsewhere = late ? today.plusDays(1) : day;
    Runnable offer =
        () -> {
          var quote =
              quote(deal, line(product, ",\"price\":\"8\""), ",\"validUntil\":\"" + day + "\"");
          sent(quote);
          var listed = server.get(QUOTES + "?filter=opportunityId==" + deal + ";status==sent");
          assertThat(listed.json().get("items")).hasSize(1);
        };
    Runnable after =
        () -> {
          var quote = server.get(QUOTES + "?filter=opportunityId==" + deal).json().at("/items/0");
          assertThat(status(quote)).isEqualTo("expired");
          // What is filtered is what is shown, from the first moment of the day.
          for (var state : List.of("expired", "sent")) {
            var found =
                server.get(
                    QUOTES + "?filter=opportunityId==" + deal + ";status==" + state + "&limit=5");
            assertThat(found.json().get("items"))
                .as(state)
                .hasSize(state.equals("expired") ? 1 : 0);
          }
          var refused = act(quote, "accept", "{}", "Accept-Language", "zh-CN");
          assertThat(refused.code()).isEqualTo("conflict");
          assertThat(refused.json().get("detail").asText()).contains("过期");
          assertThat(readDeal(deal).get("state").asText()).isEqualTo("open");
          var past = act(quote, "revalidate", "{\"validUntil\":\"" + day + "\"}");
          assertThat(past.json().at("/errors/0/code").asText()).isEqualTo("past-day");
          var holds = done(quote, "revalidate", "{\"validUntil\":\"" + day.plusDays(9) + "\"}");
          assertThat(status(holds)).isEqualTo("sent");
          // On the company's day, wherever the server stands.
          assertThat(done(quote, "accept", "{}").get("decidedOn").asText())
              .isEqualTo(day.plusDays(1).toString());
          assertThat(readDeal(deal).get("closedOn").asText()).isEqualTo(day.plusDays(1).toString());
        };
    if (late) {
      offer.run();
    }
    configured(
        "org.tangramcrm.platform.cfg",
        "timeZone = " + (late ? "+14:00" : "-12:00"),
        () ->
            make(QUOTES, "{\"opportunityId\":\"" + probe + "\"}")
                .get("quotedOn")
                .asText()
                .equals(elsewhere.toString()),
        late ? after : offer);
    if (!late) {
      after.run();
    }
  }

  @Test
  void m26_acceptedItIsWonOnceWithWhoHasToDoSomething() throws Exception {
    server.deploy(Built.file("itests/winner", "winner-.*\\.jar"), "winner.jar");
    try {
      var tried = new int[1];
      Server.await(
          "who hears of what is won",
          () -> {
            var name = "Heard " + ++tried[0];
            var closed = dealOf(name, "") + "/actions/close";
            server.post(DEALS + "/" + closed, "{\"result\":\"won\"}");
            return told(name + " by nothing") == 1;
          });
      var product = goods("Q-A", "");
      var deal = dealOf("Accepts", ",\"amount\":{\"amount\":\"9\",\"currency\":\"CNY\"}");
      var quote = quote(deal, line(product, ",\"price\":\"8\""), "");
      var other = quote(deal, line(product, ",\"price\":\"7\""), "");
      assertThat(act(quote, "accept", "{}").code()).isEqualTo("conflict");
      sent(quote);
      done(other, "make-primary", "{}");
      // Two at once, and once more: it is won once, and all answer alike.
      var answers = AtOnce.run(() -> act(quote, "accept", "{}"), () -> act(quote, "accept", "{}"));
      var third = act(quote, "accept", "{\"comment\":\"Again\"}");
      for (var answer : List.of(answers.get(0), answers.get(1), third)) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json()).isEqualTo(third.json());
        assertThat(status(answer.json())).isEqualTo("accepted");
      }
      assertThat(third.json().get("primaryQuote").asBoolean()).isTrue();
      assertThat(status(again(other))).isEqualTo("superseded");
      assertThat(again(other).get("primaryQuote").asBoolean()).isFalse();
      var won = readDeal(deal);
      assertThat(won.get("state").asText()).isEqualTo("won");
      assertThat(won.at("/amount/amount").asText()).isEqualTo("8.00");
      assertThat(
              server
                  .get("/api/v1/opportunity-moves?filter=opportunityId==" + deal)
                  .json()
                  .get("items")
                  .findValuesAsText("cause"))
          .containsExactlyInAnyOrder("created", "closed");
      assertThat(told("Accepts by " + quote.get("number").asText())).isEqualTo(1);
      assertThat(act(other, "accept", "{}").code()).isEqualTo("conflict");

      // One refuses: nothing of it is done.
      var stays = dealOf("Is refused", "");
      var kept = quote(stays, line(product, ",\"price\":\"8\""), "");
      sent(kept);
      assertThat(act(kept, "accept", "{}").code()).isEqualTo("conflict");
      assertThat(status(again(kept))).isEqualTo("sent");
      assertThat(readDeal(stays).get("state").asText()).isEqualTo("open");
      assertThat(told("Is refused by " + kept.get("number").asText())).isZero();
      var ordered = server.get("/api/v1/orders?filter=quoteId==" + kept.get("id").asText());
      assertThat(ordered.json().get("items")).as(ordered.text()).isEmpty();
    } finally {
      server.undeploy("winner.jar");
    }
  }

  private int told(String what) {
    var filter = CardCheck.encoded("name=='Won: " + what + "'");
    return server
        .get("/api/v1/customers?limit=1&filter=" + filter)
        .json()
        .at("/total/value")
        .asInt();
  }

  // ---- M-19, M-26: by files

  @Test
  void m26_quotesComeInAndGoOutByFiles() {
    var number = readDeal(dealOf("Files Ltd", "")).get("number").asText();
    goods(
        "Q-FILE",
        ",\"taxRate\":\"13\",\"prices\":[{\"price\":{\"amount\":\"100\",\"currency\":\"CNY\"}}]");
    // A row that a rule of quotes refuses does no harm to those around it.
    var made =
        brought(
            "quotes",
            """
            报价名称,机会,报价日期,有效期至,折扣,备注,产品明细
            Filed,%1$s,2026-11-20,2036-12-20,5,=1+1,productId=Q-FILE | quantity=1.5 | discount=10
            Ends before it begins,%1$s,2026-11-20,2026-11-01,,,
            Unknown goods,%1$s,2026-11-20,,,,productId=Q-NONE | quantity=1
            Filed behind,%1$s,2026-11-20,2036-12-20,,,productId=Q-FILE | quantity=2
            """
                .formatted(number));
    assertThat(ImportCheck.figures(made))
        .as(made.toString())
        .isEqualTo("total 4 created 2 updated 0 unchanged 0 skipped 0 refused 2");
    assertThat(made.get("errors").findValuesAsText("row")).containsExactly("3", "4");
    assertThat(made.get("errors").findValuesAsText("message").get(0)).startsWith("有效期至: ");
    var filed = server.get(QUOTES + "?filter=name==Filed").json().at("/items/0");
    // 1.5 × 100 less 10 per cent, less 5 per cent, and 13 per cent on top.
    assertThat(filed.at("/total/amount").asText()).isEqualTo("144.92");

    // What goes out has no formula, comes in again, and changes nothing.
    var file = exported("quotes", "name==Filed*");
    assertThat(file)
        .contains("\"'=1+1\"", " | quantity=1.5 | price=100 | discount=10 | taxRate=13");
    assertThat(ImportCheck.figures(brought("quotes", file)))
        .isEqualTo("total 2 created 0 updated 0 unchanged 2 skipped 0 refused 0");
    assertThat(again(filed).get("version")).isEqualTo(filed.get("version"));
    var changed = brought("quotes", "编号,折扣\n%s,7\n".formatted(filed.get("number").asText()));
    assertThat(changed.get("updated").asInt()).as(changed.toString()).isEqualTo(1);
    assertThat(again(filed).get("discount").asText()).isEqualTo("7");
  }

  @Test
  void m19_productsComeInAndGoOutWithTheirPrices() {
    var made =
        brought(
            "products",
            """
            产品编码,产品名称,分类,价格
            F-1,First,,price=100.5 CNY | floor=80 | from=2026-01-01
            F-2,No currency,,price=5
            """);
    assertThat(ImportCheck.figures(made))
        .as(made.toString())
        .isEqualTo("total 2 created 1 updated 0 unchanged 0 skipped 0 refused 1");
    var first = server.get(GOODS + "?filter=code==F-1").json().at("/items/0");
    var whole = server.get(GOODS + "/" + first.get("id").asText()).json();
    assertThat(whole.at("/prices/0/price/amount").asText()).isEqualTo("100.5");
    assertThat(whole.at("/prices/0/floor").asText()).isEqualTo("80");
    // Products have no numbers: what they are is told by their ids.
    var file = exported("products", "code==F-1");
    assertThat(file).contains("price=100.5 CNY | floor=80 | from=2026-01-01");
    assertThat(ImportCheck.figures(brought("products", file)))
        .isEqualTo("total 1 created 0 updated 0 unchanged 1 skipped 0 refused 0");
  }

  private JsonNode brought(String collection, String csv) {
    var path = "/api/v1/imports/content?name=a.csv&collection=" + collection;
    var zh = new String[] {"Accept-Language", "zh-CN"};
    var sent =
        server.call("POST", path, csv, "Content-Type", "application/octet-stream", zh[0], zh[1]);
    assertThat(sent.status()).as(sent.text()).isLessThan(300);
    var imported = "/api/v1/imports/" + sent.json().get("id").asText();
    ended(server.post(imported + "/actions/run", null, zh).json().get("jobId"));
    return server.get(imported, zh).json();
  }

  private String exported(String collection, String filter) {
    var asked =
        "{\"collection\":\"%s\",\"format\":\"csv\",\"filter\":\"%s\"}"
            .formatted(collection, filter);
    var begun = server.post("/api/v1/jobs/exports", asked, "Accept-Language", "zh-CN");
    assertThat(begun.status()).as(begun.text()).isLessThan(300);
    var job = begun.json().get("id");
    ended(job);
    return server.get("/api/v1/jobs/" + job.asText() + "/result").text();
  }

  private void ended(JsonNode job) {
    var path = "/api/v1/jobs/" + job.asText();
    Server.await(
        "the end of a job", () -> server.get(path).json().get("status").asText().equals("done"));
  }

  @Test
  void m26_whatIsTooLargeForAnyColumnIsRefused() {
    var deal = dealOf("Too large Ltd", "");
    var product = goods("Q-L", "");
    var much =
        "\"lines\":[{\"productId\":\"%s\",\"quantity\":\"999999999999\",\"price\":\"999999999999999\"}]"
            .formatted(product);
    for (var answer :
        List.of(
            server.post(QUOTES, "{\"opportunityId\":\"%s\",%s}".formatted(deal, much)),
            patch(DEALS + "/" + deal, "{" + much + "}"))) {
      assertThat(answer.code()).as(answer.text()).isEqualTo("invalid");
      assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo("lines");
    }
    var nothing = patch(DEALS + "/" + deal, "{" + much.replace("999999999999\"", "0\"") + "}");
    assertThat(nothing.json().at("/errors/0/code").asText()).isEqualTo("not-positive");
    // Years that not every database can keep are none.
    var far = patch(DEALS + "/" + deal, "{\"expectedClose\":\"+99999-01-01\"}");
    assertThat(far.code()).as(far.text()).isEqualTo("malformed");
    assertThat(server.get(DEALS + "?filter=expectedClose=ge=%2B99999-01-01").code())
        .isEqualTo("invalid-filter");
    assertThat(server.get("/api/v1/analyses/M-35?from=%2B99999-01-01").code())
        .isEqualTo("malformed");
  }
}
