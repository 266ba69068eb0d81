package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Records that become one (M-16); the same on every database. */
abstract class MergeCheck extends LayoutCheck {
  private static final String MERGES = "/api/v1/merges";
  private static final String LOG = "/api/v1/contact-logs";
  private static final String KEY = CUSTOMERS + "/external/erp/";

  @Test
  void m16_fieldsAreChosenAllThatRefersFollowsAndUndoingIsExact() {
    var first =
        make(
            CUSTOMERS,
            """
            {"name":"Merge Works Ltd","level":"A","region":"CN-SH","tags":["one"],"remark":"first",
             "phones":[{"number":"021-55501111"}]}""");
    var second =
        server
            .call(
                "PUT",
                KEY + "merge-2",
                """
                {"name":"Merge Works GmbH","level":"B","creditCode":"91350100M000100Y43","tags":["two"],
                 "phones":[{"number":"021-55501111"},{"number":"021-55502222"}]}""")
            .json();
    var third = make(CUSTOMERS, "{\"name\":\"Merge Works AG\",\"remark\":\"third\"}");
    var a = id(first);
    var b = id(second);
    var c = id(third);
    var below = made(CUSTOMERS, "{\"name\":\"Below\",\"parentId\":\"" + b + "\"}");
    assertThat(patch(CUSTOMERS + "/" + a, "{\"parentId\":\"" + c + "\"}").status()).isEqualTo(200);
    var both =
        made(
            CONTACTS,
            "{\"name\":\"Of both\",\"companies\":[{\"customerId\":\"%s\",\"title\":\"CEO\"},{\"customerId\":\"%s\",\"title\":\"CEO\",\"primary\":true}]}"
                .formatted(a, b));
    var person =
        made(
            CONTACTS,
            "{\"name\":\"Of b\",\"customerId\":\"" + b + "\",\"birthMonth\":5,\"birthDay\":6}");
    var entry =
        made(LOG, "{\"customerId\":\"%s\",\"subject\":\"s\",\"method\":\"visit\"}".formatted(c));
    var file =
        server
            .post(
                "/api/v1/attachments/content?collection=customers&name=b.txt&recordId=" + b,
                "b",
                "Content-Type",
                "text/plain")
            .json();
    var before =
        List.of(
            CUSTOMERS + "/" + a,
            CUSTOMERS + "/" + b,
            CUSTOMERS + "/" + c,
            CUSTOMERS + "/" + below,
            CONTACTS + "/" + both,
            CONTACTS + "/" + person,
            LOG + "/" + entry);
    var states = states(before);

    var request =
        """
        {"collection":"customers","survivorId":"%1$s","mergedIds":["%2$s","%3$s"],
         "choices":[{"field":"creditCode","fromId":"%2$s"},{"field":"remark","fromId":"%3$s"},
                    {"field":"phones","united":true},{"field":"tags","united":true}]}"""
            .formatted(a, b, c);
    var preview = server.post(MERGES + "/actions/preview", request).json();
    assertThat(preview.get("fields").findValuesAsText("field"))
        .contains("name", "level", "creditCode", "tags", "phones", "remark")
        .doesNotContain("phone", "number");
    assertThat(preview.get("parts").toString())
        .contains(
            "{\"collection\":\"contacts\",\"count\":2}",
            "{\"collection\":\"contact-logs\",\"count\":1}",
            "{\"collection\":\"attachments\",\"count\":1}");
    assertThat(preview.get("emptied").toString()).isEqualTo("[\"parentId\"]");
    assertThat(states(before)).isEqualTo(states);

    var merge = merged(request);
    var one = server.get(CUSTOMERS + "/" + a).json();
    assertThat(one.get("name").asText()).isEqualTo("Merge Works Ltd");
    assertThat(one.get("level").asText()).isEqualTo("A");
    assertThat(one.get("creditCode").asText()).isEqualTo("91350100M000100Y43");
    assertThat(one.get("remark").asText()).isEqualTo("third");
    assertThat(one.get("phones")).hasSize(2);
    assertThat(one.at("/phones/0/primary").asBoolean()).isTrue();
    assertThat(one.get("tags").toString()).isEqualTo("[\"one\",\"two\"]");
    assertThat(one.has("parentId")).isFalse();
    assertThat(one.get("lastContactAt").asText()).isNotEmpty();
    assertThat(one.at("/birthdays/0/contactId").asText()).isEqualTo(person);
    // The old ids, numbers and keys answer with it, at both doors.
    for (var old :
        List.of(
            CUSTOMERS + "/" + b,
            CUSTOMERS + "/" + c,
            CUSTOMERS + "/number:" + second.get("number").asText())) {
      var answer = server.get(old);
      assertThat(answer.status()).as(old).isEqualTo(200);
      assertThat(id(answer.json())).as(old).isEqualTo(a);
    }
    assertThat(server.get(CUSTOMERS + "/" + b).response().headers().firstValue("Content-Location"))
        .hasValue(CUSTOMERS + "/" + a);
    assertThat(server.soap("customers", "get", "<id>" + c + "</id>").text())
        .contains("<id>" + a + "</id>", "Merge Works Ltd");
    var put = server.call("PUT", KEY + "merge-2", one.toString());
    assertThat(put.status()).as(put.text()).isEqualTo(200);
    assertThat(id(put.json())).isEqualTo(a);
    // What is written to them is refused, with a word where they are.
    for (var refused :
        List.of(
            patch(CUSTOMERS + "/" + b, "{\"remark\":\"x\"}"),
            server.call("DELETE", CUSTOMERS + "/" + b, null, "If-Match", "\"v2\""),
            server.post(CUSTOMERS + "/" + b + "/actions/restore", null))) {
      assertThat(refused.code()).as(refused.text()).isEqualTo("conflict");
      assertThat(refused.json().get("detail").asText()).contains(first.get("number").asText());
    }
    assertThat(server.get("/api/v1/recycle-bin/customers?q=Merge%20Works").json().get("items"))
        .isEmpty();
    // Whoever still means them by their id means the one that stays.
    var late = make(CONTACTS, "{\"name\":\"Late\",\"customerId\":\"" + b + "\"}");
    assertThat(late.get("customerId").asText()).isEqualTo(a);
    assertThat(server.get(CUSTOMERS + "/" + below).json().get("parentId").asText()).isEqualTo(a);
    var companies = server.get(CONTACTS + "/" + both).json().get("companies");
    assertThat(companies).hasSize(1);
    assertThat(companies.at("/0/primary").asBoolean()).isTrue();
    assertThat(server.get(CONTACTS + "?filter=customerId==" + a).json().get("items")).hasSize(3);
    assertThat(server.get(LOG + "/" + entry).json().get("customerId").asText()).isEqualTo(a);
    assertThat(
            server
                .get("/api/v1/attachments?filter=collection==customers;recordId==" + a)
                .json()
                .at("/items/0/id")
                .asText())
        .isEqualTo(id(file));
    var timeline = server.get("/api/v1/timeline/customers/" + a + "?limit=100").json().toString();
    assertThat(timeline).contains("\"kind\":\"merged\"", "mergedInto", "mergedIds");
    assertThat(timeline).contains("\"recordId\":\"" + b + "\"", "\"recordId\":\"" + c + "\"");

    // One field is changed since, and one child went elsewhere: both stay.
    assertThat(patch(CUSTOMERS + "/" + a, "{\"remark\":\"changed since\"}").status())
        .isEqualTo(200);
    var path = MERGES + "/" + id(merge);
    var undone = undone(path);
    assertThat(undone.get("keptFields").asText()).isEqualTo("remark");
    assertThat(patch(CUSTOMERS + "/" + a, "{\"remark\":\"first\"}").status()).isEqualTo(200);
    assertThat(states(before)).isEqualTo(states);
    assertThat(server.get(CONTACTS + "?filter=customerId==" + b).json().get("items")).hasSize(2);
    assertThat(server.get(CONTACTS + "/" + id(late)).json().get("customerId").asText())
        .isEqualTo(a);
    assertThat(
            server
                .get("/api/v1/attachments?filter=collection==customers;recordId==" + b)
                .json()
                .get("items"))
        .hasSize(1);
    assertThat(id(server.get(CUSTOMERS + "/number:" + second.get("number").asText()).json()))
        .isEqualTo(b);
    assertThat(server.post(path + "/actions/undo", null).code()).isEqualTo("conflict");
  }

