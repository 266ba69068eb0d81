package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** The contact log and what follows from it (M-8, M-9, M-12); the same on every database. */
abstract class LogCheck extends PeopleCheck {
  private static final String LOG = "/api/v1/contact-logs";
  private static final String DELIVERIES = "/api/v1/document-deliveries";
  private static final String CONFIGURATION = "org.tangramcrm.customers.cfg";
  private static final String LOG_WRITER =
      "customers.view contact-logs.view contact-logs.create contact-logs.edit";

  // ---- M-8: what was done and what is to be

  @Test
  void m8_theLogTellsWhenSomebodyWasInContact() {
    var customer = customer("Logged");
    var yesterday = Instant.now().minus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    var tomorrow = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    var done =
        make(
            LOG,
            "{\"customerId\":\"%s\",\"subject\":\"Visit\",\"method\":\"visit\",\"startAt\":\"%s\"}"
                .formatted(customer, yesterday));
    assertThat(done.get("status").asText()).isEqualTo("done");
    assertThat(done.get("authorId").asText()).isEqualTo("1");
    assertThat(done.at("/userIds/0").asText()).isEqualTo("1");
    make(
        LOG,
        "{\"customerId\":\"%s\",\"subject\":\"Call\",\"method\":\"%s\",\"status\":\"planned\",\"startAt\":\"%s\"}"
            .formatted(customer, "email", tomorrow));
    var card = server.get(CUSTOMERS + "/" + customer).json();
    assertThat(card.get("version").asInt()).isEqualTo(1);
    assertThat(Instant.parse(card.get("lastContactAt").asText())).isEqualTo(yesterday);
    assertThat(Instant.parse(card.get("nextContactAt").asText())).isEqualTo(tomorrow);

    var path = LOG + "/" + done.get("id").asText();
    assertThat(
            server
                .call("PATCH", path, "{\"authorId\":\"2\"}", "If-Match", "\"v1\"")
                .json()
                .at("/errors/0/code")
                .asText())
        .isEqualTo("fixed");
    server.call("DELETE", path, null, "If-Match", "\"v1\"");
    assertThat(server.get(CUSTOMERS + "/" + customer).json().has("lastContactAt")).isFalse();
    server.post(path + "/actions/restore", null);
    assertThat(server.get(CUSTOMERS + "/" + customer).json().has("lastContactAt")).isTrue();
  }

  @Test
  void m8_aPlaceMayHaveCoordinatesBothOrNone() {
    var customer = customer("Located");
    var start = "{\"customerId\":\"" + customer + "\",\"subject\":\"s\",\"method\":\"visit\",";
    var soap =
        "<entry><customerId>"
            + customer
            + "</customerId><subject>s</subject><method>visit</method>";
    refused(
        LOG,
        start + "\"latitude\":\"31.2304\"}",
        soap + "<latitude>31.2304</latitude></entry>",
        "longitude",
        "required");
    refused(
        LOG,
        start + "\"latitude\":\"31.2304\",\"longitude\":\"-180.5\"}",
        soap + "<latitude>31.2304</latitude><longitude>-180.5</longitude></entry>",
        "longitude",
        "too-small");
    refused(
        LOG,
        start + "\"latitude\":\"31.2304001\",\"longitude\":\"121\"}",
        soap + "<latitude>31.2304001</latitude><longitude>121</longitude></entry>",
        "latitude",
        "digits");
    var made = make(LOG, start + "\"latitude\":\"31.230416\",\"longitude\":\"-121.5\"}");
    assertThat(made.get("latitude").asText()).isEqualTo("31.230416");
    assertThat(made.get("longitude").asText()).isEqualTo("-121.5");
    var path = LOG + "/" + made.get("id").asText();
    assertThat(patch(path, "{\"longitude\":null}").json().at("/errors/0/field").asText())
        .isEqualTo("longitude");
    var cleared = patch(path, "{\"latitude\":null,\"longitude\":null}").json();
    assertThat(cleared.has("latitude")).isFalse();
    assertThat(cleared.has("longitude")).isFalse();
  }

