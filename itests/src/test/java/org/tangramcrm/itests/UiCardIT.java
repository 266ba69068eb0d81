package org.tangramcrm.itests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.Geolocation;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The card of a customer: what is done on it, and what others do to it meanwhile. */
class UiCardIT extends UiCheck {
  private static final String COLLEAGUE = "li-na";

  @Override
  Server begin() {
    return Server.onDerby("ui-card");
  }

  @BeforeAll
  void aColleague() {
    if (server == null) {
      return;
    }
    colleague(COLLEAGUE, "李娜", "");
  }

  private String customer(String name) {
    return made("customers", "{\"name\":\"" + name + "\"}");
  }

  private String openCard(String name, String tab) {
    var id = customer(name);
    signIn("/customers/" + id + "?tab=" + tab);
    assertThat(at("record")).isVisible();
    // What is done by keys is offered to the mouse at the same time.
    assertThat(at("add-customer-log")).isVisible();
    return id;
  }

  private Locator row(Locator within, String text) {
    return within.locator("tbody tr").filter(new Locator.FilterOptions().setHasText(text));
  }

  // ---- what it is to us

  @Test
  void aFormAndACardShowWhatConcernsTheTypes() {
    signIn("/customers/new");
    assertThat(at("section-terms")).isVisible();
    assertThat(at("section-competition")).hasCount(0);

    page.navigate("/customers/new?types=competitor");
    assertThat(at("section-competition")).isVisible();
    assertThat(at("section-terms")).hasCount(0);
    fill("name", "Rival of many kinds AG");
    page.getByTestId("field-strengths").locator("textarea").fill("Fast");
    at("field-types").locator(".el-select").click();
    page.locator(".el-select-dropdown__item:visible")
        .filter(new Locator.FilterOptions().setHasText("Supplier"))
        .click();
    assertThat(at("section-supply")).isVisible();
    assertThat(at("section-terms")).isVisible();
    at("save").click();
    assertThat(at("value-strengths")).hasText("Fast");

    // What is of no use any more is still there, and what would be of none is not offered.
    var id = page.url().replaceAll(".*/(\\d+).*", "$1");
    var version = server.get("/api/v1/customers/" + id).json().get("version").asText();
    server.call(
        "PATCH",
        "/api/v1/customers/" + id,
        "{\"types\":[\"authority\"]}",
        "If-Match",
        "\"v" + version + "\"");
    page.reload();
    at("empty-fields").click();
    assertThat(at("section-authority")).isVisible();
    assertThat(at("value-strengths")).hasText("Fast");
    assertThat(at("value-weaknesses")).hasCount(0);
    assertThat(at("section-supply")).hasCount(0);
    assertThat(at("section-terms")).hasCount(0);
  }

  // ---- the log

  private void countClicks() {
    page.evaluate(
        "() => { window.clicks = 0;"
            + " addEventListener('click', event => { if (event.detail) window.clicks++ }, true) }");
  }

  @Test
  void aContactIsLoggedInTwoClicksFromTheCard() {
    var id = openCard("Two Clicks AG", "customer-log");
    assertThat(at("figure-lastContactAt")).hasText("—");
    countClicks();
    at("add-customer-log").click();
    assertThat(at("quick-subject").locator("input")).isFocused();
    page.keyboard().type("Called about the offer");
    at("quick-save").click();
    assertThat(row(at("related-customer-log"), "Called about the offer")).isVisible();
    assertThat(page.evaluate("window.clicks")).isEqualTo(2);
    assertThat(at("tab-customer-log")).containsText("1");
    assertThat(at("figure-lastContactAt")).not().hasText("—");
    var entry = server.get("/api/v1/contact-logs?filter=customerId==" + id).json().at("/items/0");
    assertThat(entry.get("method").asText()).isEqualTo("telephone");
    assertThat(entry.get("status").asText()).isEqualTo("done");
    // The history tells how, and of some records only where one wants it to.
    at("tab-history").click();
    assertThat(at("told").first()).containsText("Telephone");
    at("history-only").click();
    page.locator("[role=option]:visible")
        .filter(new Locator.FilterOptions().setHasText("This record"))
        .click();
    assertThat(at("told")).hasCount(0);
    assertThat(at("fact-created")).hasCount(1);
  }

  @Test
  void aContactIsAddedToTheCustomerOnWhoseCardThatIsDone() {
    var id = openCard("Adds Contacts AG", "customer-contacts");
    at("related-customer-contacts-add").click();
    page.locator("#quick-name").fill("李四");
    page.locator("#quick-title").fill("采购经理");
    page.locator("#quick-phone").fill("138 0013 8000");
    at("quick-save").click();
    assertThat(row(at("related-customer-contacts"), "李四")).containsText("采购经理");
    var contact = server.get("/api/v1/contacts?filter=customerId==" + id).json().at("/items/0");
    assertThat(contact.at("/companies/0/customerId").asText()).isEqualTo(id);
    assertThat(contact.at("/phones/0/number").asText()).isEqualTo("138 0013 8000");
    // The whole form goes on with what was said.
    at("related-customer-contacts-add").click();
    page.locator("#quick-name").fill("王五");
    page.locator("#quick-phone").fill("021-5555 0123");
    at("quick-whole").click();
    assertThat(at("form")).isVisible();
    assertThat(at("phones-0-number").locator("input")).hasValue("021-5555 0123");
    at("save").click();
    assertThat(at("record")).isVisible();
    assertThat(at("record")).containsText("Adds Contacts AG");
  }

