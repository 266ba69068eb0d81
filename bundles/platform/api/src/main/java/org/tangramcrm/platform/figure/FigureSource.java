package org.tangramcrm.platform.figure;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;
import org.tangramcrm.platform.Figure;
import org.tangramcrm.platform.Money;

/**
 * Reckons figures of records of a collection, mostly another module's, from its own module's: they
 * stand at the head of the card, and on the record at every door. A service; its figures come and
 * go with it. Asked whenever a record is read by its id, in the name of who reads it, so that it
 * counts what they reach, in one statement.
 */
@ConsumerType
public interface FigureSource {
  /** The collection whose records have the figures. */
  String collection();

  /** The operation that lets people see them: {@code orders.view}. */
  String permission();

  /**
   * The figures of records, in the order in which they are to stand; nothing for records that have
   * none. The text {@code figure.<key>} is their title.
   *
   * @param ids of records that the caller reaches
   */
  Map<Long, List<Figure>> figures(Set<Long> ids);

  /** A figure of so many records. */
  static Figure count(String key, long count) {
    var figure = new Figure();
    figure.key = key;
    figure.count = count;
    return figure;
  }

  /**
   * An amount in the base currency.
   *
   * @param parts what it consists of, by currency
   */
  static Figure money(String key, BigDecimal amount, String baseCurrency, List<Money> parts) {
    var figure = new Figure();
    figure.key = key;
    figure.money = Money.of(amount, baseCurrency);
    figure.currencies = new ArrayList<>(parts);
    return figure;
  }

  /**
   * @param percent null where there is nothing to have a part of
   */
  static Figure percent(String key, BigDecimal percent) {
    var figure = new Figure();
    figure.key = key;
    figure.percent = percent;
    return figure;
  }

  static Figure date(String key, LocalDate date) {
    var figure = new Figure();
    figure.key = key;
    figure.date = date;
    return figure;
  }

  /** The figure with where the records behind it are listed. */
  static Figure of(Figure figure, String collection, String filter) {
    figure.collection = collection;
    figure.filter = filter;
    return figure;
  }
}
