package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Customers that go to somebody else, and what goes with them (M-81, M-91); the same on every
 * database.
 */
abstract class TransferCheck extends ExportCheck {
  private static final String TRANSFERS = "/api/v1/transfers";
  private static final String LOG = "/api/v1/contact-logs";
  private static final String MANAGE =
      "customers.view customers.create customers.edit customers.transfer contacts.view"
          + " contacts.create contacts.edit contacts.transfer contact-logs.view contact-logs.create"
          + " contact-logs.edit contact-logs.transfer";

  /**
   * What somebody leaves behind: a customer with a contact, something done and something planned.
   */
  private record Estate(
      String region, String customer, String contact, String done, String planned, String others) {}

  private Estate estate(String region, String owner, String colleague) {
    var owned = ",\"ownerId\":\"" + owner + "\"";
    var customer =
        made(
            CUSTOMERS,
            "{\"name\":\"Estate %1$s\",\"region\":\"%1$s\"%2$s}".formatted(region, owned));
    var contact =
        made(
            CONTACTS,
            "{\"name\":\"Person %s\",\"customerId\":\"%s\"%s}".formatted(region, customer, owned));
    var done = entry(customer, "done", owned, Instant.now().minus(3, ChronoUnit.DAYS));
    var planned = entry(customer, "planned", owned, Instant.now().plus(3, ChronoUnit.DAYS));
    var others =
        entry(
            customer,
            "planned",
            ",\"ownerId\":\"" + colleague + "\"",
            Instant.now().plus(4, ChronoUnit.DAYS));
    return new Estate(region, customer, contact, done, planned, others);
  }

  private String entry(String customer, String status, String more, Instant start) {
    return made(
        LOG,
        "{\"customerId\":\"%s\",\"subject\":\"s\",\"method\":\"visit\",\"status\":\"%s\",\"startAt\":\"%s\"%s}"
            .formatted(customer, status, start.truncatedTo(ChronoUnit.SECONDS), more));
  }

  private String made(String path, String body) {
    return make(path, body).get("id").asText();
  }

  private String owner(String path) {
    return server.get(path).json().get("ownerId").asText();
  }

  /** What somebody is told of that is theirs no longer. */
  List<JsonNode> taken(String login) {
    var taken = new ArrayList<JsonNode>();
    server
        .get("/api/v1/notifications?limit=200&filter=kind==taken", as(login))
        .json()
        .get("items")
        .forEach(taken::add);
    return taken;
  }

  /** Once for all that goes, whatever it is, and not by record. */
  private void toldOnceOf(int records, String login) {
    Server.await(
        "a notice of all that went",
        () -> taken(login).stream().anyMatch(told -> told.get("times").asInt() == records));
    assertThat(taken(login)).hasSize(1);
    var notice = taken(login).get(0);
    assertThat(notice.path("collection").asText("")).isEmpty();
    assertThat(notice.path("title").asText("")).isEmpty();
    assertThat(notice.get("byName").asText()).isEqualTo("transfer.manager");
  }