  @Test
  void aContactIsLoggedWithItsPlaceAndAPhoto() {
    var id = openCard("On site AG", "customer-log");
    at("add-customer-log").click();
    at("quick-subject").locator("input").fill("Seen on site");
    at("quick-place").locator("input").fill("Gate 3");
    at("quick-files")
        .locator("input")
        .setInputFiles(new FilePayload("gate.jpg", "image/jpeg", new byte[] {1, 2, 3}));
    at("quick-save").click();
    assertThat(row(at("related-customer-log"), "Seen on site")).isVisible();
    var entry = server.get("/api/v1/contact-logs?filter=customerId==" + id).json().at("/items/0");
    assertThat(entry.get("place").asText()).isEqualTo("Gate 3");
    var files =
        server.get(
            "/api/v1/attachments?filter=collection==contact-logs;recordId=="
                + entry.get("id").asText());
    assertThat(files.json().at("/items/0/name").asText()).isEqualTo("gate.jpg");
  }

  @Test
  void whatWasChosenGoesAlongToTheWholeForm() {
    var id = openCard("Whole form AG", "customer-log");
    at("add-customer-log").click();
    at("quick-subject").locator("input").fill("Two photos");
    for (var name : List.of("front.jpg", "back.jpg", "wrong.jpg")) {
      at("quick-files")
          .locator("input")
          .setInputFiles(new FilePayload(name, "image/jpeg", new byte[] {1, 2, 3}));
    }
    at("chosen-files")
        .locator("li", new Locator.LocatorOptions().setHasText("wrong.jpg"))
        .locator("button")
        .click();
    at("quick-whole").click();
    assertThat(at("form-files").locator("li")).hasText(new String[] {"front.jpg", "back.jpg"});
    at("save").click();
    assertThat(at("record")).isVisible();
    var entry = server.get("/api/v1/contact-logs?filter=customerId==" + id).json().at("/items/0");
    assertThat(entry.get("subject").asText()).isEqualTo("Two photos");
    var files =
        server.get(
            "/api/v1/attachments?filter=collection==contact-logs;recordId=="
                + entry.get("id").asText());
    assertThat(files.json().get("items").findValuesAsText("name"))
        .containsExactlyInAnyOrder("front.jpg", "back.jpg");
  }

  @Test
  void aContactIsLoggedWithWhereOneIsIfOneMayAndWants() {
    var id = openCard("Located AG", "customer-log");
    page.setViewportSize(390, 844);
    at("add-customer-log").click();
    at("quick-subject").locator("input").fill("On site");
    context.clearPermissions();
    at("locate").click();
    assertThat(at("position-refused")).isVisible();
    context.grantPermissions(List.of("geolocation"));
    context.setGeolocation(new Geolocation(31.230416, 121.473701));
    at("locate").click();
    assertThat(at("position")).hasText("31.23042, 121.47370");
    at("quick-save").click();
    assertThat(row(at("related-customer-log"), "On site")).isVisible();
    var entry = server.get("/api/v1/contact-logs?filter=customerId==" + id).json().at("/items/0");
    assertThat(entry.get("latitude").asText()).isEqualTo("31.23042");
    assertThat(entry.get("longitude").asText()).isEqualTo("121.4737");
    page.navigate("/contact-logs/" + entry.get("id").asText());
    assertThat(at("record")).containsText("31.23042");
    assertThat(at("record").locator("a", new Locator.LocatorOptions().setHasText("31.23042")))
        .hasCount(0);
  }

  /** M-11: what another module reckons stands on the card, for keys and fingers as well. */
  @Test
  void whatAnotherModuleReckonsLeadsToItsRecordsAndTellsItsCurrencies() {
    var notes = "notes.jar";
    server.deploy(Built.file("itests/sample", "notes-.*\\.jar"), notes);
    try {
      Server.await("the notes", () -> server.get("/api/v1/notes").status() == 200);
      var id = customer("Reckoned AG");
      made("notes", "{\"customerId\":\"%s\",\"text\":\"Likes tea\"}".formatted(id));
      made("notes", "{\"customerId\":\"%s\",\"text\":\"Likes wine\"}".formatted(customer("Other")));
      signIn("/customers/" + id);
      var figure = at("reckoned-notes").locator("a");
      assertThat(figure).hasText("1");
      figure.focus();
      page.keyboard().press("Enter");
      assertThat(
              page.locator("tbody tr").filter(new Locator.FilterOptions().setHasText("Likes tea")))
          .isVisible();
      assertThat(page.getByText("Likes wine")).hasCount(0);

      var budget =
          "{\"customerId\":\"%s\",\"text\":\"Plans\",\"budget\":{\"amount\":\"%s\",\"currency\":\"%s\",\"rate\":\"%s\"}}";
      made("notes", budget.formatted(id, "101.50", "CNY", "1"));
      made("notes", budget.formatted(id, "10.00", "USD", "7.1"));
      page.setViewportSize(390, 844);
      page.navigate("/customers/" + id);
      assertThat(at("reckoned-notes-worth")).containsText("172.50");
      assertThat(at("reckoned-notes-worth").locator("small")).isVisible();
      assertThat(at("reckoned-notes-worth").locator("small")).containsText("101.50");
      assertThat(at("reckoned-notes-worth").locator("small")).containsText("10.00");
    } finally {
      server.undeploy(notes);
      Server.await("the end of the notes", () -> server.get("/api/v1/notes").status() == 404);
    }
  }

