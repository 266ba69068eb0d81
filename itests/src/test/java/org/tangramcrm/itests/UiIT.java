package org.tangramcrm.itests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;

/** The web UI in a real browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UiIT {
  private static final Path SHOTS =
      Path.of(System.getProperty("tangram.work")).resolveSibling("screenshots");
  private static final LocatorAssertions.IsVisibleOptions SOON =
      new LocatorAssertions.IsVisibleOptions().setTimeout(30_000);

  private Server server;
  private Playwright playwright;
  private Browser browser;
  private BrowserContext context;
  private Page page;
  private final List<String> complaints = new ArrayList<>();

  @BeforeAll
  void start() {
    var chromium = chromium();
    Needs.that(chromium.isPresent(), "Chromium or Chrome");
    server = Server.onDerby("ui");
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(chromium.orElseThrow())
                    .setArgs(List.of("--no-sandbox", "--disable-background-networking")));
  }

  private static Optional<Path> chromium() {
    return Stream.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
        .flatMap(
            name ->
                Stream.of(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  @AfterAll
  void stop() {
    if (playwright != null) {
      playwright.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void open() {
    complaints.clear();
    context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setLocale("en-GB")
                .setViewportSize(1440, 900)
                .setBaseURL("http://localhost:" + server.port));
    page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.text().contains("Content Security Policy")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
  }

  @AfterEach
  void close(TestInfo info) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(SHOTS.resolve(info.getTestMethod().orElseThrow().getName() + ".png")));
    context.close();
    assertThat(complaints).isEmpty();
  }

  private Locator at(String id) {
    return page.getByTestId(id);
  }

  private void signIn(String path) {
    page.navigate(path);
    at("login-user").locator("input").or(at("login-user").and(page.locator("input"))).fill("admin");
    at("login-password")
        .locator("input")
        .or(at("login-password").and(page.locator("input")))
        .fill(Server.PASSWORD);
    at("login-submit").click();
    assertThat(at("user-menu")).isVisible(SOON);
  }

  private void fill(String field, String value) {
    at("field-" + field).locator("input, textarea").first().fill(value);
  }

  @Test
  void aWrongPasswordIsRefusedInWords() {
    page.navigate("/");
    at("login-user").locator("input").or(at("login-user").and(page.locator("input"))).fill("admin");
    at("login-password")
        .locator("input")
        .or(at("login-password").and(page.locator("input")))
        .fill("not the password");
    at("login-submit").click();
    assertThat(at("login-error")).isVisible(SOON);
    assertThat(at("user-menu")).hasCount(0);
  }

  @Test
  void aCustomerIsCreatedFoundEditedAndDeleted() {
    signIn("/customers");
    assertThat(at("list-customers")).isVisible(SOON);
    at("create").click();
    at("save").click();
    assertThat(at("error-name")).isVisible();
    fill("name", "浦东七巧板有限公司");
    fill("employees", "120");
    at("save").click();
    assertThat(at("record")).isVisible(SOON);
    assertThat(at("record")).containsText("浦东七巧板有限公司");

    at("edit").click();
    fill("phone", "021-5555 0199");
    at("save").click();
    assertThat(at("value-phone")).hasText("021-5555 0199");

    page.navigate("/customers");
    at("search").locator("input").or(at("search").and(page.locator("input"))).fill("七巧板");
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
    assertThat(at("field-phone")).isVisible(SOON);
    fill("phone", "1");
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
    assertThat(at("value-phone")).hasText("1");
    var saved = server.get("/api/v1/customers/" + id).json();
    assertThat(saved.get("phone").asText()).isEqualTo("1");
    assertThat(saved.get("website").asText()).isEqualTo("stale.example");
  }

  @Test
  void aModulesPagesLeaveAndReturnWithItWhileTheyAreOpen() {
    signIn("/customers");
    assertThat(at("list-customers")).isVisible(SOON);
    page.evaluate("window.shellStays = true");
    server.post("/api/v1/modules/customers/actions/stop", null);
    assertThat(at("module-stopped")).isVisible(SOON);
    assertThat(at("nav-customers")).hasCount(0);

    at("nav-modules").first().click();
    assertThat(at("module-customers")).hasAttribute("data-state", "stopped");
    at("module-customers-start").click();
    assertThat(at("module-customers"))
        .hasAttribute(
            "data-state", "active", new LocatorAssertions.HasAttributeOptions().setTimeout(30_000));
    at("nav-customers").first().click();
    assertThat(at("list-customers")).isVisible(SOON);
    assertThat(page.evaluate("window.shellStays")).isEqualTo(true);
  }

  @Test
  void itServesOnAPhone() {
    page.setViewportSize(390, 844);
    server.post("/api/v1/customers", "{\"name\":\"Phone AG\",\"level\":\"A\"}");
    signIn("/customers");
    assertThat(at("list-customers")).isVisible(SOON);
    assertThat(at("list-customers")).containsText("Phone AG");
    var overflow =
        (Integer) page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
    assertThat(overflow).isLessThanOrEqualTo(0);
    at("nav-open").click();
    assertThat(at("nav-modules").last()).isVisible();
    assertThat(page).hasURL(Pattern.compile(".*/customers$"));
  }
}
