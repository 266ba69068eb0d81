package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The pool of customers (M-17); the same on every database. */
abstract class PoolCheck extends CompanyCheck {
  private static final String POOL = "/api/v1/customer-pool";
  private static final String CONFIGURATION = "org.tangramcrm.customers.cfg";
  private static final String SELLER =
      "customers.view customers.edit customers.release contacts.view customer-pool.view customer-pool.claim";

  private String made(String path, String body) {
    return make(path, body).get("id").asText();
  }

  private String owned(String name, String owner, String more) {
    return made(CUSTOMERS, "{\"name\":\"%s\",\"ownerId\":\"%s\"%s}".formatted(name, owner, more));
  }

  private Server.Answer release(String customer, String... headers) {
    return server.post(
        CUSTOMERS + "/" + customer + "/actions/release", "{\"reason\":\"No interest\"}", headers);
  }

  private Server.Answer claim(String customer, String... headers) {
    return server.post(POOL + "/" + customer + "/actions/claim", null, headers);
  }

  private void pooled(String customer) {
    var released = release(customer);
    assertThat(released.status()).as(released.text()).isEqualTo(204);
  }

  private int status(String path, String... headers) {
    return server.get(path, headers).status();
  }

  private JsonNode whole(String customer) {
    return server.get(CUSTOMERS + "/" + customer).json();
  }

  private static List<String> ids(JsonNode page) {
    var ids = new ArrayList<String>();
    page.get("items").forEach(item -> ids.add(item.get("id").asText()));
    return ids;
  }

  @Test
  void m17_whatIsReleasedIsClaimedAndSeenOnlyThen() {
    var own = role("pool-own", "own", SELLER);
    var from = user("pool.from", own);
    var to = user("pool.to", own);
    user("pool.outside", role("pool-outside", "own", "customers.view customer-pool.claim"));
    var id =
        owned(
            "Pool Brewery",
            from,
            ",\"region\":\"CN\",\"remark\":\"zqx remark\",\"website\":\"zqx.example\",\"creditCode\":\"91350100M000100Y43\""
                + ",\"phones\":[{\"number\":\"021-55550144\"}],\"emails\":[{\"address\":\"zqx@example.com\"}]"
                + ",\"addresses\":[{\"text\":\"zqx street\"}]");
    var contact =
        made("/api/v1/contacts", "{\"name\":\"zqx person\",\"customerId\":\"" + id + "\"}");
    assertThat(status("/api/v1/contacts/" + contact, as("pool.from"))).isEqualTo(200);

    assertThat(
            server
                .post(CUSTOMERS + "/" + id + "/actions/release", "{\"reason\":\" \"}")
                .json()
                .at("/errors/0/field")
                .asText())
        .isEqualTo("reason");
    assertThat(release(id, as("pool.to")).code()).isEqualTo("not-found");
    assertThat(release(id, as("pool.from")).status()).isEqualTo(204);
    // Nobody reaches it by its owner any more, nor what belongs to it.
    for (var login : List.of("pool.from", "pool.to")) {
      assertThat(status(CUSTOMERS + "/" + id, as(login))).isEqualTo(404);
      assertThat(status("/api/v1/contacts/" + contact, as(login))).isEqualTo(404);
      assertThat(names(CUSTOMERS, as(login))).doesNotContain("Pool Brewery");
    }
    // Whoever sees all of them finds it among the others.
    assertThat(ids(server.get(CUSTOMERS + "?filter=pooledAt=null=false;id==" + id).json()))
        .containsExactly(id);
    var there = whole(id);
    assertThat(there.has("ownerId")).isFalse();
    assertThat(there.get("previousOwnerId").asText()).isEqualTo(from);
    assertThat(there.get("poolReason").asText()).isEqualTo("No interest");
    assertThat(there.get("hints").toString()).contains("pooled");

    assertThat(server.get(POOL, as("pool.outside")).code()).isEqualTo("forbidden");
    assertThat(server.get(POOL + "/" + id, as("pool.outside")).code()).isEqualTo("forbidden");
    assertThat(claim(id, as("pool.outside")).code()).isEqualTo("not-found");
    var page = server.get(POOL + "?q=brewery&sort=-pooledAt", as("pool.to"));
    assertThat(ids(page.json())).containsExactly(id);
    var soap =
        server.soap(
            "customer-pool",
            "list",
            "<query><filter>id==" + id + "</filter></query>",
            as("pool.to"));
    for (var text :
        List.of(page.text(), soap.text(), server.get(POOL + "/" + id, as("pool.to")).text())) {
      assertThat(text).contains("Pool Brewery", "No interest", from);
      assertThat(text).doesNotContain("zqx", "5555", "91350100M000100Y43");
    }
    for (var words : List.of("55550144", "zqx", "91350100M000100Y43")) {
      assertThat(ids(server.get(POOL + "?q=" + words, as("pool.to")).json())).isEmpty();
    }
    for (var field : List.of("phone", "email", "remark", "creditCode", "address")) {
      assertThat(server.get(POOL + "?filter=" + field + "==x", as("pool.to")).code())
          .isEqualTo("invalid-filter");
    }

    var claimed = server.soap("customer-pool", "claim", "<id>" + id + "</id>", as("pool.to"));
    assertThat(claimed.status()).as(claimed.text()).isEqualTo(200);
    var mine = server.get(CUSTOMERS + "/" + id, as("pool.to"));
    assertThat(mine.text()).contains("021-55550144");
    assertThat(mine.json().get("ownerId").asText()).isEqualTo(to);
    assertThat(mine.json().get("claimedById").asText()).isEqualTo(to);
    assertThat(mine.json().has("pooledAt")).isFalse();
    assertThat(status("/api/v1/contacts/" + contact, as("pool.to"))).isEqualTo(200);
    assertThat(status(CUSTOMERS + "/" + id, as("pool.from"))).isEqualTo(404);
    assertThat(ids(server.get(POOL + "?filter=id==" + id, as("pool.to")).json())).isEmpty();
    assertThat(server.get(POOL + "/" + id, as("pool.to")).code()).isEqualTo("not-found");
    var history =
        server
            .get("/api/v1/audit?filter=collection==customers;kind==updated;recordId==" + id)
            .text();
    assertThat(history).contains("customers.release", "customer-pool.claim", "pooledAt", "ownerId");
  }

