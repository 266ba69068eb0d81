package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Fields that a role hides or keeps from being changed (M-88); the same on every database. */
abstract class FieldPermissionCheck extends TeamCheck {
  private static final String HIDDEN =
      """
      {"collection":"customers","field":"phones","access":"hidden"},
      {"collection":"customers","field":"phone","access":"hidden"},
      {"collection":"customers","field":"remark","access":"hidden"},
      {"collection":"customers","field":"revenue","access":"hidden"},
      {"collection":"customers","field":"level","access":"read"}""";

  private String hiding(String fields) {
    return made(
        ROLES,
        """
        {"code":"role-%d","name":"Role","operations":["customers.view","customers.create","customers.edit"],
         "scopes":[{"collection":"*","scope":"all"}],"fields":[%s]}"""
            .formatted(++numbered, fields));
  }

  private String customer(String name) {
    return made(
        CUSTOMERS,
        """
        {"name":"%s","level":"A","remark":"Not for everybody","website":"open.example",
         "phones":[{"number":"021-77770%03d"}],"revenue":{"amount":"5000","currency":"CNY"}}"""
            .formatted(name, ++numbered));
  }

  @Test
  void m7_m12_aBirthdayOnTheCardIsForWhoReadsContacts() {
    var customer = customer("Birthdays of contacts");
    var today = LocalDate.now(ZoneId.of("Asia/Shanghai"));
    made(
        "/api/v1/contacts",
        "{\"name\":\"Born Today\",\"customerId\":\"%s\",\"birthMonth\":%d,\"birthDay\":%d}"
            .formatted(customer, today.getMonthValue(), today.getDayOfMonth()));
    var path = CUSTOMERS + "/" + customer;
    assertThat(server.get(path).text()).contains("Born Today").contains("birthday-today");
    var number = server.get(path).json().get("number").asText();
    assertThat(server.get(CUSTOMERS + "/number:" + number).json().get("hints"))
        .isEqualTo(server.get(path).json().get("hints"));
    var scopes = "{\"collection\":\"customers\",\"scope\":\"all\"}";
    var own = ",{\"collection\":\"contacts\",\"scope\":\"own\"}";
    var all = "{\"collection\":\"*\",\"scope\":\"all\"}";
    for (var reader :
        List.of(
            user(null, hiding("")),
            user(null, role(scopes)),
            user(null, role(scopes + own)),
            user(
                null,
                made(
                    ROLES,
                    body(all)
                        .replaceFirst(
                            "}$",
                            ",\"fields\":[{\"collection\":\"contacts\",\"field\":\"birthMonth\",\"access\":\"hidden\"}]}"))))) {
      for (var shown :
          List.of(
              server.get(path, reader.headers()),
              server.get(CUSTOMERS + "?filter=id==" + customer, reader.headers()),
              server.soap("customers", "get", "<id>" + customer + "</id>", reader.headers()))) {
        assertThat(shown.status()).as(shown.text()).isEqualTo(200);
        assertThat(shown.text()).doesNotContain("Born").doesNotContain("birthday-today");
      }
    }
    assertThat(server.get(path, user(null, role(all)).headers()).text()).contains("Born Today");
  }

  @Test
  void m12_whatIsHiddenIsNotCalledMissing() {
    var customer =
        made(
            CUSTOMERS,
            "{\"name\":\"Hinted\",\"types\":[\"customer\"],\"phones\":[{\"number\":\"021-77771234\"}],\"creditCode\":\"91310000MA1K35F232\"}");
    var path = CUSTOMERS + "/" + customer;
    assertThat(server.get(path).json().get("hints").findValuesAsText("code"))
        .doesNotContain("incomplete");
    var reader = user(null, hiding(HIDDEN));
    assertThat(server.get(path, reader.headers()).json().get("hints").findValuesAsText("code"))
        .doesNotContain("incomplete");
  }

