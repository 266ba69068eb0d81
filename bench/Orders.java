import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/**
 * What figures cost among many orders of two lines and three instalments each, nine in ten of these paid: {@code java Orders.java PORT
 * ADMIN-PASSWORD [COUNT [SELLER]]}, where SELLER is the id of that of an earlier run with the same database. Milliseconds that a
 * quarter of the answers keeps below, the product's beside those of statements written by hand in the same run, for who sees all and
 * for a salesperson with one order in fifty. Then orders of ten lines and three instalments are created through sixteen connections.
 */
public final class Orders {
  private static final int ROUNDS = 10;
  private static final int WARM = 3;
  private static final int CONNECTIONS = 16;
  private static final int SECONDS = 10;
  private static final int WARM_SECONDS = 20;
  private static final String PASSWORD = "a-bench-password";
  private static final Pattern ID = Pattern.compile("\"id\":\"(\\d+)\"");

  private final int port;
  private final String admin;
  private final HttpClient http = HttpClient.newHttpClient();

  private Orders(int port, String password) {
    this.port = port;
    this.admin = basic("admin", password);
  }

  public static void main(String[] arguments) throws Exception {
    var orders = new Orders(Integer.parseInt(arguments[0]), arguments[1]);
    int count = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1_000_000;
    if (arguments.length > 3) {
      orders.again(count, arguments[3]);
    } else {
      orders.run(count);
    }
  }

  private void run(int count) throws Exception {
    var department = id(send("POST", "/api/v1/departments", "{\"name\":\"Bench\"}", admin));
    var role =
        id(
            send(
                "POST",
                "/api/v1/roles",
                "{\"code\":\"bench\",\"name\":\"Bench\",\"operations\":[\"customers.view\",\"customers.create\",\"orders.view\",\"orders.create\","
                    + "\"receivables.view\",\"receipts.view\",\"analyses.R-5\",\"analyses.R-7\",\"analyses.R-16\",\"analyses.R-19\"],"
                    + "\"scopes\":[{\"collection\":\"*\",\"scope\":\"own\"}]}",
                admin));
    var seller =
        id(
            send(
                "POST",
                "/api/v1/users",
                "{\"login\":\"bench.seller\",\"name\":\"Bench Seller\",\"password\":\"" + PASSWORD + "\",\"departmentId\":\"" + department
                    + "\",\"roleIds\":[\"" + role + "\"]}",
                admin));
    var customers = new ArrayList<String>();
    for (int at = 0; at < Math.min(5_000, Math.max(50, count / 100)); at += 50) {
      var items = new ArrayList<String>();
      for (int i = at; i < at + 50; i++) {
        items.add("{\"name\":\"Bench " + i + "\"" + (i % 50 == 0 ? ",\"ownerId\":\"" + seller + "\"" : "") + "}");
      }
      ID.matcher(send("POST", "/api/v1/customers/bulk", "{\"atomic\":true,\"items\":[" + String.join(",", items) + "]}", admin))
          .results()
          .forEach(match -> customers.add(match.group(1)));
    }
    var begun = System.nanoTime();
    send("POST", "/orders?count=" + count + "&seller=" + seller + "&department=" + department, null, admin);
    System.out.printf("%d orders after %d s%n", count, (System.nanoTime() - begun) / 1_000_000_000);
    compare(count, seller);
    create(customers.get(0));
  }

  /** Of what an earlier run has left in its database. */
  private void again(int count, String seller) throws Exception {
    compare(count, seller);
    create(id(send("GET", "/api/v1/customers?limit=1&count=none&filter=ownerId==" + seller, null, admin)));
  }