  @Test
  void m8_theLogRefusesWhatCannotHaveBeen() {
    var customer = customer("Refusing");
    var elsewhere = customer("Elsewhere");
    var contact =
        make(CONTACTS, "{\"name\":\"Not theirs\",\"customerId\":\"" + elsewhere + "\"}")
            .get("id")
            .asText();
    var start = "{\"customerId\":\"" + customer + "\",\"subject\":\"s\",\"method\":\"visit\",";
    var soap =
        "<entry><customerId>"
            + customer
            + "</customerId><subject>s</subject><method>visit</method>";
    refused(
        LOG,
        start + "\"status\":\"done\",\"startAt\":\"2099-01-01T00:00:00Z\"}",
        soap + "<status>done</status><startAt>2099-01-01T00:00:00Z</startAt></entry>",
        "startAt",
        "future-done");
    refused(
        LOG,
        start + "\"startAt\":\"2026-01-02T00:00:00Z\",\"endAt\":\"2026-01-01T00:00:00Z\"}",
        soap + "<startAt>2026-01-02T00:00:00Z</startAt><endAt>2026-01-01T00:00:00Z</endAt></entry>",
        "endAt",
        "before-begin");
    refused(
        LOG,
        start + "\"contactIds\":[\"" + contact + "\"]}",
        soap + "<contactIds>" + contact + "</contactIds></entry>",
        "contactIds[0]",
        "not-of-customer");
    refused(
        LOG,
        start + "\"userIds\":[\"999999\"]}",
        soap + "<userIds>999999</userIds></entry>",
        "userIds[0]",
        "unknown-reference");
  }

  @Test
  void m8_plannedMovedAndCancelledEntriesCountWhereTheyBelong() {
    var from = customer("Moved from");
    var to = customer("Moved to");
    var hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
    var planned =
        entry(
            from, "\"status\":\"planned\",\"startAt\":\"" + hour.minus(2, ChronoUnit.HOURS) + "\"");
    assertThat(planned.has("doneAt")).isFalse();
    var path = LOG + "/" + planned.get("id").asText();
    assertThat(figure(from, "nextContactAt")).isEqualTo(planned.get("startAt").asText());
    assertThat(figure(from, "lastContactAt")).isNull();

    patch(path, "{\"customerId\":\"" + to + "\"}");
    assertThat(figure(from, "nextContactAt")).isNull();
    assertThat(figure(to, "nextContactAt")).isEqualTo(planned.get("startAt").asText());

    assertThat(patch(path, "{\"status\":\"done\"}").json().has("doneAt")).isTrue();
    assertThat(figure(to, "nextContactAt")).isNull();
    assertThat(figure(to, "lastContactAt")).isEqualTo(planned.get("startAt").asText());
    var ahead = patch(path, "{\"startAt\":\"" + hour.plus(2, ChronoUnit.DAYS) + "\"}");
    assertThat(ahead.json().at("/errors/0/code").asText()).isEqualTo("future-done");

    patch(path, "{\"status\":\"cancelled\"}");
    assertThat(figure(to, "lastContactAt")).isNull();
    var later = entry(to, "\"startAt\":\"" + hour.minus(1, ChronoUnit.HOURS) + "\"");
    var earlier = entry(to, "\"startAt\":\"" + hour.minus(9, ChronoUnit.HOURS) + "\"");
    assertThat(figure(to, "lastContactAt")).isEqualTo(later.get("startAt").asText());
    delete(LOG + "/" + later.get("id").asText());
    assertThat(figure(to, "lastContactAt")).isEqualTo(earlier.get("startAt").asText());
    server.post(LOG + "/" + later.get("id").asText() + "/actions/restore", null);
    assertThat(figure(to, "lastContactAt")).isEqualTo(later.get("startAt").asText());
  }

