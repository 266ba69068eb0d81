package org.tangramcrm.itests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The list: its views, filters, columns, and what can be done to its rows. */
class UiListIT extends UiCheck {
  @Override
  Server begin() {
    return Server.withDemo("ui-list");
  }

  private Locator rows() {
    return page.locator("tbody tr[data-id]");
  }

  private List<String> heads() {
    return page.locator("thead th[data-field]").all().stream()
        .map(head -> head.getAttribute("data-field"))
        .toList();
  }

  private void openList(String query) {
    signIn("/customers" + query);
    assertThat(rows().first()).isVisible();
  }

  /** Chooses from a list that hangs from a field. */
  private void choose(Locator select, String option) {
    select.click();
    page.locator(".el-select-dropdown__item:visible")
        .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^\\s*" + option + "\\s*$")))
        .first()
        .click();
  }

  @Test
  void aViewIsSavedChangedSharedAndDeleted() {
    openList("?level=A");
    assertThat(at("view-changed")).isAttached();
    at("view-save-as").click();
    input("view-name").fill("Best ones");
    at("share-all").click();
    at("view-save").click();
    var tab = page.locator("[data-testid^=view-][aria-current]");
    assertThat(tab).hasText("Best ones");
    assertThat(page).hasURL(Pattern.compile(".*/customers\\?view=\\d+$"));
    assertThat(at("chip-level")).containsText("A");

    at("sort-name").click();
    assertThat(at("view-changed")).isAttached();
    at("view-keep").click();
    assertThat(at("view-changed")).hasCount(0);
    page.reload();
    assertThat(page.locator("th[data-field=name]")).hasAttribute("aria-sort", "ascending");
    assertThat(tab).hasText("Best ones");

    at("view-menu").click();
    at("view-default").click();
    page.navigate("/customers");
    assertThat(tab).hasText("Best ones");

    at("view-menu").click();
    at("view-edit").click();
    input("view-name").fill("Better");
    at("view-save").click();
    assertThat(tab).hasText("Better");
    at("view-menu").click();
    at("view-delete").click();
    assertThat(tab).hasText("All");
    at("undo").click();
    assertThat(tab).hasText("Better");
    at("view-menu").click();
    at("view-delete").click();
    assertThat(tab).hasText("All");
  }

  @Test
  void anAnalysisLeadsToTheRecordsBehindItsFigures() {
    for (var level : List.of("A", "A", "B")) {
      made(
          "customers",
          "{\"name\":\"Charted\",\"tags\":[\"charted\"],\"level\":\"%s\"}".formatted(level));
    }
    signIn("/analyses");
    at("analysis-R-3").click();
    assertThat(page).hasURL(Pattern.compile(".*/analyses/R-3$"));
    // More are made meanwhile, for demonstration.
    page.navigate("/analyses/R-3?filter=tags==charted");
    assertThat(at("analysis-chart").locator("svg")).isVisible();
    choose(at("asked-by"), "Level");
    assertThat(page).hasURL(Pattern.compile(".*by=level.*"));
    assertThat(at("analysis-table").locator("th").first()).hasText("Level");
    at("analysis-explain").click();
    assertThat(at("analysis-definition")).containsText("Share =");

    var figures = at("analysis-table").locator("tbody tr").first().locator("td").allTextContents();
    var saved = page.waitForDownload(() -> at("analysis-file").click());
    assertThat(saved.suggestedFilename()).startsWith("R-3").endsWith(".xlsx");
    at("analysis-table").locator("tbody tr a").first().click();
    assertThat(page).hasURL(Pattern.compile(".*/customers\\?.*where=.*"));
    assertThat(rows().first()).isVisible();
    assertThat(figures.get(1).strip()).isEqualTo("2");
    assertThat(at("total")).containsText("2");
  }

  @Test
  void columnsStayAsTheUserArrangedThem() {
    openList("");
    assertThat(heads()).startsWith("name", "number");
    at("columns").click();
    at("column-number-down").click();
    at("column-region").click();
    page.keyboard().press("Escape");
    // It lies over the heads until it has faded.
    assertThat(at("column-region")).isHidden();
    page.locator("th[data-field=level]").dragTo(page.locator("th[data-field=types]"));
    var expected = List.of("name", "level", "types", "number");
    assertThat(heads().subList(0, 4)).isEqualTo(expected);
    assertThat(heads()).doesNotContain("region");

    var wide = page.locator("th[data-field=name]");
    var before = wide.boundingBox().width;
    var handle = at("width-name").boundingBox();
    page.mouse().move(handle.x + handle.width / 2, handle.y + 10);
    page.mouse().down();
    page.mouse().move(handle.x + 120, handle.y + 10);
    page.mouse().up();
    assertThat(wide.boundingBox().width).isGreaterThan(before + 80);

    page.reload();
    assertThat(rows().first()).isVisible();
    assertThat(heads().subList(0, 4)).isEqualTo(expected);
    assertThat(wide.boundingBox().width).isGreaterThan(before + 80);
    at("columns").click();
    at("columns-reset").click();
    assertThat(page.locator("th[data-field=region]")).isVisible();
  }

