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

  /** The page of the bin offers them by these operations. */
  @Test
  void m15_whateverIsDeletedAndRestoredByItselfHasABin() {
    for (var model : server.get("/api/v1/metadata").json().get("items")) {
      var operations = model.get("operations").findValuesAsText("name");
      if (operations.containsAll(List.of("delete", "restore", "export"))) {
        var bin = BIN + model.get("collection").asText();
        for (var path : List.of(bin, bin + "?q=x")) {
          var answer = server.get(path);
          assertThat(answer.status()).as(path + answer.text()).isEqualTo(200);
        }
      }
    }
    var product =
        make("/api/v1/products", "{\"code\":\"BIN-1\",\"name\":\"Thrown product\"}")
            .get("id")
            .asText();
    assertThat(delete("/api/v1/products/" + product).status()).isEqualTo(204);
    assertThat(ids(server.get(BIN + "products?q=thrown%20p").json())).containsExactly(product);
  }

  /** A contact who is elsewhere as well stays; what went comes back with its customer alone. */
  @Test
  void m15_whatBelongsToACustomerGoesAndComesBackWithIt() {
    var gone = make(CUSTOMERS, "{\"name\":\"Goes whole\"}").get("id").asText();
    var stays = make(CUSTOMERS, "{\"name\":\"Stays behind\"}").get("id").asText();
    var own = make(CONTACTS, "{\"name\":\"Goes too\",\"customerId\":\"" + gone + "\"}");
    var shared =
        make(
            CONTACTS,
            "{\"name\":\"At both\",\"companies\":[{\"customerId\":\"%s\"},{\"customerId\":\"%s\"}]}"
                .formatted(gone, stays));
    var talk =
        make(
            "/api/v1/contact-logs",
            "{\"customerId\":\"%s\",\"subject\":\"Talk\",\"method\":\"visit\",\"nextAction\":\"Go on\"}"
                .formatted(gone));
    var paths =
        List.of(
            CONTACTS + "/" + own.get("id").asText(),
            "/api/v1/contact-logs/" + talk.get("id").asText());
    assertThat(delete(CUSTOMERS + "/" + gone).status()).isEqualTo(204);
    paths.forEach(path -> assertThat(server.get(path).code()).as(path).isEqualTo("not-found"));
    assertThat(server.get(CONTACTS + "/" + shared.get("id").asText()).status()).isEqualTo(200);
    assertThat(ids(server.get(BIN + "customers?q=Goes%20whole").json())).containsExactly(gone);
    assertThat(ids(server.get(BIN + "contacts?q=Goes%20too").json())).isEmpty();
    assertThat(ids(server.get(BIN + "contact-logs?q=Talk").json()))
        .doesNotContain(talk.get("id").asText());
    for (var path : paths) {
      var alone = server.post(path + "/actions/restore", null, "Accept-Language", "zh-CN");
      assertThat(alone.code()).as(alone.text()).isEqualTo("conflict");
      assertThat(alone.json().get("detail").asText()).contains("恢复所属记录");
    }

    assertThat(server.post(CUSTOMERS + "/" + gone + "/actions/restore", null).status())
        .isEqualTo(200);
    paths.forEach(path -> assertThat(server.get(path).status()).as(path).isEqualTo(200));
    assertThat(server.get(CUSTOMERS + "/" + gone).json().get("nextAction").asText())
        .isEqualTo("Go on");
    var told =
        server
            .get("/api/v1/timeline/contacts/" + own.get("id").asText())
            .json()
            .get("items")
            .findValuesAsText("kind");
    assertThat(told).containsExactly("restored", "deleted", "created");

    // All or nothing: what stands in the way of one of them keeps all.
    assertThat(server.call("DELETE", CUSTOMERS + "/" + gone, null, "If-Match", "\"v1\"").code())
        .isEqualTo("stale");
    paths.forEach(path -> assertThat(server.get(path).status()).as(path).isEqualTo(200));
    // One that was deleted before does not come back with it.
    delete(paths.get(1));
    delete(CUSTOMERS + "/" + gone);
    server.post(CUSTOMERS + "/" + gone + "/actions/restore", null);
    assertThat(server.get(paths.get(0)).status()).isEqualTo(200);
    assertThat(server.get(paths.get(1)).code()).isEqualTo("not-found");
    assertThat(server.post(paths.get(1) + "/actions/restore", null).status()).isEqualTo(200);
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
