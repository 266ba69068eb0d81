package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who decides on opportunities, and against whom they are won (M-22, M-23); on every database. */
abstract class StrategyCheck extends PipelineCheck {
  static final String PLACES = "/api/v1/opportunity-contacts";
  static final String RIVALS = "/api/v1/opportunity-competitors";
  private static final String CUSTOMERS = "/api/v1/customers";
  private static final String CONTACTS = "/api/v1/contacts";

  String made(String path, String body, Object... values) {
    return make(path, body.formatted(values)).get("id").asText();
  }

  String firm(String name) {
    return made(CUSTOMERS, "{\"name\":\"%s\"}", name);
  }

  String opportunity(String name, String customer, String more) {
    return made(OPPORTUNITIES, "{\"name\":\"%s\",\"customerId\":\"%s\"%s}", name, customer, more);
  }

  String person(String name, String customer) {
    return made(CONTACTS, "{\"name\":\"%s\",\"customerId\":\"%s\"}", name, customer);
  }

  private String place(String deal, String contact, String more) {
    return made(
        PLACES,
        "{\"opportunityId\":\"%s\",\"contactId\":\"%s\",\"role\":\"user\"%s}",
        deal,
        contact,
        more);
  }

  private List<String> hints(String deal) {
    return server
        .get(OPPORTUNITIES + "/" + deal)
        .json()
        .get("hints")
        .findValuesAsText("code")
        .stream()
        .filter(code -> code.contains("decision"))
        .toList();
  }

  private JsonNode map(String deal, String... headers) {
    return server.get(PLACES + "?sort=id&filter=opportunityId==" + deal, headers).json();
  }

  // ---- M-22

  @Test
  void m22_aContactIsOnTheMapOnceAndItsAttitudeHasACourse() {
    var customer = firm("Map Ltd");
    var deal = opportunity("Mapped", customer, "");
    var contact = person("Decides", customer);
    assertThat(hints(deal)).isEmpty();
    var id =
        place(deal, contact, ",\"attitude\":-1,\"concern\":\"Downtime\",\"coveredById\":\"1\"");
    assertThat(hints(deal)).containsExactly("no-decision-maker");
    var later = opportunity("Later", customer, ",\"stage\":\"needs\"");
    assertThat(hints(later)).containsExactly("no-decision-maker");
    var path = PLACES + "/" + id;
    var read = server.get(path).json();
    assertThat(read.get("influence").asInt()).isEqualTo(3);
    var soap = server.soap("opportunity-contacts", "get", "<id>" + id + "</id>").text();
    assertThat(soap).contains("<attitude>-1</attitude>", "<concern>Downtime</concern>");

    refused(
        PLACES,
        "{\"opportunityId\":\"%s\",\"contactId\":\"%s\",\"role\":\"user\"}"
            .formatted(deal, contact),
        "<contact><opportunityId>%s</opportunityId><contactId>%s</contactId><role>user</role></contact>"
            .formatted(deal, contact),
        "contactId",
        "duplicate");
    var moved = patch(path, "{\"opportunityId\":\"" + opportunity("Other", customer, "") + "\"}");
    assertThat(moved.json().at("/errors/0/code").asText()).as(moved.text()).isEqualTo("fixed");

    // Of one day the last one stands; what is said without an attitude changes nothing.
    patch(path, "{\"attitude\":1,\"role\":\"decision-maker\"}");
    patch(path, "{\"attitude\":2}");
    patch(path, "{\"action\":\"Reference visit\",\"actionOn\":\"2099-01-01\"}");
    var course = server.get(path).json().get("attitudes");
    assertThat(course.findValuesAsText("attitude")).containsExactly("2");
    assertThat(hints(deal)).isEmpty();
    assertThat(map(deal).get("items").findValuesAsText("role")).containsExactly("decision-maker");

    // Its facts are told among those of the opportunity.
    var told = server.get("/api/v1/timeline/opportunities/" + deal).json().get("items");
    assertThat(told.findValuesAsText("collection")).contains("opportunity-contacts");
    assertThat(told.toString()).contains("Reference visit");

    // Taken off the map, and put back.
    assertThat(delete(path).status()).isEqualTo(204);
    assertThat(map(deal).get("items")).isEmpty();
    assertThat(server.post(path + "/actions/restore", null).status()).isEqualTo(200);
    assertThat(map(deal).get("items")).hasSize(1);
  }

