import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.concurrent.atomic.LongAdder;

/**
 * What browsers cost that have live refresh on: {@code java Listeners.java PORT ADMIN-PASSWORD [BROWSERS]}. The same writes,
 * two a second, without and with them; the server's processor time in between, in per cent of a core.
 */
public final class Listeners {
  private static final int SECONDS = 60;
  private static final int WARM_SECONDS = 30;
  private static final long BETWEEN_MILLIS = 500;
  private static final String PASSWORD = "a-bench-password";

  private final String root;
  private final String password;
  private final HttpClient http = HttpClient.newHttpClient();
  private final LongAdder heard = new LongAdder();

  private Listeners(String port, String password) {
    this.root = "http://localhost:" + port;
    this.password = password;
  }

  public static void main(String[] arguments) throws Exception {
    new Listeners(arguments[0], arguments[1]).run(arguments.length > 2 ? Integer.parseInt(arguments[2]) : 16);
  }

  private void run(int browsers) throws Exception {
    var role = id(post("/roles", "{\"code\":\"listens\",\"name\":\"Listens\",\"operations\":[\"customers.view\"],"
        + "\"scopes\":[{\"collection\":\"customers\",\"scope\":\"all\"}]}"));
    for (int i = 0; i < browsers; i++) {
      post("/users", "{\"login\":\"listener" + i + "\",\"name\":\"Listener\",\"password\":\"" + PASSWORD + "\",\"roleIds\":[\"" + role + "\"]}");
    }
    write(WARM_SECONDS);
    var without = write(SECONDS);
    var open = new ArrayList<Thread>();
    for (int i = 0; i < browsers; i++) {
      open.add(listen("listener" + i));
    }
    write(WARM_SECONDS);
    heard.reset();
    var with = write(SECONDS);
    System.out.printf("%d browsers that listen; %d writes a second; %d changes heard%n", browsers, 1000 / BETWEEN_MILLIS, heard.sum());
    System.out.printf("without %.1f %%, with %.1f %%: they cost %.1f %% of a core%n", without, with, with - without);
    System.exit(0);
  }

  /** Writes at an even pace; the processor time that the server took for it, in per cent of a core. */
  private double write(int seconds) throws Exception {
    var before = processorMillis();
    var begun = System.nanoTime();
    for (long at = 0; at < seconds * 1000L; at += BETWEEN_MILLIS) {
      post("/customers", "{\"name\":\"Written\"}");
      var left = at + BETWEEN_MILLIS - (System.nanoTime() - begun) / 1_000_000;
      if (left > 0) {
        Thread.sleep(left);
      }
    }
    return 100.0 * (processorMillis() - before) / ((System.nanoTime() - begun) / 1e6);
  }

  /** User and system time; the kernel counts in hundredths of a second. */
  private static long processorMillis() throws IOException {
    var stat = Files.readString(Path.of("/proc", System.getenv("TANGRAM_PID"), "stat"));
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return 10 * (Long.parseLong(fields[11]) + Long.parseLong(fields[12]));
  }

  private Thread listen(String login) throws Exception {
    var browser = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    var signIn = HttpRequest.newBuilder(URI.create(root + "/api/v1/session"))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString("{\"user\":\"" + login + "\",\"password\":\"" + PASSWORD + "\"}"));
    check(browser.send(signIn.build(), HttpResponse.BodyHandlers.ofString()));
    var events = HttpRequest.newBuilder(URI.create(root + "/api/v1/events?topics=customers,modules"));
    var lines = browser.send(events.build(), HttpResponse.BodyHandlers.ofLines()).body();
    var thread = new Thread(() -> lines.filter(line -> line.startsWith("event: change")).forEach(line -> heard.increment()));
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private String post(String path, String body) throws Exception {
    var basic = Base64.getEncoder().encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8));
    var request = HttpRequest.newBuilder(URI.create(root + "/api/v1" + path))
        .header("Authorization", "Basic " + basic)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
    return check(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
  }

  private static String check(HttpResponse<String> answer) {
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  private static String id(String json) {
    var at = json.indexOf("\"id\":\"") + 6;
    return json.substring(at, json.indexOf('"', at));
  }
}
