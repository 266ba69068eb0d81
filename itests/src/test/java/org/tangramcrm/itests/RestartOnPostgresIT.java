package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RestartOnPostgresIT extends RestartCheck {
  private Postgres postgres;

  @BeforeAll
  void start() {
    postgres = Postgres.begin("restart-postgres");
    server = Server.onPostgres("restart-postgres", postgres.url());
  }

  @AfterAll
  @Override
  void stop() {
    super.stop();
    postgres.close();
  }

  @Override
  int rows() {
    return 6_000;
  }

  @Override
  boolean tellsWhileAtIt() {
    return true;
  }

  /** A node that updates the schema is waited for; what a killed one left is no obstacle. */
  private CompletableFuture<Long> waited;

  @Override
  void whileItIsDown() {
    postgres.update(LEFT_LOCKED);
    var node = postgres.connection();
    try (var lock = node.prepareStatement("select pg_advisory_lock(?, ?)")) {
      lock.setInt(1, 0x74616e67);
      lock.setInt(2, "platform".hashCode());
      lock.execute();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    waited =
        CompletableFuture.supplyAsync(
            () -> {
              Server.await("the schema of the platform", Duration.ofMinutes(3), this::isUpdating);
              try (node) {
                return postgres.number("select count(*) from tangramlockplatform where locked");
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            });
  }

  private boolean isUpdating() {
    try {
      var ready = server.send("GET", "/health/ready", null);
      return ready.json() != null
          && ready.json().path("updating").toString().equals("[\"platform\"]");
    } catch (IOException e) {
      // It does not answer yet.
      return false;
    }
  }

  @Override
  void onceItIsBack() {
    assertThat(waited.join()).as("Locks of a node that lives").isEqualTo(1);
    assertThat(postgres.number("select count(*) from tangramlockplatform where locked")).isZero();
  }

  @Test
  void aDatabaseThatGoesAwayIsFoundAgainWhenItIsBack() throws Exception {
    var process = server.pid();
    var id = server.post(CUSTOMERS, "{\"name\":\"Stays\"}").json().get("id").asText();
    Map<String, LongAdder> answers = new ConcurrentSkipListMap<>();
    List<String> acknowledged = Collections.synchronizedList(new ArrayList<>());
    var going = new AtomicBoolean(true);
    var clients = Executors.newFixedThreadPool(4);
    for (int i = 0; i < 4; i++) {
      int client = i;
      clients.execute(
          () -> {
            while (going.get()) {
              var kind =
                  client % 2 == 0
                      ? outcome("GET", CUSTOMERS + "/" + id, null, acknowledged)
                      : outcome("POST", CUSTOMERS, "{\"name\":\"Meanwhile\"}", acknowledged);
              answers.computeIfAbsent(kind, key -> new LongAdder()).increment();
            }
          });
    }
    Server.await("reads", () -> count(answers, "GET 200") > 200);
    Server.await("writes", () -> count(answers, "POST 201") > 200);
    postgres.stop();
    Server.await("refused reads", () -> count(answers, "GET 503 unavailable") > 50);
    Server.await("refused writes", () -> count(answers, "POST 503 unavailable") > 50);
    assertThat(server.get("/health/live").status()).isEqualTo(200);
    assertThat(server.soap("customers", "get", "<id>" + id + "</id>").status()).isEqualTo(503);
    postgres.start();
    Server.await("the row", () -> server.get(CUSTOMERS + "/" + id).status() == 200);
    Server.await(
        "a write", () -> server.post(CUSTOMERS, "{\"name\":\"After it\"}").status() == 201);
    going.set(false);
    clients.shutdown();
    assertThat(clients.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    System.out.println("Answers while the database was away: " + answers);
    assertThat(answers.keySet())
        .containsExactlyInAnyOrder(
            "GET 200", "GET 503 unavailable", "POST 201", "POST 503 unavailable");
    checkRows(acknowledged);
    assertThat(server.pid()).isEqualTo(process);
  }

  private static long count(Map<String, LongAdder> answers, String kind) {
    return answers.getOrDefault(kind, new LongAdder()).sum();
  }

  private String outcome(String method, String path, String body, List<String> acknowledged) {
    try {
      var answer = server.send(method, path, body);
      if (answer.status() == 201) {
        acknowledged.add(answer.json().get("id").asText());
      }
      return method + " " + answer.status() + (answer.code() == null ? "" : " " + answer.code());
    } catch (IOException e) {
      return method + " " + e;
    }
  }
}
