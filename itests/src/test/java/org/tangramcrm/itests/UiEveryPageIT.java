package org.tangramcrm.itests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of every page, in both languages: that everybody can use it, and that it fits. */
class UiEveryPageIT extends UiCheck {
  private static final String LEAVE =
      """
      path => {
        document.querySelectorAll('#content > *').forEach(left => (left.dataset.left = ''))
        history.pushState({}, '', path)
        dispatchEvent(new PopStateEvent('popstate', { state: {} }))
      }\
      """;

  private static final String STILL =
      "() => Promise.all(document.getAnimations()"
          + ".filter(one => one.effect.getTiming().iterations !== Infinity)"
          + ".map(one => one.finished.catch(() => null))).then(() => null)";

  /**
   * Findings that keep somebody from using the page; with what it is about, for whoever reads. The
   * contrast, dear to compute, is the same in every language.
   */
  private static final String FINDINGS =
      """
contrast => axe.run(document, { resultTypes: ['violations'], rules: { 'color-contrast': { enabled: contrast } } }).then(({ violations }) =>
  violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id} (${help}): ` + nodes.slice(0, 3).map(({ html }) => html.slice(0, 200)).join(' | ')))
""";

  private String customer;
  private String deal;
  private String quote;
  private String order;

  @Override
  Server begin() {
    return Server.withDemo("ui-every-page");
  }

  @BeforeAll
  void fillACard() {
    if (server == null) {
      return;
    }
    customer =
        made(
            "customers",
            """
            {"name":"上海每页检查有限公司","types":["customer","supplier"],"level":"A","status":"won",
             "phones":[{"number":"021-55550199","primary":true},{"number":"13800138000"}],
             "emails":[{"address":"info@pages.example"}],"addresses":[{"text":"上海市浦东新区世纪大道100号"}],
             "industry":"I","region":"CN-310000","employees":120,"remark":"很长的备注，看看是否换行。"}
            """);
    var contact =
        made(
            "contacts",
            "{\"name\":\"王建国\",\"customerId\":\"%s\",\"birthMonth\":1,\"birthDay\":2}"
                .formatted(customer));
    made(
        "contact-logs",
        "{\"subject\":\"首次拜访，介绍产品方案并确认需求清单\",\"customerId\":\"%s\",\"method\":\"visit\",\"nextAction\":\"发报价单\"}"
            .formatted(customer));
    made(
        "contact-logs",
        "{\"subject\":\"Demonstration\",\"customerId\":\"%s\",\"method\":\"visit\",\"status\":\"planned\",\"startAt\":\"2040-01-02T03:00:00Z\"}"
            .formatted(customer));
    deal =
        made(
            "opportunities",
            "{\"name\":\"产线数据采集项目\",\"customerId\":\"%s\",\"amount\":{\"amount\":\"1234567.5\",\"currency\":\"CNY\"},\"expectedClose\":\"2030-01-31\"}"
                .formatted(customer));
    made(
        "opportunity-contacts",
        "{\"opportunityId\":\"%s\",\"contactId\":\"%s\",\"role\":\"decision-maker\",\"influence\":5,\"attitude\":1,\"action\":\"约技术交流\"}"
            .formatted(deal, contact));
    var product = made("products", "{\"code\":\"A-1\",\"name\":\"工业网关\"}");
    quote =
        made(
            "quotes",
            "{\"opportunityId\":\"%s\",\"discount\":\"5\",\"lines\":[{\"productId\":\"%s\",\"quantity\":\"2\",\"price\":\"3200\"}]}"
                .formatted(deal, product));
    order =
        made(
            "orders",
            """
            {"name":"工业网关采购","customerId":"%s","signedOn":"2026-02-01","lines":[{"productId":"%s","quantity":"2","price":"3200","taxRate":"13"}],
             "plan":[{"percent":"60","dueOn":"2026-03-01"},{"percent":"40","milestone":"验收后"}]}
            """
                .formatted(customer, product));
    server.post("/api/v1/orders/" + order + "/actions/submit", null);
    var receipt =
        made(
            "receipts",
            "{\"customerId\":\"%s\",\"amount\":{\"amount\":\"1000\",\"currency\":\"CNY\"}}"
                .formatted(customer));
    server.post("/api/v1/receipts/" + receipt + "/actions/confirm", null);
    made(
        "comments",
        "{\"collection\":\"customers\",\"recordId\":\"%s\",\"text\":\"@Administrator 请看一下\",\"mentions\":[{\"userId\":\"1\"}]}"
            .formatted(customer));
    // Its end is told.
    server.post("/api/v1/jobs/exports", "{\"collection\":\"customers\"}");
    server.call(
        "POST",
        "/api/v1/attachments/content?collection=customers&recordId=" + customer + "&name=a.txt",
        "a",
        "Content-Type",
        "application/octet-stream");
  }

