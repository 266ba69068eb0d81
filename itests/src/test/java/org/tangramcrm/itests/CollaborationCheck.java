package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Comments, who is mentioned in them, who follows records, and what people are told (M-96); the
 * same on every database.
 */
abstract class CollaborationCheck extends FindDuplicatesCheck {
  private static final String COMMENTS = "/api/v1/comments";
  private static final String NOTICES = "/api/v1/notifications";
  private static final String FOLLOWS = "/api/v1/follows/customers/";
  private static final String WRITER =
      "customers.view customers.create customers.edit comments.create";

  private String customerOf(String name, String owner) {
    return make(CUSTOMERS, "{\"name\":\"%s\",\"ownerId\":\"%s\"}".formatted(name, owner))
        .get("id")
        .asText();
  }

  private static String comment(String customer, String text, String... mentions) {
    return "{\"collection\":\"customers\",\"recordId\":\"%s\",\"text\":\"%s\",\"mentions\":[%s]}"
        .formatted(
            customer,
            text,
            String.join(
                ",", List.of(mentions).stream().map(id -> "{\"userId\":\"" + id + "\"}").toList()));
  }

  private static String of(String customer) {
    return COMMENTS + "?filter=collection==customers;recordId==" + customer;
  }

  private void share(String customer, String user, String access) {
    var team =
        user == null
            ? "{\"members\":[]}"
            : "{\"members\":[{\"userId\":\"%s\",\"access\":\"%s\"}]}".formatted(user, access);
    var shared = server.call("PUT", "/api/v1/access/customers/" + customer + "/team", team);
    assertThat(shared.status()).as(shared.text()).isEqualTo(200);
  }

  private List<JsonNode> notices(String login) {
    var notices = new ArrayList<JsonNode>();
    server.get(NOTICES + "?limit=200", as(login)).json().get("items").forEach(notices::add);
    return notices;
  }

  private JsonNode told(String login, String what, Predicate<JsonNode> which) {
    Server.await(what, () -> notices(login).stream().anyMatch(which));
    return notices(login).stream().filter(which).findFirst().orElseThrow();
  }

  private static Predicate<JsonNode> notice(String kind, String record) {
    return notice ->
        notice.get("kind").asText().equals(kind) && notice.path("recordId").asText().equals(record);
  }

  /** Facts are told in their order: whoever was told of a later one was told of all before it. */
  private void everythingIsTold(String login, String id) {
    var later = customer("Later");
    patch(CUSTOMERS + "/" + later, "{\"ownerId\":\"" + id + "\"}");
    told(login, "a later notice", notice("given", later));
  }

  private int unread(String login) {
    return server.get(NOTICES + "/unread", as(login)).json().get("count").asInt();
  }

  // ---- comments

