package org.tangramcrm.platform.internal.duplicate;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
  private boolean passedOver;

  /** Records that are alike, one through another. */
  static final class Group {
    private final Set<Long> records = new TreeSet<>();

    /** Each of a kind once: two that have two telephones in common are alike in one field. */
    private final Set<Mark> marks = new LinkedHashSet<>();

    Set<Long> records() {
      return records;
    }

    /** What connects them; each with those of them that are alike in it. */
    Set<Mark> marks() {
      return marks;
    }

    /** Each with the fields in which it is like another. */
    Map<Long, Set<String>> members() {
      return Grouping.members(marks);
    }

    private long fields() {
      return marks.stream().map(Mark::field).distinct().count();
    }

    private long first() {
      return records.iterator().next();
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

  /** Records, each with the fields of its marks. */
  static Map<Long, Set<String>> members(Collection<Mark> marks) {
    var members = new TreeMap<Long, Set<String>>();
    for (var mark : marks) {
      mark.records()
          .forEach(
              record -> members.computeIfAbsent(record, id -> new TreeSet<>()).add(mark.field()));
    }
    return members;
  }

  boolean full() {
    return count >= mostGroups;
  }

  /** Whether there may be more that is alike than is found. */
  boolean more() {
    return passedOver || full();
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
    var joined = new TreeSet<Long>();
    Pair.of(mark.records())
        .filter(pair -> !distinct.contains(pair) && join(pair.one(), pair.other()))
        .forEach(pair -> joined.addAll(List.of(pair.one(), pair.other())));
    // They may be of several groups where one would be too great.
    var parts = new LinkedHashMap<Group, Set<Long>>();
    joined.forEach(
        record -> parts.computeIfAbsent(groups.get(record), group -> new TreeSet<>()).add(record));
    parts.forEach((group, some) -> group.marks.add(new Mark(mark.field(), List.copyOf(some))));
  }

  /** False where their group would be too great. */
  private boolean join(long one, long other) {
    var group = united(one, other);
    if (group == null) {
      passedOver = true;
      return false;
    }
    for (var record : List.of(one, other)) {
      group.records.add(record);
      groups.put(record, group);
    }
    return true;
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
    its.records.addAll(others.records);
    its.marks.addAll(others.marks);
    others.records.forEach(record -> groups.put(record, its));
    return its;
  }

  /** One that is in no group yet is one record. */
  private static int size(Group group) {
    return group == null ? 1 : group.records.size();
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