  @Test
  void m81_customersGoToSomebodyElseWithWhatIsOpenAndComeBackExactly() {
    var department = made("/api/v1/departments", "{\"name\":\"Transfer north\"}");
    var south = made("/api/v1/departments", "{\"name\":\"Transfer south\"}");
    var own = role("transfer-own", "own", "customers.view contacts.view contact-logs.view");
    var from = user("transfer.from", own);
    var to = user("transfer.to", own);
    var colleague = user("transfer.colleague", own);
    patch("/api/v1/users/" + from, "{\"departmentId\":\"" + department + "\"}");
    patch("/api/v1/users/" + to, "{\"departmentId\":\"" + south + "\"}");
    user("transfer.manager", role("transfer-manager", "all", MANAGE));
    var manager = as("transfer.manager");
    var estate = estate("transfer-a", from, colleague);
    var before = server.get(CUSTOMERS + "/" + estate.customer()).json();
    assertThat(before.get("departmentId").asText()).isEqualTo(department);

    var request =
        "{\"collection\":\"customers\",\"recordFilter\":\"region==transfer-a\",\"toUserId\":\"%s\",\"reason\":\"%s\",\"keepAccess\":true,\"parts\":[{\"collection\":\"contacts\"},{\"collection\":\"contact-logs\"}]}"
            .formatted(to, "Territory moves");
    var preview = server.post(TRANSFERS + "/actions/preview", request, manager);
    assertThat(preview.status()).as(preview.text()).isEqualTo(200);
    assertThat(counts(preview.json()))
        .containsEntry("customers", 1)
        .containsEntry("contacts", 1)
        .containsEntry("contact-logs", 1);
    assertThat(owner(CUSTOMERS + "/" + estate.customer())).isEqualTo(from);

    var transfer = transfer(request, manager);
    assertThat(counts(transfer))
        .isEqualTo(new TreeMap<>(Map.of("customers", 1, "contacts", 1, "contact-logs", 1)));
    var after = server.get(CUSTOMERS + "/" + estate.customer()).json();
    assertThat(after.get("ownerId").asText()).isEqualTo(to);
    assertThat(after.get("departmentId").asText()).isEqualTo(south);
    assertThat(after.get("version").asInt()).isEqualTo(before.get("version").asInt() + 1);
    assertThat(owner(CONTACTS + "/" + estate.contact())).isEqualTo(to);
    assertThat(owner(LOG + "/" + estate.planned())).isEqualTo(to);
    // What was done stays whose it was, and so does what a colleague plans.
    assertThat(owner(LOG + "/" + estate.done())).isEqualTo(from);
    assertThat(owner(LOG + "/" + estate.others())).isEqualTo(colleague);
    assertThat(server.get(LOG + "/" + estate.done()).json().get("customerId").asText())
        .isEqualTo(estate.customer());
    // Who it went to has all of it, who it went from may go on reading it.
    for (var path : List.of(CUSTOMERS + "/" + estate.customer(), LOG + "/" + estate.done())) {
      assertThat(server.get(path, as("transfer.to")).status()).as(path).isEqualTo(200);
      assertThat(server.get(path, as("transfer.from")).status()).as(path).isEqualTo(200);
    }
    var history =
        server
            .get(
                "/api/v1/audit?filter=collection==customers;kind==updated;recordId=="
                    + estate.customer())
            .json()
            .at("/items/0");
    assertThat(history.get("operation").asText()).isEqualTo("jobs.transfer");
    assertThat(history.get("changes").toString())
        .contains("ownerId", "\\\"" + from + "\\\"", "\\\"" + to + "\\\"");

    toldOnceOf(3, "transfer.from");

    var path = TRANSFERS + "/" + transfer.get("id").asText();
    undone(path, manager);
    toldOnceOf(3, "transfer.to");
    var back = server.get(CUSTOMERS + "/" + estate.customer()).json();
    assertThat(back.get("ownerId").asText()).isEqualTo(from);
    assertThat(back.get("departmentId").asText()).isEqualTo(department);
    assertThat(owner(CONTACTS + "/" + estate.contact())).isEqualTo(from);
    assertThat(owner(LOG + "/" + estate.planned())).isEqualTo(from);
    assertThat(server.get(CUSTOMERS + "/" + estate.customer(), as("transfer.to")).status())
        .isEqualTo(404);
    assertThat(
            server
                .get("/api/v1/access/customers/" + estate.customer() + "/team")
                .json()
                .get("members"))
        .isEmpty();
    assertThat(server.post(path + "/actions/undo", null, manager).code()).isEqualTo("conflict");
  }

