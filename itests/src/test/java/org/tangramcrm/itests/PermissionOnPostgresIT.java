package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PermissionOnPostgresIT extends PermissionCheck {
  private Postgres postgres;

  @Override
  Server begin() {
    postgres = Postgres.begin("permission-postgres");
    return Server.onPostgres("permission-postgres", postgres.url());
  }

  /** Moved just before midnight of the company's day; {@code OrganisationTest} has it on Derby. */
  @Test
  void edge16_aDepartmentIsAsAtEachDayWhereItWasThen() {
    var path = "/api/v1/departments";
    var old = made(path, "{\"name\":\"Until June\"}");
    var now = made(path, "{\"name\":\"Since June\"}");
    var team = made(path, "{\"name\":\"Moved in June\",\"parentId\":\"" + old + "\"}");
    user(team);
    var moved =
        server.call(
            "PATCH", path + "/" + team, "{\"parentId\":\"" + now + "\"}", "If-Match", "\"v1\"");
    assertThat(moved.status()).as(moved.text()).isEqualTo(200);
    var places = "update tangram_department_place set ";
    var where = " where department_id in (%s, %s, %s)".formatted(old, now, team);
    postgres.update(
        places
            + "since_at = timestamp '2026-01-05 00:00:00'"
            + where
            + " and (until_at is not null or department_id <> "
            + team
            + ")");
    for (var change :
        List.of(
            "until_at = %s where until_at is not null", "since_at = %s where until_at is null")) {
      postgres.update(
          places
              + change.formatted("timestamp '2026-06-30 15:59:00'")
              + " and department_id = "
              + team);
    }
    postgres.update(
        "update tangram_membership set since_at = timestamp '2026-02-01 00:00:00' where department_id = "
            + team);
    for (var each : Map.of("2026-06-29", old, "2026-06-30", now).entrySet()) {
      for (var parent : List.of(old, now)) {
        var was = server.get(path + "/" + parent + "/as-at?day=" + each.getKey()).json();
        var held = parent.equals(each.getValue());
        assertThat(was.get("departmentIds")).as(each.getKey()).hasSize(held ? 2 : 1);
        assertThat(was.get("people").asInt()).isEqualTo(held ? 1 : 0);
        var soap =
            server.soap(
                "departments", "asAt", "<id>%s</id><day>%s</day>".formatted(parent, each.getKey()));
        assertThat(Flat.all(Flat.parse(soap.text()), "departmentIds")).hasSize(held ? 2 : 1);
      }
    }
  }

  @AfterAll
  @Override
  void stop() {
    super.stop();
    postgres.close();
  }
}