  @Test
  void m88_theAuditLogKeepsToNarrowerScopes() {
    var customer = customer("Not everybody's history");
    var audit = "/api/v1/audit?filter=collection==customers;recordId==" + customer;
    var reading =
        """
        {"code":"auditor-%d","name":"Auditor","operations":["audit.view","customers.view"],
         "scopes":[{"collection":"*","scope":"all"}%s]}""";
    var auditor = user(null, made(ROLES, reading.formatted(++numbered, "")));
    assertThat(server.get(audit, auditor.headers()).json().get("items")).isNotEmpty();
    var narrow =
        user(
            null,
            made(
                ROLES,
                reading.formatted(
                    ++numbered, ",{\"collection\":\"customers\",\"scope\":\"own\"}")));
    assertThat(server.get(audit, narrow.headers()).json().get("items")).isEmpty();
    assertThat(
            server
                .get("/api/v1/audit?filter=collection==roles&limit=1", narrow.headers())
                .json()
                .get("items"))
        .isNotEmpty();
  }

  @Test
  void m88_aHiddenFieldIsNowhere() {
    var id = customer("Hidden fields");
    var path = CUSTOMERS + "/" + id;
    var reader = user(null, hiding(HIDDEN));
    var record = server.get(path, reader.headers());
    assertThat(record.json().get("level").asText()).isEqualTo("A");
    for (var shown :
        List.of(
            record.text(),
            server.get(CUSTOMERS + "?filter=id==" + id, reader.headers()).text(),
            server.get("/api/v1/timeline/customers/" + id, reader.headers()).text(),
            server.soap("customers", "get", "<id>" + id + "</id>", reader.headers()).text())) {
      assertThat(shown)
          .doesNotContain("Not for everybody")
          .doesNotContain("77770")
          .doesNotContain("5000");
    }
    var keys = new ArrayList<String>();
    server
        .get("/api/v1/metadata/customers", reader.headers())
        .json()
        .get("fields")
        .forEach(field -> keys.add(field.get("key").asText() + field.path("readOnly").asBoolean()));
    assertThat(keys).contains("namefalse", "leveltrue");
    assertThat(keys).noneMatch(key -> key.matches("(phones?|remark|revenue)(true|false)"));
  }

  @Test
  void m88_nothingIsFoundOrderedOrSummedByAHiddenField() {
    var id = customer("Found by what is seen");
    var number = server.get(CUSTOMERS + "/" + id).json().get("phone").asText();
    var reader = user(null, hiding(HIDDEN));
    for (var query :
        List.of(
            "filter=phone==" + number,
            "filter=revenue=gt=1",
            "sort=revenue",
            "fields=phone",
            "sums=revenue")) {
      var answer = server.get(CUSTOMERS + "?" + query, reader.headers());
      assertThat(answer.status()).as(query + answer.text()).isIn(400, 422);
      assertThat(server.get(CUSTOMERS + "?" + query).status()).as(query).isEqualTo(200);
    }
    assertThat(found(number)).contains(id);
    assertThat(found(number, reader.headers())).isEmpty();
    assertThat(found("by%20what%20is", reader.headers())).containsExactly(id);
  }

  private List<String> found(String typed, String... headers) {
    var ids = new ArrayList<String>();
    for (JsonNode item : server.get(CUSTOMERS + "?q=" + typed, headers).json().get("items")) {
      ids.add(item.get("id").asText());
    }
    return ids;
  }