  @Test
  void m81_customersGoIntoThePoolAndComeBackExactly() {
    var own = role("pooling-own", "own", "customers.view customer-pool.view customer-pool.claim");
    var from = user("pooling.from", own);
    var helper = user("pooling.helper", own);
    var claimer = user("pooling.claimer", own);
    user("pooling.manager", role("pooling-manager", "all", MANAGE + " customers.release"));
    user("pooling.mere", role("pooling-mere", "all", MANAGE));
    var department = made("/api/v1/departments", "{\"name\":\"Pooling\"}");
    patch("/api/v1/users/" + from, "{\"departmentId\":\"" + department + "\"}");
    var stays = estate("pooling-a", from, helper);
    var claimed = estate("pooling-b", from, helper);
    // One that was in the pool before, and says so.
    var path = CUSTOMERS + "/" + stays.customer();
    server.post(path + "/actions/release", "{\"reason\":\"First\"}");
    server.post(
        "/api/v1/customer-pool/" + stays.customer() + "/actions/assign",
        "{\"userId\":\"" + from + "\"}");
    server.call(
        "PUT",
        "/api/v1/access/customers/" + stays.customer() + "/team",
        "{\"members\":[{\"userId\":\"" + helper + "\",\"access\":\"write\"}]}");
    var before = server.get(path).json();
    var request =
        "{\"collection\":\"customers\",\"fromUserId\":\"%s\",\"recordFilter\":\"region==pooling-a,region==pooling-b\",\"toPool\":true,\"reason\":\"Leaves\"}"
            .formatted(from);
    for (var wrong :
        List.of("toUserId:\"1\"", "keepAccess:true", "parts:[{\"collection\":\"contacts\"}]")) {
      var field = wrong.substring(0, wrong.indexOf(':'));
      var body =
          request.replace(
              "\"toPool\"", "\"" + field + "\"" + wrong.substring(field.length()) + ",\"toPool\"");
      var refused = server.post(TRANSFERS, body);
      assertThat(refused.json().at("/errors/0/field").asText()).as(refused.text()).isEqualTo(field);
    }
    assertThat(
            server
                .post(
                    TRANSFERS,
                    request
                        .replace("\"customers\"", "\"contacts\"")
                        .replace("region==pooling-a,region==pooling-b", "id=gt=0"))
                .json()
                .at("/errors/0/field")
                .asText())
        .isEqualTo("toPool");
    assertThat(server.post(TRANSFERS, request, as("pooling.mere")).code()).isEqualTo("forbidden");
    var manager = as("pooling.manager");
    var preview = server.post(TRANSFERS + "/actions/preview", request, manager);
    assertThat(counts(preview.json())).isEqualTo(new TreeMap<>(Map.of("customers", 2)));
    assertThat(server.get(path).json()).isEqualTo(before);

    var transfer = transfer(request, manager);
    assertThat(counts(transfer)).isEqualTo(new TreeMap<>(Map.of("customers", 2)));
    var there = server.get(path).json();
    assertThat(there.has("ownerId")).isFalse();
    assertThat(there.get("poolReason").asText()).isEqualTo("Leaves");
    assertThat(there.get("poolCause").asText()).isEqualTo("released");
    assertThat(there.get("previousOwnerId").asText()).isEqualTo(from);
    // Contacts stay whose they are until somebody takes over.
    assertThat(owner(CONTACTS + "/" + stays.contact())).isEqualTo(from);
    assertThat(server.get(path, as("pooling.helper")).status()).isEqualTo(404);
    assertThat(
            server
                .post(
                    "/api/v1/customer-pool/" + claimed.customer() + "/actions/claim",
                    null,
                    as("pooling.claimer"))
                .status())
        .isEqualTo(204);

    undone(TRANSFERS + "/" + transfer.get("id").asText(), manager);
    var back = server.get(path).json();
    for (var field :
        List.of(
            "ownerId",
            "departmentId",
            "poolCause",
            "poolReason",
            "ownedSince",
            "claimedAt",
            "pooledAt",
            "previousOwnerId")) {
      assertThat(back.path(field)).as(field).isEqualTo(before.path(field));
    }
    assertThat(server.get(path, as("pooling.helper")).status()).isEqualTo(200);
    assertThat(
            server
                .get("/api/v1/access/customers/" + stays.customer() + "/team")
                .json()
                .at("/members/0/access")
                .asText())
        .isEqualTo("write");
    assertThat(server.get("/api/v1/customer-pool/" + stays.customer()).code())
        .isEqualTo("not-found");
    assertThat(
            server
                .get(
                    "/api/v1/audit?filter=collection==customers;kind==updated;recordId=="
                        + stays.customer())
                .text())
        .contains("pooledAt", "Leaves");
    // What was claimed meanwhile stays with who claimed it.
    assertThat(owner(CUSTOMERS + "/" + claimed.customer())).isEqualTo(claimer);
  }

