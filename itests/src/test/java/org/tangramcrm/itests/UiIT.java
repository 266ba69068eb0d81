package org.tangramcrm.itests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

/** Signing in, the form, modules that come and go, the phone. */
class UiIT extends UiCheck {
  @Override
  Server begin() {
    return Server.onDerby("ui");
  }

  @Test
  void aWrongPasswordIsRefusedInWords() {
    page.navigate("/");
    input("login-user").fill("admin");
    input("login-password").fill("not the password");
    at("login-submit").click();
    assertThat(at("login-error")).isVisible();
    assertThat(at("user-menu")).hasCount(0);
  }

  @Test
  void aCustomerIsCreatedFoundEditedAndDeleted() {
    signIn("/customers");
    assertThat(at("list-customers")).isVisible();
    at("create").click();
    at("save").click();
    assertThat(at("error-name")).isVisible();
    fill("name", "浦东七巧板有限公司");
    fill("employees", "120");
    at("save").click();
    assertThat(at("record")).isVisible();
    assertThat(at("record")).containsText("浦东七巧板有限公司");

    at("edit").click();
    at("phones-add").click();
    at("phones-0-number").locator("input").fill("021-5555 0199");
    at("save").click();
    assertThat(at("value-phones")).hasText("021-5555 0199");

    page.navigate("/customers");
    input("search").fill("七巧板");
    var row =
        page.locator("[data-testid^=row-]")
            .filter(new Locator.FilterOptions().setHasText("浦东七巧板有限公司"));
    assertThat(row).hasCount(1);
    assertThat(page.locator("[data-testid^=row-]")).hasCount(1);
    at("lang-zh-CN").first().click();
    assertThat(page.locator("html")).hasAttribute("lang", "zh-CN");
    assertThat(at("nav-customers").first()).containsText("客户");
    assertThat(row).hasCount(1);
  }

  @Test
  void anEditThatCameTooLateLosesNothing() {
    var id =
        server.post("/api/v1/customers", "{\"name\":\"Stale GmbH\"}").json().get("id").asText();
    signIn("/customers/" + id + "/edit");
    assertThat(at("field-shortName")).isVisible();
    fill("shortName", "1");
    server.call(
        "PATCH",
        "/api/v1/customers/" + id,
        "{\"website\":\"stale.example\"}",
        "If-Match",
        "\"v1\"");
    at("save").click();
    assertThat(at("stale-dialog")).isVisible();
    assertThat(at("changed-website")).containsText("stale.example");
    at("stale-merge").click();
    assertThat(at("value-shortName")).hasText("1");
    var saved = server.get("/api/v1/customers/" + id).json();
    assertThat(saved.get("shortName").asText()).isEqualTo("1");
    assertThat(saved.get("website").asText()).isEqualTo("stale.example");
  }

  @Test
  void aModulesPagesLeaveAndReturnWithItWhileTheyAreOpen() {
    signIn("/customers");
    assertThat(at("list-customers")).isVisible();
    page.evaluate("window.shellStays = true");
    server.post("/api/v1/modules/customers/actions/stop", Server.WITH_DEPENDANTS);
    assertThat(at("module-stopped")).isVisible();
    assertThat(at("nav-customers")).hasCount(0);

    at("nav-modules").first().click();
    assertThat(at("module-customers")).hasAttribute("data-state", "stopped");
    at("module-customers-start").click();
    assertThat(at("module-customers")).hasAttribute("data-state", "active");
    server.post("/api/v1/modules/sales/actions/start", null);
    server.post("/api/v1/modules/orders/actions/start", null);
    at("nav-customers").first().click();
    assertThat(at("list-customers")).isVisible();
    assertThat(page.evaluate("window.shellStays")).isEqualTo(true);
  }

  @Test
  void itServesOnAPhone() {
    page.setViewportSize(390, 844);
    server.post("/api/v1/customers", "{\"name\":\"Phone AG\",\"level\":\"A\"}");
    signIn("/customers");
    assertThat(at("list-customers")).isVisible();
    assertThat(at("list-customers")).containsText("Phone AG");
    assertThat(overflow(page)).isZero();
    at("nav-open").click();
    assertThat(at("nav-modules").last()).isVisible();
    assertThat(page).hasURL(Pattern.compile(".*/customers$"));
  }

  // ---- sales

