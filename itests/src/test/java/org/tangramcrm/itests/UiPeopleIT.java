package org.tangramcrm.itests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Who works here and what they may do, as an administrator arranges it. */
class UiPeopleIT extends UiCheck {
  @Override
  Server begin() {
    return Server.onDerby("ui-people");
  }

  /** Chooses from a list that hangs from a field. */
  private void choose(Locator select, String option) {
    select.click();
    page.locator(".el-select-dropdown__item:visible")
        .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^\\s*" + option + "\\s*$")))
        .first()
        .click();
  }

  private Locator branch(String id) {
    return page.locator(".el-tree-node")
        .filter(new Locator.FilterOptions().setHas(at("department-" + id)));
  }

  @Test
  void aDepartmentIsMadeMovedAndMovedBack() {
    var sales = made("departments", "{\"name\":\"Sales\"}");
    signIn("/");
    at("nav-departments").first().click();
    assertThat(at("department-" + sales)).isVisible();
    at("create").click();
    fill("name", "Shanghai office");
    fill("code", "SH");
    at("save").click();
    assertThat(at("title")).hasText("Shanghai office");
    var office = page.url().replaceAll(".*/", "");

    page.navigate("/departments");
    at("department-" + office).dragTo(at("department-" + sales));
    assertThat(branch(sales).locator(".el-tree-node__children").getByTestId("department-" + office))
        .isVisible();
    Server.await(
        "the move",
        () ->
            sales.equals(
                server.get("/api/v1/departments/" + office).json().path("parentId").asText()));
    at("undo").click();
    Server.await(
        "the move back", () -> !server.get("/api/v1/departments/" + office).json().has("parentId"));
    input("tree-search").fill("shang");
    assertThat(at("department-" + sales)).isHidden();
    assertThat(at("department-" + office)).isVisible();
  }

  @Test
  void aUserIsMadeWithDepartmentAndRoleAndSignsIn() {
    var service = made("departments", "{\"name\":\"Service\"}");
    signIn("/");
    at("nav-users").first().click();
    assertThat(at("list-users")).isVisible();
    at("create").click();
    fill("login", "wang.fang");
    fill("name", "王芳");
    fill("password", "a-long-password");
    choose(at("field-departmentId").locator(".el-select").first(), "Service");
    choose(at("field-roleIds").locator(".el-select").first(), "Salesperson");
    page.keyboard().press("Escape");
    at("save").click();
    assertThat(at("title")).hasText("王芳");
    assertThat(at("figure-departmentId")).hasText("Service");
    assertThat(at("figure-roleIds")).containsText("Salesperson");
    assertThat(server.get("/api/v1/departments/" + service).json().get("members").asInt())
        .isEqualTo(1);
    page.navigate("/departments/" + service + "?tab=department-history");
    assertThat(at("as-at")).containsText("at the top · 1 here, 1 with all below");
    assertThat(at("moves")).containsText("at the top");
    assertThat(at("came-and-went")).hasText("1 came, 0 went.");
    at("past-members").getByText("王芳").click();
    at("tab-user-permissions").click();
    assertThat(at("may-customers")).containsText("Salesperson");
    assertThat(at("may-customers")).containsText("Own and subordinates");
    assertThat(at("memberships")).containsText("Service");

    var userPage = page.url().replaceAll("\\?.*", "");
    var hers =
        made(
            "customers",
            "{\"name\":\"Hers\",\"ownerId\":\""
                + page.url().replaceAll(".*/(\\d+).*", "$1")
                + "\"}");
    page.navigate("/customers/" + hers);
    at("who-sees").click();
    assertThat(at("access")).containsText("王芳");
    assertThat(at("access")).containsText("Administrator · all records");
    page.navigate(userPage + "?tab=user-permissions");
    at("view-as").click();
    assertThat(at("viewing")).containsText("王芳");
    assertThat(at("nav-customers").first()).isVisible();
    assertThat(at("nav-roles")).hasCount(0);
    at("viewing-end").click();
    assertThat(at("nav-roles").first()).isVisible();
    assertThat(at("viewing")).hasCount(0);
    try (var theirs = newContext("zh-CN")) {
      var other = newPage(theirs);
      signIn(other, "/", "wang.fang", "a-long-password");
      assertThat(other.getByTestId("nav-customers").first()).isVisible();
      assertThat(other.getByTestId("nav-roles")).hasCount(0);
      assertThat(other.getByTestId("nav-modules")).hasCount(0);
    }
  }