  @Test
  void m8_whatContactsLeftToDoIsOpenUntilItIsSettled() throws Exception {
    var customer = customer("To be done");
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    var due = now.minus(1, ChronoUnit.HOURS);
    entry(customer, "\"status\":\"planned\"," + at(now.plus(9, ChronoUnit.DAYS)));
    var undated =
        entry(customer, at(now.minus(9, ChronoUnit.DAYS)) + ",\"nextAction\":\"Some day\"");
    var left =
        entry(
            customer,
            "%s,\"nextAction\":\"Send the offer\",\"nextActionAt\":\"%s\""
                .formatted(at(now.minus(2, ChronoUnit.DAYS)), due));
    assertThat(figure(customer, "nextAction")).isEqualTo("Send the offer");
    assertThat(figure(customer, "nextActionAt")).isEqualTo(due.toString());
    assertThat(open(customer)).containsExactlyInAnyOrder(id(left), id(undated));
    assertThat(hints(customer, "en").get("action-overdue")).contains("Send the offer");
    assertThat(hints(customer, "zh-CN").get("action-overdue")).contains("过期", "Send the offer");
    var soap = server.soap("customers", "get", "<id>" + customer + "</id>").text();
    assertThat(soap).contains("<nextAction>Send the offer</nextAction>", "action-overdue");
    user("card.logless", role("card-logless", "all", "customers.view"));
    var seen = server.get(CUSTOMERS + "/" + customer, as("card.logless")).json();
    assertThat(seen.has("nextAction")).isFalse();
    assertThat(seen.get("hints").findValuesAsText("code")).doesNotContain("action-overdue");

    // Whatever passes since then, nobody said that it was done.
    entry(customer, at(now.minus(1, ChronoUnit.MINUTES)));
    entry(customer, "\"status\":\"planned\"," + at(now.plus(3, ChronoUnit.DAYS)));
    assertThat(open(customer)).containsExactlyInAnyOrder(id(left), id(undated));
    assertThat(figure(customer, "nextAction")).isEqualTo("Send the offer");

    var settles = "\"settlesIds\":[\"" + id(left) + "\"],";
    var planned =
        entry(customer, settles + "\"status\":\"planned\"," + at(now.plus(2, ChronoUnit.DAYS)));
    assertThat(open(customer)).containsExactly(id(undated));
    assertThat(figure(customer, "nextActionAt")).isEqualTo(planned.get("startAt").asText());
    assertThat(hints(customer, "en")).doesNotContainKey("action-overdue");
    patch(path(planned), "{\"status\":\"cancelled\"}");
    assertThat(figure(customer, "nextAction")).isEqualTo("Send the offer");
    var followed = entry(customer, settles + at(now.minus(1, ChronoUnit.HOURS)));
    assertThat(open(customer)).containsExactly(id(undated));
    delete(path(followed));
    assertThat(open(customer)).containsExactlyInAnyOrder(id(left), id(undated));
    server.post(path(followed) + "/actions/restore", null);
    assertThat(open(customer)).containsExactly(id(undated));
    patch(path(followed), "{\"settlesIds\":[]}");
    assertThat(open(customer)).containsExactlyInAnyOrder(id(left), id(undated));
    assertThat(server.get(path(left)).json().get("version")).isEqualTo(left.get("version"));

    user("card.ticks", role("card-ticks", "all", LOG_WRITER));
    configured(
        CONFIGURATION,
        "logEditDays = 0",
        () -> moved(path(left), as("card.ticks")).status() == 409,
        () -> {
          // Ticked off, however long ago it was; and nothing else along with that.
          var more = "{\"actionDone\":true,\"place\":\"Late\"}";
          assertThat(patch(path(left), more, as("card.ticks")).code()).isEqualTo("conflict");
          assertThat(patch(path(left), "{\"actionDone\":true}", as("card.ticks")).status())
              .isEqualTo(200);
        });
    assertThat(open(customer)).containsExactly(id(undated));
    patch(path(undated), "{\"nextAction\":null}");
    assertThat(open(customer)).isEmpty();
    assertThat(figure(customer, "nextActionAt")).isEqualTo(now.plus(3, ChronoUnit.DAYS).toString());

    var strange = entry(customer("Of another"), at(now) + ",\"nextAction\":\"Theirs\"");
    var body = logged(customer, "\"settlesIds\":[\"" + id(strange) + "\"]");
    var refused = server.post(LOG, body).json();
    assertThat(refused.at("/errors/0/field").asText()).isEqualTo("settlesIds[0]");
    assertThat(refused.at("/errors/0/code").asText()).isEqualTo("unknown-reference");
  }

