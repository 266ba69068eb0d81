package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Real accounts of another system, loaded through REST into one empty server and through SOAP into
 * another: both then hold the same. What is dirty in the source stays as it was given.
 *
 * <p>The data are no part of the project: they are looked for in the folder that {@code
 * -Dtangram.data} or TANGRAM_DATA names, else in {@code ../shared/data} beside the project.
 */
class RealAccountsIT {
  private static final String SYSTEM = "crm-sales";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The source's words for industries, as the categories of GB/T 4754. */
  private static final Map<String, String> INDUSTRIES =
      Map.of(
          "technology", "I",
          "software", "I",
          "telecommunications", "I",
          "finance", "J",
          "retail", "F",
          "medical", "Q",
          "services", "L",
          "marketing", "L",
          "employment", "L",
          "entertainment", "R");

  /** A row of the source. */
  private record Account(
      String name,
      String sector,
      int founded,
      BigDecimal revenue,
      int employees,
      String location,
      String parent) {
    static Account of(String line) {
      var cells = line.split(",", -1);
      assertThat(cells).as(line).hasSize(7);
      return new Account(
          cells[0],
          cells[1],
          Integer.parseInt(cells[2]),
          new BigDecimal(cells[3]),
          Integer.parseInt(cells[4]),
          cells[5],
          cells[6].isEmpty() ? null : cells[6]);
    }

    /** The industry's code, where the source's word for it is known; else the word. */
    String industry() {
      return INDUSTRIES.getOrDefault(sector, sector);
    }

    /** The country's code, where it is known by the name that the source has; else the name. */
    String region() {
      return Arrays.stream(Locale.getISOCountries())
          .filter(code -> location.equals(country(code)))
          .findFirst()
          .orElse(location);
    }

    private static String country(String code) {
      return new Locale("", code).getDisplayCountry(Locale.ENGLISH);
    }

    /** The source has million USD. */
    BigDecimal dollars() {
      return revenue.movePointRight(6);
    }
  }

  /**
   * How an account gets in: what is written, and the id that its parent got; answers with its own
   * id.
   */
  private interface Door {
    String upsert(Account account, String parentId);
  }

  @Test
  void bothDoorsLoadTheSame() throws IOException {
    var file = source();
    Needs.that(
        Files.isReadable(file),
        "the real accounts at " + file + "; name their folder by -Dtangram.data or TANGRAM_DATA");
    List<Account> accounts;
    try (var lines = Files.lines(file)) {
      accounts = lines.skip(1).filter(line -> !line.isBlank()).map(Account::of).toList();
    }
    assertThat(accounts).hasSize(85);

    SortedMap<String, SortedMap<String, List<String>>> throughRest;
    try (var server = Server.onDerby("accounts-rest")) {
      throughRest =
          loaded(server, accounts, (account, parentId) -> rest(server, account, parentId));
      tellDirt(server, accounts);
    }
    SortedMap<String, SortedMap<String, List<String>>> throughSoap;
    try (var server = Server.onDerby("accounts-soap")) {
      throughSoap =
          loaded(server, accounts, (account, parentId) -> soap(server, account, parentId));
    }
    assertThat(throughSoap.keySet()).isEqualTo(throughRest.keySet());
    throughRest.forEach(
        (name, customer) -> assertThat(throughSoap.get(name)).as(name).isEqualTo(customer));
    for (var account : accounts) {
      assertThat(throughRest.get(account.name()))
          .as(account.name())
          .containsAllEntriesOf(expected(account));
    }
  }

  private static Path source() {
    var folder = System.getProperty("tangram.data", System.getenv("TANGRAM_DATA"));
    var root = Path.of(System.getProperty("tangram.root"));
    return (folder == null ? root.resolve("../shared/data") : Path.of(folder))
        .resolve("crm-sales-opportunities/accounts.csv")
        .toAbsolutePath()
        .normalize();
  }

  /** Loads the accounts twice, which makes them but once, and lists them through both doors. */
  private static SortedMap<String, SortedMap<String, List<String>>> loaded(
      Server server, List<Account> accounts, Door door) {
    var ids = load(accounts, door);
    assertThat(load(accounts, door)).isEqualTo(ids);
    assertThat(ids).hasSize(accounts.size());

    var listed = byName(listRest(server));
    assertThat(listed).hasSize(accounts.size());
    var names = new TreeMap<String, String>();
    listed
        .values()
        .forEach(customer -> names.put(customer.get("id").get(0), customer.get("name").get(0)));
    assertThat(byName(listSoap(server))).isEqualTo(listed);

    // What cannot be equal on two servers; parents are told by their names.
    for (var customer : listed.values()) {
      customer.keySet().removeAll(List.of("id", "createdAt", "updatedAt"));
      customer.computeIfPresent("parentId", (key, id) -> List.of(names.get(id.get(0))));
    }
    return listed;
  }