  @Test
  void m22_whoDecidesIsNotForgottenAndWhoLeftStays() {
    var customer = firm("Touch Ltd");
    var deal = opportunity("Touched", customer, "");
    var contact = person("Chief", customer);
    var id = place(deal, contact, "");
    patch(PLACES + "/" + id, "{\"role\":\"decision-maker\"}");
    assertThat(hints(deal)).isEmpty();
    var entry =
        "{\"customerId\":\"%s\",\"subject\":\"Call\",\"method\":\"telephone\",\"contactIds\":[\"%s\"],\"startAt\":\"%sT02:00:00Z\"}";
    var longAgo = LocalDate.now().minusDays(40);
    server.post("/api/v1/contact-logs", entry.formatted(customer, contact, longAgo));
    assertThat(server.get(PLACES + "/" + id).json().get("lastTouchedAt").asText())
        .startsWith(longAgo.toString());
    assertThat(hints(deal)).containsExactly("decision-maker-untouched");
    server.post(
        "/api/v1/contact-logs", entry.formatted(customer, contact, LocalDate.now().minusDays(2)));
    assertThat(hints(deal)).isEmpty();
    assertThat(map(deal).at("/items/0/lastTouchedAt").asText())
        .startsWith(LocalDate.now().minusDays(2).toString());

    // Who left stays on the map, and nobody is told to touch them.
    var left =
        patch(
            CONTACTS + "/" + contact,
            "{\"companies\":[{\"customerId\":\"%s\",\"to\":\"2026-01-31\"}]}".formatted(customer));
    assertThat(left.status()).as(left.text()).isEqualTo(200);
    assertThat(map(deal).at("/items/0/left").asBoolean()).isTrue();
  }

  @Test
  void m22_whoReachesTheOpportunityReachesItsMapAndWhoMayChangeItChangesIt() {
    var seller =
        role(
            "map-seller",
            "own",
            "customers.view contacts.view opportunities.view opportunities.edit");
    var owner = user("map.owner", seller);
    var reader = user("map.reader", seller);
    user("map.stranger", seller);
    var customer = made(CUSTOMERS, "{\"name\":\"Mapped AG\",\"ownerId\":\"%s\"}", owner);
    var deal = opportunity("Reached", customer, ",\"ownerId\":\"" + owner + "\"");
    var path = PLACES + "/" + place(deal, person("Seen", customer), "");
    server.call(
        "PUT",
        "/api/v1/access/customers/" + customer + "/team",
        "{\"members\":[{\"userId\":\"" + reader + "\",\"access\":\"read\"}]}");
    assertThat(server.get(path, as("map.owner")).status()).isEqualTo(200);
    assertThat(server.get(path, as("map.reader")).status()).isEqualTo(200);
    assertThat(server.get(path, as("map.stranger")).code()).isEqualTo("not-found");
    assertThat(map(deal, as("map.stranger")).get("items")).isEmpty();

    var change = "{\"influence\":5}";
    assertThat(patch(path, change, as("map.owner")).status()).isEqualTo(200);
    assertThat(patch(path, change.replace('5', '4'), as("map.reader")).code())
        .isEqualTo("forbidden");
    assertThat(delete(path, as("map.reader")).code()).isEqualTo("forbidden");
    var another =
        "{\"opportunityId\":\"%s\",\"contactId\":\"%s\",\"role\":\"user\"}"
            .formatted(deal, person("Another", customer));
    assertThat(server.post(PLACES, another, as("map.reader")).code()).isEqualTo("forbidden");
    assertThat(
            server.post(PLACES, another, as("map.stranger")).json().at("/errors/0/field").asText())
        .isEqualTo("opportunityId");
    assertThat(server.get(path).json().get("influence").asInt()).isEqualTo(5);
    assertThat(map(deal).get("items")).hasSize(1);
  }