  /** Neither a version nor a fact comes of what changes nothing; who is too late is told so. */
  @Test
  void m8_whatChangesNothingWritesNothing() {
    var customer = customer("Unchanged");
    var made =
        entry(customer, "\"place\":\"Here\",\"cost\":{\"amount\":\"5.00\",\"currency\":\"CNY\"}");
    var path = path(made);
    for (var nothing : List.of("{}", "{\"place\":\"Here\"}", made.toString())) {
      var answer = server.call("PATCH", path, nothing, "If-Match", "\"v1\"");
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      assertThat(answer.json()).as(nothing).isEqualTo(made);
    }
    var put = server.call("PUT", path, made.toString(), "If-Match", "\"v1\"");
    assertThat(put.json()).as(put.text()).isEqualTo(made);
    var told = server.get("/api/v1/timeline/contact-logs/" + id(made)).json().get("items");
    assertThat(told).hasSize(1);
    patch(path, "{\"place\":\"There\"}");
    assertThat(server.call("PATCH", path, "{}", "If-Match", "\"v1\"").code()).isEqualTo("stale");
    assertThat(server.get(path).json().get("version").asInt()).isEqualTo(2);
  }

  private List<String> open(String customer) {
    var page = server.get(LOG + "?filter=actionOpen==true;customerId==" + customer).json();
    return page.get("items").findValuesAsText("id");
  }

  /** Whatever is written at once, the card says what the log says. */
  @Test
  void m8_entriesThatAreWrittenAtOnceAllCountOnTheCard() throws Exception {
    var hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
    for (int round = 0; round < 3; round++) {
      var customer = customer("At once");
      var elsewhere = customer("Elsewhere at once");
      var writes = new ArrayList<Callable<Integer>>();
      for (int i = 1; i <= 4; i++) {
        var past = hour.minus(10 + i, ChronoUnit.DAYS);
        var ahead = hour.plus(i, ChronoUnit.DAYS);
        var day = i;
        var moved = path(entry(customer, at(past.plus(9, ChronoUnit.DAYS))));
        var gone = path(entry(customer, at(past.plus(5, ChronoUnit.DAYS))));
        var planned = path(entry(customer, "\"status\":\"planned\"," + at(past)));
        writes.add(() -> posted(LOG, logged(customer, at(past))));
        writes.add(() -> posted(LOG, logged(customer, "\"status\":\"planned\"," + at(ahead))));
        writes.add(() -> patch(moved, "{\"customerId\":\"" + elsewhere + "\"}").status());
        writes.add(() -> delete(gone).status());
        writes.add(() -> patch(planned, "{\"status\":\"done\"}").status());
        writes.add(
            () ->
                posted(
                    CONTACTS,
                    "{\"name\":\"Born\",\"customerId\":\"%s\",\"birthMonth\":3,\"birthDay\":%d}"
                        .formatted(customer, day)));
      }
      Collections.shuffle(writes, new Random(round));
      assertThat(AtOnce.run(writes)).containsOnly(200, 201, 204);
      for (var each : List.of(customer, elsewhere)) {
        assertThat(figure(each, "lastContactAt")).isEqualTo(first(each, "done", "-startAt"));
        assertThat(figure(each, "nextContactAt")).isEqualTo(first(each, "planned", "startAt"));
      }
      assertThat(figure(customer, "lastContactAt"))
          .isEqualTo(hour.minus(11, ChronoUnit.DAYS).toString());
      assertThat(figure(elsewhere, "lastContactAt"))
          .isEqualTo(hour.minus(2, ChronoUnit.DAYS).toString());
      assertThat(server.get(CUSTOMERS + "/" + customer).json().get("birthdays")).hasSize(4);
    }
  }

  @Test
  void m8_onlyAnImportNamesAnotherAuthorWhoThenStays() {
    var customer = customer("Imported");
    var writer = user("card.writer", role("card-writer", "all", LOG_WRITER));
    user("card.importer", role("card-importer", "all", LOG_WRITER + " contact-logs.import"));
    var body = logged(customer, "\"authorId\":\"" + writer + "\"");
    var plain = server.post(LOG, logged(customer, "\"authorId\":\"1\""), as("card.writer"));
    assertThat(plain.json().at("/errors/0/field").asText()).isEqualTo("authorId");
    assertThat(plain.json().at("/errors/0/code").asText()).isEqualTo("not-yourself");
    var soap =
        server.soap(
            "contact-logs",
            "create",
            "<entry><customerId>%s</customerId><subject>s</subject><method>visit</method><authorId>1</authorId></entry>"
                .formatted(customer),
            as("card.writer"));
    assertThat(soap.text()).contains("<field>authorId</field>", "<code>not-yourself</code>");

    var path = LOG + "/external/oldcrm/visit-1";
    var made = server.call("PUT", path, body, as("card.importer"));
    assertThat(made.json().get("authorId").asText()).as(made.text()).isEqualTo(writer);
    assertThat(texts(made.json().get("userIds"))).containsExactly(writer);
    // Imported again without an author, and by another person: whose it was, it stays.
    var again =
        server.call("PUT", path, logged(customer, "\"place\":\"Here\""), as("card.importer"));
    assertThat(again.json().get("place").asText()).as(again.text()).isEqualTo("Here");
    assertThat(again.json().get("authorId").asText()).isEqualTo(writer);
    var other =
        server.call("PUT", path, logged(customer, "\"authorId\":\"1\""), as("card.importer"));
    assertThat(other.json().at("/errors/0/code").asText()).isEqualTo("fixed");
    var unknown =
        server.post(LOG, logged(customer, "\"authorId\":\"999999\""), as("card.importer"));
    assertThat(unknown.json().at("/errors/0/code").asText()).isEqualTo("unknown-reference");
  }

