package org.tangramcrm.orders.internal.figures;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;

/**
 * How groups stand below each other.
 *
 * @param parents by group, the one above it
 */
record Tree(Map<Object, Object> parents) {
  /** Those that there are, with all that stand above them. */
  Set<Object> withAbove(Set<Object> groups) {
    var all = new HashSet<Object>();
    for (var group : groups) {
      for (var at = group; at != null && all.add(at); ) {
        at = parents.get(at);
      }
      if (group == null) {
        all.add(null);
      }
    }
    return all;
  }

  /** What stands above a group and below nothing: itself, where nothing is above it. */
  Object top(Object group) {
    var seen = new HashSet<Object>();
    var at = group;
    while (at != null && parents.get(at) != null && seen.add(at)) {
      at = parents.get(at);
    }
    return at;
  }

  /** What stands right below a group. */
  List<Object> below(Object group) {
    return parents.entrySet().stream()
        .filter(one -> one.getValue().equals(group))
        .map(Map.Entry::getKey)
        .sorted(Comparator.comparing(String::valueOf))
        .toList();
  }

  /** A group and all that stand below it. */
  List<Object> withBelow(Object group) {
    var all = new LinkedHashSet<Object>(List.of(group));
    var next = new ArrayList<>(all);
    while (!next.isEmpty()) {
      next.addAll(below(next.remove(0)).stream().filter(all::add).toList());
    }
    return List.copyOf(all);
  }

  /** Of each group what it comes to with all that stand below it. */
  <S> Map<Object, S> wholes(Map<Object, S> own, BinaryOperator<S> plus) {
    var wholes = new HashMap<Object, S>();
    own.forEach(
        (group, sum) -> {
          if (group == null) {
            wholes.put(null, sum);
          }
          var seen = new HashSet<Object>();
          for (var at = group; at != null && seen.add(at); at = parents.get(at)) {
            wholes.merge(at, sum, plus);
          }
        });
    return wholes;
  }

  /** Each before those that stand below it; what stands nowhere last. */
  List<Object> ordered(Set<Object> groups, Comparator<Object> siblings) {
    var ordered = new LinkedHashSet<Object>();
    groups.stream()
        .filter(group -> group != null && !groups.contains(above(group)))
        .sorted(siblings)
        .forEach(top -> down(top, groups, siblings, ordered));
    if (groups.contains(null)) {
      ordered.add(null);
    }
    return new ArrayList<>(ordered);
  }

  /** Something that is no group, where nothing is above it. */
  private Object above(Object group) {
    return parents.getOrDefault(group, this);
  }

  private void down(
      Object at, Set<Object> groups, Comparator<Object> siblings, Set<Object> ordered) {
    if (ordered.add(at)) {
      groups.stream()
          .filter(group -> group != null && at.equals(above(group)))
          .sorted(siblings)
          .forEach(group -> down(group, groups, siblings, ordered));
    }
  }
}
