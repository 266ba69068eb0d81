package org.tangramcrm.itests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Dictionaries and custom fields looked after, and what is chosen or entered by them. */
class UiDictionariesIT extends UiCheck {

  @Override
  Server begin() {
    return Server.onDerby("ui-dictionaries");
  }

  private JsonNode item(String dictionary, String code) {
    for (var item :
        server.get("/api/v1/dictionary-items?dictionary=" + dictionary).json().get("items")) {
      if (item.get("code").asText().equals(code)) {
        return item;
      }
    }
    throw new AssertionError(code);
  }

  private void openDictionary(String dictionary) {
    signIn("/dictionaries/" + dictionary);
    assertThat(at("dictionary-panel-" + dictionary)).isVisible();
  }

  private List<String> shown() {
    return page.locator("tr[data-testid^=item-]").all().stream()
        .map(row -> row.getAttribute("data-testid").substring("item-".length()))
        .toList();
  }

  private void more(String code, String action) {
    at("more-" + code).click();
    at(action + "-" + code).locator("visible=true").click();
  }

  private Locator options() {
    return page.locator(".tg-code[data-code]:visible");
  }

  @Test
  void anItemIsRenamedInBothLanguagesAndShowsSoEverywhereAtOnce() {
    signIn("/");
    at("nav-dictionaries").first().click();
    at("dictionary-customer-status").click();
    at("edit-interested").click();
    input("item-labelZh").fill("有意向");
    input("item-labelEn").fill("Keen");
    at("colour-purple").check(new Locator.CheckOptions().setForce(true));
    at("item-save").click();
    assertThat(at("item-interested")).containsText("有意向");
    assertThat(at("item-interested")).containsText("Keen");
    server.post("/api/v1/customers", "{\"name\":\"Keen AG\",\"status\":\"interested\"}");
    at("nav-customers").first().click();
    var row = page.locator("tbody tr").filter(new Locator.FilterOptions().setHasText("Keen AG"));
    assertThat(row).containsText(Pattern.compile("Keen AG.*Keen"));
    at("lang-zh-CN").first().click();
    assertThat(row).containsText("有意向");
  }

  @Test
  void anOwnItemIsAddedBelowAnotherAndErrorsStandAtTheirFields() {
    openDictionary("industry");
    more("C", "child");
    at("item-save").click();
    assertThat(at("error-code")).not().isEmpty();
    assertThat(at("error-labelZh")).isVisible();
    input("item-code").fill("A");
    input("item-labelZh").fill("通用设备制造业");
    at("item-save").click();
    assertThat(at("error-code")).containsText("already");
    input("item-code").fill("C34");
    input("item-labelEn").fill("General machinery");
    at("item-save").click();
    assertThat(at("item-form")).hasCount(0);
    assertThat(at("item-C34")).containsText("General machinery");
    assertThat(item("industry", "C34").get("parent").asText()).isEqualTo("C");

    input("item-search").fill("tysb");
    assertThat(page.locator("tr[data-testid^=item-]")).hasCount(1);
    assertThat(at("item-C34")).containsText("Manufacturing");
    more("C34", "delete");
    page.locator(".el-message-box .confirm").click();
    assertThat(at("item-C34")).hasCount(0);
  }

  @Test
  void aRetiredItemIsNotOfferedAndIsRestored() {
    openDictionary("customer-source");
    more("advertising", "retire");
    assertThat(at("item-advertising")).containsText("Retired");
    page.navigate("/customers/new");
    assertThat(at("field-source")).isVisible();
    at("field-source").click();
    assertThat(options().first()).isVisible();
    assertThat(page.locator(".tg-code[data-code=website]:visible")).hasCount(1);
    assertThat(page.locator(".tg-code[data-code=advertising]:visible")).hasCount(0);
    page.keyboard().press("Escape");
    page.navigate("/dictionaries/customer-source");
    more("advertising", "retire");
    assertThat(at("item-advertising")).not().containsText("Retired");
  }

  @Test
  void itemsArePutInOrderByKeyboardAndByDragging() {
    openDictionary("customer-level");
    assertThat(at("item-A")).isVisible();
    assertThat(shown()).containsExactly("A", "B", "C", "D");
    at("handle-C").focus();
    page.keyboard().press("Alt+ArrowUp");
    Server.await("the new order", () -> shown().equals(List.of("A", "C", "B", "D")));
    at("handle-D").dragTo(at("item-A"), new Locator.DragToOptions().setTargetPosition(60, 4));
    Server.await("the order after dragging", () -> shown().equals(List.of("D", "A", "C", "B")));
    page.reload();
    assertThat(at("item-A")).isVisible();
    assertThat(shown()).containsExactly("D", "A", "C", "B");
    more("C", "reset");
    Server.await(
        "C as delivered",
        () -> item("customer-level", "C").get("changed").asText().equals("false"));
  }