  @Test
  void m96_whoReadsARecordReadsItsCommentsAndTheirAuthorChangesThem() {
    var writer = role("comment-writer", "own", WRITER);
    var ann = user("comment.ann", writer);
    var ben = user("comment.ben", writer);
    user("comment.reader", role("comment-reader", "all", "customers.view"));
    var customer = customerOf("Commented", ann);
    share(customer, ben, "read");

    var first = make(COMMENTS, comment(customer, " First line\\nsecond  "), as("comment.ann"));
    assertThat(first.get("text").asText()).isEqualTo("First line\nsecond");
    assertThat(first.get("authorName").asText()).isEqualTo("comment.ann");
    assertThat(first.path("editedAt").isTextual()).isFalse();
    var id = first.get("id").asText();
    // Who may only read the record may say something about it; who lacks the operation may not.
    var reply =
        make(
            COMMENTS,
            comment(customer, "An answer")
                .replace("\"text\"", "\"parentId\":\"" + id + "\",\"text\""),
            as("comment.ben"));
    assertThat(reply.get("parentId").asText()).isEqualTo(id);
    assertThat(server.post(COMMENTS, comment(customer, "x"), as("comment.reader")).code())
        .isEqualTo("forbidden");
    assertThat(server.get(of(customer), as("comment.reader")).json().get("items")).hasSize(2);
    var soap =
        server.soap(
            "comments",
            "list",
            "<query><filter>collection==customers;recordId==" + customer + "</filter></query>",
            as("comment.reader"));
    assertThat(soap.text())
        .contains("<text>An answer</text>", "<authorName>comment.ann</authorName>");
    // One level is enough for anybody.
    var deeper =
        server.post(
            COMMENTS,
            comment(customer, "deeper")
                .replace("\"text\"", "\"parentId\":\"" + reply.get("id").asText() + "\",\"text\""),
            as("comment.ben"));
    assertThat(deeper.json().at("/errors/0/field").asText()).isEqualTo("parentId");
    for (var wrong : List.of("", "   ", "x".repeat(4001))) {
      assertThat(server.post(COMMENTS, comment(customer, wrong), as("comment.ann")).code())
          .isEqualTo("invalid");
    }
    assertThat(server.post(COMMENTS, comment(customer, "x".repeat(4000))).status()).isEqualTo(201);
    assertThat(server.get(COMMENTS).code()).isEqualTo("invalid-filter");

    var path = COMMENTS + "/" + id;
    assertThat(patch(path, "{\"text\":\"Not mine\"}", as("comment.ben")).code())
        .isEqualTo("forbidden");
    var edited = patch(path, "{\"text\":\"First, edited\"}", as("comment.ann"));
    assertThat(edited.status()).as(edited.text()).isEqualTo(200);
    assertThat(edited.json().get("editedAt").isTextual()).isTrue();
    assertThat(
            server
                .call(
                    "PATCH",
                    path,
                    "{\"text\":\"Too late\"}",
                    as("comment.ann", "If-Match", "\"v1\""))
                .code())
        .isEqualTo("stale");
    assertThat(delete(path, as("comment.ben")).code()).isEqualTo("forbidden");
    assertThat(delete(path, as("comment.ann")).status()).isEqualTo(204);
    assertThat(server.get(path, as("comment.ann")).code()).isEqualTo("not-found");
    assertThat(server.post(path + "/actions/restore", null, as("comment.ben")).code())
        .isEqualTo("forbidden");
    assertThat(server.post(path + "/actions/restore", null, as("comment.ann")).status())
        .isEqualTo(200);
    // Who administers the system takes back what others wrote.
    assertThat(delete(COMMENTS + "/" + reply.get("id").asText()).status()).isEqualTo(204);
    var timeline =
        server.get("/api/v1/timeline/customers/" + customer, as("comment.ben")).json().toString();
    assertThat(timeline).contains("\"comments\"", "An answer");
  }

  @Test
  void m96_commentsAreThereAsLongAsTheirRecordIs() {
    var own = role("comment-own", "own", WRITER + " customers.delete");
    var owner = user("gone.owner", own);
    var guest = user("gone.guest", own);
    user("gone.other", own);
    var customer = customerOf("Comes and goes", owner);
    share(customer, guest, "read");
    var id = make(COMMENTS, comment(customer, "Said"), as("gone.guest")).get("id").asText();
    assertThat(server.get(of(customer), as("gone.other")).code()).isEqualTo("not-found");
    assertThat(server.get(COMMENTS + "/" + id, as("gone.other")).code()).isEqualTo("not-found");
    assertThat(server.post(COMMENTS, comment(customer, "x"), as("gone.other")).code())
        .isEqualTo("not-found");
    assertThat(server.soap("comments", "get", "<id>" + id + "</id>", as("gone.other")).text())
        .contains("<code>not-found</code>");
    // Whoever loses the record loses what they said about it.
    share(customer, null, null);
    assertThat(server.get(COMMENTS + "/" + id, as("gone.guest")).code()).isEqualTo("not-found");
    assertThat(patch(COMMENTS + "/" + id, "{\"text\":\"y\"}", as("gone.guest")).code())
        .isEqualTo("not-found");

    assertThat(delete(CUSTOMERS + "/" + customer, as("gone.owner")).status()).isEqualTo(204);
    assertThat(server.get(COMMENTS + "/" + id).code()).isEqualTo("not-found");
    assertThat(
            server
                .post(CUSTOMERS + "/" + customer + "/actions/restore", null, as("gone.owner"))
                .status())
        .isEqualTo(200);
    assertThat(server.get(of(customer), as("gone.owner")).json().get("items")).hasSize(1);
    for (var collection : List.of("comments", "timeline", "nothing")) {
      var refused = server.post(COMMENTS, comment(customer, "x").replace("customers", collection));
      assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("collection");
    }
  }

