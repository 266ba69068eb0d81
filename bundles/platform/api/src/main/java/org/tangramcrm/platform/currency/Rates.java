package org.tangramcrm.platform.currency;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Currency;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Money;

/** Converts into the company's base currency; for modules, whoever calls. */
@ProviderType
public interface Rates {
  /** ISO 4217 code of the base currency. */
  String base();

  /**
   * Base currency per unit of a currency on a day: 1 of the base currency itself, else the last
   * rate that began by then; empty where none is known.
   */
  Optional<BigDecimal> on(String currency, LocalDate day);

  /**
   * The same amount with a rate frozen on it.
   *
   * @param rate null for one that is not known: then neither is what it is in the base currency
   */
  default Money frozen(Money money, BigDecimal rate) {
    var frozen = Money.of(money.amount, money.currency);
    frozen.rate = rate;
    frozen.baseAmount = rate == null ? null : rounded(money.amount.multiply(rate), base());
    return frozen;
  }

  /**
   * That an amount, and what it is in the base currency, has no more digits than money has.
   *
   * @param field what has to be less
   * @return the same
   * @throws CrmException {@code invalid} for more than 999,999,999,999,999.99
   */
  static Money checkKept(Money money, String field) {
    var most = new BigDecimal("999999999999999.99");
    var base = money.baseAmount == null ? money.amount : money.baseAmount;
    if (money.amount.max(base).compareTo(most) > 0) {
      throw CrmException.invalid(field, "too-large", most.toPlainString());
    }
    return money;
  }

  /** Whether an amount has no parts of the currency's minor unit. */
  static boolean isWhole(BigDecimal amount, String currency) {
    return amount.compareTo(rounded(amount, currency)) == 0;
  }

  /**
   * @throws CrmException {@code invalid} for parts of the currency's minor unit
   */
  static void checkWhole(BigDecimal amount, String currency, String field) {
    if (!isWhole(amount, currency)) {
      throw CrmException.invalid(field, "minor-unit", digits(currency), currency);
    }
  }

  /** HALF_UP to the currency's minor unit: cents of CNY, whole JPY. */
  static BigDecimal rounded(BigDecimal amount, String currency) {
    return amount.setScale(digits(currency), RoundingMode.HALF_UP);
  }

  /** How many decimal places amounts of a currency have. */
  static int digits(String currency) {
    // Of gold, and of what is for tests, there is no minor unit.
    return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
  }
}
