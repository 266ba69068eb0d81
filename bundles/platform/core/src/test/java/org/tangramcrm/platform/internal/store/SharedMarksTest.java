package org.tangramcrm.platform.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.internal.identity.IdentityDatabase;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.store.SharedMarks.Mark;

class SharedMarksTest {
  private final Sql sql = new IdentityDatabase().sql;
  private long last;

  SharedMarksTest() throws Exception {
    sql.update(
        "create table thing (id bigint not null primary key, owner_id bigint not null, deleted_key bigint not null default 0)");
  }

  private void things(long owner, String column, String value, int times) {
    for (int i = 0; i < times; i++) {
      sql.update("insert into thing (id, owner_id) values (?, ?)", ++last, owner);
      key(last, column, value);
    }
  }

  private void key(long record, String column, String value) {
    sql.update(
        "insert into tangram_key (collection, record_id, field, value_key) values (?, ?, ?, ?)",
        "things",
        record,
        column,
        value);
  }

  private SharedMarks marks(int portion) {
    var columns = new LinkedHashMap<String, String>();
    columns.put("name", "name");
    columns.put("name~", "name");
    return new SharedMarks(
        "things",
        "thing",
        columns,
        Condition.and(List.of(RecordStore.PRESENT, Condition.of("t.owner_id = ?", 7L))),
        portion,
        sql);
  }

  /** How often each number of records has something in common. */
  private static Map<Integer, Integer> sizes(List<Mark> marks) {
    var sizes = new HashMap<Integer, Integer>();
    marks.forEach(mark -> sizes.merge(mark.records().size(), 1, Integer::sum));
    return sizes;
  }

  @Test
  void noneIsPartedByPortionsAndWhatVeryManyHaveIsNothing() {
    things(7, "name", "a", 1);
    things(7, "name", "b", 5);
    things(7, "name", "c", 3);
    things(7, "name", "d", 50);
    things(7, "name", "e", 51);
    things(7, "name", "f", 2);
    things(7, "name~", "b", 2);
    things(7, "elsewhere", "b", 2);
    // Of those of others only one is left.
    things(8, "name~", "c", 1);
    things(7, "name~", "c", 1);
    for (int portion : List.of(1, 2, 3, 7, 1_000)) {
      var found = new ArrayList<Mark>();
      var told = new ArrayList<Integer>();
      marks(portion)
          .each(
              some -> found.addAll(some) || some.isEmpty(),
              (done, total) -> {
                assertThat(total).isEqualTo(116);
                told.add(done);
              });
      assertThat(sizes(found)).as("" + portion).isEqualTo(Map.of(5, 1, 3, 1, 50, 1, 2, 2));
      assertThat(found).extracting(Mark::field).containsOnly("name");
      assertThat(told).isSorted().endsWith(116);
    }
  }

  @Test
  void thoseThatAreDeletedAreNotAmongTheMany() {
    things(7, "name", "a", 60);
    things(7, "name", "b", 30);
    things(7, "name", "c", 3);
    sql.update("update thing set deleted_key = id");
    things(7, "name", "a", 2);
    things(7, "name", "b", 30);
    things(7, "name", "c", 1);
    // Others' are, whether or not the caller reaches them.
    things(8, "name", "d", 50);
    things(7, "name", "d", 2);
    for (int portion : List.of(1, 1_000)) {
      var found = new ArrayList<Mark>();
      marks(portion).each(some -> found.addAll(some) || some.isEmpty(), (done, total) -> {});
      assertThat(sizes(found)).as("" + portion).isEqualTo(Map.of(2, 1, 30, 1));
    }
  }

  @Test
  void itEndsWhereNoMoreIsWanted() {
    things(7, "name", "a", 2);
    things(7, "name", "b", 2);
    var found = new ArrayList<Mark>();
    marks(1)
        .each(
            marks -> {
              found.addAll(marks);
              return false;
            },
            (done, total) -> {});
    assertThat(found).extracting(Mark::records).containsExactly(List.of(1L, 2L));
  }
}
