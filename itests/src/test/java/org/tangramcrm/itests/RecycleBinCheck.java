package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The recycle bin (M-15); the same on every database. */
abstract class RecycleBinCheck extends TransferCheck {
  private static final String BIN = "/api/v1/recycle-bin/";

  @Test
  void m15_whatWasDeletedIsInTheBinOfThoseWhoReachItAtBothDoors() {
    var own = role("bin-own", "own", "customers.view customers.edit customers.delete");
    var owner = user("bin.owner", own);
    user("bin.other", own);
    user("bin.looker", role("bin-looker", "all", "customers.view"));
    var body = "{\"name\":\"Thrown %s\",\"ownerId\":\"" + owner + "\"}";
    var first = make(CUSTOMERS, body.formatted("one")).get("id").asText();
    var second = make(CUSTOMERS, body.formatted("two")).get("id").asText();
    for (var id : List.of(first, second)) {
      assertThat(delete(CUSTOMERS + "/" + id).status()).isEqualTo(204);
    }
    var seen = server.get(BIN + "customers", as("bin.owner")).json();
    assertThat(ids(seen)).containsExactly(second, first);
    var item = seen.at("/items/0");
    assertThat(item.get("title").asText()).isEqualTo("Thrown two");
    assertThat(item.get("ownerName").asText()).isEqualTo("bin.owner");
    assertThat(item.get("deletedByName").asText()).isEqualTo("Administrator");
    assertThat(
            server
                .soap("recycle-bin", "list", "<collection>customers</collection>", as("bin.owner"))
                .text())
        .contains("<title>Thrown one</title>", "<title>Thrown two</title>");
    assertThat(ids(server.get(BIN + "customers?q=WN%20ONE", as("bin.owner")).json()))
        .containsExactly(first);
    assertThat(ids(server.get(BIN + "customers", as("bin.other")).json())).isEmpty();
    assertThat(server.get(BIN + "customers", as("bin.looker")).code()).isEqualTo("forbidden");
    assertThat(server.get(BIN + "nowhere").code()).isEqualTo("not-found");
    assertThat(server.get(BIN + "jobs").code()).isEqualTo("not-found");

    assertThat(
            server
                .post(CUSTOMERS + "/" + first + "/actions/restore", null, as("bin.owner"))
                .status())
        .isEqualTo(200);
    assertThat(ids(server.get(BIN + "customers", as("bin.owner")).json())).containsExactly(second);
  }

  private static List<String> ids(JsonNode list) {
    var ids = new ArrayList<String>();
    list.get("items").forEach(item -> ids.add(item.get("id").asText()));
    return ids;
  }
}