  /** In one call: those that the caller may put there, and no others. */
  @Test
  void m17_manyGoIntoThePoolTogether() {
    var own = role("pool-many", "own", SELLER);
    var mine = user("pool.many", own);
    var other = user("pool.many.other", own);
    user("pool.many.none", role("pool-many-none", "all", "customers.view"));
    var first = owned("Pool many one", mine, "");
    var second = owned("Pool many two", mine, "");
    var third = owned("Pool many three", mine, "");
    var theirs = owned("Pool many theirs", other, "");
    pooled(third);
    var path = CUSTOMERS + "/actions/release";
    var body =
        "{\"ids\":[\"%s\",\"%s\",\"%s\",\"%s\"],\"reason\":\"Together\"}"
            .formatted(second, first, third, theirs);
    assertThat(server.post(path, body, as("pool.many.none")).code()).isEqualTo("forbidden");
    for (var wrong :
        List.of("ids {\"ids\":[],\"reason\":\"r\"}", "reason {\"ids\":[\"1\"],\"reason\":\" \"}")) {
      var part = wrong.split(" ", 2);
      assertThat(server.post(path, part[1]).json().at("/errors/0/field").asText())
          .isEqualTo(part[0]);
    }
    var released = server.post(path, body, as("pool.many"));
    assertThat(released.status()).as(released.text()).isEqualTo(200);
    assertThat(released.json().get("ids"))
        .extracting(id -> id.asText())
        .containsExactlyInAnyOrder(first, second);
    assertThat(whole(first).get("poolReason").asText()).isEqualTo("Together");
    assertThat(whole(second).get("previousOwnerId").asText()).isEqualTo(mine);
    assertThat(whole(theirs).get("ownerId").asText()).isEqualTo(other);
    var soap =
        server.soap(
            "customers",
            "releaseAll",
            "<releases><ids>%s</ids><ids>%s</ids><reason>r</reason></releases>"
                .formatted(first, theirs),
            as("pool.many.other"));
    assertThat(soap.text()).contains("<ids>" + theirs + "</ids>").doesNotContain(first);
    assertThat(whole(theirs).has("pooledAt")).isTrue();
  }