  private String deal(String customer, String name) {
    var made =
        server.post(
            "/api/v1/opportunities",
            "{\"name\":\"%s\",\"customerId\":\"%s\"}".formatted(name, customer));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json().get("id").asText();
  }

  private String stage(String deal) {
    return server.get("/api/v1/opportunities/" + deal).json().get("stage").asText();
  }

  @Test
  void theMapOfABuyingCentreIsDrawnAndEditedByKeyboard() {
    var customer =
        server.post("/api/v1/customers", "{\"name\":\"Map AG\"}").json().get("id").asText();
    var deal = deal(customer, "Mapped");
    var contact =
        server
            .post("/api/v1/contacts", "{\"name\":\"王总\",\"customerId\":\"" + customer + "\"}")
            .json()
            .get("id")
            .asText();
    var other =
        server
            .post("/api/v1/contacts", "{\"name\":\"李工\",\"customerId\":\"" + customer + "\"}")
            .json()
            .get("id")
            .asText();
    var place =
        "{\"opportunityId\":\"%s\",\"contactId\":\"%s\",\"role\":\"%s\",\"attitude\":%d,\"influence\":%d}";
    var made =
        server.post(
            "/api/v1/opportunity-contacts", place.formatted(deal, other, "technical", 2, 2));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    signIn("/opportunities/" + deal);
    assertThat(at("strategy").getByTestId("attitude-2")).containsText("李工");

    // Somebody is put on the map.
    at("place-add").click();
    assertThat(at("place-save")).isDisabled();
    page.locator("#place-contactId").click();
    page.locator("[role=option]:visible")
        .filter(new Locator.FilterOptions().setHasText("王总"))
        .click();
    page.locator("#place-role").click();
    page.locator("[role=option]:visible")
        .filter(new Locator.FilterOptions().setHasText("Decides"))
        .click();
    page.locator("#place-attitude").selectOption("-2");
    page.locator("#place-influence").selectOption("5");
    at("place-save").click();
    var wang = at("attitude--2").locator("button");
    assertThat(wang).containsText("王总");
    shot("strategy");

    // By keyboard from against us to for us; the focus is where it was.
    wang.focus();
    page.keyboard().press("Enter");
    assertThat(at("place-dialog")).isVisible();
    page.locator("#place-attitude").selectOption("1");
    at("place-save").focus();
    page.keyboard().press("Enter");
    assertThat(at("attitude-1")).containsText("王总");
    assertThat(at("place-dialog")).hasCount(0);
    assertThat(at("attitude-1").locator("button")).isFocused();
    var items =
        server
            .get("/api/v1/opportunity-contacts?filter=opportunityId==" + deal + "&sort=id")
            .json();
    assertThat(items.at("/items/1/contactId").asText()).isEqualTo(contact);
    assertThat(items.at("/items/1/attitude").asInt()).isEqualTo(1);

    page.setViewportSize(390, 844);
    assertThat(at("attitude-1")).containsText("王总");
    assertThat(overflow(page)).isZero();
    at("strategy").scrollIntoViewIfNeeded();
    shot("strategy-phone");
  }