  // ---- mentions

  @Test
  void m96_whoIsMentionedIsToldAndNobodyWhoDoesNotSeeTheRecordIs() {
    var own = role("mention-own", "own", WRITER);
    var author = user("mention.author", own);
    var mate = user("mention.mate", own);
    var stranger = user("mention.stranger", own);
    var customer = customerOf("Mentioned at", author);
    share(customer, mate, "read");
    var people = COMMENTS + "/people?collection=customers&recordId=" + customer;
    var offered = server.get(people, as("mention.author")).json().get("items");
    assertThat(offered).extracting(one -> one.get("userId").asText()).contains(mate);
    for (var q : List.of("mention.", "mention.stranger", "STRANGER")) {
      assertThat(server.get(people + "&q=" + q, as("mention.author")).json().get("items"))
          .as(q)
          .extracting(one -> one.get("name").asText())
          .doesNotContain("mention.stranger", "mention.author");
    }
    assertThat(server.get(people + "&q=mention.m", as("mention.author")).text()).contains(mate);
    assertThat(server.get(people, as("mention.stranger")).code()).isEqualTo("not-found");

    // Somebody who does not see it, and nobody at all, are answered alike.
    var answers = new ArrayList<String>();
    for (var id : List.of(stranger, "999999999")) {
      var refused = server.post(COMMENTS, comment(customer, "@x", mate, id), as("mention.author"));
      assertThat(refused.code()).isEqualTo("invalid");
      assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("mentions[1].userId");
      answers.add(refused.json().get("errors").toString());
    }
    assertThat(answers.get(0)).isEqualTo(answers.get(1));
    assertThat(server.get(of(customer), as("mention.author")).json().get("items")).isEmpty();

    var said =
        make(
            COMMENTS,
            comment(customer, "@mention.mate look", mate, mate, author),
            as("mention.author"));
    assertThat(said.get("mentions")).hasSize(2);
    assertThat(said.at("/mentions/0/name").asText()).isEqualTo("mention.mate");
    var notice = told("mention.mate", "the mention", notice("mention", customer));
    assertThat(notice.get("title").asText()).isEqualTo("Mentioned at");
    assertThat(notice.get("byName").asText()).isEqualTo("mention.author");
    assertThat(notice.get("excerpt").asText()).isEqualTo("@mention.mate look");
    assertThat(notice.get("unread").asBoolean()).isTrue();
    // Who was mentioned follows from then on; so does who said it.
    make(COMMENTS, comment(customer, "And more"), as("mention.author"));
    told("mention.mate", "the next comment", notice("comment", customer));
    everythingIsTold("mention.author", author);
    assertThat(notices("mention.author")).noneMatch(notice("mention", customer));
    // A mention that is added is told once, one that stays is not told again.
    var path = COMMENTS + "/" + said.get("id").asText();
    var changed = patch(path, "{\"text\":\"@mention.mate look again\"}", as("mention.author"));
    assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    everythingIsTold("mention.mate", mate);
    assertThat(notices("mention.mate").stream().filter(notice("mention", customer))).hasSize(1);
    assertThat(notice.get("times").asInt()).isEqualTo(1);
    // Of what one has lost, nothing is told any more, not even by number.
    var before = unread("mention.mate");
    share(customer, null, null);
    assertThat(notices("mention.mate")).noneMatch(notice("mention", customer));
    assertThat(unread("mention.mate")).isEqualTo(before - 3);
    assertThat(
            server
                .post(
                    NOTICES + "/" + notice.get("id").asText() + "/actions/read",
                    null,
                    as("mention.mate"))
                .code())
        .isEqualTo("not-found");
  }

