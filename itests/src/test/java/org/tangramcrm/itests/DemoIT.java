package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The demonstration company has its customers: once, whatever happens meanwhile. */
class DemoIT {
  private static final int CUSTOMERS = 300;
  private static final int OPPORTUNITIES = 60;
  private static final String MODULE = "/api/v1/modules/customers/actions/";

  @Test
  void theDemonstrationCompanyHasItsCustomersOnce() {
    try (var server = Server.withDemo("demo")) {
      // The module comes and goes while they are being made.
      for (int i = 0; i < 3; i++) {
        var begun = System.nanoTime();
        assertThat(
                server.post(MODULE + "stop", Server.WITH_DEPENDANTS).json().get("state").asText())
            .isEqualTo("stopped");
        assertThat(System.nanoTime() - begun)
            .as("nanoseconds of a stop")
            .isLessThan(10_000_000_000L);
        assertThat(server.post(MODULE + "start", null).json().get("state").asText())
            .isEqualTo("active");
      }
      for (var share : List.of(CUSTOMERS / 3, CUSTOMERS * 2 / 3, CUSTOMERS)) {
        Server.await(share + " demonstration customers", () -> total(server) >= share);
      }
      // The module that needs it went with it, and is called for by itself.
      assertThat(server.post("/api/v1/modules/sales/actions/start", null).status()).isEqualTo(200);
      Server.await(
          "the demonstration opportunities",
          () -> total(server, "opportunities", "id=gt=0") == OPPORTUNITIES);
      assertThat(total(server, "opportunities", "state==won")).isBetween(1, OPPORTUNITIES / 2);
      assertThat(total(server, "products", "status==on-sale")).isEqualTo(12);
      for (var status : List.of("draft", "sent", "superseded")) {
        assertThat(total(server, "quotes", "status==" + status)).as(status).isPositive();
      }
      assertThat(total(server, "opportunity-contacts", "role==decision-maker"))
          .isBetween(OPPORTUNITIES / 2, OPPORTUNITIES);
      assertThat(total(server, "opportunity-competitors", "id=gt=0"))
          .isBetween(OPPORTUNITIES / 3, OPPORTUNITIES);
      assertThat(server.log()).doesNotContain("| WARN ").doesNotContain("| ERROR");
      check(server, all(server));
      checkCards(server, all(server));

      // What was offered stays, and what it was offered for, and to whom.
      var offered = server.get("/api/v1/quotes?limit=500").json().get("items");
      var deals = Set.copyOf(offered.findValuesAsText("opportunityId"));
      var buyers = Set.copyOf(offered.findValuesAsText("customerId"));
      server
          .get("/api/v1/opportunities?limit=500&fields=id")
          .json()
          .get("items")
          .forEach(
              deal -> {
                var id = deal.get("id").asText();
                var path = "/api/v1/opportunities/" + id;
                assertThat(server.call("DELETE", path, null, "If-Match", "\"v1\"").status())
                    .isEqualTo(deals.contains(id) ? 409 : 204);
              });
      int left = 0;
      // Those that others belong to stay to the last.
      var customers = all(server);
      customers.sort(Comparator.comparing(customer -> !customer.has("parentId")));
      for (var customer : customers) {
        var id = customer.get("id").asText();
        var path = "/api/v1/customers/" + id;
        var gone = server.call("DELETE", path, null, "If-Match", "\"v1\"").status();
        // Also a parent company of one that stays.
        assertThat(gone).as(id).isIn(buyers.contains(id) ? List.of(409) : List.of(204, 409));
        left += gone == 204 ? 0 : 1;
      }
      server.stop();
      server.start();
      assertThat(server.post("/api/v1/customers", "{\"name\":\"A real one\"}").status())
          .isEqualTo(201);
      server.post(MODULE + "restart", null);
      assertThat(total(server)).isEqualTo(1 + left);
      assertThat(total(server, "opportunities", "id=gt=0")).isEqualTo(deals.size());
    }
  }

  private static int total(Server server) {
    return total(server, "customers", "id=gt=0");
  }

  private static int total(Server server, String collection, String filter) {
    return server
        .get("/api/v1/" + collection + "?limit=1&count=exact&filter=" + filter)
        .json()
        .at("/total/value")
        .asInt();
  }