  @Test
  void columnsShowWhatTheyHoldOrTellItAndTheNameStaysInSight() {
    openList("");
    var cut = "cells => cells.filter(cell => cell.scrollWidth > cell.clientWidth).length";
    for (var field : List.of("number", "types", "level", "status", "phone", "ownerId")) {
      assertThat(page.locator("td[data-field=" + field + "]").evaluateAll(cut)).isEqualTo(0);
    }
    var industry =
        page.locator("td[data-field=industry] .tg-tag__text")
            .filter(new Locator.FilterOptions().setHasText("Electricity, heat"))
            .first();
    industry.hover();
    assertThat(page.locator("td[data-field=industry][title]")).hasCount(1);
    assertThat(page.locator("td[data-field=industry][title]"))
        .hasAttribute("title", industry.innerText());

    var name = rows().first().locator("td[data-field=name]");
    var before = name.boundingBox().x;
    page.locator(".tg-scroll").evaluate("list => list.scrollLeft = list.scrollWidth");
    assertThat(page.locator("th[data-field=updatedAt]")).isInViewport();
    assertThat(name.boundingBox().x).isEqualTo(before);
    assertThat(overflow(page)).isZero();
  }

  @Test
  void whatIsOnesOwnAndOnesTeamsIsAClickAway() {
    var lead = colleague("lead", "组长", "");
    var member = colleague("member", "组员", ",\"superiorId\":\"" + lead + "\"");
    customer("Owned by lead", ",\"ownerId\":\"" + lead + "\"");
    customer("Owned by member", ",\"ownerId\":\"" + member + "\"");
    signIn("/customers?view=all&q=Owned%20by", "lead", Server.PASSWORD);
    assertThat(rows().first()).isVisible();
    assertThat(rows()).hasCount(2);
    page.navigate("/customers");
    assertThat(rows().first()).isVisible();
    at("view-mine").click();
    assertThat(rows()).hasCount(1);
    assertThat(rows()).containsText("Owned by lead");
    at("view-team").click();
    assertThat(rows().filter(new Locator.FilterOptions().setHasText("Owned by member")))
        .hasCount(1);
    at("view-all").click();
    assertThat(rows().nth(2)).isVisible();
  }

  @Test
  void conditionsAreBuiltJoinedAndKeptInTheAddress() {
    openList("");
    at("filter").click();
    at("rule-add").click();
    var first = at("rule").first();
    choose(first.getByTestId("rule-field"), "Level");
    choose(first.locator(".el-select").last(), "A");
    page.keyboard().press("Escape");
    at("group-add").first().click();
    assertThat(at("rule")).hasCount(3);
    var second = at("rule").nth(1);
    choose(second.getByTestId("rule-field"), "Employees");
    choose(second.getByTestId("rule-operator"), "more than");
    second.locator("input").last().fill("100");
    var third = at("rule").nth(2);
    choose(third.getByTestId("rule-field"), "Changed");
    choose(third.locator(".el-select").last(), "today");
    at("filters-apply").click();
    assertThat(page)
        .hasURL(Pattern.compile(".*where=level=in=.*employees=gt=.*updatedAt=within=.*"));
    assertThat(page.locator("td[data-field=level]").first()).hasText("A");

    page.reload();
    at("filter").or(at("chips")).first().waitFor();
    assertThat(at("chip-where-level")).hasText(Pattern.compile("Level is any of\\s+A"));
    assertThat(at("chip-group")).containsText("or");
    at("chip-group").locator("button").click();
    assertThat(at("chip-group")).hasCount(0);
    assertThat(at("chip-where-level")).isVisible();
  }

  @Test
  void whatWasLookedForIsMarked() {
    openList("");
    input("search").fill("北京");
    assertThat(page.locator("td[data-field=name] mark").first()).hasText("北京");
    assertThat(rows().filter(new Locator.FilterOptions().setHasNotText("北京"))).hasCount(0);
  }

  /** A customer of the test's own, found by its name. */
  private String customer(String name, String more) {
    return made("customers", "{\"name\":\"" + name + "\"" + more + "}");
  }

  private Locator cell(String id, String field) {
    return at("row-" + id).locator("td[data-field=" + field + "]");
  }

