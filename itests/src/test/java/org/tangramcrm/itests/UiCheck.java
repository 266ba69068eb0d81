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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;

/** The web UI in a real browser, on a server of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class UiCheck {
  private static final Path SHOTS =
      Path.of(System.getProperty("tangram.work")).resolveSibling("screenshots");
  static final LocatorAssertions.IsVisibleOptions SOON =
      new LocatorAssertions.IsVisibleOptions().setTimeout(30_000);

  Server server;
  private Playwright playwright;
  private Browser browser;
  BrowserContext context;
  Page page;
  private final List<String> complaints = new ArrayList<>();

  abstract Server begin();

  @BeforeAll
  void start() {
    var chromium = chromium();
    Needs.that(chromium.isPresent(), "Chromium or Chrome");
    server = begin();
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

  Locator at(String id) {
    return page.getByTestId(id);
  }

  void signIn(String path) {
    signIn(path, "admin", Server.PASSWORD);
  }

  void signIn(String path, String user, String password) {
    page.navigate(path);
    input("login-user").fill(user);
    input("login-password").fill(password);
    at("login-submit").click();
    assertThat(at("user-menu")).isVisible(SOON);
  }

  /** Where an element is typed into: itself, or what is in it. */
  Locator input(String id) {
    return at(id).locator("input").or(at(id).and(page.locator("input")));
  }

  void fill(String field, String value) {
    at("field-" + field).locator("input, textarea").first().fill(value);
  }
}
