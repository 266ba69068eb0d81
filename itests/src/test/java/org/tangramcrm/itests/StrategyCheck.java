package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who decides on opportunities, and against whom they are won (M-22, M-23); on every database. */
abstract class StrategyCheck extends PipelineCheck {
  static final String PLACES = "/api/v1/opportunity-contacts";
  private static final String CUSTOMERS = "/api/v1/customers";
  private static final String CONTACTS = "/api/v1/contacts";

  String made(String path, String body, Object... values) {
    return make(path, body.formatted(values)).get("id").asText();
  }

  String firm(String name) {
    return made(CUSTOMERS, "{\"name\":\"%s\"}", name);
  }

  String opportunity(String name, String customer, String more) {
    return made(OPPORTUNITIES, "{\"name\":\"%s\",\"customerId\":\"%s\"%s}", name, customer, more);
  }

  String person(String name, String customer) {
    return made(CONTACTS, "{\"name\":\"%s\",\"customerId\":\"%s\"}", name, customer);
  }

  private String place(String deal, String contact, String more) {
    return made(
        PLACES,
        "{\"opportunityId\":\"%s\",\"contactId\":\"%s\",\"role\":\"user\"%s}",
        deal,
        contact,
        more);
  }

  private List<String> hints(String deal) {
    return server
        .get(OPPORTUNITIES + "/" + deal)
        .json()
        .get("hints")
        .findValuesAsText("code")
        .stream()
        .filter(code -> code.contains("decision"))
        .toList();
  }

  private JsonNode map(String deal, String... headers) {
    return server.get(PLACES + "?sort=id&filter=opportunityId==" + deal, headers).json();
  }

  // ---- M-22

  @Test
  void m22_aContactIsOnTheMapOnceAndItsAttitudeHasACourse() {
    var customer = firm("Map Ltd");
    var deal = opportunity("Mapped", customer, "");
    var contact = person("Decides", customer);
    assertThat(hints(deal)).isEmpty();
    var id =
        place(deal, contact, ",\"attitude\":-1,\"concern\":\"Downtime\",\"coveredById\":\"1\"");
    assertThat(hints(deal)).containsExactly("no-decision-maker");
    var later = opportunity("Later", customer, ",\"stage\":\"needs\"");
    assertThat(hints(later)).containsExactly("no-decision-maker");
    var path = PLACES + "/" + id;
    var read = server.get(path).json();
    assertThat(read.get("influence").asInt()).isEqualTo(3);
    var soap = server.soap("opportunity-contacts", "get", "<id>" + id + "</id>").text();
    assertThat(soap).contains("<attitude>-1</attitude>", "<concern>Downtime</concern>");

    refused(
        PLACES,
        "{\"opportunityId\":\"%s\",\"contactId\":\"%s\",\"role\":\"user\"}"
            .formatted(deal, contact),
        "<contact><opportunityId>%s</opportunityId><contactId>%s</contactId><role>user</role></contact>"
            .formatted(deal, contact),
        "contactId",
        "duplicate");
    var moved = patch(path, "{\"opportunityId\":\"" + opportunity("Other", customer, "") + "\"}");
    assertThat(moved.json().at("/errors/0/code").asText()).as(moved.text()).isEqualTo("fixed");

    // Of one day the last one stands; what is said without an attitude changes nothing.
    patch(path, "{\"attitude\":1,\"role\":\"decision-maker\"}");
    patch(path, "{\"attitude\":2}");
    patch(path, "{\"action\":\"Reference visit\",\"actionOn\":\"2099-01-01\"}");
    var course = server.get(path).json().get("attitudes");
    assertThat(course.findValuesAsText("attitude")).containsExactly("2");
    assertThat(hints(deal)).isEmpty();
    assertThat(map(deal).get("items").findValuesAsText("role")).containsExactly("decision-maker");

    // Its facts are told among those of the opportunity.
    var told = server.get("/api/v1/timeline/opportunities/" + deal).json().get("items");
    assertThat(told.findValuesAsText("collection")).contains("opportunity-contacts");
    assertThat(told.toString()).contains("Reference visit");

    // Taken off the map, and put back.
    assertThat(delete(path).status()).isEqualTo(204);
    assertThat(map(deal).get("items")).isEmpty();
    assertThat(server.post(path + "/actions/restore", null).status()).isEqualTo(200);
    assertThat(map(deal).get("items")).hasSize(1);
  }

