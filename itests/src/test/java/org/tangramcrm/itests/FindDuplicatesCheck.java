package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Searches for records that are there twice (M-16); the same on every database. */
abstract class FindDuplicatesCheck extends MergeCheck {
  private static final String DUPLICATES = "/api/v1/duplicates/";
  private static final String GROUPS = DUPLICATES + "customers/groups";
  private static final String MAY =
      "customers.view customers.create customers.edit customers.delete customers.merge";

  @Test
  void m16_aSearchFindsWhatIsAlikeOneThroughAnotherAmongWhatTheCallerMayMerge() {
    var own = role("twice-own", "own", MAY);
    var finder = user("twice.finder", own);
    var other = user("twice.other", own);
    assertThat(server.get(GROUPS, as("twice.finder")).json().has("searchedAt")).isFalse();
    var first = named("苏州查重仪器有限公司", finder, "");
    var second = named("苏州查重仪器股份有限公司", finder, ",\"phones\":[{\"number\":\"0512-7777 1234\"}]");
    var third = named("Quite Another", finder, ",\"phones\":[{\"number\":\"+86 512 77771234\"}]");
    // Those of others, also where they are shared, those that are deleted, and those like no other.
    named("苏州查重仪器", other, "");
    var shared = named("苏州查重仪器公司", other, "");
    assertThat(
            server
                .call(
                    "PUT",
                    "/api/v1/access/customers/" + shared + "/team",
                    "{\"members\":[{\"userId\":\"" + finder + "\",\"access\":\"write\"}]}")
                .status())
        .isEqualTo(200);
    var deleted = named("苏州查重仪器有限责任公司", finder, "");
    assertThat(delete(CUSTOMERS + "/" + deleted).status()).isEqualTo(204);
    named("Like no other one", finder, "");

    search("twice.finder");
    var found = server.get(GROUPS, as("twice.finder")).json();
    assertThat(found.get("searchedAt").asText()).isNotEmpty();
    assertThat(found.get("items")).hasSize(1);
    var group = found.at("/items/0");
    assertThat(group.get("status").asText()).isEqualTo("open");
    assertThat(texts(group.get("fields"))).containsExactly("name", "phones");
    assertThat(records(group)).containsExactly(first, second, third);
    assertThat(texts(group.at("/records/0/fields"))).containsExactly("name");
    assertThat(texts(group.at("/records/1/fields"))).containsExactly("name", "phones");
    assertThat(group.at("/records/2/title").asText()).isEqualTo("Quite Another");
    assertThat(group.at("/records/2/number").asText()).isNotEmpty();
    assertThat(
            server
                .soap(
                    "duplicates",
                    "groups",
                    "<collection>customers</collection>",
                    as("twice.finder"))
                .text())
        .contains("<id>" + second + "</id>", "<title>Quite Another</title>")
        .doesNotContain("<id>" + shared + "</id>");
    // They are nobody else's.
    for (var somebody : List.of(as("twice.other"), new String[0])) {
      assertThat(server.get(GROUPS, somebody).text()).doesNotContain("Quite Another");
      assertThat(dismiss(group, List.of(first, second), somebody).code()).isEqualTo("not-found");
    }
    // To be merged are proposed those that have one and the same in common.
    assertThat(texts(group.get("proposedIds"))).containsExactly(first, second);
    // Where what connected them is gone they are a group no more.
    give(second, other);
    assertThat(server.get(GROUPS, as("twice.finder")).json().get("items")).isEmpty();
    assertThat(dismiss(group, List.of(first, third), as("twice.finder")).code())
        .isEqualTo("not-found");
    give(second, finder);
    assertThat(records(server.get(GROUPS, as("twice.finder")).json().at("/items/0")))
        .containsExactly(first, second, third);
    // What is somebody else's by then is not shown, and a group of one is none.
    give(third, other);
    assertThat(records(server.get(GROUPS, as("twice.finder")).json().at("/items/0")))
        .containsExactly(first, second);
    give(second, other);
    assertThat(server.get(GROUPS, as("twice.finder")).json().get("items")).isEmpty();
    assertThat(dismiss(group, List.of(first, second), as("twice.finder")).code())
        .isEqualTo("not-found");
  }

