package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * People who stand in every relation to each other, records of each of them, and what the rules let
 * them see. The rules stand here once more, written from their text ({@link #sees}); the server's
 * own are not asked.
 */
final class LeakWorld {
  /** Begins every text that only those who reach its record may read. */
  static final String SECRET = "zqx";

  /** Stands in every text of a field that {@link #blind} is not shown, and in no other. */
  static final String HUSH = "hush";

  static final String PASSWORD = "a-long-password";

  /** Ends the marker of an opportunity that was won or lost. */
  private static final String ENDED = "h";

  private static final String CONFIRMED = "m";

  /** The collections whose rows belong to somebody. */
  static final List<String> OWNED =
      List.of(
          "customers",
          "contacts",
          "contact-logs",
          "document-deliveries",
          "opportunities",
          "quotes",
          "orders",
          "receipts");

  /** What is kept beside records, and listed of one record at a time. */
  static final Set<String> BESIDE = Set.of("attachments", "comments");

  /** What is asked of records of any collection is asked of one that has parts and of a part. */
  static final Set<String> PARENT_AND_CHILD = Set.of("customers", "contacts");

  /**
   * What is the whole company's: no scope narrows it, the permission alone decides. The people are
   * not given it, or they would change the company under the scan.
   */
  static final Set<String> COMPANY =
      Set.of(
          "users",
          "departments",
          "roles",
          "dictionaries",
          "custom-fields",
          "layouts",
          "modules",
          "numbering",
          "working-calendar",
          "exchange-rates",
          "products",
          "pipelines",
          "accounting-periods",
          "approval-steps");

  /** What a role keeps from one of the people, of what they otherwise see all of. */
  static final Map<String, List<String>> HIDDEN =
      Map.of(
          "customers", List.of("creditCode", "phones", "phone", "remark", "level", "revenue"),
          "contacts", List.of("remark"),
          "contact-logs", List.of("content"),
          "opportunities", List.of("description", "amount"),
          "quotes", List.of("remark"),
          "orders", List.of("remark", "total"),
          "receipts", List.of("remark", "amount"));

  private static final String CREDIT_CODE = "91350100M000100Y43";
  private static final String PHONE = "55550199";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A level of customers that only those know of who are shown levels. */
  static final String LEVEL = "quietlevel";

  /** Texts by which a hidden value is known. */
  static final List<String> HIDDEN_VALUES =
      List.of(
          HUSH,
          CREDIT_CODE.toLowerCase(java.util.Locale.ROOT),
          PHONE,
          "271828",
          // A tenth, which is what it is weighted with.
          "27182.8",
          LEVEL);

  /** Where codes are explained, or their own making is told of, whoever bears them. */
  static final Set<String> EXPLAINS_CODES = Set.of("dictionaries", "dictionary-items", "audit");

  /**
   * How far a role reaches.
   *
   * @param collection {@code *} for all that the role does not name
   */
  record Scope(String collection, String name, Set<String> departments) {
    static Scope of(String name, String... departments) {
      return new Scope("*", name, Set.of(departments));
    }

    static Scope in(String collection, String name) {
      return new Scope(collection, name, Set.of());
    }

    String json() {
      var chosen =
          departments.stream()
              .map(id -> "\"" + id + "\"")
              .collect(Collectors.joining(",", "[", "]"));
      return "{\"collection\":\"%s\",\"scope\":\"%s\",\"departmentIds\":%s}"
          .formatted(collection, name, chosen);
    }
  }

  /** A role; what it allows is all that there is to allow, but for {@link #COMPANY}. */
  record Role(String id, List<Scope> scopes) {
    Stream<Scope> of(String collection) {
      var named = scopes.stream().filter(scope -> scope.collection().equals(collection)).toList();
      return named.isEmpty()
          ? scopes.stream().filter(scope -> scope.collection().equals("*"))
          : named.stream();
    }
  }

  /**
   * Somebody.
   *
   * @param cut collections that a token is cut to; empty for all
   * @param credential header that they call with
   */
  record Person(
      String name,
      String id,
      String department,
      String superior,
      List<Role> roles,
      Set<String> cut,
      String credential) {
    boolean isCut() {
      return !cut.isEmpty();
    }

    String[] headers() {
      return new String[] {"Authorization", credential};
    }
  }

  /**
   * A record that only some may see; its marker stands in all of its texts.
   *
   * @param owner null for nobody's
   */
  record Planted(
      String collection, String id, String number, String owner, Planted parent, String marker) {
    boolean isIn(String other) {
      return collection.equals(other);
    }

    /** The administrator's, as nobody else here is anybody's and not in the pool. */
    boolean isRival() {
      return marker.equals(SECRET + "rival");
    }

    /** Whether it was won or lost, or came in for good. */
    boolean hasEnded() {
      return isIn("opportunities") && marker.endsWith(ENDED)
          || isIn("receipts") && marker.endsWith(CONFIRMED);
    }
  }

  final Map<String, Person> people = new LinkedHashMap<>();
  final List<Planted> planted = new ArrayList<>();

  /** In the recycle bin. */
  final List<Planted> binned = new ArrayList<>();

  /** One who reaches every record, and is kept from some of their fields. */
  final Person blind;

  /** Whose records nobody sees but those who see all. */
  final Person hermit;

  private final Server server;

  /** A competitor, whom everybody looks at who may. */
  private final String rival;

  private final String product;

  /** With whom one record is shared: a user and what they may do with it. */
  private final Map<String, Map<String, String>> teams = new HashMap<>();

  private final List<String> roles = new ArrayList<>();
  private int ended;

  /** Whether a field of that name is kept from {@link #blind}. */
  static boolean hides(String field) {
    return field != null && HIDDEN.values().stream().anyMatch(fields -> fields.contains(field));
  }

  LeakWorld(Server server) {
    this.server = server;
    made(
        "dictionary-items",
        "{\"dictionary\":\"customer-level\",\"code\":\"%1$s\",\"labelZh\":\"%1$s\",\"labelEn\":\"%1$s\"}"
            .formatted(LEVEL));
    rival =
        made(
            "customers",
            "{\"name\":\"Known rival\",\"types\":[\"competitor\"],\"remark\":\"%srival hush\"}"
                .formatted(SECRET));
    product = made("products", "{\"code\":\"KNOWN\",\"name\":\"Known product\"}");
    var north = made("departments", "{\"name\":\"North\"}");
    var south = made("departments", "{\"name\":\"South\"}");
    var below = made("departments", "{\"name\":\"South below\",\"parentId\":\"" + south + "\"}");
    var seller = role("seller", Scope.of("subordinates"));
    var own = role("own", Scope.of("own"));
    person("boss", null, null, seller);
    person("sub", north, "boss", seller);
    person("below", north, "sub", seller);
    person("peer", north, "boss", seller);
    person("other", below, null, seller);
    person("mate", north, null, role("colleague", Scope.of("department")));
    person("two", null, null, own, role("abroad", Scope.of("departments", below)));
    // What one may do with customers says nothing of what belongs to them, and the other way round.
    person(
        "mixed",
        null,
        null,
        role(
            "mixed",
            Scope.of("own"),
            Scope.in("contact-logs", "all"),
            Scope.in("contacts", "none")));
    hermit = person("hermit", null, null, own);
    blind = person("blind", null, null, hiding());
    people.values().stream()
        .filter(person -> person != blind)
        .toList()
        .forEach(person -> plantFor(person, person.name()));
    plantAcross();
    var number = server.get("/api/v1/customers/" + rival).json().get("number").asText();
    planted.add(new Planted("customers", rival, number, null, null, SECRET + "rival"));
    planted.add(new Planted("competitors", rival, number, null, null, "known rival"));
    share(
        one("customers", "other"),
        Map.of(
            person("guest", null, "boss", own).name(), "read",
            person("helper", below, null, own).name(), "write"));
    plantInPool();
    plantInBin(people.get("sub"));
    plantInBin(people.get("other"));
  }

  // ---- the rules, from their text

  /**
   * A superior sees all below, peers do not see each other; several roles add up; a record is
   * reached through the one that it belongs to as well; and by those whom it is shared with. What
   * is kept beside a record goes with it.
   */
  boolean sees(Person reader, Planted record) {
    return reaches(reader, record, Set.of("read", "write"));
  }

  boolean changes(Person reader, Planted record) {
    return reaches(reader, record, Set.of("write"));
  }

  /** By their roles, without what is shared with them. */
  boolean holds(Person reader, Planted record) {
    return reaches(reader, record, Set.of());
  }

  /**
   * @param shared for what it has to be shared to count
   */
  private boolean reaches(Person reader, Planted record, Set<String> shared) {
    if (BESIDE.contains(record.collection())) {
      return reaches(reader, record.parent(), shared);
    }
    if (reader.isCut() && !reader.cut().contains(record.collection())) {
      return false;
    }
    if (record.isIn("customer-pool") || record.isIn("competitors")) {
      return true;
    }
    var scopes =
        reader.roles().stream().flatMap(role -> role.of(record.collection())).distinct().toList();
    for (var at = record; at != null; at = at.parent()) {
      var owner = at.owner() == null ? null : people.get(at.owner());
      if (isShared(reader, scopes, at, shared)
          || scopes.stream().anyMatch(scope -> reaches(reader, scope, owner))) {
        return true;
      }
    }
    return false;
  }

  private boolean reaches(Person reader, Scope scope, Person owner) {
    if (scope.name().equals("all") || owner == null) {
      return scope.name().equals("all");
    }
    var mine = owner.id().equals(reader.id());
    return switch (scope.name()) {
      case "none" -> false;
      case "own" -> mine;
      case "subordinates" -> mine || isAbove(reader, owner);
      case "department" ->
          mine || owner.department() != null && owner.department().equals(reader.department());
      case "departments" ->
          mine || owner.department() != null && scope.departments().contains(owner.department());
      default -> throw new IllegalStateException(scope.name());
    };
  }

  /** With the reader, or with somebody below a reader who sees what those below them see. */
  private boolean isShared(Person reader, List<Scope> scopes, Planted record, Set<String> shared) {
    var leads = scopes.stream().anyMatch(scope -> scope.name().equals("subordinates"));
    return teams.getOrDefault(record.marker(), Map.of()).entrySet().stream()
        .filter(member -> shared.contains(member.getValue()))
        .map(member -> people.get(member.getKey()))
        .anyMatch(member -> member.id().equals(reader.id()) || leads && isAbove(reader, member));
  }

  private boolean isAbove(Person reader, Person owner) {
    for (var at = owner; at.superior() != null; at = people.get(at.superior())) {
      if (people.get(at.superior()).id().equals(reader.id())) {
        return true;
      }
    }
    return false;
  }

  // ---- who and what there is

  List<Planted> of(String collection) {
    return planted.stream().filter(record -> record.isIn(collection)).toList();
  }

  /** The first of somebody's. */
  Planted one(String collection, String owner) {
    return of(collection).stream()
        .filter(record -> owner.equals(record.owner()))
        .findFirst()
        .orElseThrow();
  }

  /** One that somebody does not see; null where there is none. */
  Planted unseen(Person reader, String collection) {
    return of(collection).stream().filter(record -> !sees(reader, record)).findFirst().orElse(null);
  }

  /**
   * What no operation of a contract asks for, but the platform: each analysis by itself as well.
   */
  Set<String> beside() {
    var permissions = new TreeSet<String>();
    for (var verb : List.of("export", "import", "transfer", "merge")) {
      OWNED.forEach(collection -> permissions.add(collection + "." + verb));
    }
    for (var analysis : server.get("/api/v1/analyses").json().get("items")) {
      permissions.add("analyses." + analysis.get("code").asText());
    }
    return permissions;
  }

  /** Everybody may all that the operations ask for, but for what is the company's. */
  void allow(Collection<PublishedOperation> operations) {
    var permissions =
        operations.stream()
            .filter(operation -> operation.permission != null)
            .filter(
                operation ->
                    operation.permission.endsWith(".view")
                        || !COMPANY.contains(operation.permission.split("\\.")[0]))
            .map(operation -> operation.permission)
            .collect(Collectors.toCollection(TreeSet::new));
    permissions.addAll(beside());
    for (var role : roles) {
      var path = "/api/v1/roles/" + role;
      ObjectNode body = JSON.createObjectNode();
      permissions.forEach(body.putArray("operations")::add);
      var allowed =
          server.call("PATCH", path, body.toString(), "If-Match", "\"v" + version(path) + "\"");
      assertThat(allowed.status()).as(allowed.text()).isEqualTo(200);
    }
  }

  /** Somebody who shows a token that is cut to looking at customers, instead of their password. */
  void addNarrow() {
    var sub = people.get("sub");
    var token =
        server
            .post(
                "/api/v1/tokens",
                "{\"name\":\"narrow\",\"scopes\":[\"customers.view\"]}",
                sub.headers())
            .json()
            .get("token")
            .asText();
    people.put(
        "narrow",
        new Person(
            "narrow",
            sub.id(),
            sub.department(),
            sub.superior(),
            sub.roles(),
            Set.of("customers", "customer-level-changes"),
            "Bearer " + token));
  }

  Person person(String name, String department, String superior, Role... roles) {
    var ids =
        Stream.of(roles).map(role -> "\"" + role.id() + "\"").collect(Collectors.joining(","));
    var id =
        made(
            "users",
            "{\"login\":\"%s\",\"name\":\"%s\",\"password\":\"%s\",\"roleIds\":[%s]%s%s}"
                .formatted(
                    name,
                    name,
                    PASSWORD,
                    ids,
                    department == null ? "" : ",\"departmentId\":\"" + department + "\"",
                    superior == null
                        ? ""
                        : ",\"superiorId\":\"" + people.get(superior).id() + "\""));
    var person =
        new Person(
            name, id, department, superior, List.of(roles), Set.of(), Server.basic(name, PASSWORD));
    people.put(name, person);
    return person;
  }

  Role role(String code, Scope... scopes) {
    return role(code, "", scopes);
  }

  private Role hiding() {
    var fields =
        HIDDEN.entrySet().stream()
            .flatMap(
                hidden ->
                    hidden.getValue().stream()
                        .map(
                            field ->
                                "{\"collection\":\"%s\",\"field\":\"%s\",\"access\":\"hidden\"}"
                                    .formatted(hidden.getKey(), field)))
            .collect(Collectors.joining(","));
    return role("hiding", ",\"fields\":[" + fields + "]", Scope.of("all"));
  }

  private Role role(String code, String more, Scope... scopes) {
    var reached = Stream.of(scopes).map(Scope::json).collect(Collectors.joining(","));
    var id =
        made(
            "roles",
            "{\"code\":\"%1$s\",\"name\":\"%1$s\",\"operations\":[],\"scopes\":[%2$s]%3$s}"
                .formatted(code, reached, more));
    roles.add(id);
    return new Role(id, List.of(scopes));
  }

  private void share(Planted record, Map<String, String> team) {
    teams.put(record.marker(), team);
    var members =
        team.entrySet().stream()
            .map(
                member ->
                    "{\"userId\":\"%s\",\"access\":\"%s\"}"
                        .formatted(people.get(member.getKey()).id(), member.getValue()))
            .collect(Collectors.joining(","));
    var shared =
        server.call(
            "PUT",
            "/api/v1/access/" + record.collection() + "/" + record.id() + "/team",
            "{\"members\":[" + members + "]}");
    assertThat(shared.status()).as(shared.text()).isEqualTo(200);
  }

  /** One of each collection. */
  void plantFor(Person person, String name) {
    var customer =
        plant(
            "customers",
            person,
            null,
            name + "a",
            "{\"name\":\"%1$s company\",\"ownerId\":\"%3$s\",\"remark\":\"%1$s"
                + " hush\",\"level\":\"A\""
                + (name.equals("sub") ? ",\"creditCode\":\"" + CREDIT_CODE + "\"" : "")
                + ",\"revenue\":{\"amount\":\"271828\",\"currency\":\"CNY\"}"
                + ",\"phones\":[{\"number\":\"021-"
                + PHONE
                + "\",\"remark\":\"%1$s hush\"}]}");
    plant(
        "contacts",
        person,
        customer,
        name + "b",
        "{\"name\":\"%1$s person\",\"customerId\":\"%2$s\",\"ownerId\":\"%3$s\",\"remark\":\"%1$s"
            + " hush\"}");
    plant(
        "contact-logs",
        person,
        customer,
        name + "c",
        "{\"subject\":\"%1$s"
            + " call\",\"customerId\":\"%2$s\",\"ownerId\":\"%3$s\",\"method\":\"telephone\",\"content\":\"%1$s"
            + " hush\"}");
    var marker = SECRET + name + "d";
    var file =
        server.call(
            "POST",
            "/api/v1/attachments/content?collection=customers&recordId="
                + customer.id()
                + "&name="
                + marker
                + ".txt",
            marker,
            "Content-Type",
            "text/plain");
    assertThat(file.status()).as(file.text()).isEqualTo(201);
    var attachment = file.json().get("id").asText();
    planted.add(new Planted("attachments", attachment, null, person.name(), customer, marker));
    marker = SECRET + name + "f";
    var comment =
        made(
            "comments",
            "{\"collection\":\"customers\",\"recordId\":\"%s\",\"text\":\"%s\"}"
                .formatted(customer.id(), marker));
    planted.add(new Planted("comments", comment, null, person.name(), customer, marker));
    plant(
        "document-deliveries",
        person,
        customer,
        name + "e",
        "{\"title\":\"%1$s\",\"remark\":\"%1$s\",\"customerId\":\"%2$s\",\"ownerId\":\"%3$s\",\"method\":\"email\",\"attachmentId\":\""
            + attachment
            + "\"}");
    var deal =
        plant(
            "opportunities",
            person,
            customer,
            name + "g",
            "{\"name\":\"%1$s deal\",\"customerId\":\"%2$s\",\"ownerId\":\"%3$s\",\"description\":\"%1$s hush\""
                + ",\"amount\":{\"amount\":\"271828\",\"currency\":\"CNY\"}}");
    plant(
        "quotes",
        person,
        deal,
        name + "i",
        "{\"name\":\"%1$s offer\",\"opportunityId\":\"%2$s\",\"ownerId\":\"%3$s\",\"remark\":\"%1$s hush\"}");
    plant(
        "receipts",
        person,
        customer,
        name + "r",
        "{\"payer\":\"%1$s\",\"customerId\":\"%2$s\",\"ownerId\":\"%3$s\",\"remark\":\"%1$s hush\",\"voucherNo\":\"%1$s\""
            + ",\"amount\":{\"amount\":\"271828\",\"currency\":\"CNY\"}}");
    // Some are won and some lost, so that analyses have something to tell; what is lost is about a
    // product, of which no order is made.
    var end =
        ++ended % 2 == 0
            ? "\"stage\":\"won\""
            : "\"stage\":\"lost\",\"closeReason\":\"price\",\"lines\":[{\"productId\":\""
                + product
                + "\",\"quantity\":\"1\",\"price\":\"271828\"}]";
    plant(
        "opportunities",
        person,
        customer,
        name + ENDED,
        "{\"name\":\"%1$s ended\",\"customerId\":\"%2$s\",\"ownerId\":\"%3$s\",\"description\":\"%1$s hush\""
            + ",\"openedOn\":\"2026-01-05\",\"closedOn\":\"2026-02-05\","
            + end
            + ",\"amount\":{\"amount\":\"271828\",\"currency\":\"CNY\"}}");
    plantPart(
        "opportunity-contacts",
        deal,
        name + "j",
        "{\"opportunityId\":\"%s\",\"contactId\":\"%s\",\"role\":\"user\",\"concern\":\"%s\"}",
        of("contacts").get(of("contacts").size() - 1).id());
    plantPart(
        "opportunity-competitors",
        deal,
        name + "k",
        "{\"opportunityId\":\"%s\",\"competitorId\":\"%s\",\"situation\":\"%s\"}",
        rival);
    sell(person, customer, name);
    rise(customer);
  }

  /** An order that counts, and a tenth of it paid. */
  private void sell(Person person, Planted customer, String name) {
    var order =
        plant(
            "orders",
            person,
            customer,
            name + "l",
            "{\"name\":\"%1$s order\",\"customerId\":\"%2$s\",\"ownerId\":\"%3$s\",\"remark\":\"%1$s hush\""
                + ",\"signedOn\":\"2026-02-05\",\"lines\":[{\"name\":\"%1$s item\",\"quantity\":\"1\""
                + ",\"price\":\"271828\",\"taxRate\":\"0\"}]}");
    acted(order, "submit");
    var receipt =
        plant(
            "receipts",
            person,
            customer,
            name + CONFIRMED,
            "{\"customerId\":\"%2$s\",\"ownerId\":\"%3$s\",\"voucherNo\":\"%1$s\",\"remark\":\"%1$s hush\""
                + ",\"receivedOn\":\"2026-02-06\",\"amount\":{\"amount\":\"27182.8\",\"currency\":\"CNY\"}}");
    // From now on it has a number.
    var number = acted(receipt, "confirm").get("number").asText();
    planted.remove(receipt);
    planted.add(
        new Planted(
            receipt.collection(),
            receipt.id(),
            number,
            receipt.owner(),
            receipt.parent(),
            receipt.marker()));
  }

  private JsonNode acted(Planted record, String action) {
    var answer =
        server.post(
            "/api/v1/" + record.collection() + "/" + record.id() + "/actions/" + action, null);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  /** What is nobody's own, but a part of an opportunity. */
  private void plantPart(
      String collection, Planted of, String marker, String body, String refersTo) {
    var text = SECRET + marker;
    var id = made(collection, body.formatted(of.id(), refersTo, text));
    planted.add(new Planted(collection, id, null, null, of, text));
  }

  /**
   * To another level, which is written down, and with another remark, so that there are old ones.
   */
  private void rise(Planted customer) {
    var path = "/api/v1/customers/" + customer.id();
    var risen =
        server.call(
            "PATCH",
            path,
            "{\"level\":\"%s\",\"remark\":\"%s hush again\"}".formatted(LEVEL, customer.marker()),
            "If-Match",
            "\"v" + version(path) + "\"");
    assertThat(risen.status()).as(risen.text()).isEqualTo(200);
    var changes =
        server.get("/api/v1/customer-level-changes?filter=customerId==" + customer.id()).json();
    assertThat(changes.get("items")).hasSize(1);
    planted.add(
        new Planted(
            "customer-level-changes",
            changes.at("/items/0/id").asText(),
            null,
            null,
            customer,
            customer.marker() + "level"));
  }

  /** A contact that one made at another's customer: both see it, and whoever is above them. */
  private void plantAcross() {
    plant(
        "contacts",
        people.get("peer"),
        one("customers", "sub"),
        "cross",
        "{\"name\":\"%1$s of two\",\"customerId\":\"%2$s\",\"ownerId\":\"%3$s\"}");
  }

  /** Whoever may look into the pool sees what is there, and some of its fields. */
  private void plantInPool() {
    var customer =
        plant(
            "customers",
            people.get("other"),
            null,
            "pooled",
            "{\"name\":\"Left behind\",\"remark\":\"%1$s"
                + " hush\",\"level\":\"A\",\"ownerId\":\"%3$s\"}");
    var released =
        server.post(
            "/api/v1/customers/" + customer.id() + "/actions/release", "{\"reason\":\"None\"}");
    assertThat(released.status()).as(released.text()).isLessThan(300);
    planted.remove(customer);
    var id = customer.id();
    planted.add(new Planted("customers", id, customer.number(), null, null, customer.marker()));
    planted.add(new Planted("customer-pool", id, customer.number(), null, null, "left behind"));
  }

  private void plantInBin(Person person) {
    binned.add(plantAndDelete(person, person.name()));
  }

  Planted plantAndDelete(Person person, String name) {
    var customer =
        plant(
            "customers",
            person,
            null,
            name + "gone",
            "{\"name\":\"%1$s company\",\"ownerId\":\"%3$s\"}");
    var path = "/api/v1/customers/" + customer.id();
    server.call("DELETE", path, null, "If-Match", "\"v" + version(path) + "\"");
    planted.remove(customer);
    return customer;
  }

  private Planted plant(
      String collection, Person owner, Planted parent, String marker, String body) {
    var text = SECRET + marker;
    var put =
        server.call(
            "PUT",
            "/api/v1/" + collection + "/external/" + SECRET + "/" + key(text),
            body.formatted(text, parent == null ? "" : parent.id(), owner.id()));
    assertThat(put.status()).as(put.text()).isLessThan(300);
    var record =
        new Planted(
            collection,
            put.json().get("id").asText(),
            put.json().path("number").asText(),
            owner.name(),
            parent,
            text);
    planted.add(record);
    return record;
  }

  /** The caller names the key, and is told it again: it gives nothing away. */
  static String key(String marker) {
    return "k" + Integer.toHexString(marker.hashCode());
  }

  int version(String path) {
    return server.get(path).json().path("version").asInt();
  }

  String made(String collection, String body) {
    var made = server.post("/api/v1/" + collection, body);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json().get("id").asText();
  }
}