  @Test
  void aCellIsEditedInPlaceAndAnEditThatCameTooLateShowsWhatChanged() {
    var id = customer("Cell Ltd", ",\"shortName\":\"Cell\"");
    openList("?q=Cell%20Ltd&cols=name,shortName,level,employees");
    cell(id, "shortName").dblclick();
    page.keyboard().type("Brief");
    page.keyboard().press("Tab");
    assertThat(cell(id, "shortName")).hasText("Brief");
    assertThat(cell(id, "level")).isFocused();
    page.keyboard().press("Enter");
    page.locator(".el-select-dropdown__item:visible")
        .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^\\s*B\\s*$")))
        .click();
    assertThat(cell(id, "level")).hasText("B");

    page.keyboard().press("ArrowRight");
    page.keyboard().press("F2");
    page.keyboard().type("many");
    page.keyboard().press("Enter");
    assertThat(at("cell-error")).isVisible();
    page.keyboard().press("Escape");
    assertThat(at("cell-editor")).hasCount(0);

    page.keyboard().press("F2");
    page.keyboard().type("12");
    var version = server.get("/api/v1/customers/" + id).json().get("version").asText();
    server.call(
        "PATCH",
        "/api/v1/customers/" + id,
        "{\"employees\":77,\"shortName\":\"Theirs\"}",
        "If-Match",
        "\"v" + version + "\"");
    page.keyboard().press("Enter");
    assertThat(at("conflict-employees")).containsText("77");
    assertThat(at("changed-shortName")).containsText("Theirs");
    at("stale-merge").click();
    assertThat(cell(id, "employees")).hasText("12");
    assertThat(cell(id, "shortName")).hasText("Theirs");
    assertThat(server.get("/api/v1/customers/" + id).json().get("employees").asInt()).isEqualTo(12);
  }

  @Test
  void severalAreChangedDeletedAndBroughtBack() {
    var first = customer("Several One", ",\"employees\":10");
    var second = customer("Several Two", ",\"employees\":32");
    openList("?q=Several&cols=name,level,employees,ownerId");
    assertThat(at("sum-employees")).hasText("42");
    at("select-" + first).click();
    at("select-" + second).click();
    assertThat(at("bulk-count")).hasText("2 selected");
    at("bulk-set").click();
    at("bulk-field").click();
    page.locator(".el-select-dropdown__item:visible")
        .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^\\s*Level\\s*$")))
        .click();
    choose(at("bulk-value").locator(".el-select"), "C");
    at("bulk-apply").click();
    assertThat(cell(first, "level")).hasText("C");
    assertThat(cell(second, "level")).hasText("C");

    at("select-" + first).click();
    at("select-" + second).click();
    at("bulk-owner").click();
    at("bulk-value").locator(".el-select").click();
    page.waitForResponse(
        answer -> answer.url().contains("/users?q=%E6%9D%8E%E5%A8%9C"),
        () -> page.keyboard().insertText("李娜"));
    page.locator(".el-select-dropdown__item:visible")
        .filter(new Locator.FilterOptions().setHasText("李娜"))
        .click();
    at("bulk-apply").click();
    assertThat(cell(first, "ownerId")).hasText("李娜");

    at("select-" + first).click();
    at("select-" + second).click();
    at("bulk-delete").click();
    assertThat(rows()).hasCount(0);
    assertThat(server.get("/api/v1/customers/" + first).status()).isEqualTo(404);
    at("undo").click();
    assertThat(rows()).hasCount(2);
    assertThat(server.get("/api/v1/customers/" + first).status()).isEqualTo(200);
  }

  @Test
  void whatWasDeletedIsBroughtBackFromTheBin() {
    var id = customer("Binned away", "");
    server.call("DELETE", "/api/v1/customers/" + id, null, "If-Match", "\"v1\"");
    signIn("/recycle-bin?collection=customers");
    at("bin-search").locator("input").or(at("bin-search")).last().fill("binned");
    at("deleted-" + id).getByTestId("bring-back").click();
    assertThat(at("deleted-" + id)).hasCount(0);
    assertThat(server.get("/api/v1/customers/" + id).status()).isEqualTo(200);
  }

  @Test
  void severalAreHandedOverAndGivenBack() {
    var first = customer("Handed One", "");
    var second = customer("Handed Two", "");
    server.post(
        "/api/v1/contacts", "{\"name\":\"Handed person\",\"customerId\":\"" + first + "\"}");
    openList("?q=Handed&cols=name,ownerId");
    at("select-" + first).click();
    at("select-" + second).click();
    at("bulk-transfer").click();
    at("transfer-to").locator(".el-select").or(at("transfer-to")).first().click();
    page.keyboard().type("李娜");
    page.locator(".el-select-dropdown__item:visible")
        .filter(new Locator.FilterOptions().setHasText("李娜"))
        .click();
    assertThat(at("transfer-count")).containsText("2");
    assertThat(at("follow-contacts")).containsText("1");
    at("transfer-reason").locator("input").or(at("transfer-reason")).last().fill("Territory");
    at("transfer-start").click();
    assertThat(at("transfer-job")).hasAttribute("data-status", "done");
    assertThat(cell(first, "ownerId")).hasText("李娜");
    at("transfer-undo").click();
    assertThat(at("transfer-job")).hasAttribute("data-status", "undone");
    assertThat(cell(first, "ownerId")).not().hasText("李娜");
    at("transfer-close").click();
    assertThat(at("transfer")).hasCount(0);
  }