  @Test
  void aContactIsLoggedInTwoClicksFromTheList() {
    var id = customer("Two Clicks Listed AG");
    signIn("/customers?q=Two%20Clicks%20Listed&cols=name,lastContactAt");
    var cell = at("row-" + id).locator("td[data-field=lastContactAt]");
    assertThat(cell).hasText("—");
    countClicks();
    at("row-" + id).hover();
    at("add-customer-log-" + id).click();
    assertThat(at("quick-subject").locator("input")).isFocused();
    page.keyboard().type("Met at the fair");
    at("quick-save").click();
    assertThat(at("quick-add")).hasCount(0);
    assertThat(page.evaluate("window.clicks")).isEqualTo(2);
    assertThat(cell).not().hasText("—");
    assertThat(page).hasURL(Pattern.compile(".*/customers\\?.*"));
  }

  @Test
  void theKeyboardLogsAContactAndEscapeLeavesIt() {
    var id = openCard("Keyboard AG", "customer-log");
    page.keyboard().press("a");
    assertThat(at("quick-subject").locator("input")).isFocused();
    page.keyboard().press("Escape");
    assertThat(at("quick-add")).hasCount(0);
    page.keyboard().press("a");
    at("quick-method").click();
    page.locator(".el-select-dropdown__item:visible")
        .filter(new Locator.FilterOptions().setHasText("Visit"))
        .click();
    at("quick-subject").locator("input").fill("By keys");
    page.keyboard().press("Enter");
    assertThat(row(at("related-customer-log"), "By keys")).isVisible();
    // What was chosen the last time is chosen the next time.
    page.keyboard().press("a");
    assertThat(at("quick-method")).containsText("Visit");
    page.keyboard().press("Escape");
    page.keyboard().press("u");
    assertThat(page).hasURL(Pattern.compile(".*/customers$"));
    assertThat(at("row-" + id)).isVisible();
  }

  /** M-8, M-6: promises are ticked off, who left stands apart, and contacts have their own log. */
  @Test
  void whatIsToBeDoneIsTickedOffAndWhoLeftStandsApart() {
    var id = customer("Promises AG");
    made(
        "contact-logs",
        "{\"customerId\":\"%s\",\"subject\":\"Talked\",\"method\":\"visit\",\"nextAction\":\"Send the contract\"}"
            .formatted(id));
    var company = "\"companies\":[{\"customerId\":\"" + id + "\"%s}]}";
    made("contacts", "{\"name\":\"Anna Gone\"," + company.formatted(",\"to\":\"2024-01-01\""));
    made(
        "contacts",
        "{\"name\":\"Zoe There\",\"birthMonth\":4,\"birthDay\":10,\"lunarBirthday\":true,\"birthInLeapMonth\":true,"
            + company.formatted(""));
    signIn("/customers/" + id);
    var next = at("related-customer-next");
    assertThat(next).containsText("Send the contract");
    next.locator("[data-testid^=tick-]").click();
    assertThat(next).not().containsText("Send the contract");
    assertThat(at("value-birthdays")).containsText("lunar leap month 4, day 10, next on 20");

    assertThat(at("tab-customer-contacts").locator(".tg-tabs__count")).hasText("1");
    at("tab-customer-contacts").click();
    var rows = at("related-customer-contacts").locator("tbody tr");
    assertThat(rows.first()).containsText("Zoe There");
    assertThat(rows.last()).containsText("2024-01-01");

    rows.first().getByText("Zoe There").click();
    assertThat(at("value-birthMonth")).containsText("lunar leap month 4, day 10, next on 20");
    at("add-contact-log").click();
    assertThat(at("quick-customerId")).hasCount(0);
    at("quick-subject").locator("input").fill("Met in person");
    page.keyboard().press("Escape");
    page.locator(".el-message-box__btns button:not(.confirm)").click();
    assertThat(at("quick-subject").locator("input")).hasValue("Met in person");
    at("quick-save").click();
    at("tab-contact-log").click();
    assertThat(row(at("related-contact-log"), "Met in person")).isVisible();
  }

  // ---- others