  /** Every page, as the address and what is done on it first. */
  private Map<String, Consumer<Page>> pages() {
    var pages = new LinkedHashMap<String, Consumer<Page>>();
    var card = "/customers/" + customer;
    pages.put("/", page -> {});
    pages.put("/customers", page -> {});
    pages.put("/customers?level=A", page -> page.getByTestId("filter").click());
    pages.put("/customers?q=zzzz", page -> assertThat(page.getByTestId("clear")).isVisible());
    for (var tab :
        List.of(
            "details",
            "customer-contacts",
            "customer-log",
            "customer-deliveries",
            "comments",
            "documents",
            "history")) {
      pages.put(
          card + "?tab=" + tab, page -> assertThat(page.locator("#panel-" + tab)).isVisible());
    }
    pages.put(
        card,
        page -> {
          page.getByTestId("add-customer-log").click();
          assertThat(page.locator("#quick-subject")).isVisible();
        });
    pages.put(card + "/edit", page -> {});
    for (var collection : List.of("customers", "contacts", "contact-logs", "document-deliveries")) {
      pages.put("/" + collection + "/new", page -> {});
      pages.put("/" + collection + "?view=all", page -> {});
    }
    pages.put("/customer-pool", page -> {});
    pages.put("/audit", page -> assertThat(page.locator(".tg-history")).isVisible());
    pages.put("/roles/1", page -> assertThat(page.getByTestId("role-matrix")).isVisible());
    for (var collection :
        List.of(
            "opportunities",
            "quotes",
            "products",
            "pipelines",
            "exchange-rates",
            "sales-targets",
            "receipts",
            "accounting-periods")) {
      pages.put("/" + collection, page -> {});
      pages.put("/" + collection + "/new", page -> {});
    }
    pages.put("/pipelines/1", page -> {});
    pages.put("/competitors", page -> {});
    pages.put("/deal-board", page -> assertThat(page.getByTestId("board-contact")).isVisible());
    pages.put("/deal-funnel", page -> assertThat(page.getByTestId("funnel-contact")).isVisible());
    pages.put(
        "/deal-funnel?view=cohort",
        page -> assertThat(page.getByTestId("funnel-contact-on")).isVisible());
    pages.put(
        "/opportunities/" + deal + "?tab=opportunity-quotes",
        page -> assertThat(page.locator("#panel-opportunity-quotes")).isVisible());
    pages.put("/quotes/" + quote, page -> assertThat(page.getByTestId("pdf-show")).isVisible());
    pages.put(
        "/quotes/" + quote + "/edit",
        page -> assertThat(page.getByTestId("reckoned-total")).isVisible());
    pages.put(
        "/opportunities/" + deal,
        page -> {
          assertThat(page.getByTestId("way")).isVisible();
          assertThat(page.getByTestId("attitude-1").locator("button")).isVisible();
        });
    pages.put("/orders/new?customerId=" + customer, page -> {});
    pages.put(
        "/orders/" + order,
        page -> {
          assertThat(page.getByTestId("plan-2")).isVisible();
          assertThat(page.locator("[data-testid^=paid-]").first()).isVisible();
        });
    pages.put(
        "/orders/" + order + "?closing",
        page -> {
          page.getByTestId("action-closeShort").click();
          assertThat(page.locator("#order-total")).isVisible();
        });
    pages.put(
        "/receipts/new?customerId=" + customer,
        page -> assertThat(page.locator("[data-testid^=pay-]").first()).isVisible());
    pages.put("/receivables", page -> {});
    pages.put(
        "/dunning",
        page -> {
          page.locator("[data-testid^=dun-]").first().click();
          assertThat(page.getByTestId("dunning-content")).isVisible();
        });
    pages.put(
        "/payment-calendar?month=2026-03",
        page -> assertThat(page.locator("[data-testid^=calendar-sum-]").first()).isVisible());
    pages.put(
        "/period-close",
        page -> assertThat(page.locator("[data-testid^=month-]").first()).isVisible());
    pages.put("/analyses/R-19", page -> assertThat(page.getByTestId("analysis-table")).isVisible());
    pages.put("/customer-levels", page -> {});
    pages.put("/analyses", page -> {});
    pages.put(
        "/analyses/R-3",
        page -> assertThat(page.getByTestId("analysis-chart").locator("svg")).isVisible());
    for (var collection : List.of("users", "roles", "departments")) {
      pages.put("/" + collection, page -> {});
      pages.put("/" + collection + "/new", page -> {});
    }
    pages.put("/users/1", page -> {});
    pages.put("/roles/1", page -> assertThat(page.getByTestId("line-customers")).isVisible());
    pages.put("/dictionaries", page -> {});
    pages.put("/dictionaries/customer-status", page -> {});
    pages.put(
        "/custom-fields",
        page -> {
          page.getByTestId("add-custom").click();
          assertThat(page.getByTestId("custom-form")).isVisible();
        });
    pages.put(
        "/layouts?collection=customers",
        page -> {
          page.getByTestId("rename-contact").click();
          page.getByTestId("preview-card").click();
          assertThat(page.locator(".layout__preview [data-testid=value-name]")).isVisible();
        });
    pages.put("/modules", page -> assertThat(page.getByTestId("module-customers")).isVisible());
    pages.put("/customers/999999999", page -> {});
    pages.put("/nowhere", page -> {});
    pages.put(
        "/?bell",
        page -> {
          page.getByTestId("bell").click();
          assertThat(page.locator(".notice").first()).isVisible();
          page.getByTestId("notices-choose").click();
          assertThat(page.getByTestId("wants-job")).isVisible();
        });
    return pages;
  }