  @Test
  void m17_ofTwoWhoClaimAtOnceOneGetsIt() throws Exception {
    var own = role("pool-race", "own", SELLER);
    var one = user("pool.one", own);
    var two = user("pool.two", own);
    for (int round = 0; round < 5; round++) {
      var id = customer("Pool race " + round);
      pooled(id);
      var zh = new String[] {"Accept-Language", "zh-CN"};
      var answers =
          AtOnce.run(() -> claim(id, as("pool.one", zh)), () -> claim(id, as("pool.two", zh)));
      assertThat(answers).extracting(Server.Answer::status).containsExactlyInAnyOrder(204, 409);
      var lost = answers.get(0).status() == 409 ? 0 : 1;
      assertThat(answers.get(lost).code()).isEqualTo("conflict");
      assertThat(answers.get(lost).json().get("detail").asText()).contains("公海");
      assertThat(whole(id).get("ownerId").asText()).isEqualTo(lost == 0 ? two : one);
      var late = server.soap("customer-pool", "claim", "<id>" + id + "</id>", as("pool.one", zh));
      assertThat(late.text()).contains("<code>conflict</code>", "公海");
    }
  }

  @Test
  void m17_whatIsInThePoolIsGivenInNoOtherWay() {
    var own = role("pool-edge", "own", SELLER);
    var owner = user("pool.edge", own);
    var id = owned("Pool edge", owner, "");
    pooled(id);
    assertThat(release(id).code()).isEqualTo("conflict");
    assertThat(
            server
                .soap(
                    "customers",
                    "release",
                    "<id>" + id + "</id><release><reason>r</reason></release>",
                    "Accept-Language",
                    "zh-CN")
                .text())
        .contains("<code>conflict</code>", "公海");
    var given = patch(CUSTOMERS + "/" + id, "{\"ownerId\":\"" + owner + "\"}");
    assertThat(given.json().at("/errors/0/field").asText()).isEqualTo("ownerId");
    assertThat(given.json().at("/errors/0/code").asText()).isEqualTo("in-pool");
    // What is changed beside the owner is changed as ever, and it stays where it is.
    assertThat(patch(CUSTOMERS + "/" + id, "{\"remark\":\"Edited\"}").status()).isEqualTo(200);
    assertThat(whole(id).has("pooledAt")).isTrue();

    var outside = CUSTOMERS + "/external/pool/edge";
    pooled(server.call("PUT", outside, "{\"name\":\"Pool outside\"}").json().get("id").asText());
    var sent = "{\"name\":\"Pool outside\",\"ownerId\":\"" + owner + "\"}";
    assertThat(server.call("PUT", outside, sent).json().at("/errors/0/code").asText())
        .isEqualTo("in-pool");
    var replaced = server.call("PUT", outside, "{\"name\":\"Pool outside\",\"remark\":\"r\"}");
    assertThat(replaced.json().has("pooledAt")).isTrue();

    assertThat(delete(CUSTOMERS + "/" + id).status()).isEqualTo(204);
    assertThat(claim(id, as("pool.edge")).code()).isEqualTo("not-found");
    assertThat(server.get(POOL + "/" + id).code()).isEqualTo("not-found");
    assertThat(server.post(CUSTOMERS + "/" + id + "/actions/restore", null).status())
        .isEqualTo(200);
    assertThat(server.get(POOL + "/" + id).status()).isEqualTo(200);

    var survivor = customer("Pool survivor");
    assertThat(merging(survivor, id, id).at("/errors/0/field").asText())
        .isEqualTo("choices[0].fromId");
    merged(survivor, id);
    assertThat(claim(id, as("pool.edge")).code()).isEqualTo("not-found");
    assertThat(whole(survivor).get("ownerId").asText()).isEqualTo("1");
    assertThat(whole(survivor).has("pooledAt")).isFalse();
  }