  @Test
  void whatOthersDoIsSeenOnTheOpenCard() {
    var id = openCard("Watched AG", "history");
    assertThat(at("fact-created")).hasCount(1);
    try (var theirs = newContext("zh-CN")) {
      var other = newPage(theirs);
      signIn(other, "/customers/" + id, COLLEAGUE, Server.PASSWORD);
      other.getByTestId("add-customer-log").click();
      other.getByTestId("quick-subject").locator("input").fill("他们的电话");
      other.getByTestId("quick-save").click();

      assertThat(at("history")).containsText("李娜 added 他们的电话");
      assertThat(at("figure-lastContactAt")).not().hasText("—");
      assertThat(at("tab-customer-log")).containsText("1");
      at("tab-customer-log").click();
      assertThat(row(at("related-customer-log"), "他们的电话")).isVisible();
      assertThat(at("live-customer-log")).containsText("李娜 added a record");

      other.getByTestId("edit").click();
      fill(other, "shortName", "看");
      fill(other, "name", "Watched and renamed AG");
      other.getByTestId("save").click();
      assertThat(at("title")).containsText("Watched and renamed AG");
      assertThat(at("live")).containsText("李娜 changed a record");
      at("tab-details").click();
      assertThat(at("value-shortName")).hasText("看");
      at("tab-history").click();
      assertThat(at("changed-shortName")).containsText("看");
    }
  }

  @Test
  void whoIsMentionedHearsOfItAtOnceAndIsLedThere() {
    openCard("Talked about AG", "comments");
    assertThat(at("comments-none")).isVisible();
    assertThat(at("follow")).hasAttribute("aria-pressed", "true");
    try (var theirs = newContext("zh-CN")) {
      var other = newPage(theirs);
      signIn(other, "/", COLLEAGUE, Server.PASSWORD);
      assertThat(other.getByTestId("bell")).isVisible();
      page.locator("#panel-comments textarea").first().click();
      // By the reading of the name.
      page.keyboard().type("@lina");
      page.locator(".el-mention-dropdown__item:visible")
          .filter(new Locator.FilterOptions().setHasText("李娜"))
          .click();
      page.keyboard().type("look at this");
      page.keyboard().press("Control+Enter");
      assertThat(at("comment-said")).hasText("@李娜 look at this");
      assertThat(at("tab-comments")).containsText("1");

      assertThat(other.getByTestId("bell-count")).containsText("1");
      other.getByTestId("bell").click();
      assertThat(other.getByTestId("notice-mention"))
          .containsText("Administrator 在“Talked about AG”中提到了您");
      other.getByTestId("notice-open").click();
      assertThat(other.getByTestId("comment-said")).hasText("@李娜 look at this");
      assertThat(other.getByTestId("bell-count").locator("sup")).isHidden();
      assertThat(other.getByTestId("follow")).hasAttribute("aria-pressed", "true");
      other.getByTestId("comment-reply").click();
      other.locator("#panel-comments textarea").last().fill("看到了");
      other.locator("#panel-comments").getByTestId("comment-send").last().click();
      assertThat(at("comments")).containsText("看到了");
      // Among what they heard of otherwise.
      at("bell").click();
      assertThat(
              page.locator("[data-testid^='notice-']")
                  .filter(new Locator.FilterOptions().setHasText("Talked about AG"))
                  .first())
          .isVisible();
    }
  }

  @Test
  void whatIsReleasedIsClaimedFromThePool() {
    var id = customer("Pool AG");
    signIn("/customers/" + id);
    at("action-release").click();
    assertThat(at("pool-confirm")).isDisabled();
    input("pool-reason").fill("Nobody answers");
    at("pool-confirm").click();
    assertThat(at("list-customers")).isVisible();

    page.navigate("/customers/" + id);
    assertThat(at("hint-pooled")).containsText("Nobody answers");
    assertThat(at("action-release")).hasCount(0);

    page.navigate("/customer-pool");
    var row = at("row-" + id);
    assertThat(row).containsText("Nobody answers");
    row.getByText("Pool AG").click();
    assertThat(at("action-claim")).isVisible();
    assertThat(at("tab-history")).hasCount(0);
    page.goBack();
    at("select-" + id).click();
    at("bulk-claim").click();
    at("pool-confirm").click();
    assertThat(row).hasCount(0);
    assertThat(server.get("/api/v1/customers/" + id).json().get("ownerId").asText()).isEqualTo("1");
  }

  @Test
  void levelsFollowTheirRuleUnlessTheyAreLocked() {
    var id = made("customers", "{\"name\":\"Level AG\",\"employees\":700}");
    signIn("/customer-levels");
    at("levels-add").click();
    at("level-code").click();
    page.getByRole(com.microsoft.playwright.options.AriaRole.OPTION)
        .getByText("A", new com.microsoft.playwright.Locator.GetByTextOptions().setExact(true))
        .first()
        .click();
    at("level-active").click();
    at("level-measure").click();
    page.locator(".el-select-dropdown__item:visible")
        .getByText(java.util.regex.Pattern.compile("员工|Employees"))
        .click();
    page.locator("#level-rank").fill("30");
    page.locator("#level-enterAt").fill("500");
    page.locator("#level-slaHours").fill("4");
    at("level-save").click();
    assertThat(at("level-A")).isVisible();
    assertThat(at("means-A")).containsText("4");
    at("levels-preview").click();
    // Others may have it already.
    var before =
        server
            .get("/api/v1/customers?filter=level==A;types==customer&limit=1")
            .json()
            .at("/total/value")
            .asInt();
    assertThat(at("levels-count-A")).containsText(before + " → " + (before + 1));
    givenUp();
    at("levels-run").click();
    assertThat(at("levels-job")).hasAttribute("data-status", "done");
    page.navigate("/customers/" + id);
    assertThat(at("level-history")).containsText("700");
    at("level-lock").click();
    at("level-reason").fill("Key account");
    at("level-lock-confirm").click();
    assertThat(at("level-locked")).containsText("Key account");
    at("level-unlock").click();
    assertThat(at("level-lock")).isVisible();
    page.navigate("/customer-levels");
    at("edit-A").click();
    at("level-remove").click();
    page.locator(".confirm").click();
    assertThat(at("level-A")).hasCount(0);
  }

