import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the pipeline costs among many opportunities, one in twenty of them open: {@code java Deals.java PORT ADMIN-PASSWORD
 * [COUNT]}. Milliseconds that a quarter of the answers keeps below, the product's beside those of a statement written by hand, for who
 * sees all and for a salesperson with one in 51.
 */
public final class Deals {
  private static final int ROUNDS = 15;
  private static final int WARM = 5;
  private static final String PASSWORD = "a-bench-password";

  private final int port;
  private final String admin;
  private final HttpClient http = HttpClient.newHttpClient();

  private Deals(int port, String password) {
    this.port = port;
    this.admin = basic("admin", password);
  }

  private static String basic(String login, String password) {
    return "Basic " + Base64.getEncoder().encodeToString((login + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  private static String id(String answer) {
    var found = Pattern.compile("\"id\":\"(\\d+)\"").matcher(answer);
    found.find();
    return found.group(1);
  }

  public static void main(String[] arguments) throws Exception {
    var deals = new Deals(Integer.parseInt(arguments[0]), arguments[1]);
    deals.run(arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1_000_000);
  }

  private void run(int count) throws Exception {
    var role =
        id(
            send(
                "POST",
                "/api/v1/roles",
                "{\"code\":\"bench\",\"name\":\"Bench\",\"operations\":[\"opportunities.view\",\"analyses.R-29\",\"analyses.R-30\"],"
                    + "\"scopes\":[{\"collection\":\"*\",\"scope\":\"own\"}]}",
                admin));
    var seller =
        id(
            send(
                "POST",
                "/api/v1/users",
                "{\"login\":\"bench.seller\",\"name\":\"Bench Seller\",\"password\":\"" + PASSWORD + "\",\"roleIds\":[\"" + role + "\"]}",
                admin));
    var customer = id(send("POST", "/api/v1/customers", "{\"name\":\"Bench\"}", admin));
    var begun = System.nanoTime();
    send("POST", "/deals?count=" + count + "&customer=" + customer + "&seller=" + seller, null, admin);
    System.out.printf("%d opportunities after %d s%n", count, (System.nanoTime() - begun) / 1_000_000_000);
    var questions = new LinkedHashMap<String, String>();
    questions.put("analyses/R-29", "now");
    questions.put("analyses/R-29?asAt=2025-06-30", "then");
    questions.put("analyses/R-30?from=2025-04-01&to=2025-06-30", "passed");
    questions.put("opportunities?filter=pipelineId==1;state==open;stage==needs&sort=expectedClose&limit=50&count=none", "board");
    System.out.printf("%-56s %10s %10s %6s%n", "lower quartile, ms, " + count + " opportunities", "product", "by hand", "ratio");
    for (var question : questions.entrySet()) {
      for (var caller : List.of(admin, basic("bench.seller", PASSWORD))) {
        var all = caller.equals(admin);
        var product = quartile("/api/v1/" + question.getKey(), caller);
        var hand = quartile("/deals?ask=" + question.getValue() + (all ? "" : "&seller=" + seller), caller);
        System.out.printf("%-56.56s %10.2f %10.2f %6.2f%n", (all ? "all: " : "own: ") + question.getKey(), product, hand, product / hand);
      }
    }
  }

  private double quartile(String path, String caller) throws Exception {
    var times = new ArrayList<Double>();
    for (int i = 0; i < ROUNDS; i++) {
      var begun = System.nanoTime();
      send("GET", path, null, caller);
      times.add((System.nanoTime() - begun) / 1e6);
    }
    // The first ones warm caches and plans.
    return times.subList(WARM, ROUNDS).stream().sorted().skip((ROUNDS - WARM) / 4).findFirst().orElseThrow();
  }

  private String send(String method, String path, String body, String authorization) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .header("Authorization", authorization)
            .header("Content-Type", "application/json")
            .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
    var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IllegalStateException(method + " " + path + ": " + response.body());
    }
    return response.body();
  }
}