  private static String merge(String survivor, String merged, String ownerFrom) {
    return "{\"collection\":\"customers\",\"survivorId\":\"%s\",\"mergedIds\":[\"%s\"],\"choices\":[%s]}"
        .formatted(
            survivor,
            merged,
            ownerFrom == null ? "" : "{\"field\":\"ownerId\",\"fromId\":\"" + ownerFrom + "\"}");
  }

  private JsonNode merging(String survivor, String merged, String ownerFrom) {
    return server.post("/api/v1/merges", merge(survivor, merged, ownerFrom)).json();
  }

  private void merged(String survivor, String merged) {
    var id = make("/api/v1/merges", merge(survivor, merged, null)).get("id").asText();
    Server.await(
        "a merge",
        () -> server.get("/api/v1/merges/" + id).json().get("status").asText().equals("done"));
  }

  private Server.Answer share(String customer, String user) {
    return server.call(
        "PUT",
        "/api/v1/access/customers/" + customer + "/team",
        "{\"members\":[{\"userId\":\"" + user + "\",\"access\":\"read\"}]}");
  }

  @Test
  void m17_whatIsMergedIntoThePoolStaysThereAndNobodyReachesItByATeam() {
    var own = role("pool-merge", "own", SELLER);
    var owner = user("pool.merge", own);
    var reader = user("pool.merge.reader", own);
    var there = customer("Pool merged into");
    pooled(there);
    assertThat(share(there, reader).code()).isEqualTo("conflict");
    var other = owned("Pool merged", owner, "");
    assertThat(share(other, reader).status()).isEqualTo(200);
    var preview = server.post("/api/v1/merges/actions/preview", merge(there, other, null)).json();
    assertThat(preview.get("fields").findValuesAsText("field")).contains("name");
    assertThat(preview.get("fields").findValuesAsText("field")).doesNotContain("ownerId");
    assertThat(merging(there, other, other).at("/errors/0/field").asText())
        .isEqualTo("choices[0].fromId");
    merged(there, other);
    assertThat(whole(there).has("pooledAt")).isTrue();
    assertThat(whole(there).has("ownerId")).isFalse();
    for (var login : List.of("pool.merge", "pool.merge.reader")) {
      assertThat(status(CUSTOMERS + "/" + there, as(login))).isEqualTo(404);
    }
    assertThat(server.get("/api/v1/access/customers/" + there + "/team").json().get("members"))
        .isEmpty();
  }

  @Test
  void m17_whatIsLeftOfTheFormerOwnersGoesToWhoClaims() {
    var own =
        role(
            "pool-left",
            "own",
            SELLER + " contacts.create contact-logs.view contact-logs.create contact-logs.edit");
    var from = user("pool.left", own);
    var to = user("pool.taker", own);
    var id = owned("Pool left", from, "");
    var made = "{\"name\":\"Left person\",\"customerId\":\"" + id + "\"}";
    var contact =
        "/api/v1/contacts/" + make("/api/v1/contacts", made, as("pool.left")).get("id").asText();
    var others = "/api/v1/contacts/" + made("/api/v1/contacts", made);
    var entry =
        "{\"customerId\":\"%s\",\"subject\":\"s\",\"method\":\"visit\",\"status\":\"%s\",\"startAt\":\"%s\"}";
    var logs = new ArrayList<String>();
    for (var status : List.of("planned", "done")) {
      logs.add(
          "/api/v1/contact-logs/"
              + make(
                      "/api/v1/contact-logs",
                      entry.formatted(
                          id,
                          status,
                          status.equals("planned")
                              ? "2099-02-03T04:05:06Z"
                              : "2001-02-03T04:05:06Z"),
                      as("pool.left"))
                  .get("id")
                  .asText());
    }
    assertThat(release(id, as("pool.left")).status()).isEqualTo(204);
    // Until somebody takes over what was begun, it is whose it was.
    assertThat(status(contact, as("pool.left"))).isEqualTo(200);
    assertThat(status(contact, as("pool.taker"))).isEqualTo(404);
    assertThat(claim(id, as("pool.taker")).status()).isEqualTo(204);
    for (var path : List.of(contact, logs.get(0))) {
      assertThat(server.get(path).json().get("ownerId").asText()).as(path).isEqualTo(to);
      assertThat(status(path, as("pool.left"))).as(path).isEqualTo(404);
      assertThat(status(path, as("pool.taker"))).as(path).isEqualTo(200);
    }
    // What somebody else entered, and what is done, stays whose it was.
    assertThat(server.get(others).json().get("ownerId").asText()).isEqualTo("1");
    assertThat(server.get(logs.get(1)).json().get("ownerId").asText()).isEqualTo(from);
    assertThat(status(logs.get(1), as("pool.taker"))).isEqualTo(200);
  }

