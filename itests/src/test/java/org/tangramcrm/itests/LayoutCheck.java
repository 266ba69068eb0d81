package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * How cards and forms are arranged, for everybody and by role (M-95); the same on every database.
 */
abstract class LayoutCheck extends CustomFieldCheck {
  private static final String LAYOUTS = "/api/v1/layouts";
  private static final String METADATA = "/api/v1/metadata/contacts";

  private final List<String> arranged = new ArrayList<>();

  /** Other checks see cards as their module has them. */
  @AfterEach
  void resetLayouts() {
    arranged.forEach(id -> delete(LAYOUTS + "/" + id));
    arranged.clear();
  }

  private static String layout(String role, String sections, String fields) {
    return "{\"collection\":\"contacts\",%s\"sections\":[%s],\"fields\":[%s]}"
        .formatted(role == null ? "" : "\"roleId\":\"" + role + "\",", sections, fields);
  }

  private JsonNode arrange(String role, String sections, String fields) {
    var made = make(LAYOUTS, layout(role, sections, fields));
    arranged.add(made.get("id").asText());
    return made;
  }

  private static String section(String key, String title) {
    return "{\"key\":\"%s\",\"labelZh\":\"%s\"}".formatted(key, title);
  }

  private static String placed(String field, String section) {
    return section == null
        ? "{\"field\":\"%s\"}".formatted(field)
        : "{\"field\":\"%s\",\"section\":\"%s\",\"wide\":true}".formatted(field, section);
  }

  /** The first section that holds for somebody, with the fields in it. */
  private String first(String... headers) {
    var section = server.get(METADATA, headers).json().at("/layout/sections/0");
    return section.path("title").asText() + texts(section.path("fields"), "field");
  }

  private static List<String> texts(JsonNode list, String member) {
    var found = new ArrayList<String>();
    list.forEach(one -> found.add(one.get(member).asText()));
    return found;
  }

  @Test
  void m95_theFirstOfTheLayoutsOfOnesRolesHoldsElseThatForEverybody() {
    var one = role("layout-one", "all", "contacts.view").get("id").asText();
    var other = role("layout-other", "all", "contacts.view").get("id").asText();
    for (var who : List.of("both " + other + "\",\"" + one, "single " + other, "none")) {
      var part = who.split(" ", 2);
      make(
          "/api/v1/users",
          "{\"login\":\"layout.%s\",\"name\":\"%1$s\",\"password\":\"%s\",\"roleIds\":[%s]}"
              .formatted(part[0], PASSWORD, part.length > 1 ? "\"" + part[1] + "\"" : ""));
    }
    assertThat(server.get(METADATA).json().hasNonNull("layout")).isFalse();
    var everybody = arrange(null, section("all", "全部"), placed("name", "all"));
    arrange(one, section("one", "一"), placed("gender", "one") + "," + placed("name", "one"));
    var second = arrange(other, section("other", "二"), placed("name", "other"));
    assertThat(first(as("layout.none"))).startsWith("全部[name, ");
    assertThat(first(as("layout.single"))).startsWith("二[name, ");
    assertThat(first(as("layout.both"))).startsWith("一[gender, name, ");
    var moved = patch(LAYOUTS + "/" + second.get("id").asText(), "{\"position\":1}");
    assertThat(moved.status()).as(moved.text()).isEqualTo(200);
    assertThat(first(as("layout.both"))).startsWith("二[name, ");
    // Where a layout is deleted, the next one holds.
    assertThat(delete(LAYOUTS + "/" + second.get("id").asText()).status()).isEqualTo(204);
    arranged.remove(second.get("id").asText());
    assertThat(first(as("layout.both"))).startsWith("一[gender, ");
    assertThat(first(as("layout.single"))).startsWith("全部[name, ");
    assertThat(delete(LAYOUTS + "/" + everybody.get("id").asText()).status()).isEqualTo(204);
    assertThat(server.get(METADATA, as("layout.none")).json().hasNonNull("layout")).isFalse();
    // Not while there is another in its place.
    var another = make(LAYOUTS, layout(null, section("taxInfo", "税"), placed("name", "taxInfo")));
    var twice =
        server.post(LAYOUTS + "/" + everybody.get("id").asText() + "/actions/restore", null);
    assertThat(twice.json().at("/errors/0/field").asText()).as(twice.text()).isEqualTo("roleId");
    delete(LAYOUTS + "/" + another.get("id").asText());
    var back = server.post(LAYOUTS + "/" + everybody.get("id").asText() + "/actions/restore", null);
    assertThat(back.status()).as(back.text()).isEqualTo(200);
    assertThat(server.soap("metadata", "get", "<collection>contacts</collection>").text())
        .contains("<title>全部</title>", "<field>name</field><wide>true</wide>");
    assertThat(
            server
                .get(
                    "/api/v1/audit?filter=collection==layouts;recordId=="
                        + everybody.get("id").asText())
                .json()
                .at("/total/value")
                .asInt())
        .isEqualTo(3);
  }