  /** Of few customers it is done at once: what waits for a day to come stands in for it. */
  private void givenUp() {
    var transfer =
        server
            .post(
                "/api/v1/transfers",
                "{\"collection\":\"customers\",\"recordFilter\":\"name==Level*\",\"toUserId\":\"%s\",\"reason\":\"r\",\"effectiveOn\":\"%s\"}"
                    .formatted(
                        server
                            .get("/api/v1/users?filter=login==" + COLLEAGUE)
                            .json()
                            .at("/items/0/id")
                            .asText(),
                        java.time.LocalDate.now().plusDays(30)))
            .json();
    var job = "/api/v1/jobs/" + transfer.path("jobId").asText();
    page.route(
        "**/customer-levels/actions/recalculate",
        route ->
            route.fulfill(
                new com.microsoft.playwright.Route.FulfillOptions()
                    .setContentType("application/json")
                    .setBody(server.get(job).text())));
    at("levels-run").click();
    assertThat(at("levels-job")).hasAttribute("data-status", "queued");
    at("levels-stop").click();
    assertThat(at("levels-job")).hasAttribute("data-status", "cancelled");
    assertThat(at("levels-stop")).hasCount(0);
    org.assertj.core.api.Assertions.assertThat(server.get(job).json().get("status").asText())
        .isEqualTo("cancelled");
    page.unroute("**/customer-levels/actions/recalculate");
  }

  @Test
  void aConflictIsSettledFieldByField() {
    var id = customer("Conflict AG");
    signIn("/customers/" + id + "/edit");
    assertThat(at("field-shortName")).isVisible();
    fill("shortName", "mine");
    fill("website", "https://mine.example");
    fill("employees", "12");
    try (var theirs = newContext("en-GB")) {
      var other = newPage(theirs);
      signIn(other, "/customers/" + id + "/edit", COLLEAGUE, Server.PASSWORD);
      fill(other, "shortName", "theirs");
      fill(other, "website", "https://theirs.example");
      fill(other, "founded", "1999");
      other.getByTestId("save").click();
      assertThat(other.getByTestId("record")).isVisible();
    }
    assertThat(at("outrun")).containsText("李娜");
    at("save").click();
    assertThat(at("stale-dialog")).containsText("李娜");
    assertThat(at("conflict-shortName")).containsText("theirs");
    assertThat(at("conflict-shortName")).containsText("mine");
    assertThat(at("changed-founded")).containsText("1999");
    assertThat(at("conflict-employees")).hasCount(0);
    at("theirs-shortName").check();
    at("stale-merge").click();
    assertThat(at("record")).isVisible();
    var saved = server.get("/api/v1/customers/" + id).json();
    assertThat(saved.get("shortName").asText()).isEqualTo("theirs");
    assertThat(saved.get("website").asText()).isEqualTo("https://mine.example");
    assertThat(saved.get("employees").asInt()).isEqualTo(12);
    assertThat(saved.get("founded").asInt()).isEqualTo(1999);
  }

  @Test
  void filesThatOthersAttachAreSeenOnTheOpenCard() {
    var id = openCard("Attached AG", "documents");
    assertThat(at("attachments-none")).isVisible();
    try (var theirs = newContext("en-GB")) {
      var other = newPage(theirs);
      signIn(other, "/customers/" + id + "?tab=documents", COLLEAGUE, Server.PASSWORD);
      other
          .getByTestId("attachments-picker")
          .setInputFiles(new FilePayload("theirs.txt", "text/plain", "theirs".getBytes(UTF_8)));
      assertThat(at("attachments-list").getByText("theirs.txt")).isVisible();
      assertThat(at("live-attachments")).containsText("李娜 added a record");
      other.getByTestId("attachment-menu").click();
      other.getByTestId("attachment-remove").click();
      assertThat(at("attachments-none")).isVisible();
    }
  }

  private static void fill(Page page, String field, String value) {
    page.getByTestId("field-" + field).locator("input, textarea").first().fill(value);
  }

  // ---- what means no good

  private static final String MARKUP = "<img src=x onerror=window.hacked=1>";