  // ---- follow

  @Test
  void m96_whoFollowsIsToldWhatOthersDoInOneNotice() {
    var writer = role("follow-writer", "all", WRITER);
    var owner = user("follow.owner", writer);
    var fan = user("follow.fan", writer);
    user("follow.actor", writer);
    user("follow.off", writer);
    var customer = customerOf("Followed", owner);
    var follow = FOLLOWS + customer;
    assertThat(server.get(follow, as("follow.owner")).json().get("following").asBoolean()).isTrue();
    assertThat(server.get(follow, as("follow.fan")).json().get("following").asBoolean()).isFalse();
    for (var who : List.of("follow.fan", "follow.off")) {
      var set = server.call("PUT", follow, "{\"following\":true}", as(who));
      assertThat(set.status()).as(set.text()).isEqualTo(200);
    }
    assertThat(server.get(follow, as("follow.owner")).json().get("followers"))
        .extracting(one -> one.get("name").asText())
        .containsExactly("follow.fan", "follow.off");
    assertThat(server.get("/api/v1/follows", as("follow.fan")).json().at("/items/0/title").asText())
        .isEqualTo("Followed");
    server.call("PUT", follow, "{\"following\":false}", as("follow.off"));
    var path = CUSTOMERS + "/" + customer;
    for (int i = 0; i < 7; i++) {
      patch(path, "{\"employees\":" + (10 + i) + "}", as("follow.actor"));
    }
    patch(path, "{\"remark\":\"by the fan\"}", as("follow.fan"));
    patch(path, "{\"website\":\"actor.example\"}", as("follow.actor"));
    var fans = told("follow.fan", "all changes", told -> told.path("times").asInt() == 8);
    assertThat(fans.get("kind").asText()).isEqualTo("change");
    assertThat(fans.get("fields"))
        .extracting(JsonNode::asText)
        .containsExactlyInAnyOrder("employees", "website");
    var owners = told("follow.owner", "all changes", told -> told.path("times").asInt() == 9);
    assertThat(owners.get("title").asText()).isEqualTo("Followed");
    assertThat(owners.get("byName").asText()).isEqualTo("follow.actor");
    everythingIsTold("follow.fan", fan);
    assertThat(notices("follow.fan").stream().filter(notice("change", customer))).hasSize(1);
    for (var nobody : List.of("follow.off", "follow.actor")) {
      assertThat(notices(nobody)).isEmpty();
    }
    // What was read is over: the next change is told anew.
    var count = unread("follow.fan");
    var read =
        server.post(
            NOTICES + "/" + fans.get("id").asText() + "/actions/read", null, as("follow.fan"));
    assertThat(read.json().get("count").asInt()).isEqualTo(count - 1);
    patch(path, "{\"employees\":99}", as("follow.actor"));
    var next =
        told(
            "follow.fan",
            "the next change",
            told -> told.get("unread").asBoolean() && notice("change", customer).test(told));
    assertThat(next.get("id")).isNotEqualTo(fans.get("id"));
    assertThat(next.get("times").asInt()).isEqualTo(1);
    var all = notices("follow.fan");
    assertThat(all.get(all.size() - 1).get("unread").asBoolean()).isFalse();
    assertThat(
            server
                .post(NOTICES + "/actions/read", null, as("follow.fan"))
                .json()
                .get("count")
                .asInt())
        .isZero();
    assertThat(unread("follow.owner")).isPositive();
    // Nobody follows what they do not see.
    var own = role("follow-own", "own", "customers.view");
    user("follow.blind", own);
    assertThat(server.call("PUT", follow, "{\"following\":true}", as("follow.blind")).code())
        .isEqualTo("not-found");
    assertThat(
            server
                .soap(
                    "follows",
                    "set",
                    "<collection>customers</collection><id>"
                        + customer
                        + "</id><following><following>true</following></following>",
                    as("follow.blind"))
                .text())
        .contains("<code>not-found</code>");
  }

