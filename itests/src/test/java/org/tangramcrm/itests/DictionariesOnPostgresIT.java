package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** With a second node on the same database. */
class DictionariesOnPostgresIT extends DictionariesCheck {
  private Postgres postgres;
  private Server other;

  @BeforeAll
  void start() {
    postgres = Postgres.begin("dictionaries-postgres");
    server = Server.onPostgres("dictionaries-postgres", postgres.url());
    other = Server.onPostgres("dictionaries-postgres-other", postgres.url());
  }

  @AfterAll
  @Override
  void stop() {
    if (other != null) {
      other.close();
    }
    super.stop();
    postgres.close();
  }

  @Test
  void aChangeHoldsForTheNextRequestOnEveryNode() {
    for (int i = 0; i < 20; i++) {
      var label = "Turn " + i;
      var changed = patch(item("ownership", "joint-venture"), "{\"labelEn\":\"" + label + "\"}");
      assertThat(changed.status()).as(changed.text()).isEqualTo(200);
      assertThat(choice(other, "ownership", "joint-venture", "en").get("title").asText())
          .isEqualTo(label);
    }
    patch(item("customer-status", "lost"), "{\"active\":false}");
    var refused = other.post("/api/v1/customers", "{\"name\":\"Late\",\"status\":\"lost\"}");
    assertThat(refused.status()).isEqualTo(422);
    patch(item("customer-status", "lost"), "{\"active\":true}");
    assertThat(other.post("/api/v1/customers", "{\"name\":\"Late\",\"status\":\"lost\"}").status())
        .isEqualTo(201);

    var own =
        create(
            "{\"dictionary\":\"region\",\"code\":\"CN-TEST\",\"labelEn\":\"Test\",\"parent\":\"CN-ZJ\"}");
    other.post("/api/v1/customers", "{\"name\":\"Tested\",\"region\":\"CN-TEST\"}");
    var found = other.get("/api/v1/customers?filter=region==CN-ZJ;name==Tested");
    assertThat(found.json().get("items")).hasSize(1);
    assertThat(own.get("version").asInt()).isEqualTo(1);
  }
}