  /** The map follows where contacts become one, and where the opportunity changes hands. */
  @Test
  void m22_theMapFollowsMergeAndTransfer() {
    var customer = firm("Follows Ltd");
    var deal = opportunity("Followed", customer, "");
    var stays = person("Same One", customer);
    var goes = person("Same one twice", customer);
    place(deal, stays, "");
    place(deal, goes, ",\"influence\":5");
    var merged =
        server.post(
            "/api/v1/merges",
            "{\"collection\":\"contacts\",\"survivorId\":\"%s\",\"mergedIds\":[\"%s\"]}"
                .formatted(stays, goes));
    assertThat(merged.status()).as(merged.text()).isEqualTo(201);
    Server.await(
        "the merge",
        () -> map(deal).get("items").findValuesAsText("contactId").equals(List.of(stays, stays)));
    var next = user("map.next", role("map-next", "own", "opportunities.view"));
    assertThat(map(deal, as("map.next")).get("items")).isEmpty();
    var handed = patch(OPPORTUNITIES + "/" + deal, "{\"ownerId\":\"" + next + "\"}");
    assertThat(handed.status()).as(handed.text()).isEqualTo(200);
    assertThat(map(deal, as("map.next")).get("items")).hasSize(2);
  }

  @Test
  void m16_opportunitiesThatAreOneCountOnceWithOneHistory() {
    var customer = firm("One Deal Ltd");
    var worth = ",\"openedOn\":\"2026-01-10\",\"amount\":{\"amount\":\"%s\",\"currency\":\"CNY\"}";
    var stays = opportunity("M16 stays", customer, worth.formatted("100"));
    var goes = opportunity("M16 goes", customer, worth.formatted("70"));
    var over = opportunity("M16 over", customer, worth.formatted("5"));
    ended(
        goes,
        "move",
        "{\"stage\":\"negotiation\",\"expectedClose\":\"2030-01-31\",\"nextStep\":\"Ask\"}");
    ended(stays, "move", "{\"stage\":\"needs\"}");
    ended(over, "close", "{\"result\":\"won\"}");
    var quotes = new ArrayList<String>();
    for (var deal : List.of(stays, goes)) {
      quotes.add(made("/api/v1/quotes", "{\"opportunityId\":\"%s\"}", deal));
    }
    var union = "{\"collection\":\"%s\",\"survivorId\":\"%s\",\"mergedIds\":[\"%s\"]}";
    for (var refused :
        List.of(
            union.formatted("opportunities", stays, over),
            union.formatted("opportunities", over, stays))) {
      var answer = server.post("/api/v1/merges", refused, "Accept-Language", "zh-CN");
      assertThat(answer.status()).as(answer.text()).isEqualTo(409);
      assertThat(answer.json().get("detail").asText()).contains("合并");
    }
    var papers =
        server.post("/api/v1/merges", union.formatted("quotes", quotes.get(0), quotes.get(1)));
    assertThat(papers.json().at("/errors/0/code").asText()).isEqualTo("not-merged");
    var begun =
        server.post(
            "/api/v1/merges",
            union
                .replace("]}", "],\"choices\":[{\"field\":\"amount\",\"fromId\":\"%3$s\"}]}")
                .formatted("opportunities", stays, goes));
    assertThat(begun.status()).as(begun.text()).isEqualTo(201);
    var merge = "/api/v1/merges/" + begun.json().get("id").asText();
    Server.await("the merge", () -> server.get(merge).json().get("status").asText().equals("done"));
    // Its own way, and the other's amount.
    var way = server.get("/api/v1/opportunity-moves?sort=id&filter=opportunityId==" + stays).json();
    assertThat(way.get("items").findValuesAsText("toStage"))
        .containsExactly("contact", "needs", "needs");
    var now = server.get("/api/v1/analyses/R-29?filter=name==M16*").json();
    assertThat(told(now.get("totals"), "deals", "amount")).isEqualTo("1 70.00");
    var funnel = server.get("/api/v1/analyses/R-30?filter=name=='M16+s*'").json();
    assertThat(funnel.get("rows").findValuesAsText("entered")).containsExactly("1", "1", "0", "0");
    var primary = "/api/v1/quotes?filter=primaryQuote==true;opportunityId==" + stays;
    assertThat(server.get(primary).json().get("items")).hasSize(1);
    var undone = server.post(merge + "/actions/undo", null);
    assertThat(undone.status()).as(undone.text()).isEqualTo(200);
    Server.await(
        "the undoing", () -> server.get(merge).json().get("status").asText().equals("undone"));
    var again = server.get("/api/v1/analyses/R-29?filter=name==M16*").json();
    assertThat(told(again.get("totals"), "deals", "amount")).isEqualTo("2 170.00");
  }