  @Test
  void m8_whatIsDoneIsClosedAfterAsManyDaysAsAreConfigured() throws Exception {
    var customer = customer("Closed");
    user("card.closed", role("card-closed", "all", LOG_WRITER + " contact-logs.delete"));
    user(
        "card.override",
        role("card-override", "all", LOG_WRITER + " contact-logs.override contact-logs.delete"));
    var done = LOG + "/" + entry(customer, "\"place\":\"A\"").get("id").asText();
    var planned =
        LOG
            + "/"
            + entry(customer, "\"status\":\"planned\",\"startAt\":\"2026-01-01T00:00:00Z\"")
                .get("id")
                .asText();
    assertThat(patch(done, "{\"place\":\"B\"}", as("card.closed")).status()).isEqualTo(200);
    // Taken back: that does not begin the days anew.
    var back = path(entry(customer, "\"place\":\"A\""));
    var first = server.get(back).json().get("doneAt");
    assertThat(patch(back, "{\"status\":\"planned\"}").json().get("doneAt")).isEqualTo(first);
    assertThat(patch(back, "{\"status\":\"done\"}").json().get("doneAt")).isEqualTo(first);
    patch(back, "{\"status\":\"planned\"}");
    configured(
        CONFIGURATION,
        "logEditDays = 0",
        () -> moved(done, as("card.closed")).status() == 409,
        () -> {
          var closed =
              patch(done, "{\"place\":\"D\"}", as("card.closed", "Accept-Language", "zh-CN"));
          assertThat(closed.code()).isEqualTo("conflict");
          assertThat(closed.json().get("detail").asText()).isEqualTo("已完成的记录只能在 0 天内修改");
          var soap =
              server.soap(
                  "contact-logs",
                  "patch",
                  "<id>%s</id><change><version>%s</version><place>D</place></change>"
                      .formatted(
                          done.substring(LOG.length() + 1),
                          server.get(done).json().get("version").asText()),
                  as("card.closed", "Accept-Language", "zh-CN"));
          assertThat(soap.text()).contains("<code>conflict</code>", "已完成的记录只能在 0 天内修改");
          assertThat(delete(done, as("card.closed")).code()).isEqualTo("conflict");
          // A plan again, which is open; done once more, it is as old as it was.
          assertThat(patch(back, "{\"status\":\"done\"}", as("card.closed")).status())
              .isEqualTo(200);
          assertThat(patch(back, "{\"place\":\"D\"}", as("card.closed")).code())
              .isEqualTo("conflict");
          assertThat(patch(done, "{\"place\":\"E\"}", as("card.override")).status()).isEqualTo(200);
          // What is planned is open, however old, until it was noted as done.
          assertThat(patch(planned, "{\"place\":\"F\"}", as("card.closed")).status())
              .isEqualTo(200);
          assertThat(patch(planned, "{\"status\":\"done\"}", as("card.closed")).status())
              .isEqualTo(200);
          assertThat(patch(planned, "{\"place\":\"G\"}", as("card.closed")).code())
              .isEqualTo("conflict");
        });
    assertThat(patch(done, "{\"place\":\"H\"}", as("card.closed")).status()).isEqualTo(200);
  }