  @Test
  void aDealIsDraggedThroughWhatItsStageAsksFor() {
    var customer =
        server.post("/api/v1/customers", "{\"name\":\"Board Ltd\"}").json().get("id").asText();
    var dragged = deal(customer, "Dragged");
    var keyed = deal(customer, "By keyboard");
    signIn("/deal-board");
    var card = at("deal-" + dragged);
    assertThat(at("board-contact").getByTestId("deal-" + dragged)).isVisible();
    card.dragTo(at("board-proposal"));
    // The stage asks for an amount and for when it is decided: without them nothing is done.
    assertThat(at("step-dialog")).isVisible();
    assertThat(at("step-confirm")).isDisabled();
    page.locator("#step-amount").fill("1200");
    page.locator("#step-expectedClose").fill("2099-01-31");
    page.keyboard().press("Tab");
    at("step-confirm").click();
    assertThat(at("board-proposal").getByTestId("deal-" + dragged)).isVisible();
    assertThat(at("board-proposal-sum")).hasText("1,200.00");
    assertThat(at("board-proposal-weighted")).containsText("600.00");
    assertThat(stage(dragged)).isEqualTo("proposal");

    // What asks for nothing is entered at once, without a mouse.
    at("deal-" + keyed + "-menu").focus();
    page.keyboard().press("Enter");
    var needs = at("deal-" + keyed + "-to-needs");
    assertThat(needs).isVisible();
    needs.press("Enter");
    assertThat(at("board-needs").getByTestId("deal-" + keyed)).isVisible();
    assertThat(stage(keyed)).isEqualTo("needs");

    // Lost, with the reason; it is on the board no more.
    at("deal-" + keyed).dragTo(at("board-end-lost"));
    assertThat(at("step-confirm")).isDisabled();
    page.locator("#step-reason").click();
    page.locator("[role=option]:visible").first().click();
    at("step-confirm").click();
    assertThat(at("deal-" + keyed)).hasCount(0);
    assertThat(server.get("/api/v1/opportunities/" + keyed).json().get("state").asText())
        .isEqualTo("lost");

    // What is about to be forgotten is counted, and listed.
    var unplanned = "pipelineId==1;state==open;(nextStep=null=true,nextStepOn=null=true)";
    var found = server.get("/api/v1/opportunities?limit=1&filter=" + unplanned).json();
    assertThat(at("forgotten-unplanned").locator("b")).hasText(found.at("/total/value").asText());
    at("forgotten-unplanned").click();
    assertThat(at("row-" + dragged)).isVisible();
    assertThat(at("row-" + keyed)).hasCount(0);
  }

  @Test
  void aQuoteIsReckonedWhileItIsEnteredAndPutOnPaper() throws IOException {
    var customer =
        server.post("/api/v1/customers", "{\"name\":\"报价测试\"}").json().get("id").asText();
    var deal = deal(customer, "Quoted");
    var product =
        server.post(
            "/api/v1/products",
            "{\"code\":\"UI-Q\",\"name\":\"工业网关\",\"taxRate\":\"13\",\"prices\":[{\"price\":{\"amount\":\"33.333\",\"currency\":\"CNY\"}}]}");
    assertThat(product.status()).as(product.text()).isEqualTo(201);
    signIn("/quotes/new?opportunityId=" + deal);
    at("lines-add").click();
    at("lines-0-productId").locator("input").fill("UI-Q");
    page.locator("[role=option]:visible").first().click();
    at("lines-0-quantity").locator("input").fill("1.5");
    // What the server will say: 49.9995 rounded, and 13 per cent of it.
    assertThat(at("reckoned-net")).containsText("50.00");
    at("lines-0-discount").locator("input").fill("10");
    assertThat(at("reckoned-0")).containsText("45.00");
    assertThat(at("reckoned-total")).containsText("50.85");
    at("save").click();
    assertThat(at("figure-total")).containsText("50.85");
    at("action-send").click();
    at("quote-confirm").click();
    assertThat(at("action-accept")).isVisible();
    assertThat(at("action-submit")).hasCount(0);
    // As the customer gets it.
    var id = page.url().replaceAll(".*/", "").replaceAll("[?#].*", "");
    assertThat(at("pdf-show")).hasAttribute("href", "/api/v1/quotes/" + id + "/pdf?inline=true");
    try (var document = Loader.loadPDF(server.bytes("/api/v1/quotes/" + id + "/pdf"))) {
      assertThat(new PDFTextStripper().getText(document)).contains("报价测试", "工业网关", "50.85");
    }
    // Its next version counts, on the opportunity's card.
    at("action-newVersion").click();
    at("quote-confirm").click();
    assertThat(at("number")).containsText("-2");
    page.navigate("/opportunities/" + deal + "?tab=opportunity-quotes");
    assertThat(at("related-opportunity-quotes").locator("tbody tr")).hasCount(2);
    // Two versions are one offer.
    assertThat(at("related-opportunity-quotes").locator("tfoot")).containsText("50.85");
  }

