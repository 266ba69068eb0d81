package org.tangramcrm.platform.internal.duplicate;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tangramcrm.platform.internal.store.SharedMarks.Mark;

/**
 * Puts records that are alike into groups: two that have the same telephone, and a third that has
 * the name of one of them, are one group. It holds no more than there are groups to be.
 */
final class Grouping {
  private final int mostGroups;
  private final int mostRecords;
  private final Map<Long, Group> groups = new HashMap<>();
  private int count;

  /**
   * @param members each with the fields in which it is like another
   */
  record Group(Map<Long, Set<String>> members) {
    private Group() {
      this(new TreeMap<>());
    }

    private void add(long record, String field) {
      members.computeIfAbsent(record, id -> new TreeSet<>()).add(field);
    }

    private long fields() {
      return members.values().stream().flatMap(Set::stream).distinct().count();
    }

    private long first() {
      return members.keySet().iterator().next();
    }
  }

  /**
   * @param mostGroups after so many no more are looked for
   * @param mostRecords of a group; what would make it greater is passed over
   */
  Grouping(int mostGroups, int mostRecords) {
    this.mostGroups = mostGroups;
    this.mostRecords = mostRecords;
  }

  boolean full() {
    return count >= mostGroups;
  }

  /**
   * Adds what several records have in common, until there are enough groups.
   *
   * @param distinct of whom it is known that they are not the same
   */
  void add(List<Mark> marks, Set<Pair> distinct) {
    for (var mark : marks) {
      if (full()) {
        return;
      }
      add(mark, distinct);
    }
  }

  private void add(Mark mark, Set<Pair> distinct) {
    var records = mark.records();
    for (int i = 0; i < records.size(); i++) {
      for (int j = i + 1; j < records.size(); j++) {
        if (!distinct.contains(Pair.of(records.get(i), records.get(j)))) {
          join(records.get(i), records.get(j), mark.field());
        }
      }
    }
  }

  private void join(long one, long other, String field) {
    var group = united(one, other);
    if (group != null) {
      group.add(one, field);
      group.add(other, field);
      groups.put(one, group);
      groups.put(other, group);
    }
  }

  /** The group of both; null where it would be too great. */
  private Group united(long one, long other) {
    var its = groups.get(one);
    var others = groups.get(other);
    if (its != null && its == others) {
      return its;
    }
    if (size(its) + size(others) > mostRecords) {
      return null;
    }
    if (its == null && others == null) {
      count++;
      return new Group();
    }
    if (its == null || others == null) {
      return its == null ? others : its;
    }
    count--;
    others
        .members()
        .forEach(
            (record, fields) -> {
              its.members().put(record, fields);
              groups.put(record, its);
            });
    return its;
  }

  /** One that is in no group yet is one record. */
  private static int size(Group group) {
    return group == null ? 1 : group.members().size();
  }

  /** Those that are alike in more fields first, then those that have been there longer. */
  List<Group> groups() {
    return groups.values().stream()
        .distinct()
        .sorted(Comparator.comparing(Group::fields).reversed().thenComparing(Group::first))
        .limit(mostGroups)
        .toList();
  }
}
