package org.tangramcrm.platform.internal.duplicate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.internal.identity.IdentityDatabase;
import org.tangramcrm.platform.internal.store.SharedMarks.Mark;

class GroupTableTest {
  private static List<Grouping.Group> groups(long... firsts) {
    var grouping = new Grouping(GroupTable.MOST_GROUPS, 50);
    for (var first : firsts) {
      grouping.add(List.of(new Mark("name", List.of(first, first + 1))), Set.of());
    }
    return grouping.groups();
  }

  @Test
  void whatASearchFindsTakesThePlaceOfWhatTheLastOneFound() throws Exception {
    var table = new GroupTable(new IdentityDatabase().sql);
    table.keep(7, "customers", groups(1, 3), false);
    table.keep(8, "customers", groups(5), false);
    table.keep(7, "contacts", groups(9), false);
    table.keep(7, "customers", groups(LongStream.range(0, 1_500).map(i -> 2 * i).toArray()), false);
    assertThat(table.page(7, "customers", 0, 3_000)).hasSize(1_500);
    assertThat(table.page(7, "contacts", 0, 9)).hasSize(1);
    var first = table.page(7, "customers", 0, 1).get(0);
    assertThat(first.records()).containsExactlyInAnyOrder(0L, 1L);
    assertThat(table.find(8, "customers", first.id())).isEmpty();
    assertThat(table.find(7, "contacts", first.id())).isEmpty();
    assertThat(table.page(7, "customers", first.id(), 1).get(0).records()).contains(2L);
    assertThat(table.search(8, "customers").orElseThrow().more()).isFalse();
    assertThat(table.search(8, "contacts")).isEmpty();
    table.forgetBefore(Instant.now().plusSeconds(1));
    assertThat(table.page(8, "customers", 0, 9)).isEmpty();
    assertThat(table.search(8, "customers")).isEmpty();
  }

  @Test
  void whatConnectsAGroupIsKept() throws Exception {
    var table = new GroupTable(new IdentityDatabase().sql);
    var grouping = new Grouping(9, 50);
    var marks = List.of(new Mark("name", List.of(1L, 2L)), new Mark("phones", List.of(2L, 3L, 4L)));
    grouping.add(marks, Set.of());
    table.keep(7, "customers", grouping.groups(), true);
    assertThat(table.page(7, "customers", 0, 9))
        .singleElement()
        .extracting(GroupTable.Found::marks)
        .usingRecursiveComparison()
        .ignoringCollectionOrder()
        .isEqualTo(marks);
    assertThat(table.search(7, "customers").orElseThrow().more()).isTrue();
  }

  @Test
  void whoAreNotTheSameAreKnownInOneCollectionWhoeverSaysSo() throws Exception {
    var table = new GroupTable(new IdentityDatabase().sql);
    assertThat(table.dismiss("customers", List.of(2L, 1L, 3L), 7)).isTrue();
    assertThat(table.dismiss("customers", List.of(1L, 2L), 8)).isFalse();
    assertThat(table.distinct("customers", Set.of(1L, 2L, 3L)))
        .containsExactlyInAnyOrder(Pair.of(1, 2), Pair.of(1, 3), Pair.of(2, 3));
    assertThat(table.distinct("contacts", Set.of(1L, 2L))).isEmpty();
  }

  @Test
  void whatWasSaidOfARecordIsTrueOfTheOneItWasMergedInto() throws Exception {
    var sql = new IdentityDatabase().sql;
    var table = new GroupTable(sql);
    table.dismiss("customers", List.of(3L, 4L), 7);
    var merged =
        "insert into tangram_merged (record_id, collection, survivor_id, merge_id) values (?, ?, ?, 1)";
    sql.update(merged, 3, "customers", 2);
    sql.update(merged, 2, "customers", 1);
    sql.update(merged, 3, "contacts", 9);
    assertThat(table.distinct("customers", Set.of(1L, 4L, 9L))).containsExactly(Pair.of(1, 4));
    assertThat(table.merged("customers", Set.of(1L, 2L, 3L))).containsExactlyInAnyOrder(2L, 3L);
    // Whoever merges them all the same has said otherwise.
    sql.update(merged, 4, "customers", 1);
    assertThat(table.distinct("customers", Set.of(1L, 9L))).isEmpty();
  }
}
