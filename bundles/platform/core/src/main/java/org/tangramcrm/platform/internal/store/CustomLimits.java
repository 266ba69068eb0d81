package org.tangramcrm.platform.internal.store;

import java.math.BigDecimal;
import java.util.Objects;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.FieldModel;

/**
 * What the company says of the values of a field that it added. It may say so when records have
 * values already, and those stay: only one that changes must keep to it.
 */
public final class CustomLimits {
  /** Before the point, as the column has it. */
  private static final int INTEGER_DIGITS = 18;

  private static final int MONEY_DIGITS = 15;
  private static final int MONEY_DECIMALS = 4;

  private CustomLimits() {}

  /** Adds an error where a value that was not there before breaks a rule. */
  static void check(CrmException problem, FieldModel field, Object before, Object value) {
    check(problem, field, field.name(), before, value);
  }

  /**
   * @param at what errors name
   */
  public static void check(
      CrmException problem, FieldModel field, String at, Object before, Object value) {
    if (value == null || same(before, value)) {
      return;
    }
    switch (field.type()) {
      case TEXT, LONGTEXT -> {
        if (((String) value).length() > field.custom().maxLength) {
          problem.error(at, "too-long", field.custom().maxLength, 0);
        }
      }
      case DECIMAL ->
          number(problem, field, at, (BigDecimal) value, INTEGER_DIGITS, field.custom().decimals);
      case MONEY -> {
        var money = (Money) value;
        number(problem, field, at, money.amount, MONEY_DIGITS, MONEY_DECIMALS);
        if (money.rate != null
            && fits(money.amount, MONEY_DIGITS, MONEY_DECIMALS)
            && !fits(money.amount.multiply(money.rate), INTEGER_DIGITS, Integer.MAX_VALUE)) {
          problem.error(at + ".rate", "digits");
        }
      }
      default -> {}
    }
  }

  private static boolean same(Object before, Object value) {
    if (before instanceof BigDecimal one && value instanceof BigDecimal other) {
      return one.compareTo(other) == 0;
    }
    if (before instanceof Money one && value instanceof Money other) {
      return same(one.amount, other.amount)
          && Objects.equals(one.currency, other.currency)
          && (other.rate == null || same(one.rate, other.rate));
    }
    return Objects.equals(before, value);
  }

  private static void number(
      CrmException problem,
      FieldModel field,
      String at,
      BigDecimal value,
      int digits,
      int decimals) {
    var rules = field.custom();
    if (!fits(value, digits, decimals)) {
      problem.error(at, "digits");
    } else if (rules.minimum != null && value.compareTo(rules.minimum) < 0) {
      problem.error(at, "too-small", plain(rules.minimum));
    } else if (rules.maximum != null && value.compareTo(rules.maximum) > 0) {
      problem.error(at, "too-large", plain(rules.maximum));
    }
  }

  /** In long: a scale can be as far from nought as an int goes. */
  static boolean fits(BigDecimal value, int digits, int decimals) {
    var plain = value.stripTrailingZeros();
    return (long) plain.precision() - plain.scale() <= digits && plain.scale() <= decimals;
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
