import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Load on a server that runs: {@code java Bench.java PORT ADMIN-PASSWORD [CUSTOMERS]}. Sixteen connections that are kept
 * open; what the product answers beside what the floor answers, turn by turn in one run. {@code -Donly=REGEX} leaves loads out.
 */
public final class Bench {
  private static final int CONNECTIONS = 16;
  private static final int ROUNDS = 3;
  private static final int SECONDS = 8;

  /** So long it takes until all that a call runs through is compiled. */
  private static final int WARM_SECONDS = 30;

  private static final String PASSWORD = "a-bench-password";
  private static final Pattern ID = Pattern.compile("\"id\":\"(\\d+)\"");

  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();
  private final String admin;

  private Bench(int port, String password) {
    this.port = port;
    this.admin = basic("admin", password);
  }

  public static void main(String[] arguments) throws Exception {
    var bench = new Bench(Integer.parseInt(arguments[0]), arguments[1]);
    bench.run(
        arguments.length > 2 ? Integer.parseInt(arguments[2]) : 100_000, System.getenv("TANGRAM_PID"));
  }

  private void run(int customers, String pid) throws Exception {
    var salesperson = salesperson();
    var ids = seed(customers, salesperson);
    var seller = basic("bench.seller", PASSWORD);
    System.out.printf("%d customers, %d of them the salesperson's%n", customers, ids.size());
    System.out.printf("%-22s %10s %9s %9s%n", "", "req/s", "p50 ms", "p99 ms");
    var floorRead = new ArrayList<Double>();
    var read = new ArrayList<Double>();
    var floorList = new ArrayList<Double>();
    var list = new ArrayList<Double>();
    for (int round = 0; round <= ROUNDS; round++) {
      var warm = round == 0;
      floorRead.add(load("floor: read by id", warm, "", () -> "GET /floor/" + any(ids)));
      read.add(load("read by id", warm, seller, () -> "GET /api/v1/customers/" + any(ids)));
      floorList.add(load("floor: list 50", warm, "", () -> "GET /floor/list"));
      list.add(load("list 50", warm, seller, () -> "GET /api/v1/customers"));
      load("list 50, no count", warm, seller, () -> "GET /api/v1/customers?count=none");
    }
    // Last, for it changes what is read.
    for (int round = 0; round <= ROUNDS; round++) {
      load("create", round == 0, seller, () -> "POST /api/v1/customers");
    }
    ratio("read by id", read, floorRead);
    ratio("list 50", list, floorList);
    if (pid != null) {
      Files.lines(Path.of("/proc", pid, "status")).filter(line -> line.startsWith("VmRSS")).forEach(System.out::println);
    }
  }

  // ---- the data

  private String salesperson() throws Exception {
    var known = call("GET", "/api/v1/users?filter=login==bench.seller", null);
    if (ID.matcher(known).find()) {
      return first(known);
    }
    var department = first(call("POST", "/api/v1/departments", "{\"code\":\"BENCH\",\"name\":\"Bench\"}"));
    var role =
        first(
            call(
                "POST",
                "/api/v1/roles",
                "{\"code\":\"bench\",\"name\":\"Bench\",\"operations\":[\"customers.view\",\"customers.create\",\"customers.edit\"],"
                    + "\"scopes\":[{\"collection\":\"customers\",\"scope\":\"subordinates\"}]}"));
    return first(
        call(
            "POST",
            "/api/v1/users",
            "{\"login\":\"bench.seller\",\"name\":\"Bench Seller\",\"password\":\"" + PASSWORD + "\",\"active\":true,"
                + "\"departmentId\":\"" + department + "\",\"roleIds\":[\"" + role + "\"]}"));
  }