  @Test
  void m16_whatTheCallerDoesNotSeeFindsNothingAndIsNotToldOnceItIsHidden() {
    var role =
        make(
            "/api/v1/roles",
            """
            {"code":"twice-blind","name":"Blind","scopes":[{"collection":"*","scope":"own"}],
             "operations":["customers.view","customers.edit","customers.delete","customers.merge"]}""");
    var blind = user("twice.blind", role);
    named("By one number", blind, ",\"phones\":[{\"number\":\"0514-8888 9999\"}]");
    named("By that number, too", blind, ",\"phones\":[{\"number\":\"0514-88889999\"}]");
    search("twice.blind");
    assertThat(server.get(GROUPS, as("twice.blind")).json().at("/items/0/fields").toString())
        .isEqualTo("[\"phones\"]");
    var hidden =
        patch(
            "/api/v1/roles/" + role.get("id").asText(),
            """
            {"fields":[{"collection":"customers","field":"phones","access":"hidden"},
                       {"collection":"customers","field":"phone","access":"hidden"}]}""");
    assertThat(hidden.status()).as(hidden.text()).isEqualTo(200);
    assertThat(server.get(GROUPS, as("twice.blind")).json().get("items")).isEmpty();
    search("twice.blind");
    assertThat(patch("/api/v1/roles/" + role.get("id").asText(), "{\"fields\":[]}").status())
        .isEqualTo(200);
    assertThat(server.get(GROUPS, as("twice.blind")).json().get("items")).isEmpty();
  }

  @Test
  void m16_thatTheyAreNotTheSameIsTakenBackByWhoMayMergeThem() {
    var judge = user("twice.back", role("twice-back", "own", MAY));
    user("twice.outside", role("twice-outside", "own", MAY));
    user("twice.looker", role("twice-looker", "all", "customers.view"));
    var one = named("Zurueck GmbH", judge, "");
    var two = named("Zurueck AG", judge, "");
    search("twice.back");
    var group = server.get(GROUPS, as("twice.back")).json().at("/items/0");
    assertThat(dismiss(group, List.of(one, two), as("twice.back")).status()).isEqualTo(200);
    var list = DUPLICATES + "customers/dismissals";
    var pairs = server.get(list, as("twice.back")).json().get("items");
    assertThat(pairs).hasSize(1);
    assertThat(pairs.get(0).get("saidBy").asText()).isEqualTo(judge);
    assertThat(pairs.get(0).at("/records/0/title").asText()).startsWith("Zurueck");
    assertThat(records(pairs.get(0))).containsExactlyInAnyOrder(one, two);
    assertThat(
            server
                .soap(
                    "duplicates",
                    "dismissals",
                    "<collection>customers</collection>",
                    as("twice.back"))
                .text())
        .contains("<id>" + one + "</id>", "<saidBy>" + judge + "</saidBy>");
    assertThat(server.get(list, as("twice.outside")).json().get("items")).isEmpty();
    assertThat(server.get(list, as("twice.looker")).code()).isEqualTo("forbidden");

    var back = DUPLICATES + "customers/actions/withdraw";
    var both = "{\"recordIds\":[\"%s\",\"%s\"]}".formatted(one, two);
    var refused = server.post(back, both, as("twice.outside"));
    assertThat(refused.json().at("/errors/0/field").asText())
        .as(refused.text())
        .isEqualTo("recordIds[0]");
    assertThat(server.post(back, both, as("twice.back")).status()).isEqualTo(204);
    assertThat(server.post(back, both, as("twice.back")).status()).isEqualTo(204);
    assertThat(server.get(list, as("twice.back")).json().get("items")).isEmpty();
    assertThat(server.get("/api/v1/audit?filter=operation==duplicates.withdraw").text())
        .contains(one, two);
    assertThat(server.get(GROUPS, as("twice.back")).json().at("/items/0/status").asText())
        .isEqualTo("open");
    search("twice.back");
    assertThat(records(server.get(GROUPS, as("twice.back")).json().at("/items/0")))
        .containsExactlyInAnyOrder(one, two);
  }