  private void compare(int count, String seller) throws Exception {
    var questions = new LinkedHashMap<String, String>();
    questions.put("R-19", "ageing");
    questions.put("R-5", "debtors");
    questions.put("R-7?from=2025-01-01&to=2025-12-31", "departments");
    questions.put("R-16?from=2025-04-01&to=2025-06-30", "collection");
    questions.put("R-19?asAt=2025-06-30", "past");
    System.out.printf("%-44s %10s %10s %6s%n", "lower quartile, ms, " + count + " orders", "product", "by hand", "ratio");
    for (var question : questions.entrySet()) {
      for (var caller : List.of(admin, basic("bench.seller", PASSWORD))) {
        var all = caller.equals(admin);
        var product = new ArrayList<Double>();
        var hand = new ArrayList<Double>();
        // In turns, so that other work on the machine is in both.
        for (int i = 0; i < ROUNDS; i++) {
          product.add(taken("/api/v1/analyses/" + question.getKey(), caller));
          hand.add(taken("/orders?ask=" + question.getValue() + (all ? "" : "&seller=" + seller), caller));
        }
        System.out.printf("%-44s %10.2f %10.2f %6.2f%n", question.getKey() + (all ? ", all" : ", own"), quartile(product), quartile(hand), quartile(product) / quartile(hand));
      }
    }
  }

  /** Orders that are begun by hand, at once. */
  private void create(String customer) throws Exception {
    var line = "{\"name\":\"Item\",\"quantity\":\"2\",\"price\":\"99.5\",\"taxRate\":\"13\"}";
    var body =
        "{\"customerId\":\"" + customer + "\",\"lines\":[" + String.join(",", Collections.nCopies(10, line))
            + "],\"plan\":[{\"percent\":\"30\",\"dueOn\":\"2027-01-31\"},{\"percent\":\"30\",\"dueOn\":\"2027-02-28\"},{\"percent\":\"40\",\"dueOn\":\"2027-03-31\"}]}";
    var seller = basic("bench.seller", PASSWORD);
    load(WARM_SECONDS, body, seller);
    var times = load(SECONDS, body, seller);
    System.out.printf(
        "create, 10 lines and 3 instalments: %.0f req/s, p50 %.2f ms, p99 %.2f ms%n",
        times.length / (double) SECONDS, times[times.length / 2] / 1e6, times[(int) (times.length * 0.99)] / 1e6);
  }

  private long[] load(int seconds, String body, String authorization) throws Exception {
    var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    var all = Collections.synchronizedList(new ArrayList<Long>());
    var failed = new AtomicReference<Exception>();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < CONNECTIONS; i++) {
      var thread =
          new Thread(
              () -> {
                // A client of its own keeps a connection of its own.
                var times = new ArrayList<Long>();
                try {
                  var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
                  while (System.nanoTime() < end) {
                    var begun = System.nanoTime();
                    send(client, "POST", "/api/v1/orders", body, authorization);
                    times.add(System.nanoTime() - begun);
                  }
                } catch (Exception e) {
                  failed.set(e);
                }
                all.addAll(times);
              });
      thread.start();
      threads.add(thread);
    }
    for (var thread : threads) {
      thread.join();
    }
    if (failed.get() != null) {
      throw failed.get();
    }
    var times = all.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(times);
    return times;
  }

  private double taken(String path, String caller) throws Exception {
    var begun = System.nanoTime();
    send("GET", path, null, caller);
    return (System.nanoTime() - begun) / 1e6;
  }

  /** The first ones warm caches and plans. */
  private static double quartile(List<Double> times) {
    return times.subList(WARM, ROUNDS).stream().sorted().skip((ROUNDS - WARM) / 4).findFirst().orElseThrow();
  }

  private static String basic(String user, String password) {
    return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  private static String id(String json) {
    var match = ID.matcher(json);
    if (!match.find()) {
      throw new IllegalStateException(json);
    }
    return match.group(1);
  }

  private String send(String method, String path, String body, String authorization) throws Exception {
    return send(http, method, path, body, authorization);
  }

  private String send(HttpClient client, String method, String path, String body, String authorization) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .header("Authorization", authorization)
            .header("Content-Type", "application/json")
            .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
    var response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IllegalStateException(method + " " + path + ": " + response.body());
    }
    return response.body();
  }
}
