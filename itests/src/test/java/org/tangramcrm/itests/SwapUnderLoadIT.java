package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The module is exchanged while eight clients, who never try twice, read and write; every answer is
 * counted.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SwapUnderLoadIT {
  private static final int CLIENTS = 8;

  private Server server;

  @BeforeAll
  void start() {
    server = Server.onDerby("swap");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  /** Clients at work; what they were answered by kind of call and outcome. */
  private final class Load implements AutoCloseable {
    final Map<String, LongAdder> answers = new ConcurrentSkipListMap<>();
    final AtomicInteger created = new AtomicInteger();
    private final AtomicBoolean going = new AtomicBoolean(true);
    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    final String region = "load" + System.nanoTime();
    private final String id;

    Load() {
      id = server.post("/api/v1/customers", "{\"name\":\"Read often\"}").json().get("id").asText();
      for (int i = 0; i < CLIENTS; i++) {
        int client = i;
        clients.execute(() -> work(client));
      }
    }

    private void work(int client) {
      while (going.get()) {
        switch (client % 4) {
          case 0 -> count("read", "GET", "/api/v1/customers/" + id, null);
          case 1 -> {
            if (count(
                    "create",
                    "POST",
                    "/api/v1/customers",
                    "{\"name\":\"Under load\",\"region\":\"" + region + "\"}")
                == 201) {
              created.incrementAndGet();
            }
          }
          case 2 ->
              count(
                  "soap",
                  "POST",
                  "/soap/customers",
                  Server.envelope("customers", "get", "<id>" + id + "</id>"));
          default -> count("users", "GET", "/api/v1/users", null);
        }
      }
    }

    private int count(String kind, String method, String path, String body) {
      String outcome;
      int status = 0;
      try {
        var answer = server.send(method, path, body);
        status = answer.status();
        var code =
            kind.equals("soap") ? CustomersCheck.element(answer.text(), "code") : answer.code();
        var empty = status < 300 && answer.text().isEmpty();
        outcome = status + (code == null ? "" : " " + code) + (empty ? " empty" : "");
      } catch (IOException e) {
        outcome = e.toString();
      }
      answers.computeIfAbsent(kind + " " + outcome, key -> new LongAdder()).increment();
      return status;
    }

    /** So many further answers have come in. */
    void awaitMore(long more) {
      var aim = total() + more;
      Server.await("more answers", () -> total() >= aim);
    }

    private long total() {
      return answers.values().stream().mapToLong(LongAdder::sum).sum();
    }

    @Override
    public void close() throws InterruptedException {
      going.set(false);
      clients.shutdown();
      assertThat(clients.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
      System.out.println("Answers under load: " + answers);
    }
  }

  @Test
  void restartsLoseNoCall() throws Exception {
    var load = new Load();
    try (load) {
      load.awaitMore(200);
      for (int i = 0; i < 20; i++) {
        var answer = server.post("/api/v1/modules/customers/actions/restart", null);
        assertThat(answer.json().path("state").asText()).as(answer.text()).isEqualTo("active");
        load.awaitMore(50);
      }
    }
    assertThat(load.answers.keySet())
        .containsExactlyInAnyOrder("read 200", "create 201", "soap 200", "users 200");
    var count =
        server
            .get("/api/v1/customers?filter=region==" + load.region + "&count=exact&limit=1")
            .json()
            .at("/total/value")
            .asInt();
    assertThat(count).isEqualTo(load.created.get());
  }

  @Test
  void stopsAnswerModuleStoppedOnTheModulesOwnPathsOnly() throws Exception {
    var load = new Load();
    try (load) {
      for (int i = 0; i < 5; i++) {
        assertThat(
                server
                    .post("/api/v1/modules/customers/actions/stop", null)
                    .json()
                    .get("state")
                    .asText())
            .isEqualTo("stopped");
        load.awaitMore(100);
        assertThat(
                server
                    .post("/api/v1/modules/customers/actions/start", null)
                    .json()
                    .get("state")
                    .asText())
            .isEqualTo("active");
        load.awaitMore(100);
      }
    }
    assertThat(load.answers.keySet())
        .containsExactlyInAnyOrder(
            "read 200",
            "read 503 module-stopped",
            "create 201",
            "create 503 module-stopped",
            "soap 200",
            "soap 503 module-stopped",
            "users 200");
  }

  @Test
  void updatesOfTheBundleLoseNoCall() throws Exception {
    var jar = jar();
    var target = server.data.resolve("deploy").resolve("org.tangramcrm.customers.jar");
    var load = new Load();
    try (load) {
      var stamps = new ArrayList<Long>();
      for (int i = 0; i < 5; i++) {
        var before = updates();
        var staged = server.data.resolve("staged.jar");
        Files.copy(jar, staged, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(staged, FileTime.from(Instant.now().plusSeconds(10L * i)));
        Files.move(
            staged, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Server.await("update " + i, () -> updates() > before);
        stamps.add(updates());
        load.awaitMore(100);
      }
      assertThat(stamps).doesNotHaveDuplicates();
    }
    assertThat(load.answers.keySet())
        .containsExactlyInAnyOrder("read 200", "create 201", "soap 200", "users 200");
  }

  private long updates() {
    return server
        .log()
        .lines()
        .filter(line -> line.contains("Module customers") && line.contains("is up"))
        .count();
  }

  private static Path jar() throws IOException {
    var target = Path.of(System.getProperty("tangram.root"), "bundles/customers/impl/target");
    try (var files = Files.list(target)) {
      return files
          .filter(
              file ->
                  file.getFileName()
                      .toString()
                      .matches("org\\.tangramcrm\\.customers-[^-]+(-SNAPSHOT)?\\.jar"))
          .findFirst()
          .orElseThrow();
    }
  }
}