  /**
   * Opens every page and asks it, as wide as a desk and as narrow as a phone; what is wrong, by
   * page.
   */
  private Map<String, Object> ask(Page asked) {
    var wrong = new LinkedHashMap<String, Object>();
    pages()
        .forEach(
            (path, first) -> {
              asked.setViewportSize(1440, 900);
              go(asked, path);
              assertThat(asked.locator("#content [aria-busy=true]")).hasCount(0);
              assertThat(asked.locator("#content h1, #content h2").first()).isVisible();
              first.accept(asked);
              // What is still fading in has less contrast than it will have.
              asked.evaluate(STILL);
              judge(path, asked, wrong);
            });
    return wrong;
  }

  /**
   * As a link in the page leads there; begins anew where the page would stay, or ask before it
   * goes.
   */
  private void go(Page asked, String path) {
    var here = URI.create(asked.url()).getPath();
    if (here.equals(URI.create(path).getPath())
        || here.equals("/customers/" + customer)
        || here.equals("/orders/new")
        || here.startsWith("/dictionaries")) {
      asked.navigate(path);
      return;
    }
    asked.evaluate(LEAVE, path);
    assertThat(asked.locator("#content [data-left]")).hasCount(0);
  }

  private static void judge(String path, Page asked, Map<String, Object> wrong) {
    var english = asked.evaluate("document.documentElement.lang").equals("en");
    var findings = (List<?>) asked.evaluate(FINDINGS, english);
    if (!findings.isEmpty()) {
      wrong.put(path, findings);
    }
    asked.setViewportSize(390, 844);
    asked.evaluate(STILL);
    if (overflow(asked) > 0) {
      wrong.put(path + " on a phone", overflow(asked));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zh-CN", "en-GB"})
  void everybodyCanUseItAndItFitsAPhone(String locale) {
    try (var own = newContext(locale)) {
      var asked = newPage(own);
      asked.addInitScript(Command.ROOT.resolve("node_modules/axe-core/axe.min.js"));
      asked.navigate("/customers");
      assertThat(asked.getByTestId("login-submit")).isVisible();
      var wrong = new LinkedHashMap<String, Object>();
      judge("sign-in", asked, wrong);
      asked.setViewportSize(1440, 900);
      signIn(asked, "/", "admin", Server.PASSWORD);
      wrong.putAll(ask(asked));
      assertThat(wrong).isEmpty();
    }
  }
}