  @Test
  void whatIsListedIsWrittenToAFile() throws IOException {
    for (var name : List.of("One", "Two", "Three")) {
      server.post(
          "/api/v1/customers", "{\"name\":\"%s\",\"region\":\"ui-export\"}".formatted(name));
    }
    openList("?region=ui-export&sort=name");
    at("export").click();
    var download = page.waitForDownload(() -> at("export-start").click());
    assertThat(download.suggestedFilename()).matches("Customers-\\d{8}-\\d{4}-admin\\.xlsx");
    assertThat(rowsOf(download.path())).isEqualTo(4);
    assertThat(at("export-job")).hasAttribute("data-status", "done");
    assertThat(at("export-file").first()).hasText(download.suggestedFilename());
    at("format-csv").click();
    at("all-columns").click();
    var csv = page.waitForDownload(() -> at("export-start").click());
    assertThat(csv.suggestedFilename()).endsWith(".csv");
    assertThat(Files.readString(csv.path()).lines().findFirst().orElse(""))
        .startsWith("\uFEFF")
        .contains("Number", "Credit code", "Annual turnover");
    page.keyboard().press("Escape");
    assertThat(at("export-dialog")).hasCount(0);
  }

  @Test
  void whatIsThereTwiceIsFoundMergedOrSetApart() {
    // Those alike in most fields come first.
    for (var form : List.of("Ltd", "Inc")) {
      customer("Doubled " + form, ",\"phones\":[{\"number\":\"0571-2222 0001\"}]");
      customer("Apart " + form, ",\"phones\":[{\"number\":\"0571-2222 0002\"}]");
    }
    openList("?q=Doubled");
    assertThat(rows()).hasCount(2);
    at("find-duplicates").click();
    at("search-start").click();
    assertThat(at("searched-at")).isVisible();
    var twins =
        page.locator("[data-group]").filter(new Locator.FilterOptions().setHasText("Doubled"));
    assertThat(twins.getByTestId("duplicate")).hasCount(2);
    twins.getByTestId("merge-group").click();
    at("merge-start").click();
    assertThat(at("merge-job")).hasAttribute("data-status", "done");
    at("merge-close").click();
    assertThat(twins).hasCount(0);
    var apart =
        page.locator("[data-group]").filter(new Locator.FilterOptions().setHasText("Apart"));
    apart.getByTestId("dismiss").click();
    page.locator(".el-message-box .confirm").click();
    assertThat(apart).hasCount(0);
    at("search-close").click();
    assertThat(at("duplicate-search")).hasCount(0);
    assertThat(rows()).hasCount(1);

    // It goes on when the dialog is closed; what was set apart is not found again.
    at("find-duplicates").click();
    at("search-start").click();
    at("search-close").click();
    var done = "/api/v1/jobs?filter=kind==duplicates;status==done";
    Server.await("another search", () -> server.get(done).json().get("items").size() == 2);
    at("find-duplicates").click();
    assertThat(at("searched-at")).isVisible();
    assertThat(apart).hasCount(0);
    // It was said in error.
    at("show-apart").click();
    at("apart").getByTestId("withdraw").click();
    assertThat(at("apart").getByTestId("withdraw")).hasCount(0);
    at("search-start").click();
    assertThat(apart).hasCount(1);
  }

  private static int rowsOf(Path xlsx) throws IOException {
    try (var zip = new ZipFile(xlsx.toFile())) {
      var sheet = zip.getInputStream(zip.getEntry("xl/worksheets/sheet1.xml")).readAllBytes();
      return new String(sheet, StandardCharsets.UTF_8).split("<row ").length - 1;
    }
  }

  @Test
  void theSearchAtTheTopFindsRecordsOfAllCollections() {
    var id = customer("Needle GmbH", "");
    openList("");
    page.keyboard().press("/");
    at("find-input").fill("Needle");
    assertThat(at("found-customers-" + id)).isVisible();
    assertThat(at("found-customers-" + id).locator("mark")).hasText("Needle");
    page.keyboard().press("Enter");
    assertThat(at("record")).isVisible();
    assertThat(page).hasURL(Pattern.compile(".*/customers/" + id + "$"));
    // Whoever types at once loses no key.
    page.keyboard().press("Control+k");
    page.keyboard().type("Contact l");
    assertThat(at("find-input")).hasValue("Contact l");
    assertThat(at("found-page-contact-logs")).isVisible();
    page.keyboard().press("Escape");
    page.keyboard().press("?");
    assertThat(at("keys")).isVisible();
  }
}
