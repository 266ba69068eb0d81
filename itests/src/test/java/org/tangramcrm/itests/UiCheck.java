package org.tangramcrm.itests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ReducedMotion;
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

  /** A machine may be slow; only a test that fails waits that long. */
  private static final double PATIENCE_MILLIS = 60_000;

  /** A page is open for seconds: compiling its scripts well costs more than it gains. */
  private static final String SHORT_LIVED = "--js-flags=--no-opt,--no-maglev,--single-threaded-gc";

  Server server;
  private Playwright playwright;
  private Browser browser;
  BrowserContext context;
  Page page;
  private final List<String> complaints = new ArrayList<>();

  abstract Server begin();

  @BeforeAll
  void start() {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
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
                    .setArgs(
                        List.of("--no-sandbox", "--disable-background-networking", SHORT_LIVED)));
  }

  /** What has no window to draw is the fastest. */
  private static Optional<Path> chromium() {
    return Stream.of(
            "chromium-headless-shell",
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable")
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

  /**
   * The browser is one for all tests of a class, so that it need not load the same over and over.
   */
  @BeforeEach
  void open() {
    complaints.clear();
    if (context == null) {
      context = newContext("en-GB");
    }
    page = newPage(context);
  }

  /** A browser that nobody used yet; whoever opens it closes it. */
  BrowserContext newContext(String locale) {
    return browser.newContext(
        new Browser.NewContextOptions()
            .setLocale(locale)
            .setViewportSize(1440, 900)
            // Nobody looks at what moves, and each click would wait for it.
            .setReducedMotion(ReducedMotion.REDUCE)
            .setBaseURL("http://localhost:" + server.port));
  }

  /** A page of which no complaint is overheard. */
  Page newPage(BrowserContext context) {
    var opened = context.newPage();
    opened.setDefaultTimeout(PATIENCE_MILLIS);
    opened.onConsoleMessage(
        message -> {
          if (message.text().contains("Content Security Policy")) {
            complaints.add(message.text());
          }
        });
    opened.onPageError(complaints::add);
    return opened;
  }

  @AfterEach
  void close(TestInfo info) {
    var left = context;
    // Where a test leaves a browser that cannot be tidied up, the next one begins with another.
    context = null;
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(SHOTS.resolve(info.getTestMethod().orElseThrow().getName() + ".png")));
    // Nothing is left but what it loaded.
    page.evaluate("location.protocol === 'http:' && localStorage.clear()");
    left.unrouteAll();
    left.clearCookies();
    left.pages().forEach(Page::close);
    context = left;
    assertThat(complaints).isEmpty();
  }

  /** How the page looks, for people to look at. */
  void shot(String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setFullPage(true).setPath(SHOTS.resolve(name + ".png")));
  }

  Locator at(String id) {
    return page.getByTestId(id);
  }

  void signIn(String path) {
    signIn(path, "admin", Server.PASSWORD);
  }

  void signIn(String path, String user, String password) {
    signIn(page, path, user, password);
  }

  static void signIn(Page page, String path, String user, String password) {
    page.navigate(path);
    input(page, "login-user").fill(user);
    input(page, "login-password").fill(password);
    page.getByTestId("login-submit").click();
    assertThat(page.getByTestId("user-menu")).isVisible();
  }

  Locator input(String id) {
    return input(page, id);
  }

  /** Where an element is typed into: itself, or what is in it. */
  static Locator input(Page page, String id) {
    var element = page.getByTestId(id);
    return element.locator("input").or(element.and(page.locator("input")));
  }

  /** How many files a customer has. */
  int attached(String customer) {
    return server
        .get("/api/v1/attachments?filter=collection==customers;recordId==" + customer)
        .json()
        .at("/total/value")
        .asInt();
  }

  /** A record of the test's own; its id. */
  String made(String collection, String body) {
    var made = server.post("/api/v1/" + collection, body);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json().get("id").asText();
  }

  /** Somebody who may do what there is to do with customers; their id. */
  String colleague(String login, String name, String more) {
    var operations = new ArrayList<String>();
    var scopes = new ArrayList<String>();
    for (var collection : List.of("customers", "contacts", "contact-logs", "document-deliveries")) {
      for (var operation : List.of("view", "create", "edit")) {
        operations.add("\"" + collection + "." + operation + "\"");
      }
      scopes.add("{\"collection\":\"" + collection + "\",\"scope\":\"all\"}");
    }
    operations.add("\"comments.create\"");
    var role =
        made(
            "roles",
            "{\"code\":\"as-%1$s\",\"name\":\"As %1$s\",\"operations\":%2$s,\"scopes\":%3$s}"
                .formatted(login, operations, scopes));
    return made(
        "users",
        "{\"login\":\"%s\",\"name\":\"%s\",\"password\":\"%s\",\"roleIds\":[\"%s\"]%s}"
            .formatted(login, name, Server.PASSWORD, role, more));
  }

  /** What the page is too wide by, for the window that shows it. */
  static int overflow(Page page) {
    // The page is laid out anew a moment after its window has changed.
    return (Integer)
        page.evaluate(
            """
            () => new Promise((told) => {
              const until = performance.now() + 5000
              const look = () => {
                const beyond =
                  Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) -
                  document.documentElement.clientWidth
                if (beyond === 0 || performance.now() > until) told(beyond)
                else requestAnimationFrame(look)
              }
              look()
            })""");
  }

  void fill(String field, String value) {
    at("field-" + field).locator("input, textarea").first().fill(value);
  }
}