  @Test
  void m81_whoLeavesLeavesNothingBehindAndWhatWasGivenOnStays() {
    var own = role("leaver-own", "own", "customers.view contacts.view contact-logs.view");
    var leaver = user("leaver.one", own);
    var heir = user("leaver.heir", own);
    var third = user("leaver.third", own);
    var first = estate("leaver-a", leaver, third);
    var second = estate("leaver-b", leaver, third);
    // A contact of theirs at somebody else's customer goes as well.
    var foreign = made(CUSTOMERS, "{\"name\":\"Leaver foreign\",\"ownerId\":\"" + third + "\"}");
    var stray =
        made(
            CONTACTS,
            "{\"name\":\"Stray\",\"customerId\":\"%s\",\"ownerId\":\"%s\"}"
                .formatted(foreign, leaver));
    var request =
        "{\"collection\":\"customers\",\"fromUserId\":\"%s\",\"toUserId\":\"%s\",\"reason\":\"Leaves\",\"parts\":[{\"collection\":\"contacts\"},{\"collection\":\"contact-logs\"}]}"
            .formatted(leaver, heir);
    var transfer = transfer(request);
    assertThat(counts(transfer))
        .containsEntry("customers", 2)
        .containsEntry("contacts", 3)
        .containsEntry("contact-logs", 2);
    assertThat(owner(CONTACTS + "/" + stray)).isEqualTo(heir);
    assertThat(owner(CUSTOMERS + "/" + foreign)).isEqualTo(third);
    assertThat(
            server
                .get(CUSTOMERS + "?count=exact", as("leaver.one"))
                .json()
                .at("/total/value")
                .asInt())
        .isZero();
    // One of them goes on to a third: undoing gives back the other alone.
    assertThat(
            patch(CUSTOMERS + "/" + second.customer(), "{\"ownerId\":\"" + third + "\"}").status())
        .isEqualTo(200);
    undone(TRANSFERS + "/" + transfer.get("id").asText());
    assertThat(owner(CUSTOMERS + "/" + first.customer())).isEqualTo(leaver);
    assertThat(owner(CUSTOMERS + "/" + second.customer())).isEqualTo(third);
    assertThat(owner(CONTACTS + "/" + stray)).isEqualTo(leaver);
  }

  private static String later(String region, String to, LocalDate day, String more) {
    return "{\"collection\":\"customers\",\"recordFilter\":\"region==%s\",\"toUserId\":\"%s\",\"effectiveOn\":\"%s\",\"reason\":\"Later\"%s}"
        .formatted(region, to, day, more);
  }

