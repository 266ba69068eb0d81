package org.tangramcrm.platform.internal.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.contract.FieldType;
import org.tangramcrm.platform.internal.sql.Estimates;
import org.tangramcrm.platform.internal.sql.Sql;

/**
 * What a filter asks of a field that the company added, and of every row: an index of values leads
 * to the rows, however many others there are.
 *
 * @param condition on a row {@code v} of {@code tangram_custom_value}
 * @param one whether it is that of one value: the index then gives the rows newest first
 * @param once whether it gives no row twice
 */
record Lead(FieldModel field, Condition condition, boolean one, boolean once) {
  /** So many rows are read and sorted while an order is walked through for fifty. */
  private static final int MOST = 5_000;

  /**
   * The one that leads to the fewest rows.
   *
   * @param rows how many, as far as they were counted
   */
  record Best(Lead lead, int rows) {
    /** Whether they are few enough to be read and sorted. */
    boolean few() {
      return rows <= MOST;
    }
  }

  /** So many are looked at; one value tells most. */
  private static final int LOOKED_AT = 2;

  /** Of two that lead to as many, the one that gives them in their order. */
  static Optional<Best> best(List<Lead> all, Estimates counts, Sql sql) {
    var leads =
        all.stream().sorted(Comparator.comparing(lead -> !lead.one())).limit(LOOKED_AT).toList();
    var unknown = leads.stream().filter(lead -> counts.known(lead.key()).isEmpty()).toList();
    count(unknown, counts, sql);
    return leads.stream()
        .map(lead -> new Best(lead, counts.known(lead.key()).orElse(MOST + 1)))
        .min(Comparator.comparingInt(Best::rows));
  }

  /** Both of one field say more together than either. */
  Lead and(Lead other) {
    return new Lead(
        field,
        Condition.and(List.of(condition, other.condition())),
        one || other.one(),
        once && other.once());
  }

  /** Counts in one statement, however many. */
  private static void count(List<Lead> leads, Estimates counts, Sql sql) {
    if (leads.isEmpty()) {
      return;
    }
    var parts = new ArrayList<String>();
    var values = new ArrayList<Object>();
    for (var lead : leads) {
      parts.add(
          "select %d as i, count(*) as n from (%s fetch first %d rows only) m"
              .formatted(parts.size(), lead.rows("v"), MOST + 1));
      values.addAll(lead.condition().values());
    }
    sql.query(
            String.join(" union all ", parts),
            values,
            row -> new Best(leads.get(row.getInt(1)), row.getInt(2)))
        .forEach(counted -> counts.keep(counted.lead().key(), counted.rows()));
  }

  private long key() {
    return Objects.hash(condition.sql(), condition.values()) * 31L + field.custom().id;
  }

  private String rows(String name) {
    return "select %s%s.record_id as id from tangram_custom_value %2$s where %s"
        .formatted(once ? "" : "distinct ", name, on(name));
  }

  /** A statement that names the rows. */
  Condition ids() {
    return new Condition(rows("v"), condition.values());
  }

  /** The rows of a table, as {@code t}, by way of the index; the comments are orders to Derby. */
  Condition source(String table) {
    return new Condition(
        "--DERBY-PROPERTIES joinOrder=FIXED\n tangram_custom_value g --DERBY-PROPERTIES index="
            + (CustomValues.kept(field) == FieldType.TEXT || field.type() == FieldType.SET
                ? "TANGRAM_CUSTOM_VALUE_TEXT"
                : "TANGRAM_CUSTOM_VALUE_NUMBER")
            + "\n join "
            + table
            + " t --DERBY-PROPERTIES joinStrategy=NESTEDLOOP\n on t.id = g.record_id and "
            + on("g"),
        condition.values());
  }

  private String on(String name) {
    return name
        + ".field_id = "
        + field.custom().id
        + " and ("
        + condition.sql().replace("v.", name + ".")
        + ")";
  }
}
