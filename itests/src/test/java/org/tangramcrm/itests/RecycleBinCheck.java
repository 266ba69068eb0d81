package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The recycle bin (M-15); the same on every database. */
abstract class RecycleBinCheck extends CollaborationCheck {
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

  /** Also where no index gives the order that is asked for among those that match. */
  @Test
  void aPageHoldsTheFirstInItsOrderWhateverItIsFilteredBy() {
    var made = new ArrayList<String>();
    for (int portion = 0; portion < 4; portion++) {
      var items = new ArrayList<String>();
      for (int i = 0; i < 500; i++) {
        items.add(
            "{\"name\":\"Page %d\",\"employees\":%d,\"branches\":1}"
                .formatted(portion * 500 + i, 70_000 + i));
      }
      var bulk =
          server.post(
              CUSTOMERS + "/bulk", "{\"atomic\":true,\"items\":[" + String.join(",", items) + "]}");
      bulk.json().get("results").forEach(one -> made.add(one.get("id").asText()));
    }
    // Of each 500, the first 400.
    var matching = new ArrayList<String>();
    for (int i = 0; i < made.size(); i++) {
      if (i % 500 < 400) {
        matching.add(0, made.get(i));
      }
    }
    var filter = CUSTOMERS + "?count=none&fields=id&filter=employees=ge=70000;employees=lt=70400";
    assertThat(ids(server.get(filter + "&limit=5").json())).isEqualTo(matching.subList(0, 5));
    var first = server.get(filter + "&limit=500").json();
    assertThat(ids(first)).isEqualTo(matching.subList(0, 500));
    var next = server.get(filter + "&limit=500&cursor=" + encoded(first.get("next").asText()));
    assertThat(ids(next.json())).isEqualTo(matching.subList(500, 1_000));
    var biggest = ids(server.get(filter + "&limit=4&sort=-employees,-id").json());
    assertThat(biggest)
        .containsExactly(made.get(1_899), made.get(1_399), made.get(899), made.get(399));
  }

  private static List<String> ids(JsonNode list) {
    var ids = new ArrayList<String>();
    list.get("items").forEach(item -> ids.add(item.get("id").asText()));
    return ids;
  }
}