  @Test
  void anEditThatCameTooLateLosesNothing() {
    openDictionary("contact-role");
    at("edit-user").click();
    input("item-labelEn").fill("End user");
    var item = item("contact-role", "user");
    server.call(
        "PATCH",
        "/api/v1/dictionary-items/" + item.get("id").asText(),
        "{\"labelZh\":\"最终用户\"}",
        "If-Match",
        "\"v0\"");
    at("item-save").click();
    assertThat(at("stale-dialog")).isVisible();
    assertThat(at("changed-labelZh")).containsText("最终用户");
    at("stale-merge").click();
    assertThat(at("item-user")).containsText("End user");
    var saved = item("contact-role", "user");
    assertThat(saved.get("labelZh").asText()).isEqualTo("最终用户");
    assertThat(saved.get("labelEn").asText()).isEqualTo("End user");
  }

  @Test
  void aRegionIsChosenByItsInitialsAndFoundByItsProvince() {
    signIn("/customers/new");
    assertThat(at("field-region")).isVisible();
    fill("name", "Hangzhou Test");
    at("field-region").click();
    assertThat(page.locator(".tg-code[data-code=CN-BJ]:visible")).hasCount(1);
    page.keyboard().type("hz");
    assertThat(options().first()).containsText("Hangzhou");
    assertThat(options().first()).containsText("China / Zhejiang");
    page.keyboard().press("Enter");
    assertThat(at("field-region")).containsText("Zhejiang / Hangzhou");
    at("lang-zh-CN").first().click();
    assertThat(at("field-region")).containsText("浙江省 / 杭州市");
    at("field-region").click();
    page.keyboard().type("杭");
    assertThat(options().first()).containsText("杭州市");
    page.keyboard().press("Enter");
    at("save").click();
    assertThat(at("value-region")).hasText("浙江省 / 杭州市");
    page.navigate("/customers?region=CN-ZJ");
    assertThat(
            page.locator("tbody tr")
                .filter(new Locator.FilterOptions().setHasText("Hangzhou Test")))
        .hasCount(1);
    page.navigate("/customers?region=CN-GD");
    assertThat(
            page.locator("tbody tr")
                .filter(new Locator.FilterOptions().setHasText("Hangzhou Test")))
        .hasCount(0);
  }

  @Test
  void aFieldOfTheCompanysOwnIsDefinedFilledInAndFilteredBy() {
    signIn("/");
    at("nav-custom-fields").first().click();
    at("add-custom").click();
    page.locator("#custom-labelEn").fill("Shoe size");
    page.locator("#custom-labelZh").fill("鞋码");
    page.locator("#custom-code").fill("Shoe");
    at("custom-type").click();
    at("custom-type-decimal").click();
    page.locator("#custom-minimum").fill("1");
    at("custom-save").click();
    assertThat(at("custom-form").locator(".tg-field__error")).isVisible();
    page.locator("#custom-code").fill("shoeSize");
    at("custom-save").click();
    assertThat(at("custom-shoeSize")).containsText("Shoe size");

    at("nav-customers").first().click();
    at("create").click();
    fill("name", "Shoes AG");
    fill("customFields.shoeSize", "0");
    at("save").click();
    assertThat(at("error-customFields.shoeSize")).isVisible();
    fill("customFields.shoeSize", "42");
    at("save").click();
    assertThat(at("value-customFields.shoeSize")).containsText("42");
    at("edit-customFields.shoeSize").click();
    page.keyboard().type("43");
    page.keyboard().press("Enter");
    assertThat(at("value-customFields.shoeSize")).containsText("43");
    at("lang-zh-CN").first().click();
    assertThat(at("section-custom")).containsText("鞋码");
    at("lang-en").first().click();

    made("customers", "{\"name\":\"Barefoot AG\"}");
    page.navigate("/customers?customFields.shoeSize=40..45");
    var rows = page.locator("tbody tr");
    assertThat(rows.filter(new Locator.FilterOptions().setHasText("Shoes AG"))).hasCount(1);
    assertThat(rows.filter(new Locator.FilterOptions().setHasText("Barefoot"))).hasCount(0);

    page.navigate("/custom-fields");
    assertThat(at("custom-used-shoeSize")).containsText("records: 1");
    at("custom-delete-shoeSize").click();
    page.locator(".el-message-box .confirm").click();
    assertThat(page.locator(".el-message")).containsText("records: 1");
    at("custom-retire-shoeSize").click();
    page.locator(".el-message-box .confirm").click();
    assertThat(at("custom-shoeSize")).containsText("Retired");
    page.navigate("/customers/new");
    assertThat(at("field-name")).isVisible();
    assertThat(at("field-customFields.shoeSize")).hasCount(0);
  }