  @Test
  void m17_whoLosesACustomerIsTold() {
    var own = role("pool-told", "own", SELLER);
    var owner = user("pool.told", own);
    var id = owned("Pool told", owner, "");
    var given = owned("Pool given back", owner, "");
    pooled(id);
    Server.await("a notice", () -> !taken("pool.told").isEmpty());
    var notice = taken("pool.told").get(0);
    assertThat(notice.get("title").asText()).isEqualTo("Pool told");
    assertThat(notice.get("byId").asText()).isEqualTo("1");
    assertThat(notice.get("times").asInt()).isEqualTo(1);
    assertThat(notice.has("recordId") && !notice.get("recordId").isNull()).isFalse();
    // Nobody is told what they did themselves; facts are told in their order.
    assertThat(release(given, as("pool.told")).status()).isEqualTo(204);
    pooled(owned("Pool later", owner, ""));
    Server.await(
        "one notice of both that the same person took",
        () -> taken("pool.told").get(0).get("times").asInt() == 2);
    assertThat(taken("pool.told")).hasSize(1);
  }

  @Test
  void m17_whatIsInThePoolIsLookedAtAndNothingElse() {
    var id = customer("Pool looked at");
    pooled(id);
    var on = "\"collection\":\"customer-pool\",\"recordId\":\"" + id + "\"";
    for (var refused :
        List.of(
            server.post("/api/v1/comments", "{" + on + ",\"text\":\"t\"}"),
            server.get("/api/v1/attachments?filter=collection==customer-pool;recordId==" + id),
            server.get("/api/v1/comments?filter=collection==customer-pool;recordId==" + id),
            server.get("/api/v1/follows/customer-pool/" + id),
            server.call("PUT", "/api/v1/follows/customer-pool/" + id, "{\"following\":true}"),
            server.get("/api/v1/access/customer-pool/" + id),
            server.get("/api/v1/access/customer-pool/" + id + "/team"),
            server.get("/api/v1/timeline/customer-pool/" + id),
            server.get("/api/v1/duplicates/customer-pool/" + id),
            server.post(
                "/api/v1/jobs/exports",
                "{\"collection\":\"customer-pool\",\"format\":\"csv\",\"fields\":[\"name\"]}"))) {
      assertThat(refused.status() >= 400 || refused.json().path("items").isEmpty())
          .as(refused.text())
          .isTrue();
      assertThat(refused.status()).as(refused.text()).isLessThan(500);
      assertThat(refused.text()).doesNotContain("Pool looked at");
    }
  }

  @Test
  void m17_aTeamEndsWithItsOwnerAndWhoOnlyReadsReleasesNothing() {
    var own = role("pool-team", "own", SELLER);
    var owner = user("pool.owner", own);
    var reader = user("pool.reader", own);
    var id = owned("Pool team", owner, "");
    var shared =
        server.call(
            "PUT",
            "/api/v1/access/customers/" + id + "/team",
            "{\"members\":[{\"userId\":\"" + reader + "\",\"access\":\"read\"}]}");
    assertThat(shared.status()).as(shared.text()).isEqualTo(200);
    assertThat(status(CUSTOMERS + "/" + id, as("pool.reader"))).isEqualTo(200);
    assertThat(release(id, as("pool.reader")).code()).isEqualTo("forbidden");
    assertThat(release(id, as("pool.owner")).status()).isEqualTo(204);
    assertThat(status(CUSTOMERS + "/" + id, as("pool.reader"))).isEqualTo(404);
    assertThat(server.get("/api/v1/access/customers/" + id + "/team").json().get("members"))
        .isEmpty();
  }