  @Test
  void m96_whatIsHiddenFromSomebodyIsNotToldAndWhatTheyDoNotWantNeither() {
    var narrow =
        make(
            "/api/v1/roles",
            """
            {"code":"hidden-remark","name":"h","scopes":[{"collection":"*","scope":"all"}],"operations":["customers.view"],
             "fields":[{"collection":"customers","field":"remark","access":"hidden"},{"collection":"customers","field":"name","access":"hidden"}]}""");
    var reader = user("hidden.reader", narrow);
    var owner = user("hidden.owner", role("hidden-owner", "all", "customers.view"));
    var customer = customerOf("Half seen", owner);
    server.call("PUT", FOLLOWS + customer, "{\"following\":true}", as("hidden.reader"));
    var path = CUSTOMERS + "/" + customer;
    patch(path, "{\"remark\":\"secret\"}");
    everythingIsTold("hidden.owner", owner);
    told("hidden.owner", "the remark", notice("change", customer));
    assertThat(notices("hidden.reader")).isEmpty();
    patch(path, "{\"remark\":\"more\",\"website\":\"seen.example\"}");
    patch(path, "{\"remark\":\"and more\"}");
    everythingIsTold("hidden.owner", owner);
    var notice = told("hidden.reader", "the website", notice("change", customer));
    assertThat(notice.get("fields")).extracting(JsonNode::asText).containsExactly("website");
    assertThat(notice.get("times").asInt()).isEqualTo(1);
    assertThat(notice.path("title").isTextual()).isFalse();

    var preferences = NOTICES + "/preferences";
    var kinds = server.get(preferences, as("hidden.reader")).json().get("kinds");
    assertThat(kinds).hasSize(8).allMatch(kind -> kind.get("wanted").asBoolean());
    var set =
        server.call(
            "PUT",
            preferences,
            "{\"kinds\":[{\"kind\":\"change\",\"wanted\":false}]}",
            as("hidden.reader"));
    assertThat(set.status()).as(set.text()).isEqualTo(200);
    server.post(NOTICES + "/actions/read", null, as("hidden.reader"));
    patch(path, "{\"website\":\"unwanted.example\"}");
    everythingIsTold("hidden.reader", reader);
    assertThat(notices("hidden.reader"))
        .filteredOn(told -> told.get("unread").asBoolean())
        .noneMatch(notice("change", customer));
    assertThat(
            server
                .call(
                    "PUT",
                    preferences,
                    "{\"kinds\":[{\"kind\":\"nothing\",\"wanted\":true}]}",
                    as("hidden.reader"))
                .code())
        .isEqualTo("invalid");
  }