  @Test
  void m81_aTransferOfADayToComeWaitsAndIsGivenUp() {
    var own = role("later-own", "own", "customers.view");
    var from = user("later.from", own);
    var to = user("later.to", own);
    user("later.manager", role("later-manager", "all", MANAGE));
    var head = user("later.head", role("later-head", "all", "customers.view transfers.manage"));
    var manager = as("later.manager");
    var estate = estate("later-a", from, to);
    var path = CUSTOMERS + "/" + estate.customer();
    var day = LocalDate.now(ZoneId.of("UTC")).plusDays(40);

    var passed = later("later-a", to, day.minusDays(50), "");
    for (var asked : List.of(TRANSFERS, TRANSFERS + "/actions/preview")) {
      var refused = server.post(asked, passed, manager);
      assertThat(refused.json().at("/errors/0/field").asText())
          .as(refused.text())
          .isEqualTo("effectiveOn");
    }
    for (var far : List.of("2206-11-27", "+999999999-12-31")) {
      var refused =
          server.post(
              TRANSFERS, later("later-a", to, day, "").replace(day.toString(), far), manager);
      assertThat(refused.json().at("/errors/0/field").asText())
          .as(refused.text())
          .isEqualTo("effectiveOn");
    }
    var fault =
        server.soap(
            "transfers",
            "create",
            "<transfer><collection>customers</collection><recordFilter>region==later-a</recordFilter><toUserId>%s</toUserId><reason>r</reason><effectiveOn>%s</effectiveOn></transfer>"
                .formatted(to, day.minusDays(50)),
            manager);
    assertThat(fault.text()).contains("effectiveOn", "Cannot lie in the past");
    // Who is shut out with it has to be named, is not oneself, and is for who may change users.
    var leaves = ",\"deactivates\":true";
    assertThat(server.post(TRANSFERS, later("later-a", to, day, leaves), manager).code())
        .isEqualTo("forbidden");
    assertThat(
            server
                .post(TRANSFERS, later("later-a", to, day, leaves))
                .json()
                .at("/errors/0/field")
                .asText())
        .isEqualTo("fromUserId");
    assertThat(
            server
                .post(TRANSFERS, later("later-a", to, day, leaves + ",\"fromUserId\":\"1\""))
                .json()
                .at("/errors/0/field")
                .asText())
        .isEqualTo("fromUserId");

    // Nor is anybody who may more than whoever asks.
    user("later.lead", role("later-lead", "all", MANAGE + " users.view users.edit"));
    var beyond = leaves + ",\"fromUserId\":\"" + head + "\"";
    for (var asked : List.of(TRANSFERS, TRANSFERS + "/actions/preview")) {
      assertThat(server.post(asked, later("later-a", to, day, beyond), as("later.lead")).code())
          .isEqualTo("forbidden");
    }

    var made = server.post(TRANSFERS, later("later-a", to, day, ""), manager);
    assertThat(made.json().path("status").asText()).as(made.text()).isEqualTo("scheduled");
    assertThat(made.json().get("effectiveOn").asText()).isEqualTo(day.toString());
    var transfer = TRANSFERS + "/" + made.json().get("id").asText();
    var job = "/api/v1/jobs/" + made.json().get("jobId").asText();
    assertThat(server.get(job, manager).json().get("status").asText()).isEqualTo("queued");
    assertThat(server.get(job, manager).json().get("notBefore").asText()).startsWith("20");
    var waiting = "?filter=status==scheduled;effectiveOn==" + day;
    assertThat(server.get(TRANSFERS + waiting, manager).json().get("items")).hasSize(1);
    assertThat(owner(path)).isEqualTo(from);
    var id = "<id>" + made.json().get("id").asText() + "</id>";
    assertThat(server.soap("transfers", "get", id, manager).text())
        .contains("<effectiveOn>" + day + "</effectiveOn>", "<status>scheduled</status>");
    assertThat(server.post(transfer + "/actions/undo", null, manager).code()).isEqualTo("conflict");

    // Their own, and of those who see to all of them.
    assertThat(server.post(transfer + "/actions/cancel", null, as("later.to")).code())
        .isEqualTo("not-found");
    assertThat(server.soap("transfers", "cancel", id, as("later.head")).text())
        .contains("<status>cancelled</status>");
    assertThat(server.get(job, manager).json().get("status").asText()).isEqualTo("cancelled");
    // By whoever gave it up, which need not be its owner.
    var facts =
        server.get(
            "/api/v1/audit?filter=collection==transfers;kind==updated;recordId=="
                + made.json().get("id").asText());
    assertThat(facts.json().at("/items/0/userId").asText()).as(facts.text()).isEqualTo(head);
    assertThat(server.post(transfer + "/actions/cancel", null, manager).code())
        .isEqualTo("conflict");
    // It is given up with its job, too.
    var other = server.post(TRANSFERS, later("later-a", to, day, ""), manager).json();
    server.post("/api/v1/jobs/" + other.get("jobId").asText() + "/actions/cancel", null, manager);
    var ended = server.get(TRANSFERS + "/" + other.get("id").asText(), manager).json();
    assertThat(ended.get("status").asText()).isEqualTo("cancelled");
    assertThat(owner(path)).isEqualTo(from);
  }