  @Test
  void m22_whoDecidesIsNotForgottenAndWhoLeftStays() {
    var customer = firm("Touch Ltd");
    var deal = opportunity("Touched", customer, "");
    var contact = person("Chief", customer);
    var id = place(deal, contact, "");
    patch(PLACES + "/" + id, "{\"role\":\"decision-maker\"}");
    assertThat(hints(deal)).isEmpty();
    var entry =
        "{\"customerId\":\"%s\",\"subject\":\"Call\",\"method\":\"telephone\",\"contactIds\":[\"%s\"],\"startAt\":\"%sT02:00:00Z\"}";
    var longAgo = LocalDate.now().minusDays(40);
    server.post("/api/v1/contact-logs", entry.formatted(customer, contact, longAgo));
    assertThat(server.get(PLACES + "/" + id).json().get("lastTouchedAt").asText())
        .startsWith(longAgo.toString());
    assertThat(hints(deal)).containsExactly("decision-maker-untouched");
    server.post(
        "/api/v1/contact-logs", entry.formatted(customer, contact, LocalDate.now().minusDays(2)));
    assertThat(hints(deal)).isEmpty();
    assertThat(map(deal).at("/items/0/lastTouchedAt").asText())
        .startsWith(LocalDate.now().minusDays(2).toString());

    // Who left stays on the map, and nobody is told to touch them.
    var left =
        patch(
            CONTACTS + "/" + contact,
            "{\"companies\":[{\"customerId\":\"%s\",\"to\":\"2026-01-31\"}]}".formatted(customer));
    assertThat(left.status()).as(left.text()).isEqualTo(200);
    assertThat(map(deal).at("/items/0/left").asBoolean()).isTrue();
  }

  @Test
  void m22_whoReachesTheOpportunityReachesItsMapAndWhoMayChangeItChangesIt() {
    var seller =
        role(
            "map-seller",
            "own",
            "customers.view contacts.view opportunities.view opportunities.edit");
    var owner = user("map.owner", seller);
    var reader = user("map.reader", seller);
    user("map.stranger", seller);
    var customer = made(CUSTOMERS, "{\"name\":\"Mapped AG\",\"ownerId\":\"%s\"}", owner);
    var deal = opportunity("Reached", customer, ",\"ownerId\":\"" + owner + "\"");
    var path = PLACES + "/" + place(deal, person("Seen", customer), "");
    server.call(
        "PUT",
        "/api/v1/access/customers/" + customer + "/team",
        "{\"members\":[{\"userId\":\"" + reader + "\",\"access\":\"read\"}]}");
    assertThat(server.get(path, as("map.owner")).status()).isEqualTo(200);
    assertThat(server.get(path, as("map.reader")).status()).isEqualTo(200);
    assertThat(server.get(path, as("map.stranger")).code()).isEqualTo("not-found");
    assertThat(map(deal, as("map.stranger")).get("items")).isEmpty();

    var change = "{\"influence\":5}";
    assertThat(patch(path, change, as("map.owner")).status()).isEqualTo(200);
    assertThat(patch(path, change.replace('5', '4'), as("map.reader")).code())
        .isEqualTo("forbidden");
    assertThat(delete(path, as("map.reader")).code()).isEqualTo("forbidden");
    var another =
        "{\"opportunityId\":\"%s\",\"contactId\":\"%s\",\"role\":\"user\"}"
            .formatted(deal, person("Another", customer));
    assertThat(server.post(PLACES, another, as("map.reader")).code()).isEqualTo("forbidden");
    assertThat(
            server.post(PLACES, another, as("map.stranger")).json().at("/errors/0/field").asText())
        .isEqualTo("opportunityId");
    assertThat(server.get(path).json().get("influence").asInt()).isEqualTo(5);
    assertThat(map(deal).get("items")).hasSize(1);
  }

  /** The map follows where contacts become one, and where the opportunity changes hands. */
  @Test
  void m22_theMapFollowsMergeAndTransfer() {
    var customer = firm("Follows Ltd");
    var deal = opportunity("Followed", customer, "");
    var stays = person("Same One", customer);
    var goes = person("Same one twice", customer);
    place(deal, stays, "");
    place(deal, goes, ",\"influence\":5");
    var merged =
        server.post(
            "/api/v1/merges",
            "{\"collection\":\"contacts\",\"survivorId\":\"%s\",\"mergedIds\":[\"%s\"]}"
                .formatted(stays, goes));
    assertThat(merged.status()).as(merged.text()).isEqualTo(201);
    Server.await(
        "the merge",
        () -> map(deal).get("items").findValuesAsText("contactId").equals(List.of(stays, stays)));
    var next = user("map.next", role("map-next", "own", "opportunities.view"));
    assertThat(map(deal, as("map.next")).get("items")).isEmpty();
    var handed = patch(OPPORTUNITIES + "/" + deal, "{\"ownerId\":\"" + next + "\"}");
    assertThat(handed.status()).as(handed.text()).isEqualTo(200);
    assertThat(map(deal, as("map.next")).get("items")).hasSize(2);
  }
}