  /** People, what passed and is to pass between them and us, documents: once each, in Chinese. */
  private static void checkCards(Server server, List<JsonNode> customers) {
    assertThat(total(server, "contacts", "id=gt=0")).isBetween(CUSTOMERS, 3 * CUSTOMERS);
    assertThat(total(server, "contact-logs", "status==done")).isGreaterThan(CUSTOMERS);
    assertThat(total(server, "contact-logs", "status==planned")).isGreaterThan(CUSTOMERS / 5);
    assertThat(customers)
        .filteredOn(customer -> customer.has("lastContactAt"))
        .hasSizeGreaterThan(CUSTOMERS * 3 / 4);
    assertThat(customers)
        .filteredOn(customer -> customer.has("nextAction") && customer.has("nextActionAt"))
        .hasSizeGreaterThan(CUSTOMERS / 10);
    for (var section : List.of("strengths", "suppliedGoods", "territory", "competence")) {
      assertThat(customers).as(section).anyMatch(customer -> customer.has(section));
    }
    for (var collection : List.of("contacts:name", "contact-logs:subject")) {
      var part = collection.split(":");
      assertThat(server.get("/api/v1/" + part[0] + "?limit=500").json().get("items"))
          .extracting(item -> item.get(part[1]).asText())
          .allMatch(text -> text.matches(".*\\p{IsHan}.*"));
    }
    assertThat(server.get("/api/v1/contacts?limit=500").json().get("items"))
        .anyMatch(contact -> contact.path("lunarBirthday").asBoolean());
    var deliveries = server.get("/api/v1/document-deliveries?limit=500").json().get("items");
    assertThat(deliveries).hasSize(CUSTOMERS / 15);
    assertThat(deliveries)
        .allSatisfy(
            delivery ->
                assertThat(
                        server
                            .get(
                                "/api/v1/attachments/"
                                    + delivery.get("attachmentId").asText()
                                    + "/content?version=1")
                            .text())
                    .contains("报价编号"));
  }

  private static List<JsonNode> all(Server server) {
    var customers = new ArrayList<JsonNode>();
    server.get("/api/v1/customers?limit=500").json().get("items").forEach(customers::add);
    return customers;
  }

  private static void check(Server server, List<JsonNode> customers) {
    assertThat(customers).hasSize(CUSTOMERS);
    assertThat(customers)
        .extracting(customer -> customer.get("name").asText())
        .doesNotHaveDuplicates();
    assertThat(customers)
        .allSatisfy(customer -> assertThat(customer.get("createdBy").asText()).isEqualTo("0"))
        .allSatisfy(customer -> assertThat(customer.get("version").asInt()).isEqualTo(1))
        .allSatisfy(customer -> assertThat(customer.get("phone").asText()).contains("-5550"));
    assertThat(customers).filteredOn(customer -> customer.has("parentId")).hasSize(20);

    for (var field :
        List.of(
            "industry:industry",
            "region:region",
            "level:customer-level",
            "status:customer-status",
            "source:customer-source",
            "types:customer-type")) {
      var names = field.split(":");
      var given = new HashSet<String>();
      customers.forEach(
          customer -> given.addAll(Flat.of(customer).getOrDefault(names[0], List.of())));
      var codes =
          server
              .get("/api/v1/dictionaries/" + names[1])
              .json()
              .get("items")
              .findValuesAsText("code");
      assertThat(codes).as(names[0]).containsAll(given);
      assertThat(given).as(names[0]).hasSizeGreaterThan(3);
    }

    var people = new HashMap<String, String>();
    server
        .get("/api/v1/users")
        .json()
        .get("items")
        .forEach(user -> people.put(user.get("id").asText(), user.get("login").asText()));
    var owned = new HashMap<String, Integer>();
    customers.forEach(
        customer -> owned.merge(people.get(customer.get("ownerId").asText()), 1, Integer::sum));
    assertThat(owned.keySet())
        .isEqualTo(
            Set.of("zhang.qiang", "liu.yang", "emma.brown", "james.wilson", "chen.jing", "sun.li"));
    assertThat(owned.values())
        .allSatisfy(count -> assertThat(count).isEqualTo(CUSTOMERS / owned.size()));
  }
}