  @Test
  void whatARoleMayIsSeenBeforeItIsSaved() {
    var role =
        made(
            "roles",
            """
            {"code":"clerk","name":"Clerk","operations":["customers.view"],
             "scopes":[{"collection":"*","scope":"own"}]}\
            """);
    made(
        "users",
        "{\"login\":\"clerk\",\"name\":\"Clerk\",\"password\":\"%s\",\"roleIds\":[\"%s\"]}"
            .formatted(Server.PASSWORD, role));
    signIn("/roles");
    at("row-" + role).locator("a").first().click();
    assertThat(at("role-matrix")).isVisible();
    assertThat(at("line-customers")).containsText("Customers");
    assertThat(at("matrix-save")).hasCount(0);
    at("grant-customers.edit").click();
    at("grant-customers.view").click();
    choose(at("scope-customers"), "Own department");
    at("fields-customers").click();
    at("access-revenue").getByText("Hidden").click();
    at("access-level").getByText("Read only").click();
    page.keyboard().press("Escape");
    assertThat(at("fields-customers")).hasText("2 restricted");
    at("matrix-save").click();
    assertThat(at("refielded-customers-revenue")).containsText("Editable → Hidden");
    assertThat(at("matrix-confirm")).containsText("1 users have this role");
    assertThat(at("added-customers.edit")).hasText("Customers: Edit");
    assertThat(at("removed-customers.view")).hasText("Customers: View");
    assertThat(at("rescoped-customers")).hasText("Customers: As default → Own department");
    at("matrix-confirm-save").click();
    assertThat(at("matrix-save")).hasCount(0);
    var saved = server.get("/api/v1/roles/" + role).json();
    assertThat(saved.get("operations").toString()).isEqualTo("[\"customers.edit\"]");
    assertThat(saved.get("scopes")).hasSize(2);
    assertThat(saved.get("fields")).hasSize(2);
    page.reload();
    assertThat(at("line-customers").getByTestId("scope-customers")).containsText("Own department");
    at("tab-history").click();
    assertThat(page.locator("#panel-history")).containsText("customers.edit");
  }

  @Test
  void aRecordIsSharedForReadingAndTakenBack() {
    var role =
        made(
            "roles",
            """
{"code":"own-only","name":"Own only","operations":["customers.view","customers.edit","users.view"],
 "scopes":[{"collection":"customers","scope":"own"},{"collection":"users","scope":"all"}]}\
""");
    var mate =
        made(
            "users",
            "{\"login\":\"zhou.mei\",\"name\":\"周梅\",\"password\":\"%s\",\"roleIds\":[\"%s\"]}"
                .formatted(Server.PASSWORD, role));
    var customer = made("customers", "{\"name\":\"Told to a colleague\"}");
    signIn("/customers/" + customer);
    at("who-sees").click();
    choose(at("team-add"), "周梅");
    assertThat(at("member-" + mate)).containsText("can view");
    assertThat(at("access-" + mate)).containsText("Shared with them");
    try (var theirs = newContext("en-GB")) {
      var other = newPage(theirs);
      signIn(other, "/customers/" + customer, "zhou.mei", Server.PASSWORD);
      assertThat(other.getByTestId("title")).hasText("Told to a colleague");
      assertThat(other.getByTestId("edit")).hasCount(0);
      at("member-" + mate).getByTestId("member-remove").click();
      assertThat(at("member-" + mate)).hasCount(0);
      other.reload();
      assertThat(other.getByText("There is no such record")).isVisible();
    }
  }

  @Test
  void whoLeavesHandsAllOverAndIsDeactivated() {
    var leaver =
        made(
            "users", "{\"login\":\"leaver\",\"name\":\"Leaver\",\"password\":\"a-long-password\"}");
    var heir =
        made("users", "{\"login\":\"heir\",\"name\":\"Heir\",\"password\":\"a-long-password\"}");
    var customer =
        made("customers", "{\"name\":\"Left behind\",\"ownerId\":\"%s\"}".formatted(leaver));
    signIn("/users/" + leaver);
    at("handover").click();
    handOverTo("Heir");
    at("deactivate").click();
    assertThat(at("deactivated")).isVisible();
    at("transfer-close").click();
    var now = server.get("/api/v1/customers/" + customer).json();
    assertThat(now.get("ownerId").asText()).isEqualTo(heir);
    assertThat(server.get("/api/v1/users/" + leaver).json().get("active").asBoolean()).isFalse();
  }

