package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Records that are shared with a team (M-89); the same on every database. */
abstract class TeamCheck extends SecurityCheck {
  private Server.Answer share(String customer, String members, Somebody by) {
    return server.call(
        "PUT",
        "/api/v1/access/customers/" + customer + "/team",
        "{\"members\":[" + members + "]}",
        by == null ? new String[0] : by.headers());
  }

  private static String member(Somebody somebody, String access) {
    return "{\"userId\":\"%s\",\"access\":\"%s\"}".formatted(somebody.id(), access);
  }

  private int status(String path, Somebody reader) {
    return server.get(path, reader.headers()).status();
  }

  private int renamed(String customer, Somebody by) {
    var path = CUSTOMERS + "/" + customer;
    return patch(path, "{\"remark\":\"by " + by.login() + "\"}", by).status();
  }

  private long counted(Somebody reader) {
    return server
        .get(CUSTOMERS + "?count=exact", reader.headers())
        .json()
        .at("/total/value")
        .asLong();
  }

  private String own() {
    return role(
        "{\"collection\":\"customers\",\"scope\":\"own\"},{\"collection\":\"contacts\",\"scope\":\"own\"}");
  }

  @Test
  void m89_whatIsSharedIsSeenAtOnceWithWhatBelongsToItAndNoLonger() {
    var owner = user(null, own());
    var mate = user(null, own());
    var customer = made(CUSTOMERS, "{\"name\":\"Shared\",\"ownerId\":\"" + owner.id() + "\"}");
    var contact =
        made("/api/v1/contacts", "{\"name\":\"Its contact\",\"customerId\":\"" + customer + "\"}");
    var paths = List.of(CUSTOMERS + "/" + customer, "/api/v1/contacts/" + contact);
    paths.forEach(path -> assertThat(status(path, mate)).isEqualTo(404));
    assertThat(counted(mate)).isZero();

    var shared = share(customer, member(mate, "read"), owner);
    assertThat(shared.status()).as(shared.text()).isEqualTo(200);
    assertThat(shared.json().at("/members/0/userId").asText()).isEqualTo(mate.id());
    assertThat(shared.json().get("access").asText()).isEqualTo("share");
    paths.forEach(path -> assertThat(status(path, mate)).isEqualTo(200));
    assertThat(counted(mate)).isEqualTo(1);
    assertThat(server.get(CUSTOMERS + "?q=shared", mate.headers()).json().get("items")).hasSize(1);

    var asked = "<collection>customers</collection><id>" + customer + "</id>";
    var soap = server.soap("access", "team", asked, mate.headers());
    assertThat(Flat.parse(soap.text()).getTextContent()).contains(mate.id()).contains("read");
    var history = server.get("/api/v1/timeline/customers/" + customer).text();
    assertThat(history).contains("\"team\"");

    soap = server.soap("access", "share", asked + "<team/>", owner.headers());
    assertThat(soap.status()).as(soap.text()).isEqualTo(200);
    paths.forEach(path -> assertThat(status(path, mate)).isEqualTo(404));
    assertThat(counted(mate)).isZero();
  }

  @Test
  void m89_whoMayOnlyReadChangesNothingAndWhoMayWriteSharesNothing() {
    var owner = user(null, own());
    var reader = user(null, own());
    var writer = user(null, own());
    var other = user(null, own());
    var customer = made(CUSTOMERS, "{\"name\":\"For two\",\"ownerId\":\"" + owner.id() + "\"}");
    share(customer, member(reader, "read") + "," + member(writer, "write"), owner);
    assertThat(renamed(customer, reader)).isEqualTo(403);
    assertThat(renamed(customer, writer)).isEqualTo(200);
    assertThat(renamed(customer, owner)).isEqualTo(200);
    var upload =
        server.call(
            "POST",
            "/api/v1/attachments/content?collection=customers&recordId=" + customer + "&name=a.txt",
            "text",
            "Content-Type",
            "application/octet-stream",
            "Authorization",
            reader.headers()[1]);
    assertThat(upload.status()).as(upload.text()).isEqualTo(403);
    assertThat(share(customer, member(other, "read"), writer).status()).isEqualTo(403);
    assertThat(share(customer, member(other, "read"), reader).status()).isEqualTo(403);
    assertThat(share(customer, member(other, "read"), other).status()).isEqualTo(404);
    var path = "/api/v1/access/customers/" + customer + "/team";
    assertThat(server.get(path, writer.headers()).json().get("access").asText()).isEqualTo("write");
    assertThat(server.get(path, reader.headers()).json().get("access").asText()).isEqualTo("read");
    assertThat(server.get(path, other.headers()).status()).isEqualTo(404);
  }

