package org.tangramcrm.platform.store;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Statements of a module's own over rows that the caller reaches; for analyses, which add up and
 * compare what no list tells. There is no way to rows without saying of which collection they are:
 * data permission comes with that.
 */
@ProviderType
public interface Relations {
  /** The column that a field is kept in: {@code dealType} in {@code deal_type}. */
  static String column(String field) {
    return field.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }

  /**
   * Runs a select that is good for Derby and PostgreSQL.
   *
   * @param statement with collections in braces where tables would stand: {@code select c.industry,
   *     count(*) as n from {customers} c group by c.industry}. Each stands for its rows that are
   *     there, as far as the caller reaches them, with a column in snake_case for each field that
   *     is kept in one (four for money: {@code revenue_amount}, {@code _currency}, {@code _base},
   *     {@code _rate}); null in those that the caller's roles hide
   * @param filters RSQL by collection, which its rows have to meet; those that name it twice get it
   *     twice
   * @param values of the marks {@code ?} in the statement
   * @throws org.tangramcrm.platform.CrmException {@code module-stopped} or {@code not-found} for a
   *     collection that is not there, {@code invalid-filter}
   */
  <T> List<T> query(
      String statement, Map<String, String> filters, List<?> values, Function<Tuple, T> reads);

  /**
   * Adds as many rows as a select finds to a collection whose records belong to nobody: what is
   * kept of others as it is now, thousands at once. No facts tell of them, and the database numbers
   * them: the table's {@code id} is one that it increments.
   *
   * @param collection one that is reached through another, or by everybody
   * @param columns what the statement calls those that it finds; the table's have the same names
   * @param statement as {@link #query} takes it; marks among what it finds are cast to their types
   * @return how many there are
   * @throws IllegalArgumentException where records of the collection belong to users
   */
  int add(String collection, List<String> columns, String statement, List<?> values);

  /**
   * Takes rows away for good that {@link #add} added, and that nothing needs any more. No facts
   * tell of it.
   *
   * @param collection as {@link #add} takes it
   * @param statement as {@link #query} takes it: finds the {@code id} of each
   * @return how many there were
   * @throws IllegalArgumentException where records of the collection belong to users
   */
  int remove(String collection, String statement, List<?> values);
}