  /** On a day to come; until then it is among the transfers, and can be given up there. */
  @Test
  void whoLeavesLaterIsHandedOverOnTheirDay() {
    var day = LocalDate.now().plusYears(1).toString();
    var leaver = made("users", "{\"login\":\"later\",\"name\":\"Later\"}");
    made("users", "{\"login\":\"follower\",\"name\":\"Follower\"}");
    var customer =
        made("customers", "{\"name\":\"Left later\",\"ownerId\":\"%s\"}".formatted(leaver));
    signIn("/users/" + leaver);
    at("handover").click();
    heir("Follower");
    page.locator("#transfer-on").fill(day);
    page.locator("#transfer-on").press("Enter");
    at("transfer-deactivates").click();
    at("transfer-start").click();
    assertThat(at("transfer-scheduled")).containsText(day);
    at("transfer-close").click();
    assertThat(server.get("/api/v1/customers/" + customer).json().get("ownerId").asText())
        .isEqualTo(leaver);
    var waiting =
        server.get("/api/v1/transfers?filter=status==scheduled;fromUserId==" + leaver).json();
    var transfer = waiting.at("/items/0");
    assertThat(transfer.get("deactivates").asBoolean()).isTrue();
    page.navigate("/transfers");
    assertThat(at("list-transfers")).containsText(day);
    page.navigate("/transfers/" + transfer.get("id").asText());
    assertThat(at("value-effectiveOn")).containsText(day);
    at("action-cancel").click();
    at("transfer-action-go").click();
    assertThat(at("transfer-action")).hasCount(0);
    assertThat(
            server
                .get("/api/v1/transfers/" + transfer.get("id").asText())
                .json()
                .get("status")
                .asText())
        .isEqualTo("cancelled");
    assertThat(at("action-cancel")).hasCount(0);
  }

  private void handOverTo(String heir) {
    heir(heir);
    at("transfer-start").click();
    assertThat(at("transfer-job")).hasAttribute("data-status", "done");
  }

  private void heir(String heir) {
    at("transfer-to").locator(".el-select").or(at("transfer-to")).first().click();
    page.keyboard().type(heir);
    // Those of the search, which replace all that stood there before.
    assertThat(page.locator(".el-select-dropdown__item:visible")).hasCount(1);
    page.locator(".el-select-dropdown__item:visible")
        .filter(new Locator.FilterOptions().setHasText(heir))
        .click();
    assertThat(at("transfer-count")).containsText("1");
    at("transfer-reason").locator("input").or(at("transfer-reason")).last().fill("Leaves");
  }

  @Test
  void whoStillOwnsSomethingHandsItOverBeforeTheFormDeactivatesThem() {
    var leaver = made("users", "{\"login\":\"going\",\"name\":\"Going\"}");
    var heir = made("users", "{\"login\":\"staying\",\"name\":\"Staying\"}");
    var customer =
        made("customers", "{\"name\":\"Owned still\",\"ownerId\":\"%s\"}".formatted(leaver));
    signIn("/users/" + leaver + "/edit");
    at("field-active").locator(".el-switch").click();
    at("save").click();
    assertThat(at("owned-customers")).containsText("1");
    at("deactivation-cancel").click();
    assertThat(at("deactivation")).hasCount(0);
    assertThat(server.get("/api/v1/users/" + leaver).json().get("active").asBoolean()).isTrue();
    at("save").click();
    at("handover-customers").click();
    // On a day to come: nothing shuts them out before that.
    var day = LocalDate.now().plusYears(1).toString();
    heir("Staying");
    page.locator("#transfer-on").fill(day);
    page.locator("#transfer-on").press("Enter");
    at("transfer-deactivates").click();
    at("transfer-start").click();
    assertThat(at("transfer-scheduled")).isVisible();
    at("transfer-close").click();
    assertThat(at("deactivation")).hasCount(0);
    at("save").click();
    assertThat(at("waits-customers")).containsText(day);
    assertThat(at("deactivation-leaves")).containsText(day);
    assertThat(at("handover-customers")).hasCount(0);
    at("deactivation-cancel").click();
    var waiting =
        server.get("/api/v1/transfers?filter=status==scheduled;fromUserId==" + leaver).json();
    server.post(
        "/api/v1/transfers/" + waiting.at("/items/0/id").asText() + "/actions/cancel", null);
    at("save").click();
    at("handover-customers").click();
    handOverTo("Staying");
    at("transfer-close").click();
    assertThat(at("owned-customers")).hasCount(0);
    at("deactivation-go").click();
    assertThat(at("edit")).isVisible();
    assertThat(server.get("/api/v1/users/" + leaver).json().get("active").asBoolean()).isFalse();
    assertThat(server.get("/api/v1/customers/" + customer).json().get("ownerId").asText())
        .isEqualTo(heir);
  }

