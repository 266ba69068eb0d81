package org.tangramcrm.itests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/**
 * What a real sales team did, loaded as an administrator would: regions, people, accounts, products
 * and opportunities from files, a part of the opportunities through SOAP; then say
 * what was counted in the source, at each door, in the workbook and on the page.
 *
 * <p>The data are no part of the project; {@link RealAccountsIT} says where they are looked for.
 * The source names no currency: its amounts are taken to be in the base currency.
 */
class RealDealsIT extends UiCheck {
  private static final String SYSTEM = "crm-sales";
  private static final String NO_ACCOUNT = "Account not told";

  /** So many come in through SOAP, the others from a file. */
  private static final int THROUGH_SOAP = 150;

  private List<Deal> deals;

  /** Region and manager by agent. */
  private final Map<String, String> regions = new TreeMap<>();

  private final Map<String, String> managers = new TreeMap<>();

  /** A row of the source, as it stands there. */
  private record Deal(
      String key,
      String agent,
      String product,
      String account,
      String stage,
      String engaged,
      String closed,
      String value) {
    static Deal of(String[] cells) {
      return new Deal(
          cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6], cells[7]);
    }

    boolean dirty() {
      return product.equals("GTXPro") || account.isEmpty();
    }

    Deal mapped() {
      return new Deal(
          key,
          agent,
          product.equals("GTXPro") ? "GTX Pro" : product,
          account.isEmpty() ? NO_ACCOUNT : account,
          stage,
          engaged,
          closed,
          value);
    }

    boolean ended() {
      return !closed.isEmpty();
    }

    String name() {
      return (account + " " + product).strip();
    }