  @Test
  void m8_whatBelongsToAnEntryIsAttachedToIt() {
    var customer = customer("Attached to");
    var entry = entry(customer, "\"place\":\"Here\"").get("id").asText();
    var made =
        server.post(
            "/api/v1/attachments/content?collection=contact-logs&name=minutes.txt&recordId="
                + entry,
            "Minutes",
            "Content-Type",
            "text/plain");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    user("card.stranger", role("card-stranger", "own", LOG_WRITER + " attachments.view"));
    var path = "/api/v1/attachments/" + made.json().get("id").asText() + "/content";
    assertThat(server.get(path).text()).isEqualTo("Minutes");
    assertThat(server.get(path, as("card.stranger")).code()).isEqualTo("not-found");
  }

  // ---- M-9: documents given

  @Test
  void m9_aDeliveryNamesTheVersionThatWasGiven() {
    var customer = customer("Given to");
    var upload =
        "/api/v1/attachments/content?collection=customers&name=offer.txt&recordId=" + customer;
    var document =
        server.post(upload, "first", "Content-Type", "text/plain").json().get("id").asText();
    var given =
        make(
            DELIVERIES,
            "{\"customerId\":\"%s\",\"attachmentId\":\"%s\",\"method\":\"email\"}"
                .formatted(customer, document));
    assertThat(given.get("versionNumber").asInt()).isEqualTo(1);
    assertThat(given.get("title").asText()).isEqualTo("offer.txt");
    assertThat(given.get("sentBy").asText()).isEqualTo("1");

    server.post(
        "/api/v1/attachments/" + document + "/content?name=offer-2.txt",
        "second",
        "Content-Type",
        "text/plain");
    var path = DELIVERIES + "/" + given.get("id").asText();
    assertThat(server.get(path).json().get("versionNumber").asInt()).isEqualTo(1);
    assertThat(server.get(path).json().get("title").asText()).isEqualTo("offer.txt");
    assertThat(server.get("/api/v1/attachments/" + document + "/content?version=1").text())
        .isEqualTo("first");
    refused(
        DELIVERIES,
        "{\"customerId\":\"%s\",\"attachmentId\":\"%s\",\"method\":\"email\",\"versionNumber\":3}"
            .formatted(customer, document),
        "<delivery><customerId>%s</customerId><attachmentId>%s</attachmentId><versionNumber>3</versionNumber><method>email</method></delivery>"
            .formatted(customer, document),
        "versionNumber",
        "too-large");
    refused(
        DELIVERIES,
        "{\"customerId\":\"%s\",\"attachmentId\":\"999999\",\"method\":\"email\"}"
            .formatted(customer),
        "<delivery><customerId>%s</customerId><attachmentId>999999</attachmentId><method>email</method></delivery>"
            .formatted(customer),
        "attachmentId",
        "unknown-reference");
    // What was given stays there, as long as it is said that it was.
    var kept = delete("/api/v1/attachments/" + document);
    assertThat(kept.code()).as(kept.text()).isEqualTo("in-use");
    assertThat(delete(path).status()).isEqualTo(204);
    assertThat(delete("/api/v1/attachments/" + document).status()).isEqualTo(204);
  }

  @Test
  void m8_allThatIsWrongIsToldAtOnceAlsoWhatOthersTell() {
    var made =
        server.post(
            LOG,
            """
            {"subject":"","customerId":"999999999","method":"nowhere","startAt":"2099-01-01T00:00:00Z","userIds":["1","99999"]}""");
    assertThat(made.json().get("errors").findValuesAsText("field"))
        .as(made.text())
        .containsExactlyInAnyOrder("subject", "method", "startAt", "customerId", "userIds[1]");
    var contact =
        server.post(
            CONTACTS,
            """
            {"name":"Twice wrong","birthMonth":2,"birthDay":30,"reportsToId":"999999999",
             "phones":[{"number":"1","kind":"mobile"}],"emails":[{"address":"no address"}],
             "companies":[{"customerId":"999999998","from":"2026-02-01","to":"2026-01-01"}]}""");
    assertThat(contact.json().get("errors").findValuesAsText("field"))
        .as(contact.text())
        .containsExactlyInAnyOrder(
            "birthDay",
            "reportsToId",
            "phones[0].number",
            "emails[0].address",
            "companies[0].to",
            "companies[0].customerId");
  }

