package org.tangramcrm.platform.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.internal.identity.IdentityDatabase;
import org.tangramcrm.platform.internal.sql.Dialect;

class ConditionTest {
  @Test
  void aListOfValuesIsRoundedUpSoThatThereAreFewStatements() {
    var three = Condition.in("t.owner_id", List.of(7L, 8L, 9L));
    assertThat(three.sql()).isEqualTo("t.owner_id in (?, ?, ?, ?)");
    assertThat(three.values()).containsExactly(7L, 8L, 9L, 9L);
    assertThat(Condition.in("x", List.of(1L)).sql()).isEqualTo("x in (?)");
  }

  /** The team that is kept with a caller, and the one that is asked for, are the same people. */
  @Test
  void aTeamIsNamedOrAskedFor() throws Exception {
    var sql = new IdentityDatabase().sql;
    for (long owner : List.of(1L, 2L, 3L)) {
      sql.update("insert into tangram_viewer (viewer_id, owner_id) values (1, ?)", owner);
    }
    sql.update("insert into tangram_viewer (viewer_id, owner_id) values (9, 4)");
    for (var team : List.of(Set.of(1L, 2L, 3L), Set.<Long>of())) {
      var mine = Condition.ofTeam("v.owner_id", caller(team), sql.dialect());
      assertThat(
              sql.query(
                  "select distinct v.owner_id from tangram_viewer v where " + mine.sql(),
                  mine.values(),
                  row -> row.getLong(1)))
          .containsExactlyInAnyOrder(1L, 2L, 3L);
    }
  }

  /** What PostgreSQL is told comes to the same. */
  @Test
  void whatIsAmongASubquerysValuesIsAskedInEveryDialect() throws Exception {
    var sql = new IdentityDatabase().sql;
    sql.update("insert into tangram_viewer (viewer_id, owner_id) values (1, 2)");
    sql.update("insert into tangram_viewer (viewer_id, owner_id) values (3, 4)");
    for (var dialect : Dialect.values()) {
      var among =
          dialect.among(
              "v.owner_id", "select w.owner_id from tangram_viewer w where w.viewer_id = ?");
      assertThat(
              sql.query(
                  "select v.owner_id from tangram_viewer v where " + among,
                  List.of(1L),
                  row -> row.getLong(1)))
          .containsExactly(2L);
    }
  }

  private static Caller caller(Set<Long> team) {
    return new Caller(
        1,
        "boss",
        "Boss",
        null,
        Locale.ENGLISH,
        Set.of(),
        Map.of(),
        team,
        Set.of(),
        Map.of(),
        null);
  }
}
