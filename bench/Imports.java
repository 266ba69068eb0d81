import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * How long files take: {@code java Imports.java PORT ADMIN-PASSWORD [CUSTOMERS]}. As many customers come in from a file, each
 * compared with those that are there, and all of them go out into a workbook.
 */
public final class Imports {
  private static final String[] PLACES = {
    "北京", "上海", "广州", "深圳", "杭州", "南京", "武汉", "成都", "重庆", "苏州", "青岛", "大连", "厦门", "长沙", "郑州", "西安"
  };
  private static final String SIGNS = "华东明远恒瑞安泰鼎盛宏达金辉天成博雅新锐凯旋丰茂嘉禾启航卓越思源立信同创百川云海星辰方正";
  private static final String[] TRADES = {
    "科技", "贸易", "电子", "机械", "软件", "建材", "物流", "食品", "医疗器械", "化工", "自动化设备", "信息技术", "环保", "服饰"
  };
  private static final String[] FORMS = {"有限公司", "有限责任公司", "股份有限公司"};
  private static final String[] STREETS = {"中山路", "人民路", "解放大道", "建设街", "科技园路", "长江路"};

  /** Of a credit code: letters that look like digits are not used. */
  private static final String CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY";

  private static final int[] WEIGHTS = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};

  private final String root;
  private final String admin;
  private final HttpClient http = HttpClient.newHttpClient();

  private Imports(String port, String password) {
    root = "http://localhost:" + port + "/api/v1";
    admin = "Basic " + Base64.getEncoder().encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8));
  }

  public static void main(String[] arguments) throws Exception {
    var customers = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 100_000;
    new Imports(arguments[0], arguments[1]).run(customers, System.getenv("TANGRAM_PID"));
  }

  private void run(int customers, String pid) throws Exception {
    var file = Files.createTempFile("customers", ".csv");
    try {
      write(file, customers);
      var imported = send("POST", "/imports/content?collection=customers&name=customers.csv", HttpRequest.BodyPublishers.ofFile(file));
      var statements = statements();
      var processor = processor(pid);
      var begun = System.nanoTime();
      var most = await(field(send("POST", "/imports/" + field(imported, "id") + "/actions/run", null), "jobId"), pid);
      var seconds = (System.nanoTime() - begun) / 1e9;
      var done = send("GET", "/imports/" + field(imported, "id"), null);
      System.out.printf(
          "imported: %s created, %s refused in %.1f s, %.0f rows/s, %.2f ms of the server's processors and %.2f statements a row, at most %d MiB resident%n",
          field(done, "created"),
          field(done, "refused"),
          seconds,
          customers / seconds,
          (processor(pid) - processor) / customers,
          (statements() - statements) / customers,
          most);
      begun = System.nanoTime();
      var job = field(send("POST", "/jobs/exports", HttpRequest.BodyPublishers.ofString("{\"collection\":\"customers\",\"format\":\"xlsx\"}")), "id");
      most = await(job, pid);
      System.out.printf("exported: %.1f s, at most %d MiB resident%n", (System.nanoTime() - begun) / 1e9, most);
    } finally {
      Files.delete(file);
    }
  }

  /** No two of them look alike but for some of the telephone numbers. */
  private static void write(Path file, int customers) throws IOException {
    var random = new Random(7);
    try (var out = Files.newBufferedWriter(file)) {
      out.write("name,shortName,level,industry,region,creditCode,phone,email,website,address,employees,remark\n");
      for (int i = 0; i < customers; i++) {
        var place = PLACES[random.nextInt(PLACES.length)];
        var sign = new StringBuilder();
        for (int rest = i, n = 0; n < 4; n++, rest /= SIGNS.length()) {
          sign.append(SIGNS.charAt((rest + n * 7) % SIGNS.length()));
        }
        var trade = TRADES[random.nextInt(TRADES.length)];
        out.write(
            String.join(
                ",",
                place + sign + trade + FORMS[random.nextInt(FORMS.length)],
                sign.substring(0, 2) + trade,
                String.valueOf((char) ('A' + random.nextInt(3))),
                String.valueOf((char) ('A' + random.nextInt(15))),
                "CN-" + (11 + random.nextInt(40)),
                creditCode(i),
                "1" + (3_000_000_000L + random.nextInt(1_000_000_000)) ,
                "sales" + i + "@company" + i + ".com.cn",
                "www.company" + i + ".com.cn",
                place + "市" + STREETS[random.nextInt(STREETS.length)] + (1 + random.nextInt(900)) + "号",
                String.valueOf(10 + random.nextInt(5000)),
                i % 3 == 0 ? "展会认识，需要报价" : ""));
        out.write('\n');
      }
    }
  }

  private static String creditCode(int number) {
    var code = "91110108" + String.format("%09d", number);
    int sum = 0;
    for (int i = 0; i < code.length(); i++) {
      sum += CODE.indexOf(code.charAt(i)) * WEIGHTS[i];
    }
    return code + CODE.charAt((31 - sum % 31) % 31);
  }

  /** The most memory that the server has until a job has ended, MiB. */
  private long await(String job, String pid) throws Exception {
    long most = 0;
    while (true) {
      most = Math.max(most, resident(pid));
      var status = field(send("GET", "/jobs/" + job, null), "status");
      if (status.equals("done")) {
        return most;
      } else if (!status.equals("queued") && !status.equals("running")) {
        throw new IllegalStateException(send("GET", "/jobs/" + job, null));
      }
      Thread.sleep(500);
    }
  }

  private static long resident(String pid) throws IOException {
    var found = Pattern.compile("VmRSS:\\s+(\\d+)").matcher(Files.readString(Path.of("/proc", pid, "status")));
    return found.find() ? Long.parseLong(found.group(1)) / 1024 : 0;
  }

  /** Processor time that a process has taken so far, ms; Linux counts it in hundredths of a second. */
  private static double processor(String pid) throws IOException {
    var figures = Files.readString(Path.of("/proc", pid, "stat")).replaceFirst(".*\\) ", "").split(" ");
    return (Long.parseLong(figures[11]) + Long.parseLong(figures[12])) * 10.0;
  }

  private double statements() throws Exception {
    var request = HttpRequest.newBuilder(URI.create(root.replace("/api/v1", "/metrics"))).header("Authorization", admin).build();
    var found =
        Pattern.compile("(?m)^tangram_sql_statements_total ([0-9.E]+)").matcher(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    return found.find() ? Double.parseDouble(found.group(1)) : Double.NaN;
  }

  private String send(String method, String path, HttpRequest.BodyPublisher body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(root + path))
            .header("Authorization", admin)
            .header("Content-Type", path.contains("/content") ? "application/octet-stream" : "application/json")
            .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : body)
            .build();
    var response = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IllegalStateException(method + " " + path + ": " + response.body());
    }
    return response.body();
  }

  private static String field(String json, String name) {
    var found = Pattern.compile("\"" + name + "\":\"?([^\",}]+)").matcher(json);
    if (!found.find()) {
      throw new IllegalStateException(name + ": " + json);
    }
    return found.group(1);
  }
}