  @Test
  void aReceiptShowsWhatItPaysWhileItIsEntered() {
    var customer = made("customers", "{\"name\":\"收款测试\"}");
    var order =
        made(
            "orders",
            """
            {"customerId":"%s","signedOn":"2026-02-01","lines":[{"name":"网关","quantity":"1","price":"300"}],
             "plan":[{"amount":"200","dueOn":"2026-05-01"},{"amount":"100","dueOn":"2026-03-01"}]}"""
                .formatted(customer));
    var counts = server.post("/api/v1/orders/" + order + "/actions/submit", null);
    assertThat(counts.status()).as(counts.text()).isEqualTo(200);
    var owed =
        server
            .get("/api/v1/receivables?sort=dueOn&filter=orderId==" + order)
            .json()
            .get("items")
            .findValuesAsText("id");
    var first = owed.get(0);
    var second = owed.get(1);
    signIn("/receipts/new?customerId=" + customer);
    fill("amount", "150");
    // What is due first is paid first.
    assertThat(input("pay-" + first)).hasValue("100.00");
    assertThat(input("pay-" + second)).hasValue("50.00");
    assertThat(at("unapplied")).containsText("0.00");
    // By hand, until it is left to itself again.
    input("pay-" + first).fill("20");
    assertThat(at("unapplied")).containsText("80.00");
    input("pay-" + second).fill("200.01");
    assertThat(input("pay-" + second)).hasAttribute("aria-invalid", "true");
    at("by-itself").click();
    // More than is owed stays unapplied.
    fill("amount", "350.5");
    assertThat(input("pay-" + second)).hasValue("200.00");
    assertThat(at("unapplied")).containsText("50.50");
    shot("receipt-en");
    page.setViewportSize(390, 844);
    assertThat(overflow(page)).isZero();
    shot("receipt-phone");
    page.setViewportSize(1440, 900);
    at("save").click();
    assertThat(at("section-basic")).isVisible();
    at("lang-zh-CN").first().click();
    at("action-confirm").click();
    at("booking-confirm").click();
    assertThat(at("number")).containsText("R-");
    assertThat(at("figure-unapplied")).containsText("50.5");
    shot("receipt-confirmed");
    // It is not changed any more.
    assertThat(at("edit")).hasCount(0);
    assertThat(at("delete")).hasCount(0);
    // What is left of it pays another order.
    var more =
        made(
            "orders",
            "{\"customerId\":\"%s\",\"lines\":[{\"name\":\"备件\",\"quantity\":\"1\",\"price\":\"30\"}]}"
                .formatted(customer));
    server.post("/api/v1/orders/" + more + "/actions/submit", null);
    at("action-allocate").click();
    assertThat(at("allocation").locator("tbody tr")).hasCount(1);
    assertThat(at("unapplied")).containsText("20.50");
    shot("receipt-allocate");
    at("booking-confirm").click();
    assertThat(at("figure-unapplied")).containsText("20.5");
    // And is given back, within bounds.
    at("action-refund").click();
    page.locator("#booking-amount").fill("350.51");
    page.locator("#booking-reason").fill("退货");
    at("booking-confirm").click();
    assertThat(page.locator("#booking-amount-error")).containsText("350.5");
    page.locator("#booking-amount").fill("20.5");
    at("booking-confirm").click();
    assertThat(at("figure-amount")).containsText("-¥20.50");
    shot("receipt-refund");
  }

  /** An order that counts, of what its instalments come to; its id. */
  private String owing(String customer, String price, String plan) {
    var order =
        made(
            "orders",
            """
            {"name":"%1$s","customerId":"%1$s","signedOn":"2026-02-01","lines":[{"name":"网关","quantity":"1","price":"%2$s"}],"plan":[%3$s]}"""
                .formatted(customer, price, plan));
    var counts = server.post("/api/v1/orders/" + order + "/actions/submit", null);
    assertThat(counts.status()).as(counts.text()).isEqualTo(200);
    return order;
  }

  private static String due(String amount, LocalDate on) {
    return "{\"amount\":\"%s\",\"dueOn\":\"%s\"}".formatted(amount, on);
  }

  /** The ones of an order by their numbers. */
  private List<String> instalments(String order) {
    return server
        .get("/api/v1/receivables?sort=seq&filter=orderId==" + order)
        .json()
        .get("items")
        .findValuesAsText("id");
  }