  @Test
  void m95_aLayoutShowsNothingThatARoleHidesAndHidesNothingThatMustBeFilled() {
    var role =
        make(
            "/api/v1/roles",
            """
{"code":"layout-hides","name":"Hides","operations":["contacts.view"],"scopes":[{"collection":"*","scope":"all"}],
 "fields":[{"collection":"contacts","field":"remark","access":"hidden"}]}\
""");
    user("layout.hides", role);
    var layout =
        arrange(null, section("all", "全"), placed("remark", "all") + "," + placed("gender", null));
    assertThat(first()).startsWith("全[remark, ").doesNotContain("gender");
    assertThat(first(as("layout.hides"))).doesNotContain("remark");
    // What comes later is shown, and must be where it must be filled.
    var field =
        make(
            "/api/v1/custom-fields",
            "{\"collection\":\"contacts\",\"code\":\"later\",\"type\":\"text\",\"labelEn\":\"Later\"}");
    assertThat(first()).contains("customFields.later");
    var id = layout.get("id").asText();
    var left = layout(null, section("all", "全"), placed("customFields.later", null));
    assertThat(server.call("PUT", LAYOUTS + "/" + id, left, current(LAYOUTS + "/" + id)).status())
        .isEqualTo(200);
    assertThat(first()).doesNotContain("customFields.later");
    var path = "/api/v1/custom-fields/" + field.get("id").asText();
    patch(path, "{\"required\":true}");
    assertThat(first()).contains("customFields.later");
    // What was right when it was kept is in nobody's way, as of one who changes the rank alone.
    assertThat(server.call("PUT", LAYOUTS + "/" + id, left, current(LAYOUTS + "/" + id)).status())
        .isEqualTo(200);
    assertThat(patch(LAYOUTS + "/" + id, "{\"position\":70}").status()).isEqualTo(200);
    assertThat(first()).contains("customFields.later");
    // But what must be filled is not left out from now on.
    var shown = placed("customFields.later", "all");
    assertThat(patch(LAYOUTS + "/" + id, "{\"fields\":[" + shown + "]}").status()).isEqualTo(200);
    var refused = server.call("PUT", LAYOUTS + "/" + id, left, current(LAYOUTS + "/" + id)).json();
    assertThat(refused.at("/errors/0/field").asText()).isEqualTo("fields[0].section");
    assertThat(refused.at("/errors/0/code").asText()).isEqualTo("required");
    // One that a layout shows is used.
    var layouts = patch(path, "{\"required\":false}");
    assertThat(layouts.status()).as(layouts.text()).isEqualTo(200);
    assertThat(
            patch(LAYOUTS + "/" + id, "{\"fields\":[" + placed("customFields.later", "all") + "]}")
                .status())
        .isEqualTo(200);
    assertThat(delete(path).json().get("detail").asText()).contains("layout for everybody");
    // One that a layout leaves out is not, and what has its name later is shown.
    patch(LAYOUTS + "/" + id, "{\"fields\":[" + placed("customFields.later", null) + "]}");
    assertThat(first()).doesNotContain("customFields.later");
    assertThat(delete(path).status()).isEqualTo(204);
    field =
        make(
            "/api/v1/custom-fields",
            "{\"collection\":\"contacts\",\"code\":\"later\",\"type\":\"text\",\"labelEn\":\"Later\"}");
    assertThat(first()).contains("customFields.later");
    var twice = server.post(path + "/actions/restore", null);
    assertThat(twice.json().at("/errors/0/field").asText()).as(twice.text()).isEqualTo("code");
    path = "/api/v1/custom-fields/" + field.get("id").asText();
    patch(LAYOUTS + "/" + id, "{\"fields\":[" + placed("customFields.later", "all") + "]}");
    // Retired it is passed over, and keeps its place.
    patch(path, "{\"active\":false,\"required\":false}");
    assertThat(first()).doesNotContain("customFields.later");
    assertThat(
            patch(LAYOUTS + "/" + id, "{\"fields\":[" + placed("customFields.later", "all") + "]}")
                .status())
        .isEqualTo(200);
  }

  @Test
  void m95_whatMakesNoSenseIsNoLayout() {
    arrange(null, section("all", "全"), "");
    var here = section("here", "此");
    for (var wrong :
        List.of(
            "roleId duplicate " + layout(null, here, ""),
            "roleId unknown-reference " + layout("999999999", here, ""),
            "collection no-records " + layout(null, here, "").replace("contacts", "audit"),
            "sections too-few " + layout(null, "", ""),
            "sections[1].key duplicate " + layout(null, here + "," + here, ""),
            "sections[0].labelZh required " + layout(null, "{\"key\":\"own\"}", ""),
            "fields[0].section unknown-section " + layout(null, here, placed("title", "there")),
            "fields[0].section required " + layout(null, here, placed("name", null)),
            "fields[0].field unknown-field " + layout(null, here, placed("nothing", "here")),
            "fields[1].field duplicate "
                + layout(null, here, placed("title", "here") + "," + placed("title", null)))) {
      var part = wrong.split(" ", 3);
      var answer = server.post(LAYOUTS, part[2]);
      assertThat(answer.code()).as(answer.text()).isEqualTo("invalid");
      var errors = answer.json().get("errors");
      assertThat(texts(errors, "field")).as(answer.text()).contains(part[0]);
      if (!part[1].equals("too-few")) {
        assertThat(texts(errors, "code")).as(answer.text()).contains(part[1]);
      }
    }
    user("layout.nobody", role("layout-nobody", "all", "contacts.view"));
    assertThat(server.get(LAYOUTS, as("layout.nobody")).code()).isEqualTo("forbidden");
    assertThat(server.post(LAYOUTS, layout(null, here, ""), as("layout.nobody")).code())
        .isEqualTo("forbidden");
  }
}