    long days() {
      return ChronoUnit.DAYS.between(LocalDate.parse(engaged), LocalDate.parse(closed));
    }
  }

  @Override
  Server begin() {
    Needs.that(
        Files.isReadable(source("sales_pipeline")),
        "the real opportunities at "
            + source("sales_pipeline")
            + "; name their folder by -Dtangram.data or TANGRAM_DATA");
    return Server.onDerby("real-deals");
  }

  private static Path source(String name) {
    var folder = System.getProperty("tangram.data", System.getenv("TANGRAM_DATA"));
    var root = Path.of(System.getProperty("tangram.root"));
    return (folder == null ? root.resolve("../shared/data") : Path.of(folder))
        .resolve("crm-sales-opportunities/" + name + ".csv")
        .toAbsolutePath()
        .normalize();
  }

  private static List<String[]> rows(String name) {
    try (var lines = Files.lines(source(name))) {
      return lines
          .skip(1)
          .filter(line -> !line.isBlank())
          .map(line -> line.split(",", -1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatWasCountedInTheSourceIsToldEverywhere() {
    deals = rows("sales_pipeline").stream().map(Deal::of).toList();
    rows("sales_teams")
        .forEach(
            row -> {
              managers.put(row[0], row[1]);
              regions.put(row[0], row[2]);
            });
    assertThat(deals).hasSize(8_800);
    loadCompany();
    loadProductsAndAccounts();
    var begun = System.nanoTime();
    loadDeals();
    System.out.printf(
        "%d opportunities in %d s%n", deals.size(), (System.nanoTime() - begun) / 1_000_000_000);

    var byRegion = run("R-11?by=departmentId");
    assertThat(told(byRegion.get("totals"))).isEqualTo("4238 2473 63.15 10005534.00");
    assertThat(rows(byRegion, "departmentId")).isEqualTo(expected(deal -> regions.get(deal.agent)));
    assertThat(rows(run("R-11?by=departmentId&basis=current"), "departmentId"))
        .isEqualTo(expected(deal -> regions.get(deal.agent)));
    var byAgent = rows(run("R-11?by=ownerId"), "ownerId");
    var agents = expected(deal -> deal.agent);
    assertThat(agents).hasSize(30);
    // Five never had a deal, and stand there all the same.
    managers.keySet().forEach(agent -> agents.putIfAbsent(agent, "0 0 - 0.00"));
    assertThat(byAgent).isEqualTo(agents).hasSize(35);

    managersSeeTheirTeams();
    theSameAtEachDoor(byRegion);
    howFastTheySell();
    onThePage(byRegion);
  }

  // ---- into the system

  private void loadCompany() {
    made(
        "roles",
        """
        {"code":"agent","name":"Agent","scopes":[{"collection":"*","scope":"own"}],
         "operations":["opportunities.view","opportunities.create"]}\
        """);
    made(
        "roles",
        """
        {"code":"lead","name":"Lead","scopes":[{"collection":"*","scope":"subordinates"}],
         "operations":["opportunities.view","analyses.R-11","analyses.R-37"]}\
        """);
    imported("departments", csv("name", regions.values().stream().distinct()), "name");
    var leads =
        managers.values().stream()
            .distinct()
            .map(name -> String.join(",", login(name), name, "lead"));
    imported("users", csv("login,name,role", leads), "login,name,roleIds");
    var agents =
        managers.keySet().stream()
            .map(
                name ->
                    String.join(
                        ",", login(name), name, "agent", regions.get(name), managers.get(name)));
    imported(
        "users",
        csv("login,name,role,region,manager", agents),
        "login,name,roleIds,departmentId,superiorId");
  }

  private static String login(String name) {
    return name.toLowerCase(Locale.ROOT).replace(' ', '.');
  }

  private void loadProductsAndAccounts() {
    imported(
        "products",
        csv("code,name", rows("products").stream().map(row -> row[0] + "," + row[0])),
        "code,name");
    for (var product : rows("products")) {
      var id = only("products?filter=code=='" + encoded(product[0]) + "'").get("id").asText();
      var priced =
          server.call(
              "PATCH",
              "/api/v1/products/" + id,
              "{\"prices\":[{\"price\":{\"amount\":\"%s\",\"currency\":\"CNY\"}}]}"
                  .formatted(product[2]),
              "If-Match",
              "\"v1\"");
      assertThat(priced.status()).as(priced.text()).isEqualTo(200);
    }
    var accounts = rows("accounts").stream().map(row -> row[0]);
    imported("customers", csv("name", Stream.concat(accounts, Stream.of(NO_ACCOUNT))), "name");
    // Their own way: two stages before the end, which ask for nothing.
    for (var stage : List.of("Prospecting", "Engaging")) {
      made(
          "dictionary-items",
          "{\"dictionary\":\"opportunity-stage\",\"code\":\"%1$s\",\"labelZh\":\"%2$s\",\"labelEn\":\"%2$s\"}"
              .formatted(stage.toLowerCase(Locale.ROOT), stage));
    }
    made(
        "pipelines",
        """
{"name":"B2B","standard":true,"stages":[
  {"stage":"prospecting","kind":"open","probability":10},{"stage":"engaging","kind":"open","probability":40},
  {"stage":"won","kind":"won","probability":100},{"stage":"lost","kind":"lost","probability":0}]}\
""");
  }

  private void loadDeals() {
    var clean = deals.stream().filter(deal -> !deal.dirty()).toList();
    clean.stream().limit(THROUGH_SOAP).forEach(this::throughSoap);
    var left =
        deals.stream().filter(deal -> !clean.subList(0, THROUGH_SOAP).contains(deal)).toList();
    var dirty = left.stream().filter(Deal::dirty).toList();
    var first = upload("opportunities", file(left), FIELDS);
    assertThat(figures(first))
        .isEqualTo("%d %d %d".formatted(left.size(), left.size() - dirty.size(), dirty.size()));
    // What was refused comes back as a file, with why; mapped, it is taken in.
    var book = bytes("/api/v1/jobs/" + first.get("jobId").asText() + "/result");
    var sheet = Workbooks.part(book, "xl/worksheets/sheet1.xml");
    var refused = sheet + Workbooks.part(book, "xl/sharedStrings.xml");
    assertThat(refused)
        .contains("GTXPro", dirty.get(0).key())
        .doesNotContain(clean.get(THROUGH_SOAP).key());
    assertThat(sheet.split("<row ")).hasSizeGreaterThan(dirty.size());
    var second = upload("opportunities", file(dirty.stream().map(Deal::mapped).toList()), FIELDS);
    assertThat(figures(second)).isEqualTo("%d %1$d 0".formatted(dirty.size()));
  }

  private static final String FIELDS =
      "externalKey,name,ownerId,lines,customerId,stage,openedOn,closedOn,amount,amountOverridden,closeReason";

  private static String file(List<Deal> some) {
    return csv(
        "key,name,agent,product,account,stage,engaged,closed,value,said,reason",
        some.stream()
            .map(
                deal ->
                    String.join(
                        ",",
                        deal.key,
                        deal.name(),
                        deal.agent,
                        deal.product,
                        deal.account,
                        deal.stage,
                        deal.engaged,
                        deal.closed,
                        deal.value,
                        deal.ended() ? "yes" : "",
                        deal.stage.equals("Lost") ? "other" : "")));
  }

  private void throughSoap(Deal deal) {
    var opportunity =
        element("ownerId", id("users", deal.agent))
            + element("name", deal.name())
            + element("customerId", id("customers", deal.account))
            + element("stage", deal.stage.toLowerCase(Locale.ROOT))
            + (deal.engaged.isEmpty() ? "" : element("openedOn", deal.engaged))
            + (deal.ended()
                ? "<amount>"
                    + element("amount", deal.value)
                    + element("currency", "CNY")
                    + "</amount>"
                    + element("amountOverridden", "true")
                : "")
            + "<lines>"
            + element("productId", id("products", deal.product))
            + "</lines>"
            + (deal.ended() ? element("closedOn", deal.closed) : "")
            + (deal.stage.equals("Lost") ? element("closeReason", "other") : "");
    var answer =
        server.soap(
            "opportunities",
            "upsert",
            element("system", SYSTEM)
                + element("key", deal.key)
                + "<opportunity>"
                + opportunity
                + "</opportunity>");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  private final Map<String, String> ids = new TreeMap<>();

  private String id(String collection, String name) {
    return ids.computeIfAbsent(
        collection + name,
        any -> only(collection + "?filter=name=='" + encoded(name) + "'").get("id").asText());
  }

  // ---- what comes out

  private void managersSeeTheirTeams() {
    for (var manager : List.of("Melvin Marxen", "Celia Rouche")) {
      var path = "/api/v1/users/" + id("users", manager);
      var set =
          server.call(
              "PATCH", path, "{\"password\":\"a-password-of-leads\"}", "If-Match", "\"v1\"");
      assertThat(set.status()).as(set.text()).isEqualTo(200);
      var answer =
          server.get(
              "/api/v1/analyses/R-11?by=ownerId",
              "Authorization",
              Server.basic(login(manager), "a-password-of-leads"));
      assertThat(told(answer.json().get("totals")))
          .as(manager)
          .isEqualTo(counted(deal -> managers.get(deal.agent).equals(manager)));
      assertThat(answer.json().get("rows"))
          .hasSize((int) managers.values().stream().filter(manager::equals).count());
    }
  }

  private void theSameAtEachDoor(JsonNode rest) {
    var soap =
        Flat.of(
            Flat.parse(
                server
                    .soap(
                        "analyses",
                        "run",
                        "<code>R-11</code><parameters><by>departmentId</by></parameters>",
                        "Accept-Language",
                        "en")
                    .text()));
    Flat.of(rest)
        .forEach(
            (key, values) ->
                assertThat(
                        soap.entrySet().stream()
                            .filter(entry -> entry.getKey().endsWith(".return." + key))
                            .map(Map.Entry::getValue)
                            .findFirst())
                    .as(key)
                    .contains(values));
    var sheet =
        Workbooks.part(
            bytes("/api/v1/analyses/R-11/file?format=xlsx&by=departmentId"),
            "xl/worksheets/sheet1.xml");
    for (var row : rest.get("rows")) {
      for (var figure : List.of("won", "lost", "rate", "wonAmount")) {
        var value = new BigDecimal(row.get(figure).asText()).stripTrailingZeros().toPlainString();
        assertThat(sheet).as(row.toString()).containsPattern("<v>" + value + "(\\.0+|0)?</v>");
      }
    }
    assertThat(sheet)
        .contains("<v>4238</v>", "<v>2473</v>")
        .containsPattern("<v>10005534(\\.0+)?</v>");
  }

  private void howFastTheySell() {
    var told = run("R-37?by=ownerId");
    var totals = told.get("totals");
    assertThat(totals.get("daysWon").asText()).isEqualTo("51.78");
    assertThat(totals.get("daysLost").asText()).isEqualTo("41.48");
    assertThat(totals.get("open").asInt()).isEqualTo(1_589 + 500);
    assertThat(totals.get("rate").asText()).isEqualTo("63.15");
    var won = deals.stream().filter(deal -> deal.stage.equals("Won")).toList();
    var mean =
        new BigDecimal("10005534").divide(BigDecimal.valueOf(won.size()), 2, RoundingMode.HALF_UP);
    assertThat(totals.get("meanAmount").asText()).isEqualTo(mean.toPlainString());
    assertThat(told.get("rows")).hasSize(35);
    for (var row : told.get("rows")) {
      var agent = row.get("ownerIdTitle").asText();
      var theirs = won.stream().filter(deal -> deal.agent.equals(agent)).toList();
      if (theirs.isEmpty()) {
        for (var none : List.of("rate", "meanAmount", "daysWon", "daysLost", "velocity")) {
          assertThat(row.hasNonNull(none)).as(agent + " " + none).isFalse();
        }
        assertThat(row.get("open").asInt()).isZero();
        continue;
      }
      assertThat(row.get("daysWon").asText())
          .as(agent)
          .isEqualTo(
              BigDecimal.valueOf(theirs.stream().mapToLong(Deal::days).sum())
                  .divide(BigDecimal.valueOf(theirs.size()), 2, RoundingMode.HALF_UP)
                  .toPlainString());
      assertThat(new BigDecimal(row.get("velocity").asText()))
          .as(agent)
          .isCloseTo(velocity(agent), Percentage.withPercentage(0.01));
    }
  }

  private BigDecimal velocity(String agent) {
    var theirs = deals.stream().filter(deal -> deal.agent.equals(agent)).toList();
    double won = theirs.stream().filter(deal -> deal.stage.equals("Won")).count();
    double ended = theirs.stream().filter(Deal::ended).count();
    double amount = sum(theirs).doubleValue() / won;
    double days =
        theirs.stream().filter(deal -> deal.stage.equals("Won")).mapToLong(Deal::days).sum() / won;
    return BigDecimal.valueOf((theirs.size() - ended) * won / ended * amount / days);
  }

  private void onThePage(JsonNode rest) {
    signIn("/analyses/R-11?by=departmentId");
    var table = at("analysis-table");
    for (var row : rest.get("rows")) {
      var line =
          table
              .locator("tbody tr")
              .filter(
                  new Locator.FilterOptions().setHasText(row.get("departmentIdTitle").asText()));
      assertThat(line).containsText("%,d".formatted(row.get("won").asInt()));
      assertThat(line)
          .containsText("%,.2f".formatted(new BigDecimal(row.get("wonAmount").asText())));
    }
    assertThat(table.locator("tfoot")).containsText("4,238");
    assertThat(table.locator("tfoot")).containsText("63.15");
    assertThat(table.locator("tfoot")).containsText("10,005,534.00");
    shot("real-deals");
  }

  // ---- what was counted in the source

  private Map<String, String> expected(Function<Deal, String> group) {
    return new TreeMap<>(
        deals.stream()
            .map(group)
            .distinct()
            .collect(
                Collectors.toMap(
                    Function.identity(), name -> counted(deal -> group.apply(deal).equals(name)))));
  }

  private String counted(Predicate<Deal> which) {
    var some = deals.stream().filter(which).toList();
    var won = some.stream().filter(deal -> deal.stage.equals("Won")).count();
    var lost = some.stream().filter(deal -> deal.stage.equals("Lost")).count();
    return "%d %d %s %s"
        .formatted(
            won,
            lost,
            BigDecimal.valueOf(won * 100)
                .divide(BigDecimal.valueOf(won + lost), 2, RoundingMode.HALF_UP),
            sum(some).setScale(2));
  }

  private static BigDecimal sum(List<Deal> some) {
    return some.stream()
        .filter(deal -> deal.stage.equals("Won"))
        .map(deal -> new BigDecimal(deal.value))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static String told(JsonNode row) {
    return "%s %s %s %s"
        .formatted(
            row.get("won").asText(),
            row.get("lost").asText(),
            row.path("rate").asText("-"),
            row.get("wonAmount").asText());
  }

  private static Map<String, String> rows(JsonNode told, String by) {
    var rows = new TreeMap<String, String>();
    told.get("rows").forEach(row -> rows.put(row.path(by + "Title").asText("?"), told(row)));
    return rows;
  }

  private JsonNode run(String analysis) {
    var answer = server.get("/api/v1/analyses/" + analysis, "Accept-Language", "en");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  // ---- files

  private static String csv(String head, Stream<String> lines) {
    return Stream.concat(Stream.of(head), lines).collect(Collectors.joining("\n"));
  }

  private void imported(String collection, String file, String fields) {
    var done = upload(collection, file, fields);
    assertThat(done.get("refused").asInt()).as(done.toString()).isZero();
    assertThat(done.get("created").asLong()).isEqualTo(file.lines().count() - 1);
  }

  /** An import that has been done. */
  private JsonNode upload(String collection, String file, String fields) {
    var sent =
        server.call(
            "POST",
            "/api/v1/imports/content?name=source.csv&collection=" + collection,
            file,
            "Content-Type",
            "application/octet-stream");
    assertThat(sent.status()).as(sent.text()).isLessThan(300);
    var body = (ObjectNode) sent.json();
    var path = "/api/v1/imports/" + body.get("id").asText();
    var targets = Arrays.asList(fields.split(","));
    for (int i = 0; i < targets.size(); i++) {
      ((ObjectNode) body.get("columns").get(i)).put("field", targets.get(i));
    }
    body.put("duplicates", "allow");
    if (targets.contains("externalKey")) {
      body.put("matchBy", "external:" + SYSTEM);
    } else {
      body.putNull("matchBy");
    }
    var settled =
        server.call(
            "PUT", path, body.toString(), "If-Match", "\"v" + body.get("version").asInt() + "\"");
    assertThat(settled.status()).as(settled.text()).isEqualTo(200);
    var begun = server.post(path + "/actions/run", null);
    assertThat(begun.status()).as(begun.text()).isEqualTo(200);
    var job = "/api/v1/jobs/" + begun.json().get("jobId").asText();
    Server.await(
        "the end of an import of " + collection,
        Duration.ofMinutes(4),
        () ->
            !List.of("queued", "running").contains(server.get(job).json().get("status").asText()));
    var ended = server.get(job).json();
    assertThat(ended.get("status").asText()).as(ended.toString()).isEqualTo("done");
    return server.get(path).json();
  }

  private byte[] bytes(String path) {
    var request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + server.port + path))
            .header("Authorization", Server.basic("admin", Server.PASSWORD))
            .build();
    try {
      return HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String figures(JsonNode imported) {
    return "%s %s %s"
        .formatted(
            imported.get("total").asText(),
            imported.get("created").asText(),
            imported.get("refused").asText());
  }

  private JsonNode only(String list) {
    var answer = server.get("/api/v1/" + list);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    var items = new ArrayList<JsonNode>();
    answer.json().get("items").forEach(items::add);
    assertThat(items).as(list).hasSize(1);
    return items.get(0);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String element(String name, String text) {
    return "<" + name + ">" + text.replace("&", "&amp;").replace("<", "&lt;") + "</" + name + ">";
  }
}