  @Test
  void aTokenIsMadeAndShownOnceAndEndedByAnAdministrator() {
    var id = colleague("lin-tong", "Lin Tong", "");
    signIn("/account", "lin-tong", Server.PASSWORD);
    input("token-name").fill("Reports");
    page.locator("#token-expires").fill("2999-12-31");
    page.locator("#token-expires").press("Enter");
    choose(at("token-scopes"), "Customers: View");
    page.keyboard().press("Escape");
    at("token-make").click();
    assertThat(at("token-expires-wrong")).containsText("730");
    page.locator("#token-expires").fill("");
    page.locator("#token-expires").press("Enter");
    at("token-make").click();
    assertThat(input("token-secret")).hasValue(Pattern.compile("tgm_.+"));
    var bearer = new String[] {"Authorization", "Bearer " + input("token-secret").inputValue()};
    assertThat(server.get("/api/v1/customers", bearer).status()).isEqualTo(200);
    assertThat(server.get("/api/v1/contacts", bearer).status()).isEqualTo(403);
    at("token-kept").click();
    assertThat(at("token-secret")).hasCount(0);
    try (var theirs = newContext("en-GB")) {
      var admins = newPage(theirs);
      signIn(admins, "/users/" + id + "?tab=user-sign-ins", "admin", Server.PASSWORD);
      assertThat(admins.getByTestId("tokens")).containsText("Reports");
      assertThat(admins.getByTestId("tokens")).containsText("last used");
      admins.getByTestId("token-end").click();
      admins.locator(".confirm").click();
      assertThat(admins.getByTestId("token-end")).hasCount(0);
    }
    assertThat(server.get("/api/v1/customers", bearer).status()).isEqualTo(401);
  }

  @Test
  void theLanguageAndTheClockAreThoseOfWhoeverSignedIn() {
    var id =
        made(
            "users",
            "{\"login\":\"far.away\",\"name\":\"Far Away\",\"password\":\"%s\",\"locale\":\"zh-CN\",\"timeZone\":\"Pacific/Kiritimati\"}"
                .formatted(Server.PASSWORD));
    signIn("/account", "far.away", Server.PASSWORD);
    assertThat(page.locator("html")).hasAttribute("lang", "zh-CN");
    assertThat(at("account")).containsText("我的账户");
    var at =
        Instant.parse(
            server.get("/api/v1/users/" + id + "/sign-ins").json().at("/items/0/at").asText());
    assertThat(at("sign-ins"))
        .containsText(
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm")
                .format(at.atZone(ZoneId.of("Pacific/Kiritimati"))));
    at("lang-en").first().click();
    page.reload();
    assertThat(at("account")).containsText("My account");
    assertThat(page.locator("html")).hasAttribute("lang", "en");
  }

  @Test
  void triesWithUnknownNamesAreShownToAnAdministrator() {
    page.navigate("/sign-ins");
    input("login-user").fill("nobody-at-all");
    input("login-password").fill("guess");
    at("login-submit").click();
    assertThat(at("login-error")).isVisible();
    signIn("/sign-ins");
    assertThat(at("unknown-lines")).containsText("Tries since");
    assertThat(at("unknown-sign-ins")).not().containsText("nobody-at-all");
    // What somebody did stands in the audit log, an export and a sign-in among it.
    var export = server.post("/api/v1/jobs/exports", "{\"collection\":\"customers\"}");
    assertThat(export.status()).as(export.text()).isLessThan(300);
    page.navigate("/audit");
    assertThat(page.locator("[data-testid^=fact-]").first()).isVisible();
    at("audit-files").click();
    assertThat(at("fact-jobs-created").first()).containsText("Administrator");
    assertThat(at("fact-jobs-created").first()).containsText("customers");
    at("audit-access").click();
    assertThat(at("fact-sign-ins-created").first()).containsText("signed-in");
    at("audit-all").click();
    choose(at("audit-kind"), "deleted");
    assertThat(page.locator("[data-testid^=fact-][data-testid$=-created]")).hasCount(0);
  }

