package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What outlives the process. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RestartCheck {
  static final String CUSTOMERS = "/api/v1/customers";

  Server server;

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void whatWasAcknowledgedSurvivesAKillAndNothingIsHalfDone() throws Exception {
    List<String> acknowledged = Collections.synchronizedList(new ArrayList<>());
    var clients = Executors.newFixedThreadPool(4);
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
    Server.await("acknowledged writes", () -> acknowledged.size() >= 200);
    server.kill();
    clients.shutdown();
    assertThat(clients.awaitTermination(60, TimeUnit.SECONDS)).isTrue();

    server.start();
    checkRows(acknowledged);
  }

  /** All of them are there, and of every write that left a row or a fact both are. */
  void checkRows(List<String> acknowledged) {
    var rows = ids(CUSTOMERS, "id=gt=0", "id");
    assertThat(rows).containsAll(acknowledged);
    assertThat(ids("/api/v1/audit", "operation==customers.create", "recordId"))
        .containsExactlyInAnyOrderElementsOf(rows);
  }

  /**
   * A server that is killed in the middle of a transfer does it from the beginning: once, and
   * whole.
   */
  @Test
  void m81_aTransferThatIsKilledIsDoneOnceAndWhole() {
    var from = user("killed.from");
    var to = user("killed.to");
    int many = 1_200;
    for (int i = 0; i < many; i++) {
      var made =
          server.post(CUSTOMERS, "{\"name\":\"Moved %d\",\"ownerId\":\"%s\"}".formatted(i, from));
      assertThat(made.status()).as(made.text()).isEqualTo(201);
    }
    var transfer =
        server
            .post(
                "/api/v1/transfers",
                "{\"collection\":\"customers\",\"fromUserId\":\"%s\",\"toUserId\":\"%s\",\"reason\":\"r\"}"
                    .formatted(from, to))
            .json();
    var job = "/api/v1/jobs/" + transfer.get("jobId").asText();
    Server.await("a part of the transfer", () -> server.get(job).json().path("done").asInt() > 0);
    server.kill();
    server.start();
    var path = "/api/v1/transfers/" + transfer.get("id").asText();
    Server.await(
        "the transfer", () -> server.get(path).json().get("status").asText().equals("done"));
    assertThat(server.get(path).json().at("/parts/0/count").asInt()).isEqualTo(many);
    assertThat(ids(CUSTOMERS, "ownerId==" + from, "id")).isEmpty();
    assertThat(ids(CUSTOMERS, "ownerId==" + to, "version")).hasSize(many).containsOnly("2");
  }

  private String user(String login) {
    return server
        .post("/api/v1/users", "{\"login\":\"%1$s\",\"name\":\"%1$s\"}".formatted(login))
        .json()
        .get("id")
        .asText();
  }

  @Test
  void whatAModuleIsMeantToBeHolds() {
    server.post("/api/v1/modules/customers/actions/stop", null);
    server.stop();
    server.start();
    assertThat(server.get(CUSTOMERS).code()).isEqualTo("module-stopped");
    assertThat(state(server.get("/api/v1/modules/customers"))).isEqualTo("stopped");
    assertThat(state(server.post("/api/v1/modules/customers/actions/start", null)))
        .isEqualTo("active");
    assertThat(server.get(CUSTOMERS).status()).isEqualTo(200);
  }

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