  /** Parents come before their subsidiaries. */
  private static Map<String, String> load(List<Account> accounts, Door door) {
    var ids = new LinkedHashMap<String, String>();
    var waiting = new ArrayList<>(accounts);
    while (!waiting.isEmpty()) {
      var next =
          waiting.stream()
              .filter(account -> account.parent() == null || ids.containsKey(account.parent()))
              .toList();
      assertThat(next).as("accounts whose parent is there, of %s", waiting).isNotEmpty();
      next.forEach(
          account -> ids.put(account.name(), door.upsert(account, ids.get(account.parent()))));
      waiting.removeAll(next);
    }
    return ids;
  }

  private static String rest(Server server, Account account, String parentId) {
    ObjectNode customer = JSON.createObjectNode();
    customer
        .put("name", account.name())
        .put("industry", account.industry())
        .put("region", account.region());
    customer
        .put("parentId", parentId)
        .put("employees", account.employees())
        .put("founded", account.founded());
    customer
        .putObject("revenue")
        .put("amount", account.dollars().toPlainString())
        .put("currency", "USD");
    var key = URLEncoder.encode(account.name(), StandardCharsets.UTF_8).replace("+", "%20");
    var answer =
        server.call("PUT", "/api/v1/customers/external/" + SYSTEM + "/" + key, customer.toString());
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().get("id").asText();
  }

  private static String soap(Server server, Account account, String parentId) {
    var customer =
        element("name", account.name())
            + element("industry", account.industry())
            + element("region", account.region())
            + (parentId == null ? "" : element("parentId", parentId))
            + element("employees", "" + account.employees())
            + "<revenue>"
            + element("amount", account.dollars().toPlainString())
            + element("currency", "USD")
            + "</revenue>"
            + element("founded", "" + account.founded());
    var arguments =
        element("system", SYSTEM)
            + element("key", account.name())
            + "<customer>"
            + customer
            + "</customer>";
    var answer = server.soap("customers", "upsert", arguments);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return Flat.all(Flat.parse(answer.text()), "id").get(0).getTextContent();
  }

  private static String element(String name, String text) {
    return "<" + name + ">" + text.replace("&", "&amp;").replace("<", "&lt;") + "</" + name + ">";
  }

  private static List<SortedMap<String, List<String>>> listRest(Server server) {
    var customers = new ArrayList<SortedMap<String, List<String>>>();
    var cursor = "";
    do {
      var page = server.get("/api/v1/customers?sort=name&limit=50&count=exact" + cursor).json();
      page.get("items").forEach(item -> customers.add(Flat.of(item)));
      cursor = page.path("next").isTextual() ? "&cursor=" + page.get("next").asText() : null;
    } while (cursor != null);
    return customers;
  }

  private static List<SortedMap<String, List<String>>> listSoap(Server server) {
    var customers = new ArrayList<SortedMap<String, List<String>>>();
    var cursor = "";
    do {
      var query =
          "<query><sort>name</sort><limit>50</limit>" + cursor + "<count>exact</count></query>";
      var page = Flat.parse(server.soap("customers", "list", query).text());
      Flat.all(page, "items").forEach(item -> customers.add(Flat.of(item)));
      var next = Flat.all(page, "next");
      cursor = next.isEmpty() ? null : element("cursor", next.get(0).getTextContent());
    } while (cursor != null);
    return customers;
  }

  private static SortedMap<String, SortedMap<String, List<String>>> byName(
      List<SortedMap<String, List<String>>> customers) {
    var byName = new TreeMap<String, SortedMap<String, List<String>>>();
    customers.forEach(
        customer -> assertThat(byName.put(customer.get("name").get(0), customer)).isNull());
    return byName;
  }

  private static Map<String, List<String>> expected(Account account) {
    var expected = new LinkedHashMap<String, List<String>>();
    expected.put("name", List.of(account.name()));
    expected.put("industry", List.of(account.industry()));
    expected.put("region", List.of(account.region()));
    expected.put("founded", List.of("" + account.founded()));
    expected.put("employees", List.of("" + account.employees()));
    expected.put("revenue.amount", List.of(account.dollars().setScale(2).toPlainString()));
    expected.put("revenue.currency", List.of("USD"));
    if (account.parent() != null) {
      expected.put("parentId", List.of(account.parent()));
    }
    return expected;
  }

  /** Values that no dictionary knows: kept, and named here. */
  private static void tellDirt(Server server, List<Account> accounts) {
    var dirt = new TreeMap<String, Long>();
    dirt.putAll(unknown("sector", accounts, Account::industry, codes(server, "industry")));
    dirt.putAll(unknown("office_location", accounts, Account::region, codes(server, "region")));
    System.out.println("Kept as given:");
    dirt.forEach((value, times) -> System.out.println("  " + value + " (" + times + " accounts)"));
    assertThat(dirt)
        .containsOnlyKeys(
            "sector 'technolgy'", "office_location 'Korea'", "office_location 'Philipines'");
  }

  private static List<String> codes(Server server, String dictionary) {
    return server
        .get("/api/v1/dictionaries/" + dictionary)
        .json()
        .get("items")
        .findValuesAsText("code");
  }

  private static Map<String, Long> unknown(
      String column, List<Account> accounts, Function<Account, String> value, List<String> known) {
    return accounts.stream()
        .map(value)
        .filter(given -> !known.contains(given))
        .collect(
            Collectors.groupingBy(given -> column + " '" + given + "'", Collectors.counting()));
  }
}
