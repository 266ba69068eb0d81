package org.tangramcrm.platform.internal.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.internal.sql.Dialect;
import org.tangramcrm.platform.internal.sql.Sql;

/**
 * Part of a where clause with the values it binds. No text of a caller ever becomes part of the
 * SQL: fields come from the whitelist, values are bound.
 */
public record Condition(String sql, List<Object> values) {
  public static final Condition TRUE = new Condition("", List.of());
  public static final Condition FALSE = new Condition("1 = 0", List.of());

  public static Condition of(String sql, Object... values) {
    return new Condition(sql, List.of(values));
  }

  static Condition and(List<Condition> parts) {
    return join(parts, " and ");
  }

  static Condition or(List<Condition> parts) {
    return join(parts, " or ");
  }

  /**
   * That an expression is one of some values. Their number is rounded up, by naming the last one
   * again, so that a database keeps few statements of this kind.
   */
  static Condition in(String expression, Collection<?> values) {
    var named = new ArrayList<Object>(values);
    var last = named.get(named.size() - 1);
    while (Integer.bitCount(named.size()) > 1) {
      named.add(last);
    }
    return new Condition(expression + " in (" + Sql.marks(named.size()) + ")", named);
  }

  /** That somebody is of a caller's team: the caller or below them. */
  static Condition ofTeam(String user, Caller caller, Dialect dialect) {
    // A handful that is named is judged right by every database, what a subquery brings is not.
    if (!caller.team().isEmpty()) {
      return in(user, caller.team());
    }
    return of(
        dialect.among(user, "select v.owner_id from tangram_viewer v where v.viewer_id = ?"),
        caller.id());
  }

  /**
   * As SQL that says everything by itself, to be kept in the database. For what a contract declares
   * alone: values of callers are bound.
   */
  String text() {
    var text = new StringBuilder();
    int at = 0;
    for (var value : values) {
      int mark = sql.indexOf('?', at);
      text.append(sql, at, mark).append(literal(value));
      at = mark + 1;
    }
    return text.append(sql.substring(at)).toString();
  }

  private static String literal(Object value) {
    if (value instanceof String word) {
      return "'" + word.replace("'", "''") + "'";
    } else if (value instanceof Number || value instanceof Boolean) {
      return value.toString();
    }
    throw new IllegalArgumentException(value + " is no text, number or flag");
  }

  /** Also of rows of which it says nothing. PostgreSQL's words. */
  Condition isNotTrue() {
    return new Condition("(" + sql + ") is not true", values);
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
