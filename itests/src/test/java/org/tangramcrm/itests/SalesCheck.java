package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the sales module does through REST and SOAP; the same on every database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SalesCheck extends FieldRulesCheck {
  static final String PRODUCTS = "/api/v1/products";
  static final String RATES = "/api/v1/exchange-rates";

  @Override
  String module() {
    return "sales";
  }

  @Override
  int entered() {
    return 1;
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private String product(String code, String more) {
    return make(PRODUCTS, "{\"code\":\"%1$s\",\"name\":\"Product %1$s\"%2$s}".formatted(code, more))
        .get("id")
        .asText();
  }

  @Test
  void aStartWithSalesLogsNoWarning() {
    var complaint = Pattern.compile("(?m)^.*\\| (?:WARN|ERROR) .*(?:\\n(?!\\d{4}-).*){0,40}");
    assertThat(complaint.matcher(server.log()).results().map(MatchResult::group)).isEmpty();
  }

  // ---- M-19

  @Test
  void m19_aProductHasOnePriceOfACurrencyOnADay() {
    var id =
        product(
            "P-1",
            """
            ,"category":"goods.parts","unit":"tonne","taxRate":"13","maxDiscount":"12.5",
             "cost":{"amount":"80","currency":"CNY"},
             "prices":[{"price":{"amount":"90","currency":"CNY"},"until":"2025-12-31"},
                       {"price":{"amount":"100.50","currency":"CNY"},"floor":"95","from":"2026-01-01"},
                       {"price":{"amount":"15","currency":"USD"}}]""");
    var read = server.get(PRODUCTS + "/" + id).json();
    assertThat(read.get("status").asText()).isEqualTo("on-sale");
    assertThat(read.at("/listPrice/amount").asText()).isEqualTo("100.50");
    assertThat(read.at("/cost/baseAmount").asText()).isEqualTo("80.00");
    assertThat(read.get("maxDiscount").asText()).isEqualTo("12.5");
    assertThat(server.soap("products", "get", "<id>" + id + "</id>").text())
        .contains("<code>P-1</code>", "<floor>95</floor>", "<until>2025-12-31</until>");
    // The categories below one count with it.
    assertThat(found("category==goods")).contains(id);
    assertThat(found("category==software")).doesNotContain(id);

    for (var wrong :
        List.of(
            "code duplicate \"code\":\"P-1\"",
            "prices[1].from prices-overlap \"code\":\"P-2\",\"prices\":[{\"price\":{\"amount\":\"1\",\"currency\":\"CNY\"}},"
                + "{\"price\":{\"amount\":\"2\",\"currency\":\"CNY\"},\"from\":\"2026-05-01\"}]",
            "prices[0].until before-begin \"code\":\"P-2\",\"prices\":[{\"price\":{\"amount\":\"1\",\"currency\":\"CNY\"},"
                + "\"from\":\"2026-05-02\",\"until\":\"2026-05-01\"}]",
            "prices[0].floor floor-above-price \"code\":\"P-2\",\"prices\":[{\"price\":{\"amount\":\"1\",\"currency\":\"CNY\"},"
                + "\"floor\":\"1.01\"}]")) {
      var part = wrong.split(" ", 3);
      var refused =
          server.post(PRODUCTS, "{\"name\":\"Wrong\"," + part[2] + "}", "Accept-Language", "zh-CN");
      assertThat(refused.code()).as(refused.text()).isEqualTo("invalid");
      assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo(part[0]);
      assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo(part[1]);
      assertThat(refused.json().at("/errors/0/message").asText()).matches(".*\\p{IsHan}.*");
    }
    // Its code is free again once it is gone.
    assertThat(delete(PRODUCTS + "/" + id).status()).isEqualTo(204);
    product("P-1", "");
    assertThat(server.post(PRODUCTS + "/" + id + "/actions/restore", null).code())
        .isEqualTo("conflict");
  }

  private List<String> found(String filter) {
    return server.get(PRODUCTS + "?filter=" + filter).json().get("items").findValuesAsText("id");
  }

  @Test
  void m19_whatItCostsTheCompanyIsHiddenByRole() {
    var id = product("P-cost", ",\"cost\":{\"amount\":\"271828\",\"currency\":\"CNY\"}");
    var blind =
        make(
            "/api/v1/roles",
            """
            {"code":"cost-blind","name":"Blind","scopes":[{"collection":"*","scope":"own"}],
             "operations":["products.view","products.edit"],
             "fields":[{"collection":"products","field":"cost","access":"hidden"}]}""");
    user("cost.blind", blind);
    // Products are the company's: no scope narrows them.
    var read = server.get(PRODUCTS + "/" + id, as("cost.blind"));
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.text()).doesNotContain("271828");
    assertThat(server.get(PRODUCTS + "?sums=cost", as("cost.blind")).status()).isEqualTo(400);
    var renamed = patch(PRODUCTS + "/" + id, "{\"name\":\"Renamed\"}", as("cost.blind"));
    assertThat(renamed.status()).as(renamed.text()).isEqualTo(200);
    assertThat(server.get(PRODUCTS + "/" + id).json().at("/cost/amount").asText())
        .isEqualTo("271828.00");
  }

  @Test
  void m19_itsPictureIsAFileOfItsOwn() {
    var id = product("P-picture", "");
    var other = product("P-other", "");
    var picture = attached(id);
    var shown = patch(PRODUCTS + "/" + id, "{\"pictureId\":\"" + picture + "\"}");
    assertThat(shown.json().get("pictureId").asText()).as(shown.text()).isEqualTo(picture);
    var foreign = patch(PRODUCTS + "/" + other, "{\"pictureId\":\"" + picture + "\"}");
    assertThat(foreign.json().at("/errors/0/code").asText()).isEqualTo("unknown-reference");
  }

  private String attached(String product) {
    var path = "/api/v1/attachments/content?collection=products&name=look.png&recordId=" + product;
    var sent = server.call("POST", path, "picture", "Content-Type", "image/png");
    assertThat(sent.status()).as(sent.text()).isEqualTo(201);
    return sent.json().get("id").asText();
  }

  // ---- currencies

  @Test
  void aRateHoldsFromItsDayOnAndIsThereOnce() {
    make(RATES, "{\"currency\":\"SEK\",\"validFrom\":\"2026-01-01\",\"rate\":\"0.65\"}");
    for (var wrong :
        List.of(
            "validFrom duplicate {\"currency\":\"SEK\",\"validFrom\":\"2026-01-01\",\"rate\":\"0.7\"}",
            "currency base-currency {\"currency\":\"CNY\",\"validFrom\":\"2026-01-01\",\"rate\":\"1\"}",
            "rate too-small {\"currency\":\"SEK\",\"validFrom\":\"2026-01-02\",\"rate\":\"0\"}")) {
      var part = wrong.split(" ", 3);
      var refused = server.post(RATES, part[2]);
      assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo(part[0]);
      assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo(part[1]);
    }
    var id = product("P-sek", ",\"cost\":{\"amount\":\"10.05\",\"currency\":\"SEK\"}");
    var cost = server.get(PRODUCTS + "/" + id).json().get("cost");
    // 6.5325, to the cent.
    assertThat(cost.get("baseAmount").asText()).isEqualTo("6.53");
    // A later rate changes nothing that was written by then.
    make(RATES, "{\"currency\":\"SEK\",\"validFrom\":\"2026-02-01\",\"rate\":\"2\"}");
    var kept = patch(PRODUCTS + "/" + id, "{\"name\":\"Other name\"}").json();
    assertThat(kept.at("/cost/rate").asText()).isEqualTo("0.65");
  }

  // ---- the module comes and goes

  @Test
  void customersWorkOnWhileSalesIsStopped() {
    var id = product("P-stays", "");
    assertThat(server.post("/api/v1/modules/sales/actions/stop", null).status()).isEqualTo(200);
    try {
      assertThat(server.get(PRODUCTS + "/" + id).code()).isEqualTo("module-stopped");
      assertThat(server.soap("products", "get", "<id>" + id + "</id>").status()).isEqualTo(503);
      JsonNode customer = make("/api/v1/customers", "{\"name\":\"Works on\"}");
      assertThat(server.get("/api/v1/customers/" + customer.get("id").asText()).status())
          .isEqualTo(200);
      assertThat(server.get("/api/v1/openapi.json").text()).doesNotContain("/products");
    } finally {
      server.post("/api/v1/modules/sales/actions/start", null);
    }
    assertThat(server.get(PRODUCTS + "/" + id).json().get("code").asText()).isEqualTo("P-stays");
  }
}
