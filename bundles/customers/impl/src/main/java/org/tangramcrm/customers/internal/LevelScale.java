package org.tangramcrm.customers.internal;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.tangramcrm.customers.CustomerLevel;

/**
 * To which level customers come by the rules that are active (M-84). A level is entered at one
 * value and left below another, at most as high one: whoever is between the two stays where they
 * are, so that nobody goes to and fro. What it comes to holds when it is asked again.
 */
final class LevelScale {
  /** The levels with a rule, the highest first. */
  private final List<CustomerLevel> steps;

  /**
   * That a customer comes to another level.
   *
   * @param to null for none
   * @param measure what the rule went by: that of the level it comes to or, where it falls, of the
   *     one it was at
   */
  record Verdict(String to, String measure, BigDecimal value) {}

  LevelScale(List<CustomerLevel> levels) {
    steps =
        levels.stream()
            .filter(level -> Boolean.TRUE.equals(level.active))
            .sorted(
                Comparator.<CustomerLevel, Integer>comparing(level -> level.rank)
                    .thenComparing(level -> level.level)
                    .reversed())
            .toList();
  }

  List<CustomerLevel> steps() {
    return steps;
  }

  /** How high a level stands; 0 for none, and for one that no rule gives. */
  int height(String level) {
    return steps.size() - at(level);
  }

  /**
   * Whether customers are to be gone through by themselves: a rule that is active was not applied
   * today, and none waits for its first night. They are applied together or not at all: without one
   * of them customers would fall past its level.
   */
  boolean due(LocalDate today) {
    return steps.stream()
            .noneMatch(step -> step.appliesFrom != null && step.appliesFrom.isAfter(today))
        && steps.stream()
            .anyMatch(step -> step.checkedOn == null || step.checkedOn.isBefore(today));
  }

  private int at(String level) {
    for (int at = 0; at < steps.size(); at++) {
      if (steps.get(at).level.equals(level)) {
        return at;
      }
    }
    return steps.size();
  }

  /**
   * @param current null for none
   * @param values of the customer, by measure; null for what cannot be said
   * @return empty where it stays what it is
   */
  Optional<Verdict> move(String current, Function<String, BigDecimal> values) {
    var at = at(current);
    if (current != null && at == steps.size()) {
      // Given by hand: no rule takes it away.
      return Optional.empty();
    }
    for (var above : steps.subList(0, at)) {
      var value = values.apply(above.measure);
      if (value != null && value.compareTo(above.enterAt) >= 0) {
        return Optional.of(new Verdict(above.level, above.measure, value));
      }
    }
    // What it had is kept down to the lower value; so are the levels below, which it had as well.
    for (var step : steps.subList(at, steps.size())) {
      var value = values.apply(step.measure);
      if (value == null) {
        return Optional.empty();
      }
      if (value.compareTo(step.leaveBelow == null ? step.enterAt : step.leaveBelow) >= 0) {
        return step.level.equals(current) ? Optional.empty() : fallen(at, step.level, values);
      }
    }
    return current == null ? Optional.empty() : fallen(at, null, values);
  }

  private Optional<Verdict> fallen(int at, String to, Function<String, BigDecimal> values) {
    var from = steps.get(at);
    return Optional.of(new Verdict(to, from.measure, values.apply(from.measure)));
  }
}