  @Test
  void anOrderIsPlannedWhileItIsEnteredAndShowsItsReceiptsBesideItsPlan() {
    var customer = made("customers", "{\"name\":\"Planned Ltd\"}");
    signIn("/orders/new?customerId=" + customer);
    assertThat(page.locator("h1")).hasText("New order");
    // There is nothing to revise yet.
    assertThat(at("field-revisionReason")).hasCount(0);
    fill("name", "Gateways");
    at("lines-add").click();
    at("lines-0-name").locator("input").fill("Gateway");
    at("lines-0-quantity").locator("input").fill("2");
    at("lines-0-price").locator("input").fill("100.05");
    assertThat(at("reckoned-total")).containsText("200.10");
    at("plan-add").click();
    at("plan-0-percent").locator("input").fill("30");
    at("plan-0-milestone").locator("input").fill("Signed");
    assertThat(at("plan-left")).containsText("140.07");
    at("plan-add").click();
    at("plan-1-percent").locator("input").fill("70");
    at("plan-1-milestone").locator("input").fill("Delivered");
    assertThat(at("planned-0")).containsText("60.03");
    assertThat(at("plan-left")).not().containsText("140.07");
    at("save").click();
    assertThat(at("plan-1")).containsText("60.03");
    at("action-submit").click();
    at("order-confirm").click();
    assertThat(at("action-execute")).isVisible();
    assertThat(at("delete")).hasCount(0);

    // What somebody else enters is there without being asked for.
    var receipt =
        made(
            "receipts",
            "{\"customerId\":\"%s\",\"amount\":{\"amount\":\"80.03\",\"currency\":\"CNY\"}}"
                .formatted(customer));
    server.post("/api/v1/receipts/" + receipt + "/actions/confirm", null);
    var paid = at("payments").locator("[data-testid^=paid-]");
    assertThat(paid).hasCount(2);
    assertThat(paid.filter(new Locator.FilterOptions().setHasText("20.00"))).hasCount(1);
    assertThat(at("plan-1")).containsText("Paid");
    assertThat(at("plan-2")).containsText("120.07");
    assertThat(at("figure-outstanding")).containsText("120.07");
    shot("order-paid");
    at("tab-order-receivables").click();
    assertThat(at("related-order-receivables").locator("tbody tr")).hasCount(2);
    assertThat(at("related-order-receivables").locator("tfoot")).containsText("120.07");
    page.setViewportSize(390, 844);
    at("tab-details").click();
    assertThat(at("plan-2")).isVisible();
    assertThat(overflow(page)).isZero();
    shot("order-paid-phone");
  }

  @Test
  void aNumberOfTheAgeingOpensWhatItIsTheSumOf() {
    var name = "Ageing Ltd";
    var today = LocalDate.now();
    owing(
        made("customers", "{\"name\":\"" + name + "\"}"),
        "300",
        String.join(
            ",",
            due("100.25", today.minusDays(45)),
            due("50.25", today.minusDays(50)),
            due("99.5", today.minusDays(10)),
            due("50", today.plusDays(30))));
    signIn("/analyses/R-19");
    var row =
        at("analysis-table")
            .locator("tbody tr")
            .filter(new Locator.FilterOptions().setHasText(name));
    var figure = row.locator("[data-testid^=cell-days60-]");
    assertThat(figure).hasText("150.50");
    // All of it is told by its sum; what is nothing leads nowhere.
    assertThat(row.locator("[data-testid^=cell-outstanding-]")).hasText("300.00");
    assertThat(row.locator("[data-testid^=cell-days90-]")).hasCount(0);
    figure.click();
    assertThat(at("list-receivables")).isVisible();
    assertThat(page.locator("[data-testid^=row-]")).hasCount(2);
    assertThat(at("sum-outstanding").locator(".tg-number"))
        .hasAttribute("title", Pattern.compile("^150\\.50 .*"));
    // Ages come to nothing together.
    assertThat(at("sum-daysOverdue").locator(".tg-number")).hasCount(0);
  }

  @Test
  void whoPromisesToPayIsAskedAgainOnceThePromiseIsBroken() {
    var customer = made("customers", "{\"name\":\"Promises Ltd\"}");
    var today = LocalDate.now();
    var owed =
        instalments(
            owing(
                customer,
                "180",
                due("100", today.minusDays(40)) + "," + due("80", today.minusDays(9))));
    var first = owed.get(0);
    var second = owed.get(1);
    // Of the other one a promise was broken already.
    made(
        "dunnings",
        "{\"receivableId\":\"%s\",\"dunnedOn\":\"%s\",\"promisedOn\":\"%s\"}"
            .formatted(second, today.minusDays(8), today.minusDays(3)));
    signIn("/dunning");
    assertThat(at("due-" + first).getByTestId("days")).isVisible();
    at("dun-" + first).click();
    at("promise-7").click();
    at("dunning-content").fill("财务下周安排付款");
    at("dunning-save").click();
    assertThat(at("dunning-dialog")).hasCount(0);
    var promise = at("due-" + first).getByTestId("promise");
    assertThat(promise).isVisible();
    var told = server.get("/api/v1/receivables/" + first).json();
    assertThat(promise).containsText(told.get("promisedOn").asText());
    assertThat(told.get("timesDunned").asInt()).isEqualTo(1);
    at("dunning-promised").click();
    assertThat(at("due-" + first)).isVisible();
    assertThat(at("due-" + second)).hasCount(0);
    at("dunning-broken").click();
    assertThat(at("due-" + second).getByTestId("promise")).containsText("not kept");
    assertThat(at("due-" + first)).hasCount(0);
    page.setViewportSize(390, 844);
    assertThat(overflow(page)).isZero();
    shot("dunning-phone");
  }

