package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What would tell a hidden field is hidden with it (M-88); the same on every database. */
abstract class HiddenFieldsCheck extends FieldRulesCheck {
  private static final String DEALS = "/api/v1/opportunities";
  private static final String HISTORY = "/api/v1/opportunity-moves";
  private static final String FORMULAS = "/api/v1/custom-fields";

  private void whoIsNotShown(String login, String field, String operations) {
    var role =
        make(
            "/api/v1/roles",
            """
            {"code":"%1$s","name":"%1$s","scopes":[{"collection":"*","scope":"all"}],"operations":["%3$s"],
             "fields":[{"collection":"opportunities","field":"%2$s","access":"hidden"}]}"""
                .formatted(login.replace('.', '-'), field, operations.replace(" ", "\",\"")));
    user(login, role);
  }

  private List<String> fields(String collection, String login) {
    var keys = new ArrayList<String>();
    server
        .get("/api/v1/metadata/" + collection, as(login))
        .json()
        .get("fields")
        .forEach(field -> keys.add(field.get("key").asText()));
    return keys;
  }

  @Test
  void m88_whatFollowsFromAHiddenFieldIsHiddenWithIt() {
    var customer = make("/api/v1/customers", "{\"name\":\"Told by none\"}").get("id").asText();
    var formula =
        make(
                FORMULAS,
                "{\"collection\":\"opportunities\",\"code\":\"tenth\",\"type\":\"decimal\",\"decimals\":1,"
                    + "\"labelZh\":\"十分之一\",\"labelEn\":\"Tenth\",\"formula\":\"amount * 0.1\"}")
            .get("id")
            .asText();
    whoIsNotShown(
        "amount.blind",
        "amount",
        "opportunities.view opportunities.edit opportunities.move customers.view audit.view"
            + " roles.view roles.create");
    var deal =
        make(
                DEALS,
                "{\"name\":\"Hidden\",\"customerId\":\"%s\",\"amount\":{\"amount\":\"314159\",\"currency\":\"CNY\"}}"
                    .formatted(customer))
            .get("id")
            .asText();
    var path = DEALS + "/" + deal;
    // 10 % of it at the first stage, as by the formula.
    var tells = List.of("314159", "31415.9");
    var facts = "/api/v1/audit?filter=collection==opportunities;recordId==" + deal;
    var history = HISTORY + "?filter=opportunityId==" + deal;
    for (var read : List.of(path, history, facts, DEALS + "?filter=id==" + deal)) {
      assertThat(server.get(read).text()).contains("314159");
      assertThat(server.get(read, as("amount.blind")).text())
          .contains(deal)
          .doesNotContain(tells.get(0), tells.get(1));
    }
    assertThat(fields("opportunities", "amount.blind"))
        .contains("probability")
        .doesNotContain("amount", "weighted", "lines", "customFields.tenth");
    assertThat(fields("opportunity-moves", "amount.blind"))
        .contains("probability")
        .doesNotContain("amount");
    for (var asked :
        List.of(
            "filter=customFields.tenth=gt=0",
            "sort=customFields.tenth",
            "sums=customFields.tenth",
            "sums=weighted",
            "fields=weighted",
            "fields=lines")) {
      assertThat(server.get(DEALS + "?" + asked).status()).as(asked).isEqualTo(200);
      assertThat(server.get(DEALS + "?" + asked, as("amount.blind")).status())
          .as(asked)
          .isEqualTo(400);
    }

    // It is worked out whoever writes, and stays where nothing changed.
    assertThat(patch(path, "{\"nextStep\":\"Call\"}", as("amount.blind")).status()).isEqualTo(200);
    var moved = server.post(path + "/actions/move", "{\"stage\":\"needs\"}", as("amount.blind"));
    assertThat(moved.status()).as(moved.text()).isEqualTo(200);
    var now = server.get(path).json();
    var percent = now.get("probability").decimalValue();
    assertThat(percent).isNotEqualByComparingTo(BigDecimal.TEN);
    assertThat(new BigDecimal(now.at("/weighted/amount").asText()))
        .isEqualByComparingTo(new BigDecimal("3141.59").multiply(percent));
    assertThat(now.at("/customFields/0/decimal").asText()).isEqualTo("31415.9");

    // Who hides as much gives no more than they have.
    var gives =
        "{\"code\":\"given%1$s\",\"name\":\"Given\",\"operations\":[\"opportunities.view\"],\"fields\":[%2$s]}";
    var hidden = "{\"collection\":\"opportunities\",\"field\":\"amount\",\"access\":\"hidden\"}";
    assertThat(server.post("/api/v1/roles", gives.formatted(1, ""), as("amount.blind")).status())
        .isEqualTo(403);
    var given = server.post("/api/v1/roles", gives.formatted(2, hidden), as("amount.blind"));
    assertThat(given.status()).as(given.text()).isEqualTo(201);

    assertThat(delete(FORMULAS + "/" + formula).status()).isLessThan(500);
  }

  /** Whoever is not shown at which stage it is, is not shown where it was either. */
  @Test
  void m88_aHistoryTellsNoMoreThanItsRecord() {
    var customer = make("/api/v1/customers", "{\"name\":\"No stages\"}").get("id").asText();
    var deal =
        make(DEALS, "{\"name\":\"No stages\",\"customerId\":\"" + customer + "\"}")
            .get("id")
            .asText();
    whoIsNotShown("stage.blind", "stage", "opportunities.view customers.view");
    var history = HISTORY + "?filter=opportunityId==" + deal;
    var first = server.get(history).json().at("/items/0/toStage").asText();
    assertThat(first).isNotEmpty();
    var read = server.get(history, as("stage.blind"));
    assertThat(read.json().get("items")).hasSize(1);
    assertThat(read.text()).doesNotContain("\"" + first + "\"");
    for (var asked : List.of("filter=toStage==" + first, "filter=fromStage==" + first)) {
      assertThat(server.get(HISTORY + "?" + asked).status()).isEqualTo(200);
      assertThat(server.get(HISTORY + "?" + asked, as("stage.blind")).code())
          .isEqualTo("invalid-filter");
    }
  }
}