  @Test
  void aLayoutOfARoleIsArrangedByDraggingAndHoldsOnCardAndFormOfWhoHasTheRole() {
    var seller = colleague("layoutseller", "Seller", "");
    colleague("layoutother", "Other", "");
    var role = server.get("/api/v1/users/" + seller).json().at("/roleIds/0").asText();
    var customer =
        made("customers", "{\"name\":\"Arranged AG\",\"website\":\"https://arranged.example\"}");
    signIn("/");
    at("nav-layouts").first().click();
    at("layout-collection").click();
    at("layout-collection-customers").click();
    at("layout-role").click();
    at("layout-role-" + role).click();
    assertThat(at("layout-state")).containsText("As the module brings it");
    at("add-section").click();
    page.locator("#section-own-1-zh").fill("要点");
    page.locator("#section-own-1-en").fill("At a glance");
    // It is far below: the page goes along while something is dragged.
    page.locator("[data-handle=website]").hover();
    page.mouse().down();
    page.mouse().move(500, 400);
    for (int times = 0; times < 2; times++) {
      at("layout-section-own-1").hover(new Locator.HoverOptions().setForce(true));
    }
    page.mouse().up();
    assertThat(at("layout-section-own-1").getByTestId("placed-website")).isVisible();
    at("wide-website").click();
    // By keyboard a section goes first, a field goes on, and one is left out; what must be filled
    // is not.
    var section = page.locator("[data-handle=own-1]");
    for (int steps = page.locator(".layout__section").count(); steps > 1; steps--) {
      section.focus();
      page.keyboard().press("Alt+ArrowUp");
    }
    assertThat(page.locator(".layout__section").first())
        .hasAttribute("data-testid", "layout-section-own-1");
    var placed = page.locator(".layout__section").nth(1).locator(".layout__field .dict__handle");
    var moves = placed.nth(1).getAttribute("data-handle");
    placed.nth(1).focus();
    page.keyboard().press("Alt+ArrowUp");
    assertThat(placed.first()).hasAttribute("data-handle", moves);
    page.locator(".layout__field [data-handle=remark]").focus();
    page.keyboard().press("Delete");
    assertThat(at("left-remark")).isVisible();
    // Whoever works by keyboard goes on where they were.
    assertThat(page.locator(".layout__field [data-handle=remark]")).isFocused();
    page.locator(".layout__field [data-handle=name]").focus();
    page.keyboard().press("Delete");
    assertThat(at("placed-name")).isVisible();
    assertThat(at("preview-section-own-1").getByTestId("preview-website")).isVisible();
    at("layout-save").click();
    assertThat(at("layout-state")).containsText("layout of its own");

    for (var who : List.of("layoutseller", "layoutother")) {
      context.clearCookies();
      signIn("/customers/" + customer, who, Server.PASSWORD);
      var own = who.equals("layoutseller");
      assertThat(at("value-website")).containsText("arranged.example");
      assertThat(at("section-own-1").getByTestId("value-website")).hasCount(own ? 1 : 0);
      at("edit").click();
      assertThat(at("field-website")).isVisible();
      assertThat(at("section-own-1").getByTestId("field-website")).hasCount(own ? 1 : 0);
      assertThat(at("field-remark")).hasCount(own ? 0 : 1);
      if (own) {
        assertThat(page.locator("fieldset").first()).containsText("At a glance");
        at("lang-zh-CN").first().click();
        assertThat(page.locator("fieldset").first()).containsText("要点");
        at("lang-en").first().click();
      }
    }

    context.clearCookies();
    signIn("/layouts?collection=customers&role=" + role);
    at("layout-reset").click();
    page.locator(".el-message-box .confirm").click();
    assertThat(at("layout-state")).containsText("As the module brings it");
  }

  @Test
  void dictionariesServeOnAPhone() {
    page.setViewportSize(390, 844);
    openDictionary("customer-type");
    assertThat(at("item-partner")).isVisible();
    var overflow =
        (Integer) page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
    assertThat(overflow).isLessThanOrEqualTo(0);
  }
}