  // ---- M-21

  @Test
  void m21_whatPassedAboutAnOpportunityIsInTheCustomersLogToo() {
    var customer = firm("Process Ltd");
    var deal = opportunity("Process", customer, "");
    var entry = "{\"customerId\":\"%s\",\"subject\":\"%s\",\"method\":\"telephone\"%s}";
    var about = ",\"opportunityId\":\"" + deal + "\"";
    made("/api/v1/contact-logs", entry, customer, "About it", about);
    made("/api/v1/contact-logs", entry, customer, "Else", "");
    var logs = "/api/v1/contact-logs?sort=id&filter=";
    assertThat(
            server
                .get(logs + "opportunityId==" + deal)
                .json()
                .get("items")
                .findValuesAsText("subject"))
        .containsExactly("About it");
    assertThat(
            server
                .get(logs + "customerId==" + customer)
                .json()
                .get("items")
                .findValuesAsText("subject"))
        .containsExactly("About it", "Else");
    var other = firm("Elsewhere Ltd");
    for (var wrong :
        List.of(
            other + " other-customer " + about,
            other + " unknown-reference ,\"opportunityId\":\"987654\"")) {
      var part = wrong.split(" ", 3);
      var refused = server.post("/api/v1/contact-logs", entry.formatted(part[0], "Wrong", part[2]));
      assertThat(refused.json().at("/errors/0/field").asText())
          .as(refused.text())
          .isEqualTo("opportunityId");
      assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo(part[1]);
    }
  }

  // ---- M-23

  private String competitor(String name) {
    return made(
        CUSTOMERS,
        "{\"name\":\"%s\",\"types\":[\"competitor\"],\"strengths\":\"Cheap\",\"priceLevel\":\"lower\"}",
        name);
  }

  private String against(String deal, String competitor, String more) {
    return made(
        RIVALS, "{\"opportunityId\":\"%s\",\"competitorId\":\"%s\"%s}", deal, competitor, more);
  }

  private List<String> rivals(String deal) {
    var told = new ArrayList<String>();
    server
        .get(RIVALS + "?sort=id&filter=opportunityId==" + deal)
        .json()
        .get("items")
        .forEach(
            row -> told.add(row.get("competitorId").asText() + row.path("lostTo").asBoolean()));
    return told;
  }