  @Test
  void intoAMonthThatIsClosedNothingIsBookedUntilItIsOpenedAgain() {
    var customer = made("customers", "{\"name\":\"Closing Ltd\"}");
    signIn("/period-close");
    var month = page.locator("[data-testid^=month-]").first();
    var name = month.getAttribute("data-testid").substring("month-".length());
    var receipt =
        made(
            "receipts",
            "{\"customerId\":\"%s\",\"receivedOn\":\"%s-15\",\"amount\":{\"amount\":\"12.5\",\"currency\":\"CNY\"}}"
                .formatted(customer, name));
    assertThat(month.getByTestId("drafts")).containsText("1");
    month.getByTestId("close").click();
    // What would be left behind is told first.
    assertThat(page.locator(".el-message-box")).containsText("1 receipts are not confirmed");
    page.locator(".el-message-box .confirm").click();
    assertThat(month.getByTestId("state")).hasText("Closed");
    var path = "/api/v1/receipts/" + receipt + "/actions/confirm";
    var refused = server.post(path, null);
    assertThat(refused.status()).as(refused.text()).isBetween(400, 409);
    month.getByTestId("reopen").click();
    page.locator(".el-message-box .confirm").click();
    assertThat(month.getByTestId("state")).hasText("Open");
    var confirmed = server.post(path, null);
    assertThat(confirmed.status()).as(confirmed.text()).isEqualTo(200);
    assertThat(month.getByTestId("sum")).containsText("12.50");
    assertThat(month.getByTestId("drafts")).hasCount(0);
    page.setViewportSize(390, 844);
    assertThat(overflow(page)).isZero();
    shot("period-close-phone");
  }

  @Test
  void aBarOfTheFunnelOpensWhatItIsMadeOf() {
    var customer =
        server.post("/api/v1/customers", "{\"name\":\"Funnel Ltd\"}").json().get("id").asText();
    for (var amount : java.util.List.of("1000.50", "234.50")) {
      var made =
          server.post(
              "/api/v1/opportunities",
              "{\"name\":\"In the funnel\",\"customerId\":\"%s\",\"stage\":\"needs\",\"amount\":{\"amount\":\"%s\",\"currency\":\"CNY\"}}"
                  .formatted(customer, amount));
      assertThat(made.status()).as(made.text()).isEqualTo(201);
    }
    signIn("/deal-funnel");
    var amount = at("funnel-needs-amount").textContent();
    var deals = at("funnel-needs-deals").textContent();
    assertThat(new java.math.BigDecimal(amount.replace(",", "")))
        .isGreaterThanOrEqualTo(new java.math.BigDecimal("1235.00"));
    page.setViewportSize(390, 844);
    assertThat(overflow(page)).isZero();
    page.setViewportSize(1440, 900);
    at("funnel-needs-open").click();
    assertThat(at("total")).containsText(deals);
    assertThat(at("sum-amount").locator(".tg-number"))
        .hasAttribute("title", amount + " (In the base currency)");

    // The other view is another question: of those that came, how many went on.
    page.navigate("/deal-funnel");
    at("funnel-view-cohort").click();
    assertThat(page).hasURL(Pattern.compile(".*view=cohort$"));
    assertThat(at("funnel-contact-on")).isVisible();
    assertThat(at("funnel-needs-deals")).isVisible();
    at("lang-zh-CN").first().click();
    assertThat(at("funnel")).containsText("期内进入");
    page.setViewportSize(390, 844);
    assertThat(overflow(page)).isZero();
  }
}