  /** Whatever a text field takes, with markup in each that has room for it. */
  private ObjectNode marked(String collection) {
    return marked(server.get("/api/v1/metadata/" + collection).json().get("fields"));
  }

  private static ObjectNode marked(JsonNode fields) {
    var body = JsonNodeFactory.instance.objectNode();
    for (var field : fields) {
      var text = Set.of("text", "longtext").contains(field.get("type").asText());
      var entered = !field.path("readOnly").asBoolean() && !field.path("derived").asBoolean();
      var room = field.path("maxLength").asInt(MARKUP.length()) >= MARKUP.length();
      var own = !field.get("key").asText().startsWith("customFields.");
      if (text && entered && room && own && !field.hasNonNull("pattern")) {
        body.put(field.get("key").asText(), MARKUP);
      }
    }
    return body;
  }

  private void unharmed(String where) {
    assertThat(page.locator("#content [aria-busy=true]")).hasCount(0);
    assertThat(page.locator("img[src=x], [onerror], a[href^='javascript:' i]").count())
        .as(where)
        .isZero();
    assertThat(page.evaluate("String(window.hacked)")).as(where).isEqualTo("undefined");
  }

  @Test
  void whatLooksLikeMarkupIsShownAsText() {
    var label = "\"labelZh\":\"%1$s\",\"labelEn\":\"%1$s\"".formatted(MARKUP);
    made(
        "custom-fields",
        "{\"collection\":\"customers\",\"code\":\"marked\",\"type\":\"text\"," + label + "}");
    made(
        "dictionary-items",
        "{\"dictionary\":\"customer-source\",\"code\":\"marked\"," + label + "}");
    made("departments", "{\"name\":\"%s\",\"code\":\"marked\"}".formatted(MARKUP));
    made(
        "roles",
        "{\"code\":\"marked\",\"name\":\"%s\",\"operations\":[\"customers.view\"],\"scopes\":[]}"
            .formatted(MARKUP));
    var owner = colleague("marked", MARKUP, "");

    ObjectNode customer = marked("customers").put("source", "marked").put("ownerId", owner);
    customer.putArray("tags").add(MARKUP);
    customer.putArray("addresses").addObject().put("text", MARKUP).put("remark", MARKUP);
    customer.putArray("phones").addObject().put("number", "010-88888888").put("remark", MARKUP);
    customer.putArray("customFields").addObject().put("key", "marked").put("text", MARKUP);
    assertThat(customer.size()).isGreaterThanOrEqualTo(20);
    var id = made("customers", customer.toString());
    ObjectNode contact = marked("contacts");
    contact.remove("title");
    contact
        .putArray("companies")
        .addObject()
        .put("customerId", id)
        .put("title", MARKUP)
        .put("department", MARKUP);
    contact
        .putArray("consents")
        .addObject()
        .put("kind", "other")
        .put("given", true)
        .put("on", "2026-01-01")
        .put("source", MARKUP);
    var person = made("contacts", contact.toString());
    ObjectNode planned =
        marked("contact-logs")
            .put("customerId", id)
            .put("method", "visit")
            .put("status", "planned")
            .put("startAt", "2026-01-01T08:00:00Z");
    made("contact-logs", planned.toString());
    var entry =
        made(
            "contact-logs",
            marked("contact-logs").put("customerId", id).put("method", "visit").toString());
    server.call(
        "POST",
        "/api/v1/attachments/content?collection=customers&recordId="
            + id
            + "&name="
            + URLEncoder.encode(MARKUP + ".html", UTF_8),
        MARKUP,
        "Content-Type",
        "application/octet-stream");
    made(
        "comments",
        "{\"collection\":\"customers\",\"recordId\":\"%s\",\"text\":\"%s\"}".formatted(id, MARKUP));

    signIn(
        "/customers?q=onerror&cols=name,source,ownerId,tags,shortName,nextAction,customFields.marked");
    assertThat(at("row-" + id)).containsText(MARKUP);
    unharmed("the list");
    for (var tab :
        List.of(
            "details", "customer-contacts", "customer-log", "comments", "documents", "history")) {
      page.navigate("/customers/" + id + "?tab=" + tab);
      assertThat(at("title")).hasText(MARKUP);
      assertThat(page.locator("#panel-" + tab)).isVisible();
      unharmed(tab);
    }
    assertThat(page.locator("#panel-history")).containsText(MARKUP);
    at("who-sees").click();
    unharmed("who sees it");
    page.navigate("/customers/" + id);
    at("add-customer-log").click();
    assertThat(at("quick-subject").locator("input")).isFocused();
    unharmed("the dialog");
    for (var card : List.of("/contacts/" + person, "/contact-logs/" + entry)) {
      page.navigate(card);
      assertThat(at("title")).hasText(MARKUP);
      unharmed(card);
    }
    for (var form : List.of("/customers/" + id, "/contacts/" + person, "/contact-logs/" + entry)) {
      page.navigate(form + "/edit");
      assertThat(at("save")).isVisible();
      unharmed(form + "/edit");
    }
    for (var path :
        List.of(
            "/users",
            "/roles",
            "/departments",
            "/custom-fields",
            "/dictionaries",
            "/contacts",
            "/contact-logs")) {
      page.navigate(path);
      assertThat(page.locator("#content h1").first()).isVisible();
      unharmed(path);
    }
    page.keyboard().press("Control+k");
    at("find-input").fill("onerror");
    assertThat(page.locator("[data-testid^=found-customers-]").first()).containsText("onerror");
    unharmed("the search");
  }