  @Test
  void m16_whatWasMergedIsMergedOnAndUndoneBackwards() {
    var ids = new String[3];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = made(CUSTOMERS, "{\"name\":\"Chain %d\"}".formatted(i));
    }
    var person = made(CONTACTS, "{\"name\":\"Chained\",\"customerId\":\"" + ids[0] + "\"}");
    var first = merged(request(ids[1], ids[0]));
    var second = merged(request(ids[2], ids[1]));
    assertThat(id(server.get(CUSTOMERS + "/" + ids[0]).json())).isEqualTo(ids[2]);
    assertThat(server.get(CONTACTS + "/" + person).json().get("customerId").asText())
        .isEqualTo(ids[2]);
    assertThat(server.post(MERGES + "/" + id(first) + "/actions/undo", null).code())
        .isEqualTo("conflict");
    var again = server.post(MERGES, request(ids[2], ids[0]));
    assertThat(again.code()).isEqualTo("invalid");
    assertThat(again.json().at("/errors/0/field").asText()).isEqualTo("mergedIds[0]");
    undone(MERGES + "/" + id(second));
    undone(MERGES + "/" + id(first));
    assertThat(server.get(CONTACTS + "/" + person).json().get("customerId").asText())
        .isEqualTo(ids[0]);
    assertThat(id(server.get(CUSTOMERS + "/" + ids[0]).json())).isEqualTo(ids[0]);
  }

  @Test
  void m16_undoingGivesBackOwnersNumbersAndCompaniesAndKeepsWhatCannotBePutBack() {
    var clerk = role("merge-clerk", "own", "customers.view customers.edit");
    var left = user("merge.left", clerk);
    var member = user("merge.member", clerk);
    var above = made(CUSTOMERS, "{\"name\":\"Above\"}");
    var other = made(CUSTOMERS, "{\"name\":\"Other\"}");
    var a =
        made(
            CUSTOMERS,
            "{\"name\":\"Numbers a\",\"employees\":7,\"parentId\":\"%s\",\"ownerId\":\"%s\",\"revenue\":{\"amount\":\"10.50\",\"currency\":\"CNY\"}}"
                .formatted(above, left));
    var b =
        made(
            CUSTOMERS,
            "{\"name\":\"Numbers b\",\"employees\":8,\"parentId\":\"%s\",\"revenue\":{\"amount\":\"20.00\",\"currency\":\"CNY\"}}"
                .formatted(other));
    var team = "/api/v1/access/customers/%s/team";
    var members = "{\"members\":[{\"userId\":\"%s\",\"access\":\"%s\"}]}";
    assertThat(server.call("PUT", team.formatted(b), members.formatted(member, "read")).status())
        .isEqualTo(200);
    var before = server.get(CUSTOMERS + "/" + a).json();
    var merge =
        merged(
            chosen(
                a,
                b,
                "\"field\":\"ownerId\",\"fromId\":\"%1$s\"},{\"field\":\"parentId\",\"fromId\":\"%1$s\"},{\"field\":\"revenue\",\"fromId\":\"%1$s\"},{\"field\":\"employees\",\"fromId\":\"%1$s\""
                    .formatted(b)));
    var one = server.get(CUSTOMERS + "/" + a).json();
    assertThat(one.get("ownerId")).isNotEqualTo(before.get("ownerId"));
    assertThat(one.get("parentId").asText()).isEqualTo(other);
    assertThat(one.at("/revenue/amount").asText()).startsWith("20");
    assertThat(server.get("/api/v1/timeline/customers/" + a).text()).contains("\"field\":\"team\"");
    // What a version of the old one is known by says nothing of the one that answers.
    assertThat(
            server
                .get(CUSTOMERS + "/" + b, "If-None-Match", "\"v" + one.get("version") + "\"")
                .status())
        .isEqualTo(200);

    // Who owned it leaves, what was above it is deleted, somebody is given more.
    assertThat(patch("/api/v1/users/" + left, "{\"active\":false}").status()).isEqualTo(200);
    assertThat(delete(CUSTOMERS + "/" + above).status()).isEqualTo(204);
    assertThat(server.call("PUT", team.formatted(a), members.formatted(member, "write")).status())
        .isEqualTo(200);
    var undone = undone(MERGES + "/" + id(merge));
    assertThat(undone.path("keptFields").asText()).isEqualTo("parentId");
    one = server.get(CUSTOMERS + "/" + a).json();
    assertThat(one.get("parentId").asText()).isEqualTo(other);
    for (var field : List.of("ownerId", "revenue", "employees")) {
      assertThat(one.get(field)).as(field).isEqualTo(before.get(field));
    }
    assertThat(server.get(team.formatted(a)).text()).contains(member, "write");

    var first = made(CUSTOMERS, "{\"name\":\"Company 1\"}");
    var second = made(CUSTOMERS, "{\"name\":\"Company 2\"}");
    var x = made(CONTACTS, "{\"name\":\"X\",\"customerId\":\"" + first + "\"}");
    var y =
        made(
            CONTACTS,
            "{\"name\":\"Y\",\"customerId\":\"" + second + "\",\"birthMonth\":3,\"birthDay\":4}");
    var paths =
        List.of(
            CONTACTS + "/" + x,
            CONTACTS + "/" + y,
            CUSTOMERS + "/" + first,
            CUSTOMERS + "/" + second);
    var states = states(paths);
    var contacts =
        merged(
            chosen(x, y, "\"field\":\"companies\",\"united\":true")
                .replace("customers", "contacts"));
    assertThat(server.get(CONTACTS + "/" + x).json().get("companies")).hasSize(2);
    assertThat(undone(MERGES + "/" + id(contacts)).has("keptFields")).isFalse();
    assertThat(states(paths)).isEqualTo(states);
  }

  @Test
  void m7_m16_whatAnyOfThemAgreedToStaysAndUndoingGivesItBack() {
    var yes = "{\"kind\":\"advertising\",\"given\":true,\"on\":\"2026-01-02\"}";
    var no = "{\"kind\":\"advertising\",\"given\":false,\"on\":\"2026-02-03\",\"source\":\"mail\"}";
    var agreed = "{\"name\":\"Agreed %s\",\"consents\":[%s]}";
    var a = made(CONTACTS, agreed.formatted("a", yes));
    var b = made(CONTACTS, agreed.formatted("b", yes + "," + no));
    var c = made(CONTACTS, agreed.formatted("c", ""));
    var paths = List.of(CONTACTS + "/" + a, CONTACTS + "/" + b, CONTACTS + "/" + c);
    var states = states(paths);
    var differing =
        server
            .post(MERGES + "/actions/preview", request(a, b).replace("\"customers", "\"contacts"))
            .json()
            .get("fields");
    assertThat(differing)
        .anySatisfy(
            one -> {
              assertThat(one.get("field").asText()).isEqualTo("consents");
              assertThat(one.get("keepsAll").asBoolean()).isTrue();
            });
    // Not one's own alone, nor the other's.
    for (var from : List.of(a, b)) {
      var refused =
          server.post(
              MERGES,
              chosen(a, b, "\"field\":\"consents\",\"fromId\":\"" + from + "\"")
                  .replace("\"customers", "\"contacts"));
      assertThat(refused.code()).as(refused.text()).isEqualTo("invalid");
      assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("choices[0].fromId");
      assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo("append-only");
    }
    for (var request :
        List.of(
            request(a, b), request(c, b), chosen(a, b, "\"field\":\"consents\",\"united\":true"))) {
      var into = request.contains("\"survivorId\":\"" + a) ? a : c;
      var merge = merged(request.replace("\"customers", "\"contacts"));
      var consents = server.get(CONTACTS + "/" + into).json().get("consents");
      assertThat(consents).hasSize(2);
      assertThat(consents.findValuesAsText("given")).containsExactly("true", "false");
      assertThat(consents.at("/1/source").asText()).isEqualTo("mail");
      assertThat(undone(MERGES + "/" + id(merge)).has("keptFields")).isFalse();
      assertThat(states(paths)).isEqualTo(states);
    }
    // Nothing of it is lost by those who may not change it; where nothing would be, they merge.
    var rights =
        "{\"code\":\"merge-%1$s\",\"name\":\"%1$s\",\"scopes\":[{\"collection\":\"*\",\"scope\":\"all\"}],"
            + "\"operations\":[\"contacts.view\",\"contacts.edit\",\"contacts.delete\",\"contacts.merge\"],"
            + "\"fields\":[{\"collection\":\"contacts\",\"field\":\"consents\",\"access\":\"%1$s\"}]}";
    for (var access : List.of("read", "hidden")) {
      var person = "merge.consents." + access;
      user(person, make("/api/v1/roles", rights.formatted(access)));
      for (var path : List.of(MERGES, MERGES + "/actions/preview")) {
        var refused =
            server.post(path, request(a, b).replace("\"customers", "\"contacts"), as(person));
        assertThat(refused.code()).as(refused.text()).isEqualTo("forbidden");
      }
      var kept =
          server.post(
              MERGES + "/actions/preview",
              request(b, a).replace("\"customers", "\"contacts"),
              as(person));
      assertThat(kept.status()).as(kept.text()).isEqualTo(200);
    }
    // What is too much for one record is told before anybody tries; that much as is not is kept.
    var long200 = "s".repeat(200);
    var many =
        IntStream.range(0, 99)
            .mapToObj(i -> yes.replace("}", ",\"source\":\"" + i + long200.substring(2) + "\"}"))
            .collect(Collectors.joining(","));
    var most = made(CONTACTS, agreed.formatted("most", many));
    var tooMany =
        server.post(
            MERGES + "/actions/preview", request(most, b).replace("\"customers", "\"contacts"));
    assertThat(tooMany.json().at("/errors/0/field").asText()).isEqualTo("consents");
    assertThat(tooMany.json().at("/errors/0/code").asText()).isEqualTo("too-many");
    assertThat(patch(CONTACTS + "/" + most, "{\"consents\":[" + many + "," + no + "]}").status())
        .isEqualTo(200);
    // What was said since stays, and with it what it was said beside.
    var merge = merged(request(a, b).replace("\"customers", "\"contacts"));
    var more = yes + "," + no + "," + yes.replace("2026-01", "2026-03");
    assertThat(patch(CONTACTS + "/" + a, "{\"consents\":[" + more + "]}").status()).isEqualTo(200);
    assertThat(undone(MERGES + "/" + id(merge)).get("keptFields").asText()).isEqualTo("consents");
    assertThat(server.get(CONTACTS + "/" + a).json().get("consents")).hasSize(3);
    assertThat(server.get(CONTACTS + "/" + b).json().get("consents")).hasSize(2);
  }

  @Test
  void m16_whatCannotBeToldApartAnyMoreStaysAsAWhole() {
    var a = made(CUSTOMERS, "{\"name\":\"Told a\"}");
    var b = made(CUSTOMERS, "{\"name\":\"Told b\"}");
    var person =
        made(
            CONTACTS,
            "{\"name\":\"Told\",\"companies\":[{\"customerId\":\"%s\",\"title\":\"CEO\",\"primary\":true},{\"customerId\":\"%s\",\"title\":\"CEO\"}]}"
                .formatted(a, b));
    var merge = merged(request(b, a));
    assertThat(patch(CONTACTS + "/" + person, "{\"title\":\"CTO\"}").status()).isEqualTo(200);
    assertThat(undone(MERGES + "/" + id(merge)).path("keptRecords").asInt()).isEqualTo(1);
    var contact = server.get(CONTACTS + "/" + person).json();
    assertThat(contact.get("customerId").asText()).isEqualTo(b);
    assertThat(contact.get("companies")).hasSize(1);
    assertThat(contact.at("/companies/0/customerId").asText()).isEqualTo(b);
    assertThat(server.get(CONTACTS + "?filter=customerId==" + a).json().get("items")).isEmpty();
    assertThat(server.get(CONTACTS + "?filter=customerId==" + b).json().get("items")).hasSize(1);
  }

  @Test
  void m16_ofSeveralMergesIntoTheSameTheLastIsUndoneFirst() {
    var ids = new String[3];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = made(CUSTOMERS, "{\"name\":\"Order %d\"}".formatted(i));
    }
    var person =
        made(
            CONTACTS,
            "{\"name\":\"Ordered\",\"companies\":[{\"customerId\":\"%s\"},{\"customerId\":\"%s\"}]}"
                .formatted(ids[0], ids[1]));
    var state = states(List.of(CONTACTS + "/" + person));
    var first = merged(request(ids[2], ids[0]));
    var second = merged(request(ids[2], ids[1]));
    var refused = server.post(MERGES + "/" + id(first) + "/actions/undo", null);
    assertThat(refused.code()).as(refused.text()).isEqualTo("conflict");
    undone(MERGES + "/" + id(second));
    undone(MERGES + "/" + id(first));
    assertThat(states(List.of(CONTACTS + "/" + person))).isEqualTo(state);
  }

  @Test
  void m16_whatWouldBreakARuleIsRefusedBeforeItIsBegun() {
    var made = new String[2];
    for (int i = 0; i < made.length; i++) {
      var tags = new StringBuilder();
      for (int j = 0; j < 12; j++) {
        tags.append(j == 0 ? "" : ",").append("\"t%d-%d\"".formatted(i, j));
      }
      made[i] = made(CUSTOMERS, "{\"name\":\"Many %d\",\"tags\":[%s]}".formatted(i, tags));
    }
    var asked = chosen(made[0], made[1], "\"field\":\"tags\",\"united\":true");
    for (var path : List.of(MERGES, MERGES + "/actions/preview")) {
      var refused = server.post(path, asked);
      assertThat(refused.code()).as(refused.text()).isEqualTo("invalid");
      assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("choices[0].tags");
      assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo("too-many");
    }
    // Two that stand above each other over a third: whoever may not change that sees it emptied.
    var between = made(CUSTOMERS, "{\"name\":\"Between\",\"parentId\":\"" + made[1] + "\"}");
    assertThat(patch(CUSTOMERS + "/" + made[0], "{\"parentId\":\"" + between + "\"}").status())
        .isEqualTo(200);
    var role =
        make(
            "/api/v1/roles",
            """
            {"code":"merge-fixed","name":"Fixed","scopes":[{"collection":"*","scope":"all"}],
             "operations":["customers.view","customers.edit","customers.delete","customers.merge"],
             "fields":[{"collection":"customers","field":"parentId","access":"read"}]}""");
    user("merge.fixed", role);
    var merge = merged(request(made[0], made[1]), as("merge.fixed"));
    assertThat(server.get(CUSTOMERS + "/" + made[0]).json().has("parentId")).isFalse();
    assertThat(server.get(CUSTOMERS + "/" + between).json().get("parentId").asText())
        .isEqualTo(made[0]);
    undone(MERGES + "/" + id(merge));
    assertThat(server.get(CUSTOMERS + "/" + made[0]).json().get("parentId").asText())
        .isEqualTo(between);
    assertThat(server.get(CUSTOMERS + "/" + between).json().get("parentId").asText())
        .isEqualTo(made[1]);
  }

  @Test
  void m16_ofTwoMergesOfTheSameRecordsOneIsDone() {
    var a = made(CUSTOMERS, "{\"name\":\"Race a\"}");
    var b = made(CUSTOMERS, "{\"name\":\"Race b\"}");
    // Handed in one after the other they are done at once: each keeps the other's survivor.
    var one = server.post(MERGES, request(a, b)).json();
    var other = server.post(MERGES, request(b, a));
    var ended =
        other.status() == 201 ? List.of(ended(one), ended(other.json())) : List.of(ended(one));
    assertThat(ended).filteredOn(merge -> merge.get("status").asText().equals("done")).hasSize(1);
    assertThat(id(server.get(CUSTOMERS + "/" + a).json()))
        .isEqualTo(id(server.get(CUSTOMERS + "/" + b).json()));
  }

  @Test
  void m16_nobodyMergesWhatTheyMayNotOrSeesWhatIsHiddenAtBothDoors() {
    var all = "customers.view customers.create customers.edit customers.delete contacts.view";
    var owner = user("merge.owner", role("merge-own", "own", all + " customers.merge"));
    user("merge.editor", role("merge-editor", "all", all));
    user(
        "merge.keeper",
        role("merge-keeper", "all", "customers.view customers.edit customers.merge"));
    var mine = made(CUSTOMERS, "{\"name\":\"Mine\",\"ownerId\":\"" + owner + "\"}");
    var also = made(CUSTOMERS, "{\"name\":\"Also\",\"ownerId\":\"" + owner + "\"}");
    var theirs = made(CUSTOMERS, "{\"name\":\"Theirs\",\"remark\":\"secret\"}");
    for (var person : List.of("merge.editor", "merge.keeper")) {
      for (var path : List.of(MERGES, MERGES + "/actions/preview")) {
        assertThat(server.post(path, request(mine, also), as(person)).code())
            .as(person)
            .isEqualTo("forbidden");
      }
    }
    assertThat(
            server
                .soap(
                    "merges",
                    "create",
                    "<merge><collection>customers</collection><survivorId>%s</survivorId><mergedIds>%s</mergedIds></merge>"
                        .formatted(mine, also),
                    as("merge.editor"))
                .text())
        .contains("<code>forbidden</code>");
    // One that is out of reach is not there; nor is one that is only shared theirs to merge.
    var wrong = server.post(MERGES + "/actions/preview", request(mine, theirs), as("merge.owner"));
    assertThat(wrong.code()).isEqualTo("invalid");
    assertThat(wrong.text()).contains("mergedIds[0]").doesNotContain("secret", "Theirs");
    var shared =
        server.call(
            "PUT",
            "/api/v1/access/customers/" + theirs + "/team",
            "{\"members\":[{\"userId\":\"" + owner + "\",\"access\":\"write\"}]}");
    assertThat(shared.status()).as(shared.text()).isEqualTo(200);
    assertThat(server.post(MERGES, request(mine, theirs), as("merge.owner")).code())
        .isEqualTo("forbidden");
    for (var bad :
        Map.of(
                "collection", request(mine, also).replace("customers", "users"),
                "survivorId", request("999999", also),
                "mergedIds[0]", request(mine, mine),
                "choices[0].field", chosen(mine, also, "\"field\":\"number\",\"fromId\":\"1\""),
                "choices[0].fromId", chosen(mine, also, "\"field\":\"name\",\"fromId\":\"1\""),
                "choices[0].united", chosen(mine, also, "\"field\":\"name\",\"united\":true"))
            .entrySet()) {
      var refused = server.post(MERGES, bad.getValue());
      assertThat(refused.code()).as(refused.text()).isEqualTo("invalid");
      assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo(bad.getKey());
    }

    var role =
        make(
            "/api/v1/roles",
            """
            {"code":"merge-blind","name":"Blind","scopes":[{"collection":"*","scope":"all"}],
             "operations":["customers.view","customers.edit","customers.delete","customers.merge"],
             "fields":[{"collection":"customers","field":"remark","access":"hidden"},
                       {"collection":"customers","field":"level","access":"read"}]}""");
    user("merge.blind", role);
    patch(CUSTOMERS + "/" + mine, "{\"remark\":\"kept\",\"level\":\"A\"}");
    patch(CUSTOMERS + "/" + also, "{\"remark\":\"secret\",\"level\":\"B\"}");
    var preview = server.post(MERGES + "/actions/preview", request(mine, also), as("merge.blind"));
    assertThat(preview.json().get("fields").findValuesAsText("field"))
        .contains("name")
        .doesNotContain("remark", "level");
    assertThat(preview.text()).doesNotContain("secret");
    assertThat(
            server
                .post(
                    MERGES,
                    chosen(mine, also, "\"field\":\"remark\",\"fromId\":\"" + also + "\""),
                    as("merge.blind"))
                .code())
        .isEqualTo("invalid");
    var merge =
        merged(
            chosen(mine, also, "\"field\":\"name\",\"fromId\":\"" + also + "\""),
            as("merge.blind"));
    var one = server.get(CUSTOMERS + "/" + mine).json();
    assertThat(one.get("name").asText()).isEqualTo("Also");
    assertThat(one.get("remark").asText()).isEqualTo("kept");
    assertThat(one.get("level").asText()).isEqualTo("A");
    // Nobody else sees it, but who manages all.
    var path = MERGES + "/" + id(merge);
    assertThat(server.get(path, as("merge.editor")).code()).isEqualTo("not-found");
    assertThat(server.get(path).status()).isEqualTo(200);
    // Whoever reaches neither is told of neither.
    user("merge.stranger", role("merge-stranger", "own", "customers.view customers.edit"));
    assertThat(server.get(CUSTOMERS + "/" + also, as("merge.stranger")).code())
        .isEqualTo("not-found");
  }

  /** Somebody of two firms, who were two after all: each firm's people are told of theirs. */
  @Test
  void m16_whatWasMergedAndIsNoMoreIsNamedToWhoSeesItAlone() {
    var owner = user("apart.owner", role("apart-own", "own", "customers.view contacts.view"));
    var mine = made(CUSTOMERS, "{\"name\":\"Apart mine\",\"ownerId\":\"" + owner + "\"}");
    var other = made(CUSTOMERS, "{\"name\":\"Apart other\"}");
    var stays = made(CONTACTS, "{\"name\":\"One Person\",\"customerId\":\"" + mine + "\"}");
    var goes = made(CONTACTS, "{\"name\":\"One Person\",\"customerId\":\"" + other + "\"}");
    var merge = merged(request(stays, goes).replace("customers", "contacts"));
    var timeline = "/api/v1/timeline/contacts/" + stays;
    assertThat(server.get(timeline, as("apart.owner")).text()).contains("mergedIds");
    undone(MERGES + "/" + id(merge));
    assertThat(server.get(timeline).text()).contains("mergedIds", "unmergedIds", goes);
    assertThat(server.get(timeline, as("apart.owner")).text())
        .contains("unmerged")
        .doesNotContain("mergedIds", "unmergedIds", "\"" + goes + "\"");
  }

  @Test
  void m16_fieldsOfTheCompanysOwnAreChosenUnitedAndGivenBack() {
    define("mergeSize", "decimal", ",\"decimals\":2");
    define("mergeRoles", "set", ",\"dictionary\":\"customer-type\"");
    define("mergeDue", "date", "");
    var own = "{\"name\":\"Own %s\",\"customFields\":[%s]}";
    var stays =
        made(
            CUSTOMERS,
            own.formatted(
                "one",
                "{\"key\":\"mergeSize\",\"decimal\":\"1.50\"},{\"key\":\"mergeRoles\",\"codes\":[\"customer\"]}"));
    var goes =
        made(
            CUSTOMERS,
            own.formatted(
                "two",
                "{\"key\":\"mergeSize\",\"decimal\":\"2.25\"},{\"key\":\"mergeRoles\",\"codes\":[\"partner\"]},"
                    + "{\"key\":\"mergeDue\",\"date\":\"2026-11-30\"}"));
    var before = added(stays);
    var merge =
        merged(
            chosen(
                stays,
                goes,
                "\"field\":\"customFields.mergeSize\",\"fromId\":\"%1$s\"},{\"field\":\"customFields.mergeDue\",\"fromId\":\"%1$s\"},"
                        .formatted(goes)
                    + "{\"field\":\"customFields.mergeRoles\",\"united\":true"));
    assertThat(String.join(" ", added(stays)))
        .contains("2.25", "2026-11-30", "[\"customer\",\"partner\"]");
    undone(MERGES + "/" + id(merge));
    assertThat(added(stays)).isEqualTo(before);
  }

  private List<String> added(String customer) {
    var values = new java.util.ArrayList<String>();
    server
        .get(CUSTOMERS + "/" + customer)
        .json()
        .get("customFields")
        .forEach(value -> values.add(value.toString()));
    values.sort(null);
    return values;
  }

  private static String id(JsonNode record) {
    return record.get("id").asText();
  }

  private String made(String path, String body) {
    return id(make(path, body));
  }

  private static String request(String survivor, String merged) {
    return "{\"collection\":\"customers\",\"survivorId\":\"%s\",\"mergedIds\":[\"%s\"]}"
        .formatted(survivor, merged);
  }

  private static String chosen(String survivor, String merged, String choice) {
    return request(survivor, merged).replace("]}", "],\"choices\":[{" + choice + "}]}");
  }

  /** Records as they are, but for when and how often they were written. */
  private Map<String, String> states(List<String> paths) {
    var states = new TreeMap<String, String>();
    for (var path : paths) {
      var record = (com.fasterxml.jackson.databind.node.ObjectNode) server.get(path).json();
      states.put(path, record.without(List.of("version", "updatedAt", "hints")).toString());
    }
    return states;
  }

  JsonNode merged(String request, String... headers) {
    var begun = server.post(MERGES, request, headers);
    assertThat(begun.status()).as(begun.text()).isEqualTo(201);
    var merge = ended(begun.json());
    assertThat(merge.get("status").asText()).as(job(merge).toString()).isEqualTo("done");
    return merge;
  }

  private JsonNode undone(String path) {
    var begun = server.post(path + "/actions/undo", null);
    assertThat(begun.status()).as(begun.text()).isEqualTo(200);
    var merge = ended(begun.json());
    assertThat(merge.get("status").asText()).as(job(merge).toString()).isEqualTo("undone");
    return merge;
  }

  private JsonNode job(JsonNode merge) {
    return server.get("/api/v1/jobs/" + merge.get("jobId").asText()).json();
  }

  private JsonNode ended(JsonNode merge) {
    var jobs =
        "/api/v1/jobs?filter=id==" + merge.get("jobId").asText() + ";status=in=(done,failed)";
    var path = MERGES + "/" + id(merge);
    if (server.get("/api/v1/jobs/" + merge.get("jobId").asText()).status() == 200) {
      Server.await("a merge", () -> server.get(jobs).json().get("items").size() == 1);
    } else {
      Server.await(
          "a merge", () -> !server.get(path).json().get("status").asText().equals("planned"));
    }
    return server.get(path).json();
  }
}
