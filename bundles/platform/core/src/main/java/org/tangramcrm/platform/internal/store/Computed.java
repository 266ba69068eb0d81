package org.tangramcrm.platform.internal.store;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.internal.formula.Formula;
import org.tangramcrm.platform.internal.formula.Formula.Kind;

/**
 * The fields of a collection that are computed by formulas of the company's own, in the order in
 * which one needs another. They are worked out when a record is written, and kept like any value.
 */
public final class Computed {
  private static final int INTEGER_DIGITS = 18;
  private static final int LAST_YEAR = 9999;

  private final List<One> inOrder = new ArrayList<>();
  private final Map<String, FieldModel> fields;

  private record One(FieldModel field, Formula formula) {}

  /**
   * @param fields all of the collection's, those that the company added among them
   */
  Computed(List<FieldModel> fields) {
    this.fields = fields.stream().collect(Collectors.toMap(FieldModel::name, Function.identity()));
    var kinds = kinds(fields);
    var seen = new HashSet<String>();
    fields.stream().filter(Computed::is).forEach(field -> order(field, kinds, seen));
  }

  private void order(FieldModel field, Map<String, Kind> kinds, Set<String> seen) {
    if (!seen.add(field.name())) {
      return;
    }
    Formula.fieldsOf(field.custom().formula).stream()
        .map(fields::get)
        .filter(other -> other != null && is(other))
        .forEach(other -> order(other, kinds, seen));
    try {
      inOrder.add(new One(field, Formula.read(field.custom().formula, kinds)));
    } catch (Formula.Unreadable e) {
      // What it names was retired, or its module has it no more: it comes to nothing until then.
      inOrder.add(new One(field, null));
    }
  }

  static boolean is(FieldModel field) {
    return field.custom() != null && field.custom().formula != null;
  }

  /**
   * What formulas can name: numbers, amounts, in the base currency, and dates; not what the system
   * sets, which may change without the record being written.
   */
  public static Map<String, Kind> kinds(List<FieldModel> fields) {
    var kinds = new HashMap<String, Kind>();
    for (var field : fields) {
      var declared = field.declaration();
      if (field.custom() != null
          || !declared.readOnly() && declared.stored() && !declared.writeOnly()) {
        switch (field.type()) {
          case INTEGER, DECIMAL, MONEY -> kinds.put(field.name(), Kind.NUMBER);
          case DATE -> kinds.put(field.name(), Kind.DATE);
          default -> {}
        }
      }
    }
    return kinds;
  }

  boolean none() {
    return inOrder.isEmpty();
  }

  Set<String> names() {
    return inOrder.stream().map(one -> one.field().name()).collect(Collectors.toSet());
  }

  /**
   * Works them out for a record.
   *
   * @return whether any is another than before
   */
  boolean apply(BusinessRecord record) {
    var changed = false;
    for (var one : inOrder) {
      var before = one.field().value(record);
      var now = one.formula() == null ? null : value(one, record);
      if (!same(before, now)) {
        one.field().set(record, now);
        changed = true;
      }
    }
    return changed;
  }

  private Object value(One one, BusinessRecord record) {
    var value = one.formula().value(name -> operand(fields.get(name).value(record)));
    if (value instanceof BigDecimal number) {
      var rounded = number.setScale(one.field().custom().decimals, RoundingMode.HALF_UP);
      return CustomLimits.fits(rounded, INTEGER_DIGITS, Integer.MAX_VALUE) ? rounded : null;
    }
    return value instanceof LocalDate date && date.getYear() >= 1 && date.getYear() <= LAST_YEAR
        ? date
        : null;
  }

  private static Object operand(Object value) {
    if (value instanceof Integer number) {
      return BigDecimal.valueOf(number);
    }
    return value instanceof Money money ? money.baseAmount : value;
  }

  private static boolean same(Object before, Object now) {
    return before instanceof BigDecimal one && now instanceof BigDecimal other
        ? one.compareTo(other) == 0
        : Objects.equals(before, now);
  }
}