  // ---- words that are composed

  private static void compose(CDPSession keys, String letters) {
    var text = new JsonObject();
    text.addProperty("text", letters);
    text.addProperty("selectionStart", letters.length());
    text.addProperty("selectionEnd", letters.length());
    keys.send("Input.imeSetComposition", text);
  }

  private static void composed(CDPSession keys, String words) {
    var text = new JsonObject();
    text.addProperty("text", words);
    keys.send("Input.insertText", text);
  }

  @Test
  void theEnterThatEndsACompositionDoesNothingElse() {
    var id = openCard("Composed AG", "customer-log");
    var keys = context.newCDPSession(page);
    page.keyboard().press("a");
    assertThat(at("quick-subject").locator("input")).isFocused();
    compose(keys, "dianhua");
    page.keyboard().press("Enter");
    composed(keys, "电话");
    assertThat(at("quick-subject").locator("input")).hasValue("电话");
    assertThat(at("quick-add")).isVisible();
    assertThat(server.get("/api/v1/contact-logs?filter=customerId==" + id).json().get("items"))
        .isEmpty();
    page.keyboard().press("Enter");
    assertThat(at("quick-add")).hasCount(0);
    assertThat(row(at("related-customer-log"), "电话")).isVisible();

    page.navigate("/customers/new");
    at("field-name").locator("input").focus();
    compose(keys, "qiqiaoban");
    page.keyboard().press("Enter");
    composed(keys, "七巧板");
    assertThat(page).hasURL(Pattern.compile(".*/customers/new$"));
    assertThat(at("field-name").locator("input")).hasValue("七巧板");
    page.keyboard().press("Enter");
    assertThat(at("title")).hasText("七巧板");

    page.navigate("/customers");
    input("search").focus();
    compose(keys, "qiq");
    page.keyboard().press("Enter");
    composed(keys, "七巧");
    assertThat(page.locator("tbody tr[data-id]")).hasCount(1);
    assertThat(page).hasURL(Pattern.compile(".*q=.*"));

    page.keyboard().press("Control+k");
    at("find-input").fill("七巧");
    assertThat(page.locator("[data-testid^=found-customers-]").first()).isVisible();
    compose(keys, "ban");
    page.keyboard().press("Enter");
    composed(keys, "板");
    assertThat(page).hasURL(Pattern.compile(".*/customers\\?.*"));
    page.keyboard().press("Enter");
    assertThat(at("title")).hasText("七巧板");
  }

  // ---- telephones and addresses

  @Test
  void whatIsThereAlreadyIsToldWhileSomebodyTypesAndOnTheCard() {
    var first = server.post("/api/v1/customers", "{\"name\":\"双份医疗器械有限公司\"}").json();
    signIn("/customers/new");
    fill(page, "name", "双份医疗器械股份有限公司");
    assertThat(at("duplicates")).containsText("双份医疗器械有限公司");
    assertThat(at("duplicate").locator("a"))
        .hasAttribute("href", "/customers/" + first.get("id").asText());
    fill(page, "name", "单份医疗器械有限公司");
    assertThat(at("duplicates")).hasCount(0);
    // It warns, and keeps nobody from saving.
    fill(page, "name", "双份 医疗器械");
    assertThat(at("duplicates")).isVisible();
    at("save").click();
    assertThat(at("hint-duplicate-suspected")).isVisible();
    at("show-duplicates").click();
    assertThat(at("duplicate")).hasCount(1);
    assertThat(at("duplicate")).containsText(first.get("number").asText());
  }

  @Test
  void whatIsThereTwiceIsMergedFromItsCardAndTheOldAddressLeadsOn() {
    var stays = made("customers", "{\"name\":\"并购仪器有限公司\",\"level\":\"A\"}");
    var goes =
        made(
            "customers", "{\"name\":\"并购仪器股份有限公司\",\"level\":\"B\",\"remark\":\"from the other\"}");
    made("contacts", "{\"name\":\"Merged person\",\"customerId\":\"" + goes + "\"}");
    signIn("/customers/" + goes);
    at("show-duplicates").click();
    at("merge-duplicates").click();
    at("stays-" + stays).check();
    // What the one that stays has not, is taken over unless somebody chooses otherwise.
    assertThat(at("take-remark-" + goes)).isChecked();
    assertThat(at("take-level-" + stays)).isChecked();
    at("take-level-" + goes).check();
    assertThat(at("merge-follows")).containsText("1");
    at("merge-start").click();
    assertThat(at("merge-job")).hasAttribute("data-status", "done");
    at("merge-close").click();
    // The card that was open is now that of the one that stays.
    page.waitForURL("**/customers/" + stays);
    assertThat(at("title")).hasText("并购仪器有限公司");
    assertThat(at("value-remark")).hasText("from the other");
    assertThat(at("tab-customer-contacts")).containsText("1");
    at("tab-history").click();
    assertThat(at("fact-merged")).hasCount(2);
    page.navigate("/customers/" + goes);
    page.waitForURL("**/customers/" + stays);
    var merge = server.get("/api/v1/merges?filter=survivorId==" + stays).json().at("/items/0/id");
    server.post("/api/v1/merges/" + merge.asText() + "/actions/undo", null);
    Server.await(
        "the other one",
        () -> server.get("/api/v1/customers/" + goes).json().get("id").asText().equals(goes));
    at("tab-history").click();
    assertThat(at("fact-unmerged").first()).isVisible();
  }