  @Test
  void m89_aSuperiorSeesWhatIsSharedWithThoseBelowThem() {
    var leading =
        role(
            "{\"collection\":\"customers\",\"scope\":\"subordinates\"},{\"collection\":\"contacts\",\"scope\":\"subordinates\"}");
    var boss = user(null, leading);
    var mate = user(null, own());
    var customer = made(CUSTOMERS, "{\"name\":\"Of another team\"}");
    share(customer, member(mate, "read"), null);
    assertThat(status(CUSTOMERS + "/" + customer, boss)).isEqualTo(404);
    var below = "{\"superiorId\":\"" + boss.id() + "\"}";
    var moved = server.call("PATCH", USERS + "/" + mate.id(), below, "If-Match", "\"v1\"");
    assertThat(moved.status()).as(moved.text()).isEqualTo(200);
    assertThat(status(CUSTOMERS + "/" + customer, boss)).isEqualTo(200);
    var told = new java.util.ArrayList<String>();
    server
        .get("/api/v1/access/customers/" + customer)
        .json()
        .get("items")
        .forEach(item -> told.add(item.get("userId").asText()));
    assertThat(told).contains(boss.id(), mate.id());
  }

  @Test
  void m89_aRecordIsSharedWithThoseWhoAreThere() {
    var mate = user(null, own());
    var customer = made(CUSTOMERS, "{\"name\":\"Badly shared\"}");
    var unknown = share(customer, "{\"userId\":\"987654\",\"access\":\"read\"}", null);
    assertThat(unknown.status()).as(unknown.text()).isEqualTo(422);
    assertThat(unknown.json().at("/errors/0/field").asText()).isEqualTo("members[0].userId");
    var twice = share(customer, member(mate, "read") + "," + member(mate, "write"), null);
    assertThat(twice.json().at("/errors/0/code").asText()).isEqualTo("duplicate");
    var owned = share(customer, "{\"userId\":\"" + mate.id() + "\",\"access\":\"owner\"}", null);
    assertThat(owned.json().at("/errors/0/field").asText()).isEqualTo("members[0].access");
  }

  /** A superior hands to those below, also what is reached through its parent. */
  @Test
  void m89_aContactIsHandedToASubordinateAndToNobodyElse() {
    var boss =
        user(
            null,
            made(
                ROLES,
                """
                {"code":"role-%d","name":"Role","operations":["customers.view","contacts.view","contacts.create","contacts.edit"],
                 "scopes":[{"collection":"*","scope":"subordinates"}]}"""
                    .formatted(++numbered)));
    var below = user(null, own());
    server.call(
        "PATCH",
        USERS + "/" + below.id(),
        "{\"superiorId\":\"" + boss.id() + "\"}",
        "If-Match",
        "\"v1\"");
    var stranger = user(null, own());
    var customer = made(CUSTOMERS, "{\"name\":\"Handed\",\"ownerId\":\"" + boss.id() + "\"}");
    var contact = "{\"name\":\"Handed on\",\"customerId\":\"%s\",\"ownerId\":\"%s\"}";
    var made =
        server.post("/api/v1/contacts", contact.formatted(customer, below.id()), boss.headers());
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(made.json().get("ownerId").asText()).isEqualTo(below.id());
    var refused =
        server.post("/api/v1/contacts", contact.formatted(customer, stranger.id()), boss.headers());
    assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo("out-of-reach");
  }
}