  @Test
  void m96_whatIsGivenOrSharedIsToldAndATransferIsOneNotice() {
    var own = role("given-own", "own", "customers.view customers.export");
    var from = user("given.from", own);
    var to = user("given.to", own);
    var customers = new ArrayList<String>();
    for (int i = 0; i < 12; i++) {
      customers.add(
          make(
                  CUSTOMERS,
                  "{\"name\":\"Given %d\",\"region\":\"given\",\"ownerId\":\"%s\"}"
                      .formatted(i, from))
              .get("id")
              .asText());
    }
    var single = customerOf("By hand", from);
    server.call("PUT", FOLLOWS + single, "{\"following\":true}", as("given.from"));
    // Nobody is told of what is somebody else's again by then.
    told("given.from", "what was made", told -> told.path("times").asInt() == 13);
    patch(CUSTOMERS + "/" + single, "{\"ownerId\":\"" + to + "\"}");
    assertThat(told("given.to", "by hand", notice("given", single)).get("title").asText())
        .isEqualTo("By hand");
    share(customers.get(0), to, "read");
    told("given.to", "what is shared", notice("shared", customers.get(0)));

    var transfer =
        make(
            "/api/v1/transfers",
            "{\"collection\":\"customers\",\"recordFilter\":\"region==given\",\"toUserId\":\"%s\",\"reason\":\"r\"}"
                .formatted(to));
    var whole =
        told(
            "given.to",
            "the transfer",
            told -> told.get("kind").asText().equals("given") && told.path("times").asInt() == 12);
    assertThat(whole.path("recordId").isTextual()).isFalse();
    assertThat(whole.get("collection").asText()).isEqualTo("customers");
    everythingIsTold("given.to", to);
    assertThat(
            notices("given.to").stream().filter(told -> told.get("kind").asText().equals("given")))
        // By hand, the transfer, and what came later.
        .hasSize(3);
    Server.await(
        "the transfer's job",
        () -> {
          var jobs =
              server.get(NOTICES + "?filter=kind==job&limit=100").json().get("items").toString();
          return jobs.contains("\"jobId\":\"" + transfer.get("jobId").asText() + "\"");
        });

    var job = server.post("/api/v1/jobs/exports", "{\"collection\":\"customers\"}", as("given.to"));
    assertThat(job.status()).as(job.text()).isLessThan(300);
    var ended = told("given.to", "the export", told -> told.get("kind").asText().equals("job"));
    assertThat(ended.get("jobId")).isEqualTo(job.json().get("id"));
    assertThat(Map.of(ended.get("jobKind").asText(), ended.get("jobStatus").asText()))
        .containsExactly(Map.entry("export", "done"));

    // What one person makes for another piece by piece is one thing, too.
    var made =
        notices("given.from").stream()
            .filter(told -> told.get("kind").asText().equals("given"))
            .toList();
    assertThat(made).singleElement().matches(told -> told.get("times").asInt() == 13);
  }

  @Test
  void m96_whatWasSaidIsReachedThroughItsRecordAlone() {
    var all =
        "{\"collection\":\"*\",\"scope\":\"all\"},{\"collection\":\"customers\",\"scope\":\"own\"}";
    var narrow =
        make(
            "/api/v1/roles",
            """
            {"code":"beside-narrow","name":"n","scopes":[%s],"operations":["customers.view","comments.create"]}"""
                .formatted(all));
    user("beside.narrow", narrow);
    var customer = customer("Said in confidence");
    var id = make(COMMENTS, comment(customer, "A secret")).get("id").asText();
    var kept = make(COMMENTS, comment(customer, "Another secret")).get("id").asText();
    assertThat(delete(COMMENTS + "/" + id).status()).isEqualTo(204);
    // Their role reaches every collection that is not named; the record it does not reach decides.
    for (var beside : List.of("comments", "attachments")) {
      assertThat(server.get("/api/v1/recycle-bin/" + beside, as("beside.narrow")).code())
          .isEqualTo("not-found");
    }
    assertThat(server.get(COMMENTS + "/" + kept, as("beside.narrow")).code())
        .isEqualTo("not-found");
    assertThat(
            server.post(COMMENTS + "/" + id + "/actions/restore", null, as("beside.narrow")).code())
        .isEqualTo("not-found");
    var follow = server.call("PUT", "/api/v1/follows/comments/" + kept, "{\"following\":true}");
    assertThat(follow.code()).isEqualTo("invalid");
  }

