import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.regex.Pattern;

/**
 * What the pipeline costs among many opportunities, one in twenty of them open: {@code java Deals.java PORT ADMIN-PASSWORD
 * [COUNT]}. Milliseconds that a quarter of the answers keeps below, the product's beside those of a statement written by hand.
 */
public final class Deals {
  private static final int ROUNDS = 15;
  private static final int WARM = 5;

  private final int port;
  private final String admin;
  private final HttpClient http = HttpClient.newHttpClient();

  private Deals(int port, String password) {
    this.port = port;
    this.admin = "Basic " + Base64.getEncoder().encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8));
  }

  public static void main(String[] arguments) throws Exception {
    var deals = new Deals(Integer.parseInt(arguments[0]), arguments[1]);
    int count = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1_000_000;
    var made = Pattern.compile("\"id\":\"(\\d+)\"").matcher(deals.send("POST", "/api/v1/customers", "{\"name\":\"Bench\"}"));
    made.find();
    deals.send("POST", "/deals?count=" + count + "&customer=" + made.group(1), null);
    var questions = new LinkedHashMap<String, String>();
    questions.put("/api/v1/analyses/R-29", "now");
    questions.put("/api/v1/analyses/R-29?asAt=2025-06-30", "then");
    questions.put("/api/v1/analyses/R-30?from=2025-04-01&to=2025-06-30", "entered");
    questions.put("/api/v1/opportunities?filter=pipelineId==1;state==open;stage==needs&sort=expectedClose&limit=50&sums=amount,weighted", "board");
    System.out.printf("%-60s %10s %10s%n", "lower quartile, ms, " + count + " opportunities", "product", "by hand");
    for (var question : questions.entrySet()) {
      System.out.printf("%-60.60s %10.2f %10.2f%n", question.getKey(), deals.quartile(question.getKey()), deals.quartile("/deals?ask=" + question.getValue()));
    }
  }

  private double quartile(String path) throws Exception {
    var times = new ArrayList<Double>();
    for (int i = 0; i < ROUNDS; i++) {
      var begun = System.nanoTime();
      send("GET", path, null);
      times.add((System.nanoTime() - begun) / 1e6);
    }
    // The first ones warm caches and plans.
    return times.subList(WARM, ROUNDS).stream().sorted().skip((ROUNDS - WARM) / 4).findFirst().orElseThrow();
  }

  private String send(String method, String path, String body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .header("Authorization", admin)
            .header("Content-Type", "application/json")
            .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
    var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IllegalStateException(method + " " + path + ": " + response.body());
    }
    return response.body();
  }
}
