import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How the cost of lists grows with the table: {@code java Scale.java PORT ADMIN-PASSWORD [SMALL] [LARGE]}. The same
 * questions to a small and to a large table, one after the other on one connection: milliseconds that a quarter of the answers keeps
 * below, since other work on the machine only adds some, and the ratio.
 */
public final class Scale {
  private static final int ROUNDS = 30;
  private static final int WARM = 10;
  private static final int SELLERS = 500;
  private static final int TEAM = 50;
  private static final int MANAGERS = 100;
  private static final int DEPARTMENTS = 500;
  private static final int BRANCHES = 50;
  private static final String PASSWORD = "a-bench-password";

  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();
  private final String admin;
  private String word;
  private String number;

  private Scale(int port, String password) {
    this.port = port;
    this.admin = basic("admin", password);
  }

  public static void main(String[] arguments) throws Exception {
    var scale = new Scale(Integer.parseInt(arguments[0]), arguments[1]);
    var small = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10_000;
    var large = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 1_000_000;
    var seller = scale.seller();
    scale.word = scale.field("word", "text");
    scale.number = scale.field("number", "decimal");
    var before = scale.at(0, small, seller);
    var after = scale.at(small, large, seller);
    System.out.printf("%-44s %10d %10d %7s%n", "lower quartile, ms", small, large, "ratio");
    before.forEach(
        (question, ms) ->
            System.out.printf("%-44s %10.2f %10.2f %7.2f%n", question, ms, after.get(question), after.get(question) / ms));
    scale.byScope(large);
  }

  /** The large table handed out to 5,000 people: what those at each height of the company wait for. */
  private void byScope(int size) throws Exception {
    var role = id(send("POST", "/api/v1/roles",
        "{\"code\":\"chain\",\"name\":\"Chain\",\"operations\":[\"customers.view\"],\"scopes\":[{\"collection\":\"customers\",\"scope\":\"subordinates\"}]}", admin));
    var director = user("scale.director", role, null, true);
    var manager = user("scale.manager", role, director, true);
    var first = user("scale.first", role, manager, true);
    people(TEAM - 2, manager, "m0.");
    for (int m = 1; m < MANAGERS; m++) {
      people(TEAM - 1, user("scale.m" + m, role, director, false), "m" + m + ".");
    }
    var begun = System.nanoTime();
    send("POST", "/seed?first=" + first + "&people=" + TEAM * MANAGERS, null, admin);
    System.out.printf("handed out to %d people after %d s%n", TEAM * MANAGERS, (System.nanoTime() - begun) / 1_000_000_000);
    var callers = new LinkedHashMap<String, String>();
    callers.put("all", admin);
    callers.put("one", basic("scale.first", PASSWORD));
    callers.put("of " + TEAM, basic("scale.manager", PASSWORD));
    callers.put("of " + TEAM * MANAGERS, basic("scale.director", PASSWORD));
    System.out.printf("%-30s", "lower quartile, ms, " + size + " customers");
    callers.keySet().forEach(name -> System.out.printf(" %12s", name));
    System.out.println();
    for (var question : List.of("", "count=none", "sort=name", "filter=industry==C", "filter=level==A;status==won", "q=华东", "q=上海华东", "q=hdkj")) {
      System.out.printf("%-30s", question);
      for (var caller : callers.values()) {
        System.out.printf(" %12.2f", quartile(question, caller));
      }
      System.out.println();
    }
    moves(director);
  }

  /**
   * As many people again, in 500 departments: a director with all below them, and a division with all its departments, go
   * elsewhere; until the next request of who is above goes by it.
   */
  private void moves(String director) throws Exception {
    var divisions = new ArrayList<String>();
    var departments = new ArrayList<String>();
    for (int d = 0; d < DEPARTMENTS; d++) {
      var above = d % BRANCHES == 0 ? "" : ",\"parentId\":\"" + divisions.get(divisions.size() - 1) + "\"";
      var department = id(send("POST", "/api/v1/departments", "{\"name\":\"Scale " + d + "\"" + above + "}", admin));
      departments.add(department);
      if (above.isEmpty()) {
        divisions.add(department);
      }
    }
    var other = user("scale.other", null, null, false);
    for (int m = 0; m < MANAGERS; m++) {
      people(TEAM - 1, user("scale.o" + m, null, other, false), "o" + m + ".", ",\"departmentId\":\"" + departments.get(m % BRANCHES) + "\"");
    }
    var heads = id(send("POST", "/api/v1/roles",
        "{\"code\":\"heads\",\"name\":\"Heads\",\"operations\":[\"customers.view\"],\"scopes\":[{\"collection\":\"customers\",\"scope\":\"department-tree\"}]}", admin));
    send("POST", "/api/v1/users",
        "{\"login\":\"scale.head\",\"name\":\"scale.head\",\"roleIds\":[\"" + heads + "\"],\"password\":\"" + PASSWORD + "\",\"departmentId\":\"" + divisions.get(1) + "\"}", admin);
    for (var above : new String[] {director, null}) {
      moved("a director with " + TEAM * MANAGERS + " below", "/api/v1/users/" + other, "superiorId", above, "scale.director");
    }
    for (var above : new String[] {divisions.get(1), null}) {
      moved("a division with " + (BRANCHES - 1) + " departments", "/api/v1/departments/" + divisions.get(0), "parentId", above, "scale.head");
    }
  }