  @Test
  void m17_whoManagesAssigns() {
    var manager =
        role("pool-manager", "all", "customers.view customer-pool.view customer-pool.assign");
    user("pool.manager", manager);
    var seller = user("pool.seller", role("pool-seller", "own", SELLER));
    var id = customer("Pool assigned");
    pooled(id);
    var path = POOL + "/" + id + "/actions/assign";
    var body = "{\"userId\":\"" + seller + "\"}";
    assertThat(server.post(path, body, as("pool.seller")).code()).isEqualTo("forbidden");
    var nobody = server.post(path, "{\"userId\":\"999999\"}", as("pool.manager"));
    assertThat(nobody.json().at("/errors/0/field").asText()).isEqualTo("userId");
    // Whose customers somebody does not reach is not who they give one to.
    user(
        "pool.lead",
        role("pool-lead", "own", "customers.view customer-pool.view customer-pool.assign"));
    var beyond = server.post(path, body, as("pool.lead"));
    assertThat(beyond.json().at("/errors/0/field").asText()).isEqualTo("userId");
    assertThat(beyond.json().at("/errors/0/code").asText()).isEqualTo("out-of-reach");
    assertThat(server.post(path, body, as("pool.manager")).status()).isEqualTo(204);
    assertThat(whole(id).get("ownerId").asText()).isEqualTo(seller);
    assertThat(whole(id).has("claimedById")).isFalse();
    assertThat(
            server
                .soap(
                    "customer-pool",
                    "assign",
                    "<id>%s</id><assignment><userId>%s</userId></assignment>".formatted(id, seller),
                    as("pool.manager"))
                .text())
        .contains("<code>conflict</code>");
  }