  @Test
  void aFileIsImportedWithItsErrorsToldAndTakenBack() {
    signIn("/customers");
    at("import-open").click();
    var file = "公司名称,Level,Whatever\nFrom a file,A,x\nOther from a file,nowhere,y\n";
    at("import-file")
        .setInputFiles(
            new FilePayload("clients.csv", "text/csv", file.getBytes(StandardCharsets.UTF_8)));
    assertThat(at("import-step")).hasAttribute("data-step", "1");
    assertThat(at("import-unassigned")).containsText("1");
    choose(at("import-column-2"), "Remark");
    assertThat(at("import-unassigned")).hasCount(0);
    at("import-check").click();
    assertThat(at("import-created")).hasText("1");
    assertThat(at("import-errors")).containsText("nowhere");
    assertThat(at("import-error-file")).isVisible();
    at("import-run").click();
    assertThat(at("import-said")).hasText("Imported.");
    assertThat(at("import-refused")).hasText("1");
    Server.await("the record", () -> imported() == 1);
    at("import-undo").click();
    page.locator(".confirm").click();
    assertThat(at("import-said")).hasText("The import was undone.");
    assertThat(imported()).isZero();
    at("import-close").click();
    assertThat(at("import")).hasCount(0);
    // Whoever closed it finds it again.
    at("import-open").click();
    at("import-again").first().click();
    assertThat(at("import-said")).hasText("The import was undone.");
    at("import-close").click();
  }

  private int imported() {
    return server
        .get("/api/v1/customers?count=exact&filter=name==From*")
        .json()
        .at("/total/value")
        .asInt();
  }

  @Test
  void aRoleAsksForASecondFactorWhichIsSetUpAndUsed() {
    var role =
        made(
            "roles",
            """
            {"code":"careful","name":"Careful","secondFactor":true,"operations":["customers.view"],
             "scopes":[{"collection":"customers","scope":"all"}]}\
            """);
    var id =
        made(
            "users",
            "{\"login\":\"qian.duo\",\"name\":\"Qian Duo\",\"password\":\"%s\",\"roleIds\":[\"%s\"]}"
                .formatted(Server.PASSWORD, role));
    signIn("/customers", "qian.duo", Server.PASSWORD);
    assertThat(at("factor-missing")).isVisible();
    input("factor-password").fill(Server.PASSWORD);
    at("factor-begin").click();
    var device = new Device(at("factor-secret").textContent());
    input("factor-code").fill("000000");
    at("factor-confirm").click();
    assertThat(at("second-factor")).containsText("Not right");
    input("factor-code").fill(device.next());
    at("factor-confirm").click();
    input("login-user").fill("qian.duo");
    input("login-password").fill(Server.PASSWORD);
    at("login-submit").click();
    input("login-code").fill("000000");
    at("login-submit").click();
    assertThat(at("login-error")).containsText("not the code");
    input("login-code").fill(device.next());
    at("login-submit").click();
    assertThat(at("user-menu")).isVisible();
    try (var theirs = newContext("en-GB")) {
      var admins = newPage(theirs);
      signIn(admins, "/users/" + id + "?tab=user-sign-ins", "admin", Server.PASSWORD);
      admins.getByTestId("factor-lost").click();
      admins.locator(".confirm").click();
      assertThat(admins.getByTestId("factor-lost")).hasCount(0);
    }
    assertThat(server.get("/api/v1/users/" + id).json().get("secondFactor").asBoolean())
        .isEqualTo(false);
  }

  @Test
  void onesPasswordIsChangedAndASessionIsEndedFromElsewhere() {
    var id =
        made(
            "users",
            "{\"login\":\"he.ping\",\"name\":\"He Ping\",\"password\":\"%s\"}"
                .formatted(Server.PASSWORD));
    signIn("/", "he.ping", Server.PASSWORD);
    at("user-menu").click();
    at("show-account").click();
    assertThat(at("sessions").locator("li")).hasCount(1);
    input("account-current").fill("not the password");
    input("account-password").fill("another password");
    input("account-repeated").fill("another passwort");
    at("account-save").click();
    assertThat(at("account")).containsText("The two are not the same.");
    input("account-repeated").fill("another password");
    at("account-save").click();
    assertThat(at("account")).containsText("Not right");
    input("account-current").fill(Server.PASSWORD);
    at("account-save").click();
    assertThat(page.getByText("Your password was changed")).isVisible();
    assertThat(at("sessions").locator("li")).hasCount(1);
    try (var theirs = newContext("en-GB")) {
      var admins = newPage(theirs);
      signIn(admins, "/users/" + id + "?tab=user-sign-ins", "admin", Server.PASSWORD);
      assertThat(admins.getByTestId("sign-ins")).containsText("Signed in");
      admins.getByTestId("end-session").click();
      assertThat(admins.getByTestId("end-session")).hasCount(0);
    }
    page.reload();
    input("login-user").fill("he.ping");
    input("login-password").fill("another password");
    at("login-submit").click();
    assertThat(at("user-menu")).isVisible();
  }
}
