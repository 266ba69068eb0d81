package org.tangramcrm.itests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.regex.Pattern;
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
}