  @Test
  void m88_whatIsNotSeenOrNotChangedStaysWhateverIsSent() {
    var id = customer("Kept fields");
    var path = CUSTOMERS + "/" + id;
    var before = server.get(path).json();
    var writer = user(null, hiding(HIDDEN));
    var put =
        server.call(
            "PUT",
            path,
            "{\"name\":\"Replaced\",\"level\":\"D\",\"remark\":\"Overwritten\",\"phones\":[]}",
            "Authorization",
            Server.basic(writer.login(), PASSWORD),
            "If-Match",
            "\"v1\"");
    assertThat(put.status()).as(put.text()).isEqualTo(200);
    assertThat(put.text()).doesNotContain("Not for everybody");
    var patched =
        server.call(
            "PATCH",
            path,
            "{\"shortName\":\"Short\",\"level\":\"C\",\"remark\":null,\"revenue\":{\"amount\":\"1\",\"currency\":\"CNY\"}}",
            "Authorization",
            Server.basic(writer.login(), PASSWORD),
            "If-Match",
            "\"v2\"");
    assertThat(patched.status()).as(patched.text()).isEqualTo(200);
    var soap =
        server.soap(
            "customers",
            "update",
            "<id>%s</id><customer><version>3</version><name>By SOAP</name><remark>x</remark></customer>"
                .formatted(id),
            writer.headers());
    assertThat(soap.status()).as(soap.text()).isEqualTo(200);
    var after = server.get(path).json();
    assertThat(after.get("name").asText()).isEqualTo("By SOAP");
    for (var kept : List.of("phones", "phone", "remark", "revenue", "level")) {
      assertThat(after.get(kept)).as(kept).isEqualTo(before.get(kept));
    }
    var made =
        server.post(
            CUSTOMERS, "{\"name\":\"Made\",\"remark\":\"Mine\",\"level\":\"A\"}", writer.headers());
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    var seen = server.get(CUSTOMERS + "/" + made.json().get("id").asText()).json();
    assertThat(seen.has("remark")).isFalse();
    assertThat(seen.has("level")).isFalse();
    var key = CUSTOMERS + "/external/fields/" + ++numbered;
    assertThat(server.call("PUT", key, "{\"name\":\"Keyed\",\"remark\":\"Kept\"}").status())
        .isEqualTo(200);
    var upserted =
        server.call("PUT", key, "{\"name\":\"Keyed again\",\"remark\":\"x\"}", writer.headers());
    assertThat(upserted.status()).as(upserted.text()).isEqualTo(200);
    var kept = server.get(CUSTOMERS + "/" + upserted.json().get("id").asText()).json();
    assertThat(kept.get("name").asText()).isEqualTo("Keyed again");
    assertThat(kept.get("remark").asText()).isEqualTo("Kept");
  }

  @Test
  void m88_severalRolesShowWhatAnyOfThemShows() {
    var id = customer("Two roles");
    var open = hiding("{\"collection\":\"customers\",\"field\":\"level\",\"access\":\"hidden\"}");
    var both = user(null, hiding(HIDDEN), open);
    var record = server.get(CUSTOMERS + "/" + id, both.headers()).json();
    assertThat(record.get("remark").asText()).isEqualTo("Not for everybody");
    assertThat(record.get("level").asText()).isEqualTo("A");
    var level =
        server
            .call(
                "PATCH",
                CUSTOMERS + "/" + id,
                "{\"level\":\"B\",\"remark\":\"Changed\"}",
                "Authorization",
                Server.basic(both.login(), PASSWORD),
                "If-Match",
                "\"v1\"")
            .json();
    // Neither role lets the level be changed, and the second has nothing against the remark.
    assertThat(level.get("level").asText()).isEqualTo("A");
    assertThat(level.get("remark").asText()).isEqualTo("Changed");
  }

  @Test
  void m88_nobodyShowsOthersWhatTheyDoNotSeeThemselves() {
    var staff =
        user(
            null,
            made(
                ROLES,
                """
                {"code":"role-%d","name":"Role","operations":["roles.create","roles.view","customers.view"],
                 "scopes":[{"collection":"*","scope":"all"}],"fields":[%s]}"""
                    .formatted(++numbered, HIDDEN)));
    var role =
        "{\"code\":\"role-%d\",\"name\":\"Role\",\"operations\":[\"customers.view\"],\"fields\":[%s]}";
    assertThat(server.post(ROLES, role.formatted(++numbered, ""), staff.headers()).status())
        .isEqualTo(403);
    assertThat(server.post(ROLES, role.formatted(++numbered, HIDDEN), staff.headers()).status())
        .isEqualTo(201);
  }
}