  /** Every fiftieth customer is the salesperson's. */
  private List<String> seed(int customers, String owner) throws Exception {
    var total = Pattern.compile("\"value\":(\\d+)").matcher(call("GET", "/api/v1/customers?count=exact&limit=1&fields=id", null));
    int there = total.find() ? Integer.parseInt(total.group(1)) : 0;
    for (int at = there; at < customers; at += 500) {
      var items = new ArrayList<String>();
      for (int i = at; i < Math.min(at + 500, customers); i++) {
        items.add(
            "{\"name\":\"基准客户 " + i + "\",\"level\":\"" + "ABCD".charAt(i % 4) + "\",\"region\":\"CN-SH\",\"industry\":\"software\","
                + "\"phone\":\"021-5555" + i + "\",\"employees\":" + i % 5000
                + ",\"revenue\":{\"amount\":\"" + i + ".50\",\"currency\":\"CNY\"}"
                + (i % 50 == 0 ? ",\"ownerId\":\"" + owner + "\"" : "") + "}");
      }
      call("POST", "/api/v1/customers/bulk", "{\"atomic\":true,\"items\":[" + String.join(",", items) + "]}");
    }
    var ids = new ArrayList<String>();
    var page = call("GET", "/api/v1/customers?fields=id&limit=500&count=none&filter=ownerId==" + owner, null);
    ID.matcher(page).results().forEach(match -> ids.add(match.group(1)));
    return ids;
  }

  private String call(String method, String path, String body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .header("Authorization", admin)
            .header("Content-Type", "application/json")
            .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
    var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IOException(method + " " + path + ": " + response.body());
    }
    return response.body();
  }

  private static String first(String json) {
    var match = ID.matcher(json);
    if (!match.find()) {
      throw new IllegalStateException(json);
    }
    return match.group(1);
  }

  private static String basic(String user, String password) {
    return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  private static String any(List<String> ids) {
    return ids.get(ThreadLocalRandom.current().nextInt(ids.size()));
  }

  // ---- the load

  private interface Calls {
    String next();
  }

  /** Of the rounds after the first, which warms up. */
  private static void ratio(String name, List<Double> rates, List<Double> floor) {
    System.out.printf(
        "%s: %.2f of the floor%n",
        name, median(rates.subList(1, rates.size())) / median(floor.subList(1, floor.size())));
  }

  /** Answers requests per second; none for a load that is left out. */
  private double load(String name, boolean warm, String authorization, Calls calls) throws Exception {
    if (!name.matches(System.getProperty("only", ".*"))) {
      return Double.NaN;
    }
    var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(warm ? WARM_SECONDS : SECONDS);
    var times = new long[CONNECTIONS][];
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < CONNECTIONS; i++) {
      int connection = i;
      var thread = new Thread(() -> times[connection] = client(end, authorization, calls));
      thread.start();
      threads.add(thread);
    }
    var started = System.nanoTime();
    for (var thread : threads) {
      thread.join();
    }
    var seconds = (System.nanoTime() - started) / 1e9;
    var all = Arrays.stream(times).flatMapToLong(Arrays::stream).sorted().toArray();
    var rate = all.length / seconds;
    if (!warm) {
      System.out.printf(
          "%-22s %10.0f %9.2f %9.2f%n", name, rate, all[all.length / 2] / 1e6, all[(int) (all.length * 0.99)] / 1e6);
    }
    return rate;
  }

  private long[] client(long end, String authorization, Calls calls) {
    var times = new long[1 << 16];
    int done = 0;
    try (var socket = new Socket("localhost", port)) {
      socket.setTcpNoDelay(true);
      var in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      while (System.nanoTime() < end) {
        var call = calls.next();
        var body = call.startsWith("POST") ? "{\"name\":\"Created under load\",\"level\":\"A\"}" : "";
        var request =
            call + " HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\nAuthorization: " + authorization
                + (body.isEmpty() ? "" : "\r\nContent-Type: application/json\r\nContent-Length: " + body.length())
                + "\r\n\r\n" + body;
        if (authorization.isEmpty()) {
          request = request.replace("Authorization: \r\n", "");
        }
        var began = System.nanoTime();
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        answer(in);
        if (done == times.length) {
          times = Arrays.copyOf(times, done * 2);
        }
        times[done++] = System.nanoTime() - began;
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return Arrays.copyOf(times, done);
  }

  private static void answer(InputStream in) throws IOException {
    var status = line(in);
    if (!status.startsWith("HTTP/1.1 20")) {
      throw new IOException(status);
    }
    int length = -1;
    var chunked = false;
    for (var header = line(in); !header.isEmpty(); header = line(in)) {
      var lower = header.toLowerCase();
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(15).trim());
      }
      chunked |= lower.startsWith("transfer-encoding: chunked");
    }
    if (chunked) {
      for (int size = Integer.parseInt(line(in), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
        in.skipNBytes(size + 2L);
      }
      line(in);
    } else {
      in.skipNBytes(length);
    }
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("The connection was closed");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }
}
