package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
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
 * The module is exchanged while nine clients, who never try twice, read and write, in it and beside
 * it; every answer is counted.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SwapUnderLoadIT {
  private static final int CLIENTS = 9;
  private static final int SWAPS = 20;

  /** Large enough to be on its way for a while. */
  private static final String FILE = "x".repeat(200_000);

  private static final String BUNDLE = "org.tangramcrm.customers";
  private static final String JAR = "org\\.tangramcrm\\.customers-[^-]+(-SNAPSHOT)?\\.jar";
  private static final String SERVICE = "org.tangramcrm.customers.internal.CustomerService";

  private Server server;

  @BeforeAll
  void start() {
    server = Server.onDerby("swap", Server.BUNDLE_EVENTS);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  /** Clients at work; what they were answered by kind of call and outcome. */
  private final class Load implements AutoCloseable {
    final Map<String, LongAdder> answers = new ConcurrentSkipListMap<>();
    final AtomicInteger created = new AtomicInteger();
    final AtomicInteger uploaded = new AtomicInteger();
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
        switch (client) {
          case 0, 4 -> count("read", "GET", "/api/v1/customers/" + id, null);
          case 1, 5 -> {
            if (count("create", "POST", "/api/v1/customers", json("Under load")) == 201) {
              created.incrementAndGet();
            }
          }
          case 2 ->
              count("soap read", "POST", "/soap/customers", soap("get", "<id>" + id + "</id>"));
          case 6 -> {
            if (count("soap create", "POST", "/soap/customers", soap("create", xml("Under load")))
                == 200) {
              created.incrementAndGet();
            }
          }
          case 3 -> count("users", "GET", "/api/v1/users", null);
          case 7 -> {
            if (count("upload", "POST", upload(), FILE, "Content-Type", "text/plain") == 201) {
              uploaded.incrementAndGet();
            }
          }
          default -> count("departments", "POST", "/api/v1/departments", "{\"name\":\"New\"}");
        }
      }
    }

    private String upload() {
      return "/api/v1/attachments/content?collection=customers&name=load.bin&recordId=" + id;
    }

    /** Of the files that came in, those are there that were acknowledged, and no others. */
    void checkFiles() {
      var files =
          server.get(
              "/api/v1/attachments?count=exact&limit=1&filter=collection==customers;recordId=="
                  + id);
      assertThat(files.json().at("/total/value").asInt()).isEqualTo(uploaded.get()).isPositive();
    }

    private String json(String name) {
      return "{\"name\":\"" + name + "\",\"region\":\"" + region + "\"}";
    }

    private String xml(String name) {
      return "<customer><name>" + name + "</name><region>" + region + "</region></customer>";
    }

    private static String soap(String operation, String arguments) {
      return Server.envelope("customers", operation, arguments);
    }

    private int count(String kind, String method, String path, String body, String... headers) {
      String outcome;
      int status = 0;
      try {
        var answer = server.send(method, path, body, headers);
        status = answer.status();
        // Of an answer that is no fault, the first code is that of a hint.
        var fault = kind.startsWith("soap") && status >= 300;
        var code = fault ? CustomersCheck.element(answer.text(), "code") : answer.code();
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
    var mark = server.log().length();
    var load = new Load();
    try (load) {
      load.awaitMore(200);
      for (int i = 0; i < SWAPS; i++) {
        var answer = server.post("/api/v1/modules/customers/actions/restart", null);
        assertThat(answer.json().path("state").asText()).as(answer.text()).isEqualTo("active");
        load.awaitMore(50);
      }
    }
    nothingFailed(load);
    assertThat(server.stoppedSince(mark)).containsExactly(BUNDLE);
  }

  private void nothingFailed(Load load) {
    assertThat(load.answers.keySet())
        .containsExactlyInAnyOrder(
            "read 200",
            "create 201",
            "soap read 200",
            "soap create 200",
            "users 200",
            "departments 201",
            "upload 201");
    load.checkFiles();
    assertThat(
            server
                .get("/api/v1/customers?filter=region==" + load.region + "&count=exact&limit=1")
                .json()
                .at("/total/value")
                .asInt())
        .isEqualTo(load.created.get());
  }

  @Test
  void edge30_stopsAnswerModuleStoppedOnTheModulesOwnPathsOnly() throws Exception {
    var load = new Load();
    try (load) {
      for (int i = 0; i < 5; i++) {
        assertThat(
                server
                    .post("/api/v1/modules/customers/actions/stop", Server.WITH_DEPENDANTS)
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
            "soap read 200",
            "soap read 503 module-stopped",
            "soap create 200",
            "soap create 503 module-stopped",
            "users 200",
            "departments 201",
            "upload 201",
            "upload 503 module-stopped");
    load.checkFiles();
  }

  @Test
  void updatesOfTheBundleLoseNoCallAndLeaveNothingBehind() throws Exception {
    var jar = Files.copy(Built.file("bundles/customers/impl", JAR), server.data.resolve("next"));
    var mark = server.log().length();
    var load = new Load();
    try (load) {
      load.awaitMore(200);
      for (int i = 0; i < SWAPS; i++) {
        var before = updates();
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(10L * i)));
        server.deploy(jar, BUNDLE + ".jar");
        Server.await("update " + i, () -> updates() > before);
        load.awaitMore(50);
      }
    }
    nothingFailed(load);
    assertThat(server.stoppedSince(mark)).containsExactly(BUNDLE);
    Server.await("the end of the old class loaders", () -> server.loadersOf(SERVICE) == 1);
  }

  private long updates() {
    return server
        .log()
        .lines()
        .filter(line -> line.contains("Module customers") && line.contains("is up"))
        .count();
  }
}
