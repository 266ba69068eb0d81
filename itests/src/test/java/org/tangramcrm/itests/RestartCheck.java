package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What outlives the process. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RestartCheck {
  static final String CUSTOMERS = "/api/v1/customers";
  private static final String CONTACTS = "/api/v1/contacts";

  static final String LEFT_LOCKED =
      "update tangramlockplatform set locked = true, lockgranted = current_timestamp, lockedby = 'killed'";

  Server server;

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  /**
   * What was acknowledged is there, and a merge in the middle of which the server is killed is done
   * once, and whole. The lease of a job has to end before it is taken up again: so one kill serves
   * both.
   */
  @Test
  void m16_whatWasAcknowledgedSurvivesAKillAndNothingIsHalfDone() throws Exception {
    int many = 1_200;
    var stays = customer("Stays");
    var goes = customer("Goes");
    made(CONTACTS, many, "{\"name\":\"Follows %d\",\"customerId\":\"" + goes + "\"}");
    List<String> acknowledged = Collections.synchronizedList(new ArrayList<>());
    var clients = Executors.newFixedThreadPool(6);
    for (int i = 0; i < 4; i++) {
      clients.execute(
          () -> {
            try {
              while (true) {
                var answer = server.send("POST", CUSTOMERS, "{\"name\":\"Acknowledged\"}");
                if (answer.status() == 201) {
                  acknowledged.add(answer.json().get("id").asText());
                }
              }
            } catch (IOException e) {
              // The server was killed: this client is done.
            }
          });
    }
    var till = new Till();
    IntStream.range(0, 2).forEach(i -> clients.execute(till::confirm));
    Server.await("acknowledged writes", () -> acknowledged.size() >= 200);
    Server.await("confirmed receipts", () -> till.confirmed.size() >= 10);
    var merge =
        server
            .post(
                "/api/v1/merges",
                "{\"collection\":\"customers\",\"survivorId\":\"%s\",\"mergedIds\":[\"%s\"]}"
                    .formatted(stays, goes))
            .json();
    var job = "/api/v1/jobs/" + merge.get("jobId").asText();
    Server.await("the merge", () -> server.get(job).json().has("startedAt"));
    var begun = server.get(job).json().get("startedAt").asText();
    if (tellsWhileAtIt()) {
      Server.await("a part of the merge", () -> server.get(job).json().path("done").asInt() > 0);
    }
    server.kill();
    clients.shutdown();
    assertThat(clients.awaitTermination(60, TimeUnit.SECONDS)).isTrue();

    server.start();
    var merged = "/api/v1/merges/" + merge.get("id").asText();
    Server.await(
        "the merge", () -> server.get(merged).json().get("status").asText().equals("done"));
    if (tellsWhileAtIt()) {
      assertThat(server.get(job).json().get("startedAt").asText())
          .as("It was killed in the middle, and taken up again")
          .isGreaterThan(begun);
    }
    assertThat(ids(CONTACTS, "customerId==" + stays, "version")).hasSize(many).containsOnly("2");
    assertThat(ids(CONTACTS, "customerId==" + goes, "id")).isEmpty();
    assertThat(server.get(CUSTOMERS + "/" + goes).json().get("id").asText()).isEqualTo(stays);
    checkRows(acknowledged);
    till.check();
  }

  /** Clerks who confirm receipts until the server is killed, and the books that they leave. */
  private final class Till {
    private final String customer = customer("Pays all the time");
    private final String order;
    private final List<String> confirmed = Collections.synchronizedList(new ArrayList<>());

    /** Each receipt pays parts of two of many instalments. */
    Till() {
      var plan =
          IntStream.rangeClosed(1, 40)
              .mapToObj(i -> "{\"amount\":\"25\",\"dueOn\":\"2030-01-%02d\"}".formatted(i % 28 + 1))
              .collect(Collectors.joining(","));
      var draft =
          server.post(
              "/api/v1/orders",
              "{\"customerId\":\"%s\",\"lines\":[{\"name\":\"All\",\"quantity\":\"1\",\"price\":\"1000\"}],\"plan\":[%s]}"
                  .formatted(customer, plan));
      order = draft.json().get("id").asText();
      var counts = server.post("/api/v1/orders/" + order + "/actions/submit", null);
      assertThat(counts.status()).as(counts.text()).isEqualTo(200);
    }

    void confirm() {
      try {
        while (true) {
          var draft =
              server.send(
                  "POST",
                  "/api/v1/receipts",
                  "{\"customerId\":\"%s\",\"amount\":{\"amount\":\"7.01\",\"currency\":\"CNY\"}}"
                      .formatted(customer));
          if (draft.status() == 201) {
            var id = draft.json().get("id").asText();
            var path = "/api/v1/receipts/" + id + "/actions/confirm";
            if (server.send("POST", path, "").status() == 200) {
              confirmed.add(id);
            }
          }
        }
      } catch (IOException e) {
        // The server was killed: this clerk is done.
      }
    }

    /** Every receipt is whole, and none that was acknowledged is gone (M-39, M-45). */
    void check() {
      var receipts = items("receipts", "customerId==" + customer + ";status==confirmed");
      var ids = new ArrayList<String>();
      receipts.forEach(one -> ids.add(one.get("id").asText()));
      assertThat(ids).containsAll(confirmed);
      var numbers =
          items("receipts", "status!=draft").findValuesAsText("number").stream()
              .map(number -> Integer.valueOf(number.substring(number.lastIndexOf('-') + 1)))
              .sorted()
              .toList();
      assertThat(numbers).isEqualTo(IntStream.rangeClosed(1, numbers.size()).boxed().toList());
      var received = sum(receipts, "amount").subtract(sum(receipts, "unapplied"));
      assertThat(received).isPositive();
      var allocations = items("receipt-allocations", "orderId==" + order + ";releasedOn=null=true");
      var instalments = items("receivables", "orderId==" + order);
      var now = server.get("/api/v1/orders/" + order).json();
      assertThat(sum(allocations, "amount")).isEqualByComparingTo(received);
      assertThat(
              sum(items("receivable-entries", "orderId==" + order + ";kind==received"), "amount"))
          .isEqualByComparingTo(received.negate());
      assertThat(sum(instalments, "received")).isEqualByComparingTo(received);
      assertThat(new BigDecimal(now.at("/received/amount").asText()))
          .isEqualByComparingTo(received);
      assertThat(sum(instalments, "outstanding"))
          .isEqualByComparingTo(now.at("/outstanding/amount").asText());
      for (var one : receipts) {
        var paid = BigDecimal.ZERO;
        for (var allocation : allocations) {
          if (allocation.get("receiptId").equals(one.get("id"))) {
            paid = paid.add(new BigDecimal(allocation.at("/amount/amount").asText()));
          }
        }
        assertThat(paid.add(new BigDecimal(one.at("/unapplied/amount").asText())))
            .isEqualByComparingTo(one.at("/amount/amount").asText());
      }
    }

    private JsonNode items(String collection, String filter) {
      var found =
          server.get("/api/v1/" + collection + "?limit=500&filter=" + filter).json().get("items");
      assertThat(found.size()).as(collection).isLessThan(500);
      return found;
    }

    private BigDecimal sum(JsonNode records, String field) {
      var sum = BigDecimal.ZERO;
      for (var one : records) {
        sum = sum.add(new BigDecimal(one.get(field).get("amount").asText()));
      }
      return sum;
    }
  }

  /** All of them are there, and of every write that left a row or a fact both are. */
  void checkRows(List<String> acknowledged) {
    var rows = ids(CUSTOMERS, "id=gt=0", "id");
    assertThat(rows).containsAll(acknowledged);
    var created = ids("/api/v1/audit", "collection==customers;kind==created", "recordId");
    var gone = ids("/api/v1/audit", "collection==customers;kind=in=(deleted,merged)", "recordId");
    created.removeIf(id -> gone.contains(id) && !rows.contains(id));
    assertThat(created).containsExactlyInAnyOrderElementsOf(rows);
  }

  /**
   * A server that is killed in the middle of an import and a transfer goes on with the one, and no
   * row is done twice, and does the other from the beginning, once, and whole.
   */
  @Test
  void m81_anImportAndATransferThatAreKilledAreDoneOnceAndWhole() {
    var from = user("killed.from");
    var to = user("killed.to");
    int many = 1_200;
    made(CUSTOMERS, many, "{\"name\":\"Moved %d\",\"ownerId\":\"" + from + "\"}");
    int rows = rows();
    var imported = importing(rows);
    var importing = "/api/v1/jobs/" + server.get(imported).json().get("jobId").asText();
    Server.await(
        "a part of the import", () -> server.get(imported).json().path("done").asInt() > 0);
    var transfer =
        server
            .post(
                "/api/v1/transfers",
                "{\"collection\":\"customers\",\"fromUserId\":\"%s\",\"toUserId\":\"%s\",\"reason\":\"r\"}"
                    .formatted(from, to))
            .json();
    var job = "/api/v1/jobs/" + transfer.get("jobId").asText();
    Server.await("a part of the transfer", () -> server.get(job).json().path("done").asInt() > 0);
    var begun = server.get(importing).json().get("startedAt").asText();
    assertThat(server.get(imported).json().get("done").asInt()).isLessThan(rows);
    server.kill();
    server.start();
    var path = "/api/v1/transfers/" + transfer.get("id").asText();
    Server.await(
        "the transfer", () -> server.get(path).json().get("status").asText().equals("done"));
    assertThat(server.get(path).json().at("/parts/0/count").asInt()).isEqualTo(many);
    assertThat(ids(CUSTOMERS, "ownerId==" + from, "id")).isEmpty();
    assertThat(ids(CUSTOMERS, "ownerId==" + to, "version")).hasSize(many).containsOnly("2");
    // Who got them is told once, of each of them.
    var notices = "/api/v1/notifications?filter=kind==given";
    var asThem = new String[] {"Authorization", Server.basic("killed.to", Server.PASSWORD)};
    Server.await(
        "the notice of all of them",
        () -> {
          var items = server.get(notices, asThem).json().get("items");
          return items.size() == 1 && items.get(0).get("times").asInt() == many;
        });
    Server.await(
        "the import", () -> server.get(imported).json().get("status").asText().equals("done"));
    assertThat(server.get(importing).json().get("startedAt").asText())
        .as("It was killed in the middle, and taken up again")
        .isGreaterThan(begun);
    assertThat(server.get(imported).json().get("created").asInt()).isEqualTo(rows);
    assertThat(ids(CUSTOMERS, "name==Imported*", "name")).hasSize(rows).doesNotHaveDuplicates();
  }

  /** So many that an import has not ended when a transfer that came later is in its middle. */
  int rows() {
    return 3_000;
  }

  /**
   * Whether a merge tells how far it is before it has ended, so that it is killed in the middle.
   */
  boolean tellsWhileAtIt() {
    return false;
  }

  /** So many records, some hundred at once. */
  private void made(String path, int many, String body) {
    for (int first = 0; first < many; first += 400) {
      var items =
          IntStream.range(first, Math.min(many, first + 400))
              .mapToObj(body::formatted)
              .collect(Collectors.joining(","));
      var made = server.post(path + "/bulk", "{\"atomic\":true,\"items\":[" + items + "]}");
      assertThat(made.status()).as(made.text()).isEqualTo(200);
      assertThat(made.json().get("results").findValuesAsText("status")).containsOnly("201");
    }
  }

  String customer(String name) {
    return server.post(CUSTOMERS, "{\"name\":\"" + name + "\"}").json().get("id").asText();
  }

  /** An import of so many rows that has begun. */
  private String importing(int many) {
    var file = new StringBuilder("Name,Remark\n");
    for (int i = 0; i < many; i++) {
      file.append("Imported ").append(i).append(",killed-import\n");
    }
    var imported =
        server.post(
            "/api/v1/imports/content?collection=customers&name=a.csv",
            file.toString(),
            "Content-Type",
            "text/csv");
    assertThat(imported.status()).as(imported.text()).isEqualTo(201);
    var path = "/api/v1/imports/" + imported.json().get("id").asText();
    var before = imported.json();
    ((ObjectNode) before).put("duplicates", "allow");
    var settled =
        server.call(
            "PUT",
            path,
            before.toString(),
            "If-Match",
            "\"v" + before.get("version").asInt() + "\"");
    assertThat(settled.status()).as(settled.text()).isEqualTo(200);
    server.post(path + "/actions/run", null);
    return path;
  }

  /** Somebody who sees what is theirs. */
  private String user(String login) {
    var role =
        server
            .post(
                "/api/v1/roles",
                "{\"code\":\"%1$s\",\"name\":\"%1$s\",\"operations\":[\"customers.view\"],\"scopes\":[{\"collection\":\"*\",\"scope\":\"own\"}]}"
                    .formatted(login.replace('.', '-')))
            .json();
    return server
        .post(
            "/api/v1/users",
            "{\"login\":\"%1$s\",\"name\":\"%1$s\",\"password\":\"%2$s\",\"roleIds\":[\"%3$s\"]}"
                .formatted(login, Server.PASSWORD, role.get("id").asText()))
        .json()
        .get("id")
        .asText();
  }

  @Test
  void whatAModuleIsMeantToBeHolds() {
    beforeItStops();
    server.post("/api/v1/modules/customers/actions/stop", Server.WITH_DEPENDANTS);
    server.stop();
    whileItIsDown();
    server.start();
    assertThat(server.get(CUSTOMERS).code()).isEqualTo("module-stopped");
    assertThat(state(server.get("/api/v1/modules/customers"))).isEqualTo("stopped");
    // What was stopped with it as well, for the tests that come after.
    for (var module : List.of("customers", "sales", "orders")) {
      assertThat(state(server.post("/api/v1/modules/" + module + "/actions/start", null)))
          .as(module)
          .isEqualTo("active");
    }
    assertThat(server.get(CUSTOMERS).status()).isEqualTo(200);
    onceItIsBack();
  }

  /** What one kind of database needs a server to be down for. */
  void beforeItStops() {}

  void whileItIsDown() {}

  void onceItIsBack() {}

  private static String state(Server.Answer module) {
    return module.json().get("state").asText();
  }

  /** A field of all records that match, page by page. */
  private List<String> ids(String path, String filter, String field) {
    var found = new ArrayList<String>();
    var cursor = "";
    do {
      var page = server.get(path + "?limit=500&count=none&filter=" + filter + cursor).json();
      page.get("items").forEach(item -> found.add(item.get(field).asText()));
      cursor = page.path("next").isTextual() ? "&cursor=" + page.get("next").asText() : null;
    } while (cursor != null);
    return found;
  }
}
