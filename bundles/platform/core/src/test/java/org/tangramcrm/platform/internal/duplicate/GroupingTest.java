package org.tangramcrm.platform.internal.duplicate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.internal.store.SharedMarks.Mark;

class GroupingTest {
  private final Grouping grouping = new Grouping(100, 50);

  private static Mark mark(String field, long... records) {
    return new Mark(field, Arrays.stream(records).boxed().toList());
  }

  private static List<Set<Long>> members(Grouping grouping) {
    return grouping.groups().stream().map(group -> group.members().keySet()).toList();
  }

  @Test
  void recordsAreAlikeOneThroughAnother() {
    grouping.add(List.of(mark("name", 1, 2), mark("name", 7, 8)), Set.of());
    grouping.add(List.of(mark("phones", 3, 2)), Set.of());
    assertThat(grouping.groups())
        .extracting(Grouping.Group::members)
        .containsExactly(
            Map.of(1L, Set.of("name"), 2L, Set.of("name", "phones"), 3L, Set.of("phones")),
            Map.of(7L, Set.of("name"), 8L, Set.of("name")));
    // What parted them is found to be one.
    grouping.add(List.of(mark("emails", 8, 1)), Set.of());
    assertThat(members(grouping)).containsExactly(Set.of(1L, 2L, 3L, 7L, 8L));
  }

  @Test
  void whatIsKnownNotToBeTheSameIsNotFoundForEachOther() {
    var distinct = Set.of(Pair.of(2, 1), Pair.of(5, 6));
    grouping.add(List.of(mark("name", 1, 2), mark("phones", 5, 6, 7)), distinct);
    // A third that is like both is another matter.
    assertThat(members(grouping)).containsExactly(Set.of(5L, 6L, 7L));
  }

  @Test
  void thoseAlikeInMoreFieldsComeFirstThenTheOldest() {
    grouping.add(
        List.of(mark("name", 9, 10), mark("name", 3, 4), mark("name", 5, 6), mark("phones", 5, 6)),
        Set.of());
    assertThat(members(grouping)).containsExactly(Set.of(5L, 6L), Set.of(3L, 4L), Set.of(9L, 10L));
  }

  @Test
  void groupsAndTheirNumberAreBounded() {
    var small = new Grouping(2, 3);
    small.add(List.of(mark("name", 1, 2), mark("phones", 3, 4)), Set.of());
    assertThat(small.full()).isTrue();
    assertThat(small.more()).isTrue();
    small.add(List.of(mark("name", 5, 6)), Set.of());
    assertThat(members(small)).containsExactly(Set.of(1L, 2L), Set.of(3L, 4L));

    small = new Grouping(9, 3);
    small.add(List.of(mark("name", 1, 2), mark("name", 3, 4)), Set.of());
    small.add(List.of(mark("phones", 2, 3), mark("phones", 2, 5, 6)), Set.of());
    assertThat(members(small)).allMatch(group -> group.size() <= 3);
    assertThat(members(small)).contains(Set.of(1L, 2L, 5L), Set.of(3L, 4L));
    assertThat(small.more()).isTrue();
  }

  @Test
  void whatConnectsAGroupTellsWhatIsLeftOfIt() {
    grouping.add(List.of(mark("name", 2, 1), mark("phones", 2, 3)), Set.of());
    // The other form of the same name.
    grouping.add(List.of(mark("name", 1, 2)), Set.of());
    assertThat(grouping.more()).isFalse();
    var marks = grouping.groups().get(0).marks();
    assertThat(marks).containsExactly(mark("name", 1, 2), mark("phones", 2, 3));
    var without = new Grouping(9, 9);
    marks.forEach(
        mark ->
            without.add(
                List.of(
                    new Mark(mark.field(), mark.records().stream().filter(id -> id != 2).toList())),
                Set.of()));
    assertThat(without.groups()).isEmpty();
    var said = new Grouping(9, 9);
    said.add(List.copyOf(marks), Set.of(Pair.of(2, 3)));
    assertThat(members(said)).containsExactly(Set.of(1L, 2L));
  }
}
