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
    table.keep(7, "customers", groups(1, 3));
    table.keep(8, "customers", groups(5));
    table.keep(7, "contacts", groups(9));
    table.keep(7, "customers", groups(LongStream.range(0, 1_500).map(i -> 2 * i).toArray()));
    assertThat(table.page(7, "customers", 0, 3_000)).hasSize(1_500);
    assertThat(table.page(7, "contacts", 0, 9)).hasSize(1);
    var first = table.page(7, "customers", 0, 1).get(0);
    assertThat(first.members().keySet()).containsExactlyInAnyOrder(0L, 1L);
    assertThat(table.find(8, "customers", first.id())).isEmpty();
    assertThat(table.find(7, "contacts", first.id())).isEmpty();
    assertThat(table.page(7, "customers", first.id(), 1).get(0).members()).containsKey(2L);
    table.forgetBefore(Instant.now().plusSeconds(1));
    assertThat(table.page(8, "customers", 0, 9)).isEmpty();
  }

  @Test
  void whoAreNotTheSameAreKnownInOneCollectionWhoeverSaysSo() throws Exception {
    var table = new GroupTable(new IdentityDatabase().sql);
    table.keep(7, "customers", groups(1));
    var id = table.page(7, "customers", 0, 1).get(0).id();
    table.dismiss(id, "customers", List.of(2L, 1L, 3L), 7);
    table.dismiss(id, "customers", List.of(1L, 2L), 8);
    assertThat(table.distinct("customers", Set.of(1L, 2L, 3L)))
        .containsExactlyInAnyOrder(Pair.of(1, 2), Pair.of(1, 3), Pair.of(2, 3));
    assertThat(table.distinct("contacts", Set.of(1L, 2L))).isEmpty();
    assertThat(table.find(7, "customers", id).orElseThrow().dismissed()).isTrue();
  }
}