  /** In a time zone in which the company's next day begins in a moment. */
  @Test
  void m81_whatWaitsIsDoneAsItsDayBeginsByWhoMayThen() throws IOException {
    var own = role("dawn-own", "own", "customers.view");
    var boss = user("dawn.boss", role("dawn-boss", "subordinates", "customers.view users.view"));
    var from = user("dawn.from", own);
    patch("/api/v1/users/" + from, "{\"superiorId\":\"" + boss + "\"}");
    var to = user("dawn.to", own);
    // Who deactivates need not be shown all of whom.
    var hides =
        make(
            "/api/v1/roles",
            "{\"code\":\"dawn-manager\",\"name\":\"Manager\",\"operations\":[\"%s\"],\"scopes\":[{\"collection\":\"*\",\"scope\":\"all\"}],"
                    .formatted((MANAGE + " users.view users.edit").replace(" ", "\",\""))
                + "\"fields\":[{\"collection\":\"users\",\"field\":\"superiorId\",\"access\":\"hidden\"},{\"collection\":\"users\",\"field\":\"name\",\"access\":\"hidden\"}]}");
    user("dawn.manager", hides);
    var loses = role("dawn-loses", "all", MANAGE);
    user("dawn.loses", loses);
    var manager = as("dawn.manager");
    var estate = estate("dawn-a", from, to);
    var stays = estate("dawn-b", from, to);
    var since = made(CUSTOMERS, "{\"name\":\"Dawn later\",\"ownerId\":\"" + from + "\"}");
    // Time enough to ask for what waits, also where other servers are busy beside.
    var begins = Instant.now().plusSeconds(40).truncatedTo(ChronoUnit.SECONDS);
    var seconds = (int) Math.floorMod(-begins.getEpochSecond(), 86_400L);
    var offset = ZoneOffset.ofTotalSeconds(seconds > 64_800 ? seconds - 86_400 : seconds);
    var day = begins.atOffset(offset).toLocalDate();
    configured(
        "org.tangramcrm.platform.cfg",
        "timeZone = " + offset,
        () -> begins(to, day.plusDays(1)).equals(begins.plus(1, ChronoUnit.DAYS)),
        () -> {
          var leaves = ",\"deactivates\":true,\"fromUserId\":\"" + from + "\"";
          var first = server.post(TRANSFERS, later("dawn-a", to, day, leaves), manager).json();
          var second = server.post(TRANSFERS, later("dawn-b", to, day, ""), as("dawn.loses"));
          assertThat(first.path("status").asText()).as(first.toString()).isEqualTo("scheduled");
          assertThat(second.json().path("status").asText()).isEqualTo("scheduled");
          // Selected on the day: it is not there yet.
          patch(CUSTOMERS + "/" + since, "{\"region\":\"dawn-a\"}");
          patch(
              "/api/v1/roles/" + loses.get("id").asText(), "{\"operations\":[\"customers.view\"]}");
          assertThat(owner(CUSTOMERS + "/" + estate.customer())).isEqualTo(from);
          var done = reached(TRANSFERS + "/" + first.get("id").asText(), "done", manager);
          assertThat(Instant.parse(done.get("doneAt").asText())).isAfterOrEqualTo(begins);
          assertThat(counts(done)).containsEntry("customers", 2);
          assertThat(owner(CUSTOMERS + "/" + since)).isEqualTo(to);
          // Told at once, and not by a job that fails later.
          var undo =
              server.post(
                  TRANSFERS + "/" + first.get("id").asText() + "/actions/undo", null, manager);
          assertThat(undo.code()).isEqualTo("conflict");
          assertThat(undo.text()).contains("activate them first");
          var refused = TRANSFERS + "/" + second.json().get("id").asText();
          Server.await(
              "a transfer that is refused",
              () -> server.get(refused).json().get("status").asText().equals("failed"));
          assertThat(owner(CUSTOMERS + "/" + stays.customer())).isEqualTo(from);
        });
    var leaver = server.get("/api/v1/users/" + from).json();
    assertThat(leaver.get("active").asBoolean()).isFalse();
    assertThat(leaver.get("name").asText()).isNotEmpty();
    // Their superior still reaches what they leave.
    assertThat(leaver.get("superiorId").asText()).isEqualTo(boss);
    var left = CUSTOMERS + "/" + stays.customer();
    assertThat(server.get(left, as("dawn.boss")).status()).isEqualTo(200);
    assertThat(server.get(CUSTOMERS, as("dawn.from")).status()).isEqualTo(401);
  }