  @Test
  void m96_whoLostRecordsIsNotToldWhatOneCallDoesToThem() {
    var own = role("lost-own", "own", WRITER + " customers.transfer");
    var from = user("lost.from", own);
    var to = user("lost.to", own);
    user("lost.boss", role("lost-boss", "all", WRITER));
    var lost = new ArrayList<String>();
    for (int i = 0; i < 7; i++) {
      var id = customerOf("Lost " + i, from);
      lost.add(id);
      server.call("PUT", FOLLOWS + id, "{\"following\":true}", as("lost.from"));
      server.call("PUT", FOLLOWS + id, "{\"following\":true}", as("lost.boss"));
      patch(CUSTOMERS + "/" + id, "{\"ownerId\":\"" + to + "\"}");
    }
    everythingIsTold("lost.from", from);
    var before = notices("lost.from").size();
    var items =
        lost.stream()
            .map(id -> "{\"id\":\"%s\",\"version\":2,\"website\":\"new.example\"}".formatted(id))
            .toList();
    var bulk =
        server.call(
            "POST",
            CUSTOMERS + "/bulk",
            "{\"action\":\"patch\",\"atomic\":true,\"items\":[" + String.join(",", items) + "]}",
            as("lost.to"));
    assertThat(bulk.status()).as(bulk.text()).isLessThan(300);
    // The call is one notice to whoever sees what it changed, and none to whoever does not.
    told(
        "lost.boss",
        "the call",
        told -> told.path("times").asInt() == 7 && !told.path("recordId").isTextual());
    everythingIsTold("lost.from", from);
    assertThat(notices("lost.from"))
        .filteredOn(told -> told.get("kind").asText().equals("change"))
        .isEmpty();
    assertThat(notices("lost.from").size()).isLessThanOrEqualTo(before + 1);
  }

  @Test
  void m96_whoLeftIsToldNothing() {
    var sees = role("left-sees", "all", "customers.view");
    var gone = user("left.gone", sees);
    var mate = user("left.mate", sees);
    var customer = customer("Left");
    for (var who : List.of("left.gone", "left.mate")) {
      server.call("PUT", FOLLOWS + customer, "{\"following\":true}", as(who));
    }
    assertThat(patch("/api/v1/users/" + gone, "{\"active\":false}").status()).isEqualTo(200);
    user("left.actor", role("left-actor", "all", WRITER));
    patch(CUSTOMERS + "/" + customer, "{\"website\":\"left.example\"}", as("left.actor"));
    everythingIsTold("left.mate", mate);
    assertThat(notices("left.mate")).anyMatch(notice("change", customer));
    assertThat(server.get(FOLLOWS + customer, as("left.mate")).json().get("followers")).isEmpty();
    assertThat(patch("/api/v1/users/" + gone, "{\"active\":true}").status()).isEqualTo(200);
    assertThat(notices("left.gone")).isEmpty();
  }

  @Test
  void m16_whatWasSaidOfARecordAndWhoFollowsItGoWithItWhenItIsMerged() {
    var stays = customer("Said of this");
    var goes = customer("Said of that");
    user("merged.follower", role("merged-follower", "all", "customers.view"));
    server.call("PUT", FOLLOWS + goes, "{\"following\":true}", as("merged.follower"));
    var said =
        make(
                COMMENTS,
                "{\"collection\":\"customers\",\"recordId\":\"%s\",\"text\":\"Said before\"}"
                    .formatted(goes))
            .get("id")
            .asText();
    var merge =
        server.post(
            "/api/v1/merges",
            "{\"collection\":\"customers\",\"survivorId\":\"%s\",\"mergedIds\":[\"%s\"]}"
                .formatted(stays, goes));
    assertThat(merge.status()).as(merge.text()).isEqualTo(201);
    var merged = "/api/v1/merges/" + merge.json().get("id").asText();
    Server.await(
        "the merge", () -> server.get(merged).json().get("status").asText().equals("done"));
    var comment = server.get(COMMENTS + "/" + said).json();
    assertThat(comment.get("recordId").asText()).isEqualTo(stays);
    assertThat(
            server.get(FOLLOWS + stays, as("merged.follower")).json().get("following").asBoolean())
        .isTrue();
    server.post(merged + "/actions/undo", null);
    Server.await(
        "the undoing", () -> server.get(merged).json().get("status").asText().equals("undone"));
    assertThat(server.get(COMMENTS + "/" + said).json().get("recordId").asText()).isEqualTo(goes);
  }
}