  private void ended(String deal, String action, String body) {
    var answer = server.post(OPPORTUNITIES + "/" + deal + "/actions/" + action, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  @Test
  void m23_aCompetitorIsOneRecordSeenFromTwoSides() {
    var id = competitor("One Rival");
    var seen = server.get("/api/v1/competitors/" + id).json();
    assertThat(seen.get("strengths").asText()).isEqualTo("Cheap");
    assertThat(server.soap("competitors", "get", "<id>" + id + "</id>").text())
        .contains("<priceLevel>lower</priceLevel>");
    patch(CUSTOMERS + "/" + id, "{\"weaknesses\":\"Slow\"}");
    assertThat(server.get("/api/v1/competitors/" + id).json().get("weaknesses").asText())
        .isEqualTo("Slow");
    var other = firm("No rival");
    assertThat(server.get("/api/v1/competitors/" + other).code()).isEqualTo("not-found");

    // Whoever may looks at all of them, and lists them on opportunities, whoever owns them.
    var owner =
        user(
            "rival.seller",
            role("rival-seller", "own", "competitors.view opportunities.view opportunities.edit"));
    var deal = opportunity("Contested", firm("Contested Ltd"), ",\"ownerId\":\"" + owner + "\"");
    assertThat(server.get(CUSTOMERS + "/" + id, as("rival.seller")).status()).isNotEqualTo(200);
    assertThat(server.get("/api/v1/competitors/" + id, as("rival.seller")).status()).isEqualTo(200);
    var listed =
        server.post(
            RIVALS,
            "{\"opportunityId\":\"%s\",\"competitorId\":\"%s\",\"price\":{\"amount\":\"900\",\"currency\":\"CNY\"}}"
                .formatted(deal, id),
            as("rival.seller"));
    assertThat(listed.status()).as(listed.text()).isEqualTo(201);
    assertThat(listed.json().get("threat").asText()).isEqualTo("medium");
    assertThat(listed.json().at("/price/baseAmount").asText()).isEqualTo("900.00");
    for (var wrong :
        List.of(id + " duplicate", other + " not-competitor", "999999999999 unknown-reference")) {
      var part = wrong.split(" ");
      var answer =
          server.post(
              RIVALS,
              "{\"opportunityId\":\"%s\",\"competitorId\":\"%s\"}".formatted(deal, part[0]));
      assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo("competitorId");
      assertThat(answer.json().at("/errors/0/code").asText()).isEqualTo(part[1]);
    }
  }

  @Test
  void m23_toWhomItIsLostIsMarkedAndHowOftenWeWinFollows() {
    var one = competitor("Rival one");
    var two = competitor("Rival two");
    var customer = firm("Prize Ltd");
    var worth = ",\"openedOn\":\"2026-01-10\",\"amount\":{\"amount\":\"%s\",\"currency\":\"CNY\"}";
    var won = opportunity("C1 won", customer, worth.formatted("1000"));
    var lost = opportunity("C1 lost", customer, worth.formatted("300"));
    var open = opportunity("C1 open", customer, worth.formatted("50"));
    against(won, one, "");
    against(won, two, ",\"threat\":\"high\"");
    against(lost, one, "");
    against(open, one, "");
    ended(won, "close", "{\"result\":\"won\",\"closedOn\":\"2026-02-01\"}");
    // Who was not known to be after it is added.
    ended(
        lost,
        "close",
        "{\"result\":\"lost\",\"reason\":\"price\",\"closedOn\":\"2026-02-02\",\"lostToId\":\""
            + two
            + "\"}");
    assertThat(rivals(lost)).containsExactly(one + "false", two + "true");
    assertThat(rates())
        .containsExactly("1 1 50.00 0 1", "1 1 50.00 1 0", "1 1 50.00 1 1 1000.00 300.00");

    var told = server.get("/api/v1/analyses/C-1?filter=name==C1*").json();
    for (var row : told.get("rows")) {
      for (var part : List.of("won", "lost", "open", "lostTo")) {
        var behind = row.path(part + "Drill");
        assertThat(behind.isObject() ? behind.get("filter").asText().split(",").length : 0)
            .as(part + " " + row)
            .isEqualTo(row.get(part).asInt());
      }
    }

    // Reopened, it is lost to nobody; lost to the other, it is lost to them.
    ended(lost, "reopen", "{\"stage\":\"needs\"}");
    assertThat(rivals(lost)).containsExactly(one + "false", two + "false");
    ended(
        lost,
        "close",
        "{\"result\":\"lost\",\"reason\":\"price\",\"closedOn\":\"2026-02-02\",\"lostToId\":\""
            + one
            + "\"}");
    assertThat(rivals(lost)).containsExactly(one + "true", two + "false");
    assertThat(rates())
        .containsExactly("1 1 50.00 1 1", "1 1 50.00 0 0", "1 1 50.00 1 1 1000.00 300.00");
    var file = server.get("/api/v1/analyses/C-1/file?format=csv&filter=name==C1*").text();
    assertThat(file).contains("Rival one", "50.00");
    var soap =
        server
            .soap(
                "analyses",
                "run",
                "<code>C-1</code><parameters><filter>name==C1*</filter></parameters>")
            .text();
    assertThat(soap).contains("<value>50.00</value>", "<title>Rival two</title>");
  }

  /**
   * Won, lost, rate, lost to them and open of each competitor, and of all with what it is worth.
   */
  private List<String> rates() {
    var told = server.get("/api/v1/analyses/C-1?filter=name==C1*").json();
    var byName = new ArrayList<String>();
    for (var name : List.of("Rival one", "Rival two")) {
      told.get("rows")
          .forEach(
              row -> {
                if (row.get("competitorIdTitle").asText().equals(name)) {
                  byName.add(told(row, "won", "lost", "rate", "lostTo", "open"));
                }
              });
    }
    byName.add(
        told(
            told.get("totals"),
            "won",
            "lost",
            "rate",
            "lostTo",
            "open",
            "wonAmount",
            "lostAmount"));
    return byName;
  }

  private static String told(JsonNode row, String... members) {
    return Arrays.stream(members)
        .map(member -> row.path(member).asText("-"))
        .collect(Collectors.joining(" "));
  }

  // ----

  /** Half a tonne is half a tonne, and what is free of charge has no depth. */
  @Test
  void r23_whatWasSoldOfEachProductHowDeepAndHowOften() {
    var customer = firm("R23 Ltd");
    var products = new ArrayList<String>();
    for (var name : List.of("R23 steel", "R23 service")) {
      products.add(
          made(
              "/api/v1/products",
              "{\"code\":\"%1$s\",\"name\":\"%1$s\",\"prices\":[{\"price\":{\"amount\":\"100\",\"currency\":\"CNY\"}}]}",
              name));
    }
    var both =
        "\"lines\":[{\"productId\":\"%s\",\"quantity\":\"1.5\",\"discount\":\"10\"},{\"productId\":\"%s\",\"quantity\":\"2\"}]"
            .formatted(products.get(0), products.get(1));
    var steel = "\"lines\":[{\"productId\":\"%s\",\"quantity\":\"1\"}]".formatted(products.get(0));
    var closed = ",\"stage\":\"%s\",\"closedOn\":\"2026-03-0%d\"%s,%s";
    opportunity("R23 one", customer, closed.formatted("won", 1, "", both));
    opportunity("R23 two", customer, closed.formatted("won", 2, "", steel));
    opportunity(
        "R23 three", customer, closed.formatted("lost", 3, ",\"closeReason\":\"price\"", both));
    opportunity(
        "R23 before", customer, closed.formatted("won", 1, "", both).replace("2026", "2025"));
    var query = "/api/v1/analyses/R-23?from=2026-03-01&to=2026-03-31&filter=name==R23*";
    var told = server.get(query).json();
    var columns =
        new String[] {"quantity", "amount", "amountShare", "depth", "won", "lost", "rate"};
    assertThat(told.get("rows"))
        .extracting(row -> row.get("productIdTitle").asText() + " " + told(row, columns))
        .containsExactly(
            "R23 steel 2.5 235.00 54.02 6.00 2 1 66.67",
            "R23 service 2 200.00 45.98 0.00 1 1 50.00");
    assertThat(told(told.get("totals"), columns)).isEqualTo("- 435.00 100.00 3.33 2 1 66.67");
    assertThat(told.at("/rows/1/drill/filter").asText()).startsWith("id=in=(");
    assertThat(server.get(query.replace("R-23?", "R-23/file?format=csv&")).text())
        .contains("R23 steel", "235.00");
  }

  // ---- M-36, R-37

  @Test
  void r37_whatWouldBeMadeOfFewIsLeftOutAndWhoSoldNothingStandsThere() {
    var selling =
        role("r37-seller", "own", "opportunities.view opportunities.create analyses.R-37");
    var seller = user("r37.seller", selling);
    var idle = user("r37.idle", selling);
    var customer = firm("Ability Ltd");
    var theirs =
        ",\"ownerId\":\"%s\",\"openedOn\":\"2026-01-01\",\"amount\":{\"amount\":\"100\",\"currency\":\"CNY\"}%s";
    for (int i = 0; i < 5; i++) {
      opportunity(
          "R37 won " + i,
          customer,
          theirs.formatted(seller, ",\"stage\":\"won\",\"closedOn\":\"2026-01-11\""));
    }
    opportunity(
        "R37 lost",
        customer,
        theirs.formatted(
            seller, ",\"stage\":\"lost\",\"closeReason\":\"price\",\"closedOn\":\"2026-01-04\""));
    opportunity("R37 open", customer, theirs.formatted(seller, ""));
    opportunity("R37 open too", customer, theirs.formatted(seller, ""));
    // At half past eleven at night in Shanghai, on the last day.
    made(
        "/api/v1/contact-logs",
        "{\"customerId\":\"%s\",\"subject\":\"Call\",\"method\":\"telephone\",\"ownerId\":\"%s\",\"startAt\":\"2026-01-31T15:30:00Z\"}",
        customer,
        seller);
    var query = "/api/v1/analyses/R-37?from=2026-01-01&to=2026-01-31&filter=name==R37*";
    assertThat(ability(query, "r37.seller")).isEqualTo("5 1 83.33 500.00 100.00 10.00 - 1 2 16.67");
    assertThat(ability(query, "r37.idle")).isEqualTo("0 0 - 0.00 - - - 0 0 -");
    for (var row : server.get(query).json().get("rows")) {
      for (var part : List.of("won", "lost", "open")) {
        var behind = row.at("/" + part + "Drill/filter").asText();
        var found =
            server.get(OPPORTUNITIES + "?limit=1&filter=" + CardCheck.encoded(behind)).json();
        assertThat(found.at("/total/value").asInt()).as(behind).isEqualTo(row.get(part).asInt());
      }
    }
    // One of the five less: there is no mean, and so no velocity.
    assertThat(ability(query + ";name!='R37+won+4'", "r37.seller"))
        .isEqualTo("4 1 80.00 400.00 - - - 1 2 -");
    // Their own and nobody else's, for whoever reaches no more; the log they may not read.
    var own = server.get(query, as("r37.idle")).json();
    assertThat(own.get("rows").findValuesAsText("ownerId")).containsExactly(idle);
    assertThat(own.at("/rows/0/contacts").isNull()).isTrue();
  }

  private String ability(String query, String who) {
    var told = server.get(query);
    assertThat(told.status()).as(told.text()).isEqualTo(200);
    for (var row : told.json().get("rows")) {
      if (row.path("ownerIdTitle").asText().equals(who)) {
        return told(
            row,
            "won",
            "lost",
            "rate",
            "wonAmount",
            "meanAmount",
            "daysWon",
            "daysLost",
            "contacts",
            "open",
            "velocity");
      }
    }
    throw new AssertionError(who + " is not in " + told.text());
  }
}