  @Test
  void m16_whatIsNotTheSameIsNotFoundAnyMoreWhoeverSearches() {
    var judge = user("twice.judge", role("twice-judge", "own", MAY));
    var next = user("twice.next", role("twice-next", "own", MAY));
    var one = named("Verschieden GmbH", judge, "");
    var two = named("Verschieden AG", judge, "");
    search("twice.judge");
    var group = server.get(GROUPS, as("twice.judge")).json().at("/items/0");
    assertThat(records(group)).containsExactly(one, two);
    give(one, next);
    give(two, next);
    search("twice.next");
    var same = server.get(GROUPS, as("twice.next")).json().at("/items/0");
    var elsewhere = named("Nothing like them", next, "");
    for (var wrong : List.of(List.of(one, elsewhere), List.of(one, one), List.of(one))) {
      var refused = dismiss(same, wrong, as("twice.next"));
      assertThat(refused.code()).as(refused.text()).isEqualTo("invalid");
      assertThat(refused.text()).contains("recordIds");
    }
    for (int i = 0; i < 2; i++) {
      var dismissed = dismiss(same, List.of(two, one), as("twice.next"));
      assertThat(dismissed.status()).as(dismissed.text()).isEqualTo(200);
      assertThat(dismissed.json().get("status").asText()).isEqualTo("dismissed");
    }
    assertThat(server.get("/api/v1/audit?filter=operation==duplicates.dismiss").text())
        .contains(one, two);

    // Whoever found them before is told so; whoever searches does not find them.
    give(one, judge);
    give(two, judge);
    assertThat(server.get(GROUPS, as("twice.judge")).json().at("/items/0/status").asText())
        .isEqualTo("dismissed");
    search("twice.judge");
    assertThat(server.get(GROUPS, as("twice.judge")).json().get("items")).isEmpty();
    // One that is like both of them has to be judged anew.
    var three = named("Verschieden Ltd", judge, "");
    search("twice.judge");
    group = server.get(GROUPS, as("twice.judge")).json().at("/items/0");
    assertThat(records(group)).containsExactly(one, two, three);
    assertThat(group.get("proposedIds")).isEmpty();
    // What was said of some of them leaves the others.
    var left = dismiss(group, List.of(one, three), as("twice.judge")).json();
    assertThat(left.get("status").asText()).isEqualTo("open");
    assertThat(records(left)).containsExactly(two, three);
    assertThat(texts(left.get("proposedIds"))).containsExactly(two, three);
  }

  @Test
  void m16_whatWasSaidOfARecordIsTrueOfTheOneItWasMergedInto() {
    var heir = user("twice.heir", role("twice-heir", "own", MAY));
    var number = ",\"phones\":[{\"number\":\"0513-6666 1234\"}]";
    var stays = named("Stays behind", heir, "");
    var goes = named("Goes into it", heir, number);
    var apart = named("Apart from both", heir, number);
    search("twice.heir");
    var group = server.get(GROUPS, as("twice.heir")).json().at("/items/0");
    assertThat(dismiss(group, List.of(goes, apart), as("twice.heir")).status()).isEqualTo(200);
    merged(
        ("{\"collection\":\"customers\",\"survivorId\":\"%s\",\"mergedIds\":[\"%s\"],"
                + "\"choices\":[{\"field\":\"phones\",\"united\":true}]}")
            .formatted(stays, goes),
        as("twice.heir"));
    assertThat(server.get(DUPLICATES + "customers/" + stays, as("twice.heir")).text())
        .contains("Apart from both");
    search("twice.heir");
    assertThat(server.get(GROUPS, as("twice.heir")).json().get("items")).isEmpty();
  }

