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
          rules(roles.isEmpty() ? naming(fields, collection) : roles, fields, collection));
    }
    return Map.copyOf(rules);
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
      List<Long> roles, Map<Long, List<RoleField>> fields, String collection) {
    Set<String> hidden = null;
    Set<String> kept = null;
    for (var role : roles) {
      var theirs =
          fields.getOrDefault(role, List.of()).stream()
              .filter(field -> field.collection.equals(collection))
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