  @Test
  void m4_whatIsPastedWithBlanksAndInAnyNotationIsTaken() {
    var made =
        make(
            "/api/v1/customers",
            """
            {"name":" Pasted Ltd ","creditCode":" 91350100M000100Y43 ","level":" A ",
             "phones":[{"number":"０１０－８８８８９９１１"},{"number":"0755-83765599-8008"},{"number":"021-55551234转12"}],
             "emails":[{"address":" a@pasted.example "}]}""");
    assertThat(made.get("name").asText()).isEqualTo("Pasted Ltd");
    assertThat(made.get("creditCode").asText()).isEqualTo("91350100M000100Y43");
    assertThat(made.get("level").asText()).isEqualTo("A");
    assertThat(made.get("email").asText()).isEqualTo("a@pasted.example");
    assertThat(made.get("phones").findValuesAsText("e164"))
        .containsExactly("+861088889911", "+8675583765599", "+862155551234");
    for (var typed :
        List.of("010-8888 9911", "+86 755 8376 5599", "0755-83765599", "021 5555 1234 ext 12")) {
      var found =
          server.get(
              "/api/v1/customers?fields=id&q=" + URLEncoder.encode(typed, StandardCharsets.UTF_8));
      assertThat(found.json().get("items").findValuesAsText("id"))
          .as(typed)
          .contains(made.get("id").asText());
    }
  }

  @Test
  void m9_aDeliveryIsOfTheVersionNamedAndNeverAhead() {
    var customer = customer("Given twice");
    var elsewhere = customer("Given elsewhere");
    var stranger =
        make(CONTACTS, "{\"name\":\"Stranger\",\"customerId\":\"" + elsewhere + "\"}")
            .get("id")
            .asText();
    var upload =
        "/api/v1/attachments/content?collection=customers&name=first.txt&recordId=" + customer;
    var document = server.post(upload, "1", "Content-Type", "text/plain").json().get("id").asText();
    server.post(
        "/api/v1/attachments/" + document + "/content?name=second.txt",
        "2",
        "Content-Type",
        "text/plain");
    var given = "{\"customerId\":\"%s\",\"attachmentId\":\"%s\",\"method\":\"email\",";
    var json = given.formatted(customer, document);
    var xml =
        "<delivery><customerId>%s</customerId>%s<attachmentId>%s</attachmentId><method>email</method>%s</delivery>";
    assertThat(make(DELIVERIES, json + "\"versionNumber\":1}").get("title").asText())
        .isEqualTo("first.txt");
    assertThat(make(DELIVERIES, json + "\"sentOn\":\"2026-01-01\"}").get("title").asText())
        .isEqualTo("second.txt");
    refused(
        DELIVERIES,
        json + "\"sentOn\":\"2099-01-01\"}",
        xml.formatted(customer, "", document, "<sentOn>2099-01-01</sentOn>"),
        "sentOn",
        "in-future");
    refused(
        DELIVERIES,
        json + "\"sentOn\":\"2026-01-02\",\"confirmedOn\":\"2099-01-01\"}",
        xml.formatted(
            customer,
            "",
            document,
            "<sentOn>2026-01-02</sentOn><confirmedOn>2099-01-01</confirmedOn>"),
        "confirmedOn",
        "in-future");
    refused(
        DELIVERIES,
        json + "\"sentOn\":\"2026-01-02\",\"confirmedOn\":\"2026-01-01\"}",
        xml.formatted(
            customer,
            "",
            document,
            "<sentOn>2026-01-02</sentOn><confirmedOn>2026-01-01</confirmedOn>"),
        "confirmedOn",
        "before-begin");
    refused(
        DELIVERIES,
        json + "\"contactId\":\"" + stranger + "\"}",
        xml.formatted(customer, "<contactId>" + stranger + "</contactId>", document, ""),
        "contactId",
        "not-of-customer");
    refused(
        DELIVERIES,
        given.formatted(elsewhere, document) + "\"sentOn\":\"2026-01-02\"}",
        xml.formatted(elsewhere, "", document, ""),
        "attachmentId",
        "document-of-other");
    var theirs =
        server
            .post(
                "/api/v1/attachments/content?collection=contacts&name=card.txt&recordId="
                    + stranger,
                "card",
                "Content-Type",
                "text/plain")
            .json()
            .get("id")
            .asText();
    refused(
        DELIVERIES,
        given.formatted(customer, theirs) + "\"sentOn\":\"2026-01-02\"}",
        xml.formatted(customer, "", theirs, ""),
        "attachmentId",
        "document-of-other");
    make(DELIVERIES, given.formatted(elsewhere, theirs) + "\"remark\":\"x\"}");
  }

