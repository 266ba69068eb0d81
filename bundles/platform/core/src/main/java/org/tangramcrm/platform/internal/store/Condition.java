package org.tangramcrm.platform.internal.store;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Part of a where clause with the values it binds. No text of a caller ever becomes part of the
 * SQL: fields come from the whitelist, values are bound.
 */
public record Condition(String sql, List<Object> values) {
  public static final Condition TRUE = new Condition("", List.of());
  static final Condition FALSE = new Condition("1 = 0", List.of());

  public static Condition of(String sql, Object... values) {
    return new Condition(sql, List.of(values));
  }

  static Condition and(List<Condition> parts) {
    return join(parts, " and ");
  }

  static Condition or(List<Condition> parts) {
    return join(parts, " or ");
  }

  public boolean isTrue() {
    return sql.isEmpty();
  }

  private static Condition join(List<Condition> parts, String with) {
    var present = parts.stream().filter(part -> !part.isTrue()).toList();
    if (present.size() == 1) {
      return present.get(0);
    }
    var values = new ArrayList<Object>();
    present.forEach(part -> values.addAll(part.values()));
    var sql =
        present.stream().map(part -> "(" + part.sql() + ")").collect(Collectors.joining(with));
    return new Condition(sql, values);
  }
}