  @Test
  void m17_whatRolesHideOfCustomersIsHiddenInThePool() {
    var role =
        make(
            "/api/v1/roles",
            """
            {"code":"pool-blind","name":"Blind","scopes":[{"collection":"*","scope":"own"}],"operations":["customer-pool.view"],
             "fields":[{"collection":"customers","field":"region","access":"hidden"}]}""");
    user("pool.blind", role);
    var id = made(CUSTOMERS, "{\"name\":\"Pool hidden\",\"region\":\"pool-hidden\"}");
    pooled(id);
    assertThat(server.get(POOL + "/" + id).text()).contains("pool-hidden");
    var read = server.get(POOL + "/" + id, as("pool.blind"));
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.text()).doesNotContain("pool-hidden");
    assertThat(server.get(POOL + "?filter=region==pool-hidden", as("pool.blind")).code())
        .isEqualTo("invalid-filter");
    // As a page asks that shows all that there is.
    var fields = new ArrayList<String>();
    server
        .get("/api/v1/metadata/customer-pool", as("pool.blind"))
        .json()
        .get("fields")
        .forEach(
            field -> {
              if (field.path("stored").asBoolean(true)) {
                fields.add(field.get("key").asText());
              }
            });
    assertThat(fields).contains("name", "industry", "pooledAt").doesNotContain("region");
    var listed =
        server.get(
            POOL + "?sort=-pooledAt&filter=id==" + id + "&fields=" + String.join(",", fields),
            as("pool.blind"));
    assertThat(listed.status()).as(listed.text()).isEqualTo(200);
    assertThat(ids(listed.json())).containsExactly(id);
  }

  /** Who tries what a limit keeps from them gives back what they got before it held. */
  private boolean refused(String customer, String login) {
    var claimed = claim(customer, as(login));
    if (claimed.status() == 204) {
      assertThat(release(customer, as(login)).status()).isEqualTo(204);
      return false;
    }
    return claimed.code().equals("conflict");
  }

  private String refusal(String customer, String login) {
    return claim(customer, as(login, "Accept-Language", "zh-CN")).json().get("detail").asText();
  }

  @Test
  void m17_claimsHaveTheLimitsThatTheCompanySets() throws IOException {
    var own = role("pool-limits", "own", SELLER);
    user("pool.limits", own);
    user("pool.free", own);
    user("pool.free.too", own);
    var first = customer("Pool limit one");
    var second = customer("Pool limit two");
    pooled(first);
    pooled(second);
    assertThat(claim(first, as("pool.limits")).status()).isEqualTo(204);
    configured(
        CONFIGURATION,
        "pool.mostOwned = 1",
        () -> refused(second, "pool.limits"),
        () -> {
          assertThat(refusal(second, "pool.limits")).contains("1 个客户");
          assertThat(whole(second).has("pooledAt")).isTrue();
          assertThat(refused(second, "pool.free")).isFalse();
        });
    configured(
        CONFIGURATION,
        "pool.mostClaims = 1",
        () -> refused(second, "pool.limits"),
        () -> {
          assertThat(refusal(second, "pool.limits")).contains("每天最多领取 1 个");
          assertThat(whole(second).has("pooledAt")).isTrue();
          // What was given back, and claimed by somebody else since, was claimed all the same.
          assertThat(release(first, as("pool.limits")).status()).isEqualTo(204);
          assertThat(refused(second, "pool.limits")).isTrue();
          assertThat(claim(first, as("pool.free.too")).status()).isEqualTo(204);
          assertThat(refused(second, "pool.limits")).isTrue();
          assertThat(release(first, as("pool.free.too")).status()).isEqualTo(204);
        });
    assertThat(claim(first, as("pool.limits")).status()).isEqualTo(204);
    assertThat(release(first, as("pool.limits")).status()).isEqualTo(204);
    configured(
        CONFIGURATION,
        "pool.notBackFor = 3",
        () -> refused(first, "pool.limits"),
        () -> {
          assertThat(refusal(first, "pool.limits")).contains("3 天");
          assertThat(claim(first, as("pool.free")).status()).isEqualTo(204);
          assertThat(release(first, as("pool.free")).status()).isEqualTo(204);
          assertThat(claim(first, as("pool.limits")).status()).isEqualTo(204);
          assertThat(release(first, as("pool.limits")).status()).isEqualTo(204);
        });
  }

  @Test
  void m17_whoClaimsTwiceAtOnceGetsNoMoreThanTheyMay() throws Exception {
    user("pool.twice", role("pool-twice", "own", SELLER));
    user("pool.twice.full", role("pool-twice-full", "own", SELLER));
    var tried = customer("Pool tried");
    pooled(tried);
    assertThat(claim(tried, as("pool.twice.full")).status()).isEqualTo(204);
    var spare = customer("Pool spare");
    pooled(spare);
    for (var limit : List.of("pool.mostOwned = 1", "pool.mostClaims = 1")) {
      var login = limit.startsWith("pool.mostOwned") ? "pool.twice" : "pool.twice.again";
      if (login.endsWith("again")) {
        user(login, role("pool-twice-again", "own", SELLER));
      }
      configured(
          CONFIGURATION,
          limit,
          () -> refused(spare, "pool.twice.full"),
          () -> {
            var one = customer("Pool twice one");
            var two = customer("Pool twice two");
            pooled(one);
            pooled(two);
            var answers = atOnce(one, two, login);
            assertThat(answers)
                .extracting(Server.Answer::status)
                .containsExactlyInAnyOrder(204, 409);
            var lost = answers.get(0).status() == 409 ? 0 : 1;
            assertThat(answers.get(lost).code()).isEqualTo("conflict");
            assertThat(whole(lost == 0 ? one : two).has("pooledAt")).isTrue();
            assertThat(whole(lost == 0 ? two : one).has("pooledAt")).isFalse();
          });
    }
  }

  private List<Server.Answer> atOnce(String one, String two, String login) {
    try {
      return AtOnce.run(() -> claim(one, as(login)), () -> claim(two, as(login)));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Has a customer be entered long ago, where the database can be reached; says whether it is. */
  boolean entered(String customer) {
    return false;
  }

  private String contacted(String name, String owner, String more) {
    var id = owned(name, owner, more);
    made(
        "/api/v1/contact-logs",
        "{\"customerId\":\"%s\",\"subject\":\"s\",\"method\":\"visit\",\"startAt\":\"2001-02-03T04:05:06Z\"}"
            .formatted(id));
    return id;
  }

  /** The other line of the same file tells when it was read. */
  void recycling(Runnable work) throws IOException {
    var fresh = customer("Pool fresh");
    configured(
        CONFIGURATION,
        "pool.recycleDays = 4000\nsilentDays = 0",
        () -> whole(fresh).get("hints").toString().contains("never-contacted"),
        () -> {
          work.run();
          assertThat(whole(fresh).has("ownerId")).isTrue();
        });
  }

  @Test
  void m17_whatNobodyWasInContactWithGoesIntoThePoolByItself() throws IOException {
    var own = role("pool-recycled", "own", SELLER);
    var owner = user("pool.recycled", own);
    var other = user("pool.after", own);
    var stale = new ArrayList<String>();
    for (int i = 0; i < 3; i++) {
      stale.add(contacted("Pool stale " + i, owner, ""));
    }
    var won = contacted("Pool won", owner, ",\"status\":\"won\"");
    var given = contacted("Pool given", owner, "");
    var restored = contacted("Pool restored", owner, "");
    var old = true;
    for (var id : List.of(stale.get(0), stale.get(1), stale.get(2), won, given, restored)) {
      old &= entered(id);
    }
    // With a history that is older than it is here itself.
    var imported = contacted("Pool imported", owner, "");
    assertThat(patch(CUSTOMERS + "/" + given, "{\"ownerId\":\"" + other + "\"}").status())
        .isEqualTo(200);
    assertThat(whole(given).get("previousOwnerId").asText()).isEqualTo(owner);
    assertThat(delete(CUSTOMERS + "/" + restored).status()).isEqualTo(204);
    assertThat(server.post(CUSTOMERS + "/" + restored + "/actions/restore", null).status())
        .isEqualTo(200);
    if (!old) {
      recycling(() -> assertThat(whole(imported).has("ownerId")).isTrue());
      return;
    }
    recycling(
        () -> {
          for (var id : stale) {
            Server.await("a customer in the pool", () -> whole(id).has("pooledAt"));
          }
          var recycled = whole(stale.get(0));
          assertThat(recycled.get("poolCause").asText()).isEqualTo("recycled");
          assertThat(recycled.has("poolReason")).isFalse();
          assertThat(recycled.get("previousOwnerId").asText()).isEqualTo(owner);
          assertThat(recycled.has("ownerId")).isFalse();
          for (var kept : List.of(won, given, restored, imported)) {
            assertThat(whole(kept).has("ownerId")).as(kept).isTrue();
          }
        });
    assertThat(status(CUSTOMERS + "/" + stale.get(0), as("pool.recycled"))).isEqualTo(404);
    var fact =
        server
            .get(
                "/api/v1/audit?filter=collection==customers;kind==updated;recordId=="
                    + stale.get(0))
            .json()
            .at("/items/0");
    assertThat(fact.get("userId").asText()).isEqualTo("0");
    assertThat(fact.get("changes").toString()).contains("ownerId", "pooledAt", "recycled");
    Server.await(
        "one notice of all of them",
        () -> taken("pool.recycled").stream().anyMatch(told -> told.get("times").asInt() == 3));
    // And one of what was given to somebody else.
    assertThat(taken("pool.recycled"))
        .extracting(told -> told.get("byId").asText() + " " + told.get("times").asInt())
        .containsExactlyInAnyOrder("0 3", "1 1");
    // Who claims it has the whole time again.
    assertThat(claim(stale.get(0), as("pool.after")).status()).isEqualTo(204);
  }
}