  /** When a day begins, as a transfer tells that is given up at once. */
  private Instant begins(String to, LocalDate day) {
    var made = server.post(TRANSFERS, later("dawn-none", to, day, ""));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    var job = server.get("/api/v1/jobs/" + made.json().get("jobId").asText()).json();
    var path = TRANSFERS + "/" + made.json().get("id").asText();
    assertThat(server.post(path + "/actions/cancel", null).status()).isEqualTo(200);
    return Instant.parse(job.get("notBefore").asText());
  }

  @Test
  void m81_nobodyHandsOverWhatTheyMayNotOrDoNotReachAtBothDoors() {
    var reader = role("transfer-reader", "all", "customers.view customers.edit");
    user("transfer.reader", reader);
    var seller =
        user(
            "transfer.seller",
            role("transfer-seller", "own", "customers.view customers.edit customers.transfer"));
    var other = user("transfer.other", reader);
    var third = user("transfer.third", reader);
    var mine =
        made(
            CUSTOMERS,
            "{\"name\":\"Mine\",\"region\":\"transfer-c\",\"ownerId\":\"" + seller + "\"}");
    var theirs =
        made(
            CUSTOMERS,
            "{\"name\":\"Theirs\",\"region\":\"transfer-c\",\"ownerId\":\"" + other + "\"}");
    var request =
        "{\"collection\":\"customers\",\"recordFilter\":\"region==transfer-c\",\"toUserId\":\"%s\",\"reason\":\"r\"}"
            .formatted(third);
    assertThat(server.post(TRANSFERS, request, as("transfer.reader")).code())
        .isEqualTo("forbidden");
    assertThat(
            server
                .soap(
                    "transfers",
                    "create",
                    "<transfer><collection>customers</collection><recordFilter>region==transfer-c</recordFilter><toUserId>%s</toUserId><reason>r</reason></transfer>"
                        .formatted(third),
                    as("transfer.reader"))
                .text())
        .contains("<code>forbidden</code>");
    var nobody =
        "{\"collection\":\"customers\",\"recordFilter\":\"region==transfer-c\",\"toUserId\":\"999999\",\"reason\":\"r\"}";
    for (var wrong :
        List.of(
            "toUserId " + nobody,
            "recordFilter " + request.replace("\"recordFilter\":\"region==transfer-c\",", ""),
            "collection " + request.replace("\"customers\"", "\"users\""),
            "parts[0].collection "
                + request.replace(
                    "\"reason\"", "\"parts\":[{\"collection\":\"users\"}],\"reason\""))) {
      var part = wrong.split(" ", 2);
      var refused = server.post(TRANSFERS, part[1]);
      assertThat(refused.code()).as(refused.text()).isEqualTo("invalid");
      assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo(part[0]);
    }
    assertThat(
            server
                .post(
                    TRANSFERS,
                    request.replace(
                        "\"reason\"", "\"parts\":[{\"collection\":\"contacts\"}],\"reason\""),
                    as("transfer.seller"))
                .code())
        .isEqualTo("forbidden");
    var transfer = transfer(request, as("transfer.seller"));
    assertThat(counts(transfer)).containsEntry("customers", 1);
    assertThat(owner(CUSTOMERS + "/" + mine)).isEqualTo(third);
    assertThat(owner(CUSTOMERS + "/" + theirs)).isEqualTo(other);
    assertThat(server.get(CUSTOMERS + "/" + theirs).json().get("version").asInt()).isEqualTo(1);
    // Nobody else sees it, but who manages all.
    var path = TRANSFERS + "/" + transfer.get("id").asText();
    assertThat(server.get(path, as("transfer.reader")).code()).isEqualTo("not-found");
    assertThat(server.get(path).status()).isEqualTo(200);
    var split =
        request
            .replace("region==transfer-c", "id==1),(id=gt=0")
            .replace("\"reason\"", "\"fromUserId\":\"" + other + "\",\"reason\"");
    assertThat(server.post(TRANSFERS, split).code()).isEqualTo("invalid-filter");
  }