  private void moved(String what, String path, String field, String above, String asked) throws Exception {
    var version = Pattern.compile("\"version\":(\\d+)").matcher(send("GET", path, null, admin));
    version.find();
    var begun = System.nanoTime();
    send("PATCH", path, "{\"" + field + "\":" + (above == null ? "null" : "\"" + above + "\"") + "}", admin, "If-Match", "\"v" + version.group(1) + "\"");
    var written = System.nanoTime();
    send("GET", "/api/v1/customers?count=none", null, basic(asked, PASSWORD));
    System.out.printf("%s moved %s: %d ms, the next list of who is above: %d ms%n",
        what, above == null ? "back" : "away", (written - begun) / 1_000_000, (System.nanoTime() - written) / 1_000_000);
  }

  private String user(String login, String role, String superior, boolean signsIn) throws Exception {
    return id(send("POST", "/api/v1/users", user(login, role, superior, signsIn ? PASSWORD : null), admin));
  }

  private static String user(String login, String role, String superior, String password) {
    return "{\"login\":\"%1$s\",\"name\":\"%1$s\"%2$s%3$s%4$s}".formatted(
        login,
        role == null ? "" : ",\"roleIds\":[\"" + role + "\"]",
        superior == null ? "" : ",\"superiorId\":\"" + superior + "\"",
        password == null ? "" : ",\"password\":\"" + password + "\"");
  }

  private void people(int count, String superior, String prefix) throws Exception {
    people(count, superior, prefix, "");
  }

  /**
   * @param more of each of them, as members of JSON
   */
  private void people(int count, String superior, String prefix, String more) throws Exception {
    var items = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      items.add(user(prefix + i, null, superior, null).replace("}", more + "}"));
    }
    send("POST", "/api/v1/users/bulk", "{\"atomic\":true,\"items\":[" + String.join(",", items) + "]}", admin);
  }

  private Map<String, Double> at(int from, int to, String seller) throws Exception {
    var begun = System.nanoTime();
    send("POST", "/seed?from=" + from + "&to=" + to + "&seller=" + seller + "&sellers=" + SELLERS, null, admin);
    // The small table is read by the module, the large one is the small one many times.
    send("POST", "/api/v1/modules/customers/actions/restart", null, admin);
    while (!send("GET", "/seed", null, admin).equals("read")) {
      Thread.sleep(1000);
    }
    send("POST", "/seed?word=" + word + "&number=" + number + "&words=" + to / 10, null, admin);
    System.out.printf("%d customers are there after %d s%n", to, (System.nanoTime() - begun) / 1_000_000_000);
    if (from == 0) {
      // A server that has just started would make the small table look slow.
      asked();
    }
    return asked();
  }

  private Map<String, Double> asked() throws Exception {
    var quartiles = new LinkedHashMap<String, Double>();
    for (var who : List.of("all", "seller")) {
      var caller = who.equals("all") ? admin : basic("scale.seller", PASSWORD);
      for (var question : questions()) {
        quartiles.put(who + ": " + question, quartile(question, caller));
      }
    }
    return quartiles;
  }

  private String field(String code, String type) throws Exception {
    return id(send("POST", "/api/v1/custom-fields",
        "{\"collection\":\"customers\",\"code\":\"" + code + "\",\"type\":\"" + type + "\",\"labelEn\":\"" + code + "\"}", admin));
  }

  private static List<String> questions() {
    return List.of(
        "", "count=none", "sort=name", "sort=-updatedAt", "filter=industry==C", "filter=region==CN-7", "filter=level==A;status==won",
        "q=华", "q=华东", "q=科技", "q=上海华东", "q=hdkj", "q=huadong", "q=有限公司", "q=1388", "q=13912345678", "q=zzz",
        "filter=customFields.word==common", "filter=customFields.word==w7", "filter=customFields.number=ge=9990",
        "filter=customFields.number=ge=5000", "filter=customFields.word==common;customFields.number=lt=10",
        "filter=customFields.word==common;level==A&sort=name", "filter=customFields.number=ge=9990&sort=customFields.number",
        "sort=customFields.number&count=none");
  }

  private double quartile(String question, String caller) throws Exception {
    var parameters = new ArrayList<String>();
    for (var parameter : question.isEmpty() ? new String[0] : question.split("&")) {
      var name = parameter.substring(0, parameter.indexOf('=') + 1);
      parameters.add(name + URLEncoder.encode(parameter.substring(name.length()), StandardCharsets.UTF_8));
    }
    var encoded = parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
    var times = new ArrayList<Double>();
    for (int i = 0; i < ROUNDS; i++) {
      var begun = System.nanoTime();
      send("GET", "/api/v1/customers" + encoded, null, caller);
      times.add((System.nanoTime() - begun) / 1e6);
    }
    // The first ones warm caches and plans.
    return times.subList(WARM, ROUNDS).stream().sorted().skip((ROUNDS - WARM) / 4).findFirst().orElseThrow();
  }

  private String seller() throws Exception {
    var role = id(send("POST", "/api/v1/roles",
        "{\"code\":\"scale\",\"name\":\"Scale\",\"operations\":[\"customers.view\"],\"scopes\":[{\"collection\":\"customers\",\"scope\":\"subordinates\"}]}", admin));
    return id(send("POST", "/api/v1/users",
        "{\"login\":\"scale.seller\",\"name\":\"Scale\",\"password\":\"" + PASSWORD + "\",\"roleIds\":[\"" + role + "\"]}", admin));
  }

  private String send(String method, String path, String body, String caller, String... headers) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .header("Authorization", caller)
            .header("Content-Type", "application/json")
            .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IllegalStateException(method + " " + path + ": " + response.body());
    }
    return response.body();
  }

  private static String id(String json) {
    var match = Pattern.compile("\"id\":\"(\\d+)\"").matcher(json);
    if (!match.find()) {
      throw new IllegalStateException(json);
    }
    return match.group(1);
  }

  private static String basic(String user, String password) {
    return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }
}