  @Test
  void aLongListTellsThatThereAreMoreAndCountsThemOnRequest() {
    for (int portion = 0; portion < 3; portion++) {
      var items = new ArrayList<String>();
      for (int i = 0; i < 400; i++) {
        items.add("{\"name\":\"Many %d\",\"region\":\"many\"}".formatted(portion * 400 + i));
      }
      var made =
          server.post(
              "/api/v1/customers/bulk",
              "{\"atomic\":true,\"items\":[" + String.join(",", items) + "]}");
      assertThat(made.status()).as(made.text()).isEqualTo(200);
    }
    signIn("/customers?region=many");
    assertThat(at("total")).containsText("1,000+");
    at("total").click();
    assertThat(at("total")).containsText("1,200");
  }

  @Test
  void telephonesAndAddressesAreEnteredWhereTheyStand() {
    signIn("/customers/new");
    assertThat(at("field-name")).isVisible();
    fill("name", "Reachable AG");
    // What the page knows and what only the server does is told at once.
    at("phones-0-number").locator("input").fill("?");
    fill("creditCode", "123");
    at("save").click();
    assertThat(at("error-creditCode")).isVisible();
    assertThat(at("error-phones[0].number")).isVisible();
    fill("creditCode", "");
    at("phones-0-number").locator("input").fill("021-5555 0199");
    at("phones-add").click();
    assertThat(at("phones-1-number").locator("input")).isFocused();
    at("phones-1-number").locator("input").fill("138 0013 8000");
    at("phones-1-primary").check();
    at("addresses-0-text").locator("input, textarea").first().fill("世纪大道100号");
    at("save").click();
    assertThat(at("record")).isVisible();
    assertThat(at("figure-phone")).hasText("138 0013 8000");
    var id = page.url().replaceAll(".*/", "");
    var saved = server.get("/api/v1/customers/" + id).json();
    assertThat(saved.get("phones")).hasSize(2);
    assertThat(saved.at("/addresses/0/primary").asBoolean()).isTrue();
    assertThat(saved.get("emails")).isEmpty();
  }

  // ---- the module is exchanged

  private void module(String action) {
    var body = action.equals("stop") ? Server.WITH_DEPENDANTS : null;
    assertThat(server.post("/api/v1/modules/customers/actions/" + action, body).status())
        .isLessThan(300);
  }

  @Test
  void whatIsTypedOutlivesAnExchangeOfTheModule() {
    signIn("/customers/new");
    assertThat(at("field-name")).isVisible();
    fill("name", "Typed before AG");
    at("phones-0-number").locator("input").fill("021-55550123");
    module("stop");
    assertThat(at("module-stopped")).isVisible();
    module("start");
    assertThat(at("draft")).isVisible();
    assertThat(at("field-name").locator("input")).hasValue("Typed before AG");
    assertThat(at("phones-0-number").locator("input")).hasValue("021-55550123");
    at("save").click();
    assertThat(at("title")).hasText("Typed before AG");
  }

  @Test
  void anUploadThatRunsDuringAnExchangeOfTheModuleArrives() {
    var id = openCard("Swapped AG", "documents");
    assertThat(at("attachments-none")).isVisible();
    var keys = context.newCDPSession(page);
    var slow = new JsonObject();
    slow.addProperty("offline", false);
    slow.addProperty("latency", 0);
    slow.addProperty("downloadThroughput", -1);
    slow.addProperty("uploadThroughput", 200_000);
    keys.send("Network.enable");
    keys.send("Network.emulateNetworkConditions", slow);
    at("attachments-picker")
        .setInputFiles(
            new FilePayload(
                "large.bin", "application/octet-stream", "x".repeat(1_500_000).getBytes(UTF_8)));
    assertThat(at("upload")).isVisible();
    module("stop");
    assertThat(at("module-stopped")).isVisible();
    module("start");
    assertThat(at("attachments")).isVisible();
    slow.addProperty("uploadThroughput", -1);
    keys.send("Network.emulateNetworkConditions", slow);
    var arrived = at("attachments-list").getByText("large.bin");
    var again = at("upload-again");
    assertThat(arrived.or(again).first()).isVisible();
    if (again.isVisible()) {
      assertThat(at("upload-failure")).isVisible();
      again.click();
    }
    assertThat(arrived).isVisible();
    assertThat(at("upload")).hasCount(0);
    assertThat(attached(id)).isEqualTo(1);
  }
}