  // ---- M-12: hints

  @Test
  void m12_everyHintIsToldAtBothDoorsInBothLanguages() throws Exception {
    var silent = customer("Hint silent");
    var spoken = customer("Hint spoken");
    var today = LocalDate.now(ZoneId.of("Asia/Shanghai"));
    entry(spoken, "\"startAt\":\"" + Instant.now().minus(40, ChronoUnit.DAYS) + "\"");
    entry(
        spoken,
        "\"status\":\"planned\",\"startAt\":\"" + Instant.now().minus(1, ChronoUnit.HOURS) + "\"");
    var day = today.plusDays(3);
    make(
        CONTACTS,
        "{\"name\":\"Ming\",\"customerId\":\"%s\",\"birthMonth\":%d,\"birthDay\":%d}"
            .formatted(spoken, day.getMonthValue(), Math.min(day.getDayOfMonth(), 28)));
    make(
        CONTACTS,
        "{\"name\":\"Hua\",\"customerId\":\"%s\",\"birthMonth\":%d,\"birthDay\":%d}"
            .formatted(spoken, today.getMonthValue(), today.getDayOfMonth()));
    assertThat(hints(silent, "en")).containsOnlyKeys("incomplete");
    assertThat(hints(spoken, "en"))
        .containsOnlyKeys(
            "not-contacted", "contact-overdue", "birthday-soon", "birthday-today", "incomplete")
        .containsEntry("not-contacted", "No contact for 40 days");
    var zh = hints(spoken, "zh-CN");
    assertThat(zh).containsOnlyKeys(hints(spoken, "en").keySet());
    assertThat(zh.values()).allMatch(text -> text.matches(".*\\p{IsHan}.*"));
    var soap =
        Flat.parse(
            server
                .soap("customers", "get", "<id>" + spoken + "</id>", "Accept-Language", "zh-CN")
                .text());
    var told = new TreeMap<String, String>();
    Flat.all(soap, "hints")
        .forEach(
            hint ->
                told.put(Flat.of(hint).get("code").get(0), Flat.of(hint).get("message").get(0)));
    assertThat(told).isEqualTo(zh);

    configured(
        CONFIGURATION,
        "silentDays = 0",
        () -> hints(silent, "en").containsKey("never-contacted"),
        () -> assertThat(hints(silent, "zh-CN").get("never-contacted")).matches(".*\\p{IsHan}.*"));
    configured(
        CONFIGURATION,
        "birthdayDays = 0",
        () -> !hints(spoken, "en").containsKey("birthday-soon"),
        () -> assertThat(hints(spoken, "en")).containsKey("birthday-today"));
    patch(
        CUSTOMERS + "/" + silent,
        "{\"creditCode\":\"91350100M000100Y43\",\"phone\":\"010-88888888\"}");
    assertThat(hints(silent, "en")).doesNotContainKey("incomplete");
  }

  // ---- helpers

  private JsonNode entry(String customer, String more) {
    return make(LOG, logged(customer, more));
  }

  /** What the figure is to be, by the log itself. */
  private String first(String customer, String status, String sort) {
    var found =
        server.get(
            LOG
                + "?limit=1&sort=%s&filter=customerId==%s;status==%s"
                    .formatted(sort, customer, status));
    return found.json().at("/items/0/startAt").asText(null);
  }

  private static String at(Instant start) {
    return "\"startAt\":\"" + start + "\"";
  }

  /** To another place each time: the same again is no change, which nothing keeps anybody from. */
  private Server.Answer moved(String path, String... headers) {
    return patch(path, "{\"place\":\"At %d\"}".formatted(System.nanoTime()), headers);
  }

  private static String path(JsonNode entry) {
    return LOG + "/" + id(entry);
  }

  private static String id(JsonNode entry) {
    return entry.get("id").asText();
  }

  private int posted(String path, String body) {
    return server.post(path, body).status();
  }

  private String figure(String customer, String name) {
    return server.get(CUSTOMERS + "/" + customer).json().path(name).asText(null);
  }
}
