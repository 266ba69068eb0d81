package org.tangramcrm.platform.internal.imports;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.contract.FieldType;
import org.tangramcrm.platform.internal.contract.Fields;
import org.tangramcrm.platform.internal.store.RecordStores;
import org.tangramcrm.platform.internal.table.NestedTexts;

/**
 * What a row makes of a record.
 *
 * @param base the currency of an amount that comes without one: what everything is counted in
 */
record Changes(String base) {

  /** What a new record has that a row is of: where nothing stands, it is as new ones are. */
  void make(Line line, Object record) {
    line.values.forEach(
        (field, value) -> {
          if (value != Values.NOTHING) {
            field.set(record, said(field, value, field.value(record)));
          }
        });
  }

  /** Puts what a row says into a record that is there. */
  void apply(Line line, Object record) {
    line.values.forEach(
        (field, value) -> field.set(record, said(field, value, field.value(record))));
  }

  private Object said(FieldModel field, Object value, Object kept) {
    if (value == Values.NOTHING) {
      return kept instanceof Collection<?> ? new ArrayList<>() : null;
    } else if (value instanceof Values.Amount amount) {
      return money(amount, (Money) kept);
    } else if (field.type() == FieldType.NESTED) {
      return nested(field, (Collection<?>) value, kept);
    }
    return value instanceof Collection<?> several ? new ArrayList<>(several) : value;
  }

  /**
   * A cell tells less of values than is kept of them: one that is shown as one that is there is
   * that one, and one with the same main text keeps what else is known of it.
   */
  private static List<Object> nested(FieldModel field, Collection<?> said, Object kept) {
    if (NestedTexts.byParts(field)) {
      return new ArrayList<>(said);
    }
    var there = new ArrayList<Object>(kept instanceof Collection<?> several ? several : List.of());
    var main = NestedTexts.main(field).orElseThrow();
    var values = new ArrayList<Object>();
    for (var each : said) {
      var text = main.value(each);
      var same =
          first(there, one -> shown(field, one).equals(shown(field, each)))
              .or(() -> first(there, one -> Objects.equals(main.value(one), text)))
              // Behind it may stand a remark, which is read with it.
              .or(() -> first(there, one -> NestedTexts.uncoded(field, one).equals(text)));
      same.ifPresent(there::remove);
      values.add(same.map(one -> joined(field, main, one, each)).orElse(each));
    }
    return values;
  }

  private static Optional<Object> first(List<Object> some, Predicate<Object> which) {
    return some.stream().filter(which).findFirst();
  }

  private static Object joined(FieldModel field, FieldModel main, Object kept, Object said) {
    var joined = Fields.made(field);
    for (var part : Fields.within(field)) {
      var value = part.value(said);
      part.set(joined, value == null || part.name().equals(main.name()) ? part.value(kept) : value);
    }
    return joined;
  }

  private static String shown(FieldModel field, Object value) {
    return NestedTexts.shown(field, List.of(value));
  }

  private Money money(Values.Amount amount, Money before) {
    var number = amount.amount() != null || before == null ? amount.amount() : before.amount;
    var currency =
        amount.currency() != null ? amount.currency() : before == null ? base : before.currency;
    if (number == null) {
      // A currency of nothing.
      return before;
    }
    var money = Money.of(number, currency);
    if (before != null && currency.equals(before.currency)) {
      money.rate = before.rate;
    }
    return money;
  }

  /** Whether a row says anything that a record does not. */
  boolean any(Line line, Object record) {
    return line.values.entrySet().stream()
        .anyMatch(each -> !same(each.getKey(), each.getValue(), each.getKey().value(record)));
  }

  /** What is not written as exactly as it is kept counts as the same. */
  private boolean same(FieldModel field, Object said, Object kept) {
    if (said == Values.NOTHING) {
      return kept == null || kept instanceof Collection<?> several && several.isEmpty();
    } else if (said instanceof Values.Amount amount) {
      var money = (Money) kept;
      var after = money(amount, money);
      return after == money
          || money != null
              && after.amount.compareTo(money.amount) == 0
              && after.currency.equals(money.currency);
    } else if (field.type() == FieldType.NESTED) {
      return kept != null
          && NestedTexts.shown(field, nested(field, (Collection<?>) said, kept))
              .equals(NestedTexts.shown(field, kept));
    } else if (kept == null) {
      return false;
    } else if (said instanceof Collection<?> several) {
      return new HashSet<>(several).equals(new HashSet<>((Collection<?>) kept));
    } else if (said instanceof BigDecimal number) {
      return number.compareTo((BigDecimal) kept) == 0;
    } else if (said instanceof Instant moment) {
      return moment
          .truncatedTo(ChronoUnit.SECONDS)
          .equals(((Instant) kept).truncatedTo(ChronoUnit.SECONDS));
    } else if (RecordStores.identifies(field) && said instanceof String text) {
      // Codes are kept in capitals, whatever they are entered in.
      return text.equals(kept)
          || text.chars().allMatch(letter -> letter < 128) && text.equalsIgnoreCase((String) kept);
    }
    return Objects.equals(said, kept)
        || said instanceof String text && lines(text).equals(lines(kept.toString()).strip());
  }

  /** However lines are ended. */
  private static String lines(String text) {
    return text.replace("\r", "");
  }
}