  @Test
  void m16_whatWasMergedIsDealtWithUntilThatIsUndone() {
    var merger = user("twice.merger", role("twice-merger", "own", MAY));
    var stays = named("Doppelt Works", merger, "");
    var goes = named("Doppelt Works Inc", merger, "");
    search("twice.merger");
    var group = server.get(GROUPS, as("twice.merger")).json().at("/items/0");
    var merge =
        merged(
            "{\"collection\":\"customers\",\"survivorId\":\"%s\",\"mergedIds\":[\"%s\"]}"
                .formatted(stays, goes),
            as("twice.merger"));
    var left = server.get(GROUPS, as("twice.merger")).json().at("/items/0");
    assertThat(left.get("status").asText()).isEqualTo("merged");
    assertThat(records(left)).containsExactly(stays);
    assertThat(dismiss(group, List.of(stays, goes), as("twice.merger")).code())
        .isEqualTo("conflict");
    var undo = "/api/v1/merges/" + merge.get("id").asText() + "/actions/undo";
    assertThat(server.post(undo, null, as("twice.merger")).status()).isEqualTo(200);
    Server.await(
        "both of them",
        () ->
            server
                .get(GROUPS, as("twice.merger"))
                .json()
                .at("/items/0/status")
                .asText()
                .equals("open"));
  }

  @Test
  void m16_nobodySearchesWhatTheyMayNotMerge() {
    user("twice.reader", role("twice-reader", "all", "customers.view customers.edit"));
    for (var refused :
        List.of(
            server.post(DUPLICATES + "customers/actions/search", null, as("twice.reader")),
            server.get(GROUPS, as("twice.reader")))) {
      assertThat(refused.code()).as(refused.text()).isEqualTo("forbidden");
    }
    // Not merged, not compared, not there.
    for (var collection : List.of("users", "contact-logs", "nowhere")) {
      assertThat(server.post(DUPLICATES + collection + "/actions/search", null).code())
          .as(collection)
          .isEqualTo("not-found");
      assertThat(
              server
                  .soap("duplicates", "search", "<collection>" + collection + "</collection>")
                  .text())
          .as(collection)
          .contains("<code>not-found</code>");
    }
  }

  private String named(String name, String owner, String more) {
    return make(CUSTOMERS, "{\"name\":\"%s\",\"ownerId\":\"%s\"%s}".formatted(name, owner, more))
        .get("id")
        .asText();
  }

  private void give(String customer, String to) {
    var given = patch(CUSTOMERS + "/" + customer, "{\"ownerId\":\"" + to + "\"}");
    assertThat(given.status()).as(given.text()).isEqualTo(200);
  }

  private void search(String login) {
    var begun = server.post(DUPLICATES + "customers/actions/search", null, as(login));
    assertThat(begun.status()).as(begun.text()).isEqualTo(200);
    var path = "/api/v1/jobs/" + begun.json().get("id").asText();
    Server.await(
        "a search",
        () -> {
          var job = server.get(path, as(login)).json();
          assertThat(job.path("problem").asText()).isEmpty();
          return job.get("status").asText().equals("done");
        });
  }

  private Server.Answer dismiss(JsonNode group, List<String> records, String... headers) {
    return server.post(
        GROUPS + "/" + group.get("id").asText() + "/actions/dismiss",
        "{\"recordIds\":[\"" + String.join("\",\"", records) + "\"]}",
        headers);
  }

  private static List<String> records(JsonNode group) {
    var ids = new ArrayList<String>();
    group.path("records").forEach(record -> ids.add(record.path("id").asText()));
    return ids;
  }
}
