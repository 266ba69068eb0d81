package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A module that is no part of the distribution, {@code itests/sample}: it is dropped into a running
 * server and taken out again, and writes through another module's contract.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class NotesCheck {
  private static final String NOTES = "/api/v1/notes";
  private static final String CUSTOMERS = "/api/v1/customers";
  private static final String INTRODUCE = NOTES + "/actions/introduce";

  Server server;

  /** What is dropped: a bundle or a kar. */
  abstract Path artifact();

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private String name() {
    var name = artifact().getFileName().toString();
    return "notes" + name.substring(name.lastIndexOf('.'));
  }

  private boolean there() {
    return server.get(NOTES).status() == 200;
  }

  private void drop() {
    server.deploy(artifact(), name());
    Server.await("the notes", this::there);
  }

  private void takeOut() {
    server.undeploy(name());
    Server.await("the end of the notes", () -> server.get(NOTES).status() == 404);
  }

  @Test
  void aModuleThatIsDroppedInComesUpAndGoesWithoutARestart() {
    var mark = server.log().length();
    if (there()) {
      takeOut();
    }
    assertThat(server.get(NOTES).code()).isEqualTo("module-not-installed");

    drop();
    var module = server.get("/api/v1/modules/notes").json();
    assertThat(module.get("state").asText()).isEqualTo("active");
    assertThat(module.get("title").asText()).isEqualTo("Notes");
    assertThat(module.get("needs")).extracting(need -> need.asText()).containsExactly("customers");
    assertThat(server.get("/api/v1/modules/customers").json().get("dependants"))
        .extracting(dependant -> dependant.asText())
        .contains("notes");
    assertThat(server.get("/api/v1/openapi.json").json().get("paths").has("/notes/{id}")).isTrue();
    assertThat(server.get("/soap/notes?wsdl").text()).contains("urn:tangram:notes:1");
    var customer = server.post(CUSTOMERS, "{\"name\":\"Worth a note\"}").json().get("id").asText();
    var written =
        server.soap(
            "notes",
            "create",
            "<note><customerId>" + customer + "</customerId><text>Likes tea</text></note>");
    assertThat(written.status()).as(written.text()).isEqualTo(200);
    var path = NOTES + "/" + CustomersCheck.element(written.text(), "id");
    assertThat(server.get(path).json().get("text").asText()).isEqualTo("Likes tea");
    assertThat(server.post(NOTES, "{\"customerId\":\"1\",\"text\":\"x\"}").code())
        .isEqualTo("not-found");
    assertThat(server.post("/api/v1/modules/customers/actions/stop", null).code())
        .isEqualTo("has-dependants");
    // Fields of the company's own, in a module that never heard of them.
    var field =
        server.post(
            "/api/v1/custom-fields",
            "{\"collection\":\"notes\",\"code\":\"mood\",\"type\":\"text\",\"labelEn\":\"Mood\"}");
    assertThat(field.status()).as(field.text()).isEqualTo(201);
    var cheerful =
        server.post(
            NOTES,
            "{\"customerId\":\"%s\",\"text\":\"Smiles\",\"customFields\":[{\"key\":\"mood\",\"text\":\"good\"}]}"
                .formatted(customer));
    assertThat(cheerful.status()).as(cheerful.text()).isEqualTo(201);
    assertThat(count(NOTES, "customFields.mood==good")).isEqualTo(1);
    assertThat(server.get("/soap/notes?wsdl").text()).contains("mood (text): Mood");
    // Nor did it of layouts.
    var layout =
        server.post(
            "/api/v1/layouts",
            "{\"collection\":\"notes\",\"sections\":[{\"key\":\"human\",\"labelEn\":\"Human\"}],"
                + "\"fields\":[{\"field\":\"customFields.mood\",\"section\":\"human\"}]}");
    assertThat(layout.status()).as(layout.text()).isEqualTo(201);
    var kept = "/api/v1/layouts/" + layout.json().get("id").asText();
    var arranged = server.get("/api/v1/metadata/notes").json().get("layout");
    assertThat(arranged.at("/sections/0/title").asText()).isEqualTo("Human");
    assertThat(arranged.at("/sections/0/fields/0/field").asText()).isEqualTo("customFields.mood");

    takeOut();
    assertThat(server.get(kept).status()).isEqualTo(200);
    assertThat(server.get(path).code()).isEqualTo("module-not-installed");
    var fault = server.soap("notes", "list", "");
    assertThat(fault.status()).isEqualTo(404);
    assertThat(CustomersCheck.element(fault.text(), "code")).isEqualTo("module-not-installed");
    assertThat(server.get("/soap/notes?wsdl").status()).isEqualTo(404);
    assertThat(server.get("/api/v1/openapi.json").text()).doesNotContain("/notes");
    assertThat(server.get("/api/v1/modules").json().get("items").findValuesAsText("id"))
        .containsExactly("customers", "orders", "sales");
    assertThat(server.get(CUSTOMERS).status()).isEqualTo(200);

    drop();
    assertThat(server.get("/api/v1/metadata/notes").json().get("layout")).isEqualTo(arranged);
    assertThat(server.get(path).json().get("text").asText()).isEqualTo("Likes tea");
    assertThat(count(NOTES, "customFields.mood==good")).isEqualTo(1);
    assertThat(server.stoppedSince(mark)).isSubsetOf("notes");
  }

  @Test
  void whatTwoModulesWroteInOneCallIsRolledBackTogether() {
    if (!there()) {
      drop();
    }
    var kept = introduce("Kept", false);
    assertThat(kept.status()).as(kept.text()).isEqualTo(200);
    var refused = introduce("Rehearsed", true);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.code()).isEqualTo("conflict");
    assertThat(refused.json().get("detail").asText()).contains("nothing was kept");
    var fault =
        server.soap(
            "notes",
            "introduce",
            "<introduction><customerName>Rehearsed</customerName><text>Rehearsed</text>"
                + "<rehearsal>true</rehearsal></introduction>");
    assertThat(CustomersCheck.element(fault.text(), "code")).isEqualTo("conflict");

    // Only the database itself can tell: what is asked before could come from a cache.
    server.stop();
    server.start();
    Server.await("the notes", this::there);
    assertThat(count(CUSTOMERS, "name==Kept")).isEqualTo(1);
    assertThat(count(NOTES, "text==Kept")).isEqualTo(1);
    assertThat(count(CUSTOMERS, "name==Rehearsed")).isZero();
    assertThat(count(NOTES, "text==Rehearsed")).isZero();
    assertThat(count("/api/v1/audit", "operation==notes.introduce")).isEqualTo(2);
  }

  /**
   * What a module keeps follows a merge while the module is stopped, and while it is not installed
   * since the server started.
   */
  @Test
  void whatReferredFollowsWhileItsModuleIsNotHere() {
    if (!there()) {
      drop();
    }
    var stays = customer("Stays");
    var goes = customer("Goes");
    var note = NOTES + "/" + id(server.post(NOTES, note(goes)));
    takeOut();
    server.stop();
    server.start();
    var merge = merge(stays, goes);
    drop();
    assertThat(customerOf(note)).isEqualTo(stays);
    assertThat(server.get("/api/v1/timeline/customers/" + stays).text()).contains("\"notes\"");

    assertThat(server.post("/api/v1/modules/notes/actions/stop", null).status()).isEqualTo(200);
    ended(server.post(merge + "/actions/undo", null), "undone");
    assertThat(server.post("/api/v1/modules/notes/actions/start", null).status()).isEqualTo(200);
    Server.await("the notes", this::there);
    assertThat(customerOf(note)).isEqualTo(goes);
  }

  /**
   * M-11: what a module reckons stands on the records of another, for those who see the module's,
   * and goes with it. M-15: what its records refer to stays, whether or not it is here.
   */
  @Test
  void aCustomerTellsOfItsNotesAndStaysWhileThereIsOne() {
    if (!there()) {
      drop();
    }
    var customer = customer("Noted");
    var note = NOTES + "/" + id(server.post(NOTES, note(customer)));
    server.post(NOTES, note(customer("Noted elsewhere")));
    var path = CUSTOMERS + "/" + customer;
    var figure = server.get(path, "Accept-Language", "zh-CN").json().at("/figures/0");
    assertThat(figure.get("key").asText()).isEqualTo("notes");
    assertThat(figure.get("title").asText()).isEqualTo("便签");
    assertThat(figure.get("count").asInt()).isEqualTo(1);
    assertThat(count("/api/v1/" + figure.get("collection").asText(), figure.get("filter").asText()))
        .isEqualTo(1);
    var get = "<id>" + customer + "</id>";
    assertThat(server.soap("customers", "get", get).text())
        .contains("<key>notes</key>", "<title>Notes</title>", "<count>1</count>");
    assertThat(server.get(path, unnoted()).json().get("figures")).isNullOrEmpty();
    assertThat(server.get(CUSTOMERS + "?filter=id==" + customer).json().at("/items/0/figures"))
        .isEmpty();

    var held = delete(path, "Accept-Language", "zh-CN");
    assertThat(held.code()).isEqualTo("in-use");
    assertThat(held.json().get("detail").asText()).contains("便签");
    assertThat(server.post("/api/v1/modules/notes/actions/stop", null).status()).isEqualTo(200);
    assertThat(server.get(path).json().path("figures")).isEmpty();
    assertThat(delete(path).code()).isEqualTo("in-use");
    var fault = server.soap("customers", "delete", get + "<version>1</version>");
    assertThat(CustomersCheck.element(fault.text(), "code")).isEqualTo("in-use");
    assertThat(server.post("/api/v1/modules/notes/actions/start", null).status()).isEqualTo(200);
    Server.await("the notes", this::there);

    assertThat(delete(note).status()).isEqualTo(204);
    assertThat(delete(path).status()).isEqualTo(204);
    // What it would refer to has gone.
    assertThat(server.post(note + "/actions/restore", null).json().at("/errors/0/code").asText())
        .isEqualTo("unknown-reference");
    assertThat(server.post(NOTES, note(customer)).code()).isEqualTo("not-found");
  }

  @Test
  void whatANoteMentionsStaysAndASettledOneKeepsNobody() {
    if (!there()) {
      drop();
    }
    var about = customer("Settled");
    var mentioned = customer("Mentioned");
    var made =
        server.post(
            NOTES,
            "{\"customerId\":\"%s\",\"text\":\"Done\",\"settled\":true,\"mentions\":[{\"customerId\":\"%s\"}]}"
                .formatted(about, mentioned));
    var note = NOTES + "/" + id(made);
    assertThat(server.post("/api/v1/modules/notes/actions/stop", null).status()).isEqualTo(200);
    assertThat(delete(CUSTOMERS + "/" + mentioned).code()).isEqualTo("in-use");
    assertThat(delete(CUSTOMERS + "/" + about).status()).isEqualTo(204);
    assertThat(server.post("/api/v1/modules/notes/actions/start", null).status()).isEqualTo(200);
    Server.await("the notes", this::there);
    assertThat(delete(note).status()).isEqualTo(204);
    assertThat(delete(CUSTOMERS + "/" + mentioned).status()).isEqualTo(204);
    // What it mentions has gone; that of its customer would not matter.
    var back = server.post(note + "/actions/restore", null);
    assertThat(back.json().at("/errors/0/field").asText()).isEqualTo("mentions[0].customerId");
    assertThat(back.json().at("/errors/0/code").asText()).isEqualTo("unknown-reference");
    assertThat(server.post(CUSTOMERS + "/" + mentioned + "/actions/restore", null).status())
        .isEqualTo(200);
    assertThat(server.post(note + "/actions/restore", null).status()).isEqualTo(200);
  }

  /** What counts again refers to what is there, whoever is first. */
  @Test
  void aNoteThatCountsAgainFindsItsCustomerOrIsRefused() throws Exception {
    if (!there()) {
      drop();
    }
    for (int round = 0; round < 12; round++) {
      var customer = CUSTOMERS + "/" + customer("Counts " + round);
      var settled =
          note(customer.substring(customer.lastIndexOf('/') + 1))
              .replace("}", ",\"settled\":true}");
      var note = NOTES + "/" + id(server.post(NOTES, settled));
      var both =
          AtOnce.<Server.Answer>run(
              () -> server.call("PATCH", note, "{\"settled\":false}", "If-Match", "\"v1\""),
              () -> server.call("DELETE", customer, null, "If-Match", "\"v1\""));
      var counts = both.get(0);
      var deleted = both.get(1);
      assertThat(counts.status() == 200)
          .as("%s %s", counts.text(), deleted.text())
          .isNotEqualTo(deleted.status() == 204);
      if (counts.status() == 200) {
        assertThat(deleted.code()).isEqualTo("in-use");
        // Settled, it lets go.
        assertThat(server.call("PATCH", note, "{\"settled\":true}", "If-Match", "\"v2\"").status())
            .isEqualTo(200);
        assertThat(delete(customer).status()).isEqualTo(204);
      }
      var version = "\"v" + server.get(note).json().get("version").asInt() + "\"";
      assertThat(server.call("PATCH", note, "{\"text\":\"Still\"}", "If-Match", version).status())
          .as("of one that does not count nothing is asked")
          .isEqualTo(200);
      var again =
          server.call(
              "PATCH",
              note,
              "{\"settled\":false}",
              "If-Match",
              "\"v" + server.get(note).json().get("version").asInt() + "\"");
      assertThat(again.status()).as(again.text()).isEqualTo(422);
      assertThat(again.json().at("/errors/0/field").asText()).isEqualTo("customerId");
      assertThat(again.json().at("/errors/0/code").asText()).isEqualTo("unknown-reference");
    }
  }

  /** Whoever is first, nothing is left that refers to what is gone. */
  @Test
  void ofADeleteAndAReferenceAtOnceOneIsRefused() throws Exception {
    if (!there()) {
      drop();
    }
    for (int round = 0; round < 12; round++) {
      var customer = customer("Race " + round);
      var aside = customer("Aside " + round);
      var body =
          round % 2 == 0
              ? note(customer)
              : "{\"customerId\":\"%s\",\"text\":\"x\",\"mentions\":[{\"customerId\":\"%s\"}]}"
                  .formatted(aside, customer);
      var path = CUSTOMERS + "/" + customer;
      var both =
          AtOnce.<Server.Answer>run(
              () -> server.post(NOTES, body),
              () -> server.call("DELETE", path, null, "If-Match", "\"v1\""));
      var noted = both.get(0);
      var deleted = both.get(1);
      assertThat(noted.status() == 201)
          .as("%s %s", noted.text(), deleted.text())
          .isNotEqualTo(deleted.status() == 204);
      if (noted.status() == 201) {
        assertThat(deleted.code()).isEqualTo("in-use");
        assertThat(server.get(path).status()).isEqualTo(200);
      } else {
        assertThat(noted.code()).isIn("not-found", "invalid");
      }
    }
  }

  /** M-81: what would go is worth what its module says, to those who see it. */
  @Test
  void aTransferTellsBeforeWhatNotesComeTo() {
    if (!there()) {
      drop();
    }
    var customer = customer("Worth");
    var heir = id(server.post("/api/v1/users", "{\"login\":\"heir\",\"name\":\"Heir\"}"));
    for (var budget :
        List.of(
            "{\"amount\":\"1000.50\",\"currency\":\"CNY\"}",
            "{\"amount\":\"10\",\"currency\":\"USD\",\"rate\":\"7.1\"}",
            "{\"amount\":\"10\",\"currency\":\"EUR\"}")) {
      id(server.post(NOTES, note(customer).replace("}", ",\"budget\":" + budget + "}")));
    }
    id(
        server.post(
            NOTES,
            note(customer("Worth elsewhere"))
                .replace("}", ",\"budget\":{\"amount\":\"5\",\"currency\":\"CNY\"}}")));
    var asked =
        "{\"collection\":\"customers\",\"recordFilter\":\"id==%s\",\"toUserId\":\"%s\",\"reason\":\"r\"}"
            .formatted(customer, heir);
    var preview = server.post("/api/v1/transfers/actions/preview", asked).json();
    var parts = new TreeMap<String, JsonNode>();
    preview.get("parts").forEach(part -> parts.put(part.get("collection").asText(), part));
    // At both doors the card tells what it consists of; what has no rate is left out.
    var worth = server.get(CUSTOMERS + "/" + customer).json().at("/figures/1");
    assertThat(worth.get("key").asText()).isEqualTo("notes-worth");
    assertThat(new BigDecimal(worth.at("/money/amount").asText())).isEqualByComparingTo("1071.50");
    assertThat(worth.get("currencies").findValuesAsText("currency")).containsExactly("CNY", "USD");
    var card = server.soap("customers", "get", "<id>" + customer + "</id>").text();
    assertThat(card.substring(card.indexOf("<key>notes-worth")))
        .containsPattern("<currencies><amount>1000\\.50*</amount><currency>CNY")
        .containsPattern("<currencies><amount>10(\\.0*)?</amount><currency>USD");
    // Turnover is nothing that a customer owes.
    assertThat(parts.get("customers").has("worth")).isFalse();
    assertThat(parts.get("notes").get("count").asInt()).isEqualTo(3);
    assertThat(parts.get("notes").at("/worth/field").asText()).isEqualTo("budget");
    assertThat(parts.get("notes").at("/worth/value").asText()).isEqualTo("1071.50");
    assertThat(parts.get("notes").at("/worth/leftOut").asInt()).isEqualTo(1);
    assertThat(
            server
                .soap(
                    "transfers",
                    "preview",
                    "<transfer><collection>customers</collection><recordFilter>id==%s</recordFilter><toUserId>%s</toUserId><reason>r</reason></transfer>"
                        .formatted(customer, heir))
                .text())
        .contains("<worth><field>budget</field><value>1071.50</value>");
    var blind =
        id(
            server.post(
                "/api/v1/roles",
                """
                {"code":"budgetless","name":"Budgetless","scopes":[{"collection":"*","scope":"all"}],
                 "operations":["customers.view","customers.edit","customers.transfer","notes.view","notes.edit","notes.transfer"],
                 "fields":[{"collection":"notes","field":"budget","access":"hidden"}]}"""));
    id(
        server.post(
            "/api/v1/users",
            "{\"login\":\"budgetless\",\"name\":\"b\",\"password\":\"%s\",\"roleIds\":[\"%s\"]}"
                .formatted(CardCheck.PASSWORD, blind)));
    var hidden =
        server.post("/api/v1/transfers/actions/preview", asked, CardCheck.as("budgetless"));
    assertThat(hidden.text()).contains("\"notes\"").doesNotContain("worth", "1071");
  }

  /** Somebody who sees customers, and no notes. */
  private String[] unnoted() {
    var role =
        id(
            server.post(
                "/api/v1/roles",
                "{\"code\":\"unnoted\",\"name\":\"unnoted\",\"operations\":[\"customers.view\"],"
                    + "\"scopes\":[{\"collection\":\"*\",\"scope\":\"all\"}]}"));
    id(
        server.post(
            "/api/v1/users",
            "{\"login\":\"unnoted\",\"name\":\"unnoted\",\"password\":\"%s\",\"roleIds\":[\"%s\"]}"
                .formatted(CardCheck.PASSWORD, role)));
    return CardCheck.as("unnoted");
  }

  private Server.Answer delete(String path, String... headers) {
    var all = new ArrayList<>(List.of(headers));
    all.addAll(List.of("If-Match", "\"v" + server.get(path).json().get("version").asInt() + "\""));
    return server.call("DELETE", path, null, all.toArray(String[]::new));
  }

  private static String note(String customer) {
    return "{\"customerId\":\"" + customer + "\",\"text\":\"Follows\"}";
  }

  private String customerOf(String note) {
    return server.get(note).json().get("customerId").asText();
  }

  private String customer(String name) {
    return id(server.post(CUSTOMERS, "{\"name\":\"" + name + "\"}"));
  }

  private static String id(Server.Answer made) {
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json().get("id").asText();
  }

  private String merge(String survivor, String merged) {
    return ended(
        server.post(
            "/api/v1/merges",
            "{\"collection\":\"customers\",\"survivorId\":\"%s\",\"mergedIds\":[\"%s\"]}"
                .formatted(survivor, merged)),
        "done");
  }

  private String ended(Server.Answer begun, String status) {
    assertThat(begun.status()).as(begun.text()).isIn(200, 201);
    var path = "/api/v1/merges/" + begun.json().get("id").asText();
    Server.await(
        "a merge " + status, () -> server.get(path).json().get("status").asText().equals(status));
    return path;
  }

  private Server.Answer introduce(String name, boolean rehearsal) {
    return server.post(
        INTRODUCE,
        "{\"customerName\":\"%s\",\"text\":\"%s\",\"rehearsal\":%s}"
            .formatted(name, name, rehearsal));
  }

  private int count(String path, String filter) {
    var page = server.get(path + "?count=exact&limit=1&filter=" + filter);
    return page.json().at("/total/value").asInt(-1);
  }
}
