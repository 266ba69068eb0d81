package org.tangramcrm.platform.internal.identity;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.identity.FieldRules;
import org.tangramcrm.platform.identity.RoleField;

/** What several roles say of fields comes to the most that any of them allows (M-88). */
final class FieldAccess {
  static final String HIDDEN = "hidden";

  private FieldAccess() {}

  /**
   * @param operations of each of somebody's roles
   * @param fields of those roles
   */
  static Map<String, FieldRules> union(
      Map<Long, List<String>> operations, Map<Long, List<RoleField>> fields) {
    var collections =
        fields.values().stream()
            .flatMap(List::stream)
            .map(field -> field.collection)
            .collect(Collectors.toSet());
    var rules = new HashMap<String, FieldRules>();
    for (var collection : collections) {
      // Roles that allow nothing there have no say; where none does, what they say holds still,
      // for another collection may show its rows.
      var roles = roles(operations, collection);
      rules.put(
          collection,
          rules(roles.isEmpty() ? naming(fields, collection) : roles, fields, Set.of(collection)));
    }
    rules.putAll(shown(operations, fields, rules));
    return Map.copyOf(rules);
  }

  /**
   * What holds where one collection shows rows of another: what a role hides of the other is said
   * by those that open the one. Which do so is for contracts to say, so all are thought of; kept is
   * what does not follow from both.
   */
  private static Map<String, FieldRules> shown(
      Map<Long, List<String>> operations,
      Map<Long, List<RoleField>> fields,
      Map<String, FieldRules> rules) {
    var opened =
        operations.values().stream()
            .flatMap(List::stream)
            .filter(operation -> operation.indexOf('.') > 0)
            .map(operation -> operation.substring(0, operation.indexOf('.')))
            .collect(Collectors.toSet());
    var shown = new HashMap<String, FieldRules>();
    for (var collection : opened) {
      var roles = roles(operations, collection);
      rules.forEach(
          (other, theirs) -> {
            if (other.equals(collection)) {
              return;
            }
            var both = rules(roles, fields, Set.of(collection, other));
            if (!both.equals(rules.getOrDefault(collection, FieldRules.NONE).and(theirs))) {
              shown.put(collection + "/" + other, both);
            }
          });
    }
    return shown;
  }

  private static List<Long> roles(Map<Long, List<String>> operations, String collection) {
    return operations.entrySet().stream()
        .filter(role -> touches(role.getValue(), collection))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static List<Long> naming(Map<Long, List<RoleField>> fields, String collection) {
    return fields.entrySet().stream()
        .filter(
            role -> role.getValue().stream().anyMatch(field -> field.collection.equals(collection)))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static FieldRules rules(
      List<Long> roles, Map<Long, List<RoleField>> fields, Set<String> collections) {
    Set<String> hidden = null;
    Set<String> kept = null;
    for (var role : roles) {
      var theirs =
          fields.getOrDefault(role, List.of()).stream()
              .filter(field -> collections.contains(field.collection))
              .toList();
      hidden =
          common(hidden, theirs.stream().filter(field -> field.access.equals(HIDDEN)).toList());
      kept = common(kept, theirs);
    }
    var readOnly = new HashSet<>(kept);
    readOnly.removeAll(hidden);
    return new FieldRules(Set.copyOf(hidden), Set.copyOf(readOnly));
  }

  private static Set<String> common(Set<String> before, List<RoleField> fields) {
    var names =
        fields.stream().map(field -> field.field).collect(Collectors.toCollection(HashSet::new));
    if (before != null) {
      names.retainAll(before);
    }
    return names;
  }

  /** Whether a role allows anything in a collection. */
  static boolean touches(Collection<String> operations, String collection) {
    return operations.contains(Caller.EVERYTHING)
        || operations.stream().anyMatch(operation -> operation.startsWith(collection + "."));
  }
}