  @Test
  void m81_whatGoesWithThemIsNoMoreThanTheCallerReaches() {
    var own = role("mixed-own", "own", "customers.view");
    var from = user("mixed.from", own);
    var to = user("mixed.to", own);
    var mixed =
        make(
            "/api/v1/roles",
            """
{"code":"mixed","name":"Mixed","scopes":[{"collection":"customers","scope":"all"},{"collection":"contact-logs","scope":"own"}],
 "operations":["customers.view","customers.edit","customers.transfer","contact-logs.view","contact-logs.edit",
               "contact-logs.transfer","contacts.transfer"]}\
""");
    user("mixed.manager", mixed);
    var estate = estate("transfer-m", from, to);
    var request =
        "{\"collection\":\"customers\",\"recordFilter\":\"region==transfer-m\",\"toUserId\":\"%s\",\"reason\":\"r\",\"parts\":[{\"collection\":\"contact-logs\"}]}"
            .formatted(to);
    var preview = server.post(TRANSFERS + "/actions/preview", request, as("mixed.manager"));
    // Of contacts, which they may not even look at, nothing is said.
    assertThat(counts(preview.json()))
        .isEqualTo(new TreeMap<>(Map.of("customers", 1, "contact-logs", 0)));
    assertThat(counts(transfer(request, as("mixed.manager")))).containsEntry("contact-logs", 0);
    assertThat(owner(LOG + "/" + estate.planned())).isEqualTo(from);
  }

  @Test
  void m94_aJobIsDoneWithNoMoreThanTheTokenThatAskedForIt() {
    var role =
        role("token-all", "all", "customers.view customers.export contacts.view contacts.export");
    user("token.user", role);
    var customer = made(CUSTOMERS, "{\"name\":\"Behind the token\"}");
    made(CONTACTS, "{\"name\":\"Token person\",\"customerId\":\"" + customer + "\"}");
    var token =
        server
            .post(
                "/api/v1/tokens",
                "{\"name\":\"narrow\",\"scopes\":[\"contacts.view\",\"contacts.export\"]}",
                as("token.user"))
            .json()
            .get("token")
            .asText();
    var request =
        "{\"collection\":\"contacts\",\"filter\":\"name=='Token"
            + " person'\",\"fields\":\"name,customerId\",\"format\":\"csv\"}";
    assertThat(exported(request, "Authorization", "Bearer " + token))
        .contains("Token person")
        .doesNotContain("Behind the token");
    assertThat(exported(request, as("token.user"))).contains("Behind the token");
  }

  private static TreeMap<String, Integer> counts(JsonNode transfer) {
    var counts = new TreeMap<String, Integer>();
    transfer
        .get("parts")
        .forEach(part -> counts.put(part.get("collection").asText(), part.get("count").asInt()));
    return counts;
  }

  private JsonNode transfer(String request, String... headers) {
    var begun = server.post(TRANSFERS, request, headers);
    assertThat(begun.status()).as(begun.text()).isEqualTo(201);
    return reached(TRANSFERS + "/" + begun.json().get("id").asText(), "done", headers);
  }

  private void undone(String path, String... headers) {
    var begun = server.post(path + "/actions/undo", null, headers);
    assertThat(begun.status()).as(begun.text()).isEqualTo(200);
    reached(path, "undone", headers);
  }

  private JsonNode reached(String path, String status, String... headers) {
    Server.await(
        "a transfer " + status,
        () -> {
          var now = server.get(path, headers).json();
          var job = server.get("/api/v1/jobs/" + now.get("jobId").asText(), headers).json();
          assertThat(job.path("problem").asText()).isEmpty();
          return now.get("status").asText().equals(status);
        });
    return server.get(path, headers).json();
  }
}
