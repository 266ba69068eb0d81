package org.tangramcrm.platform;

import java.math.BigDecimal;
import java.util.Objects;
import javax.validation.constraints.Digits;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Pattern;
import org.tangramcrm.platform.contract.CurrencyCode;

/**
 * An amount in its document's currency, and in the base currency at the rate frozen at the
 * document's date.
 */
public class Money {
  /**
   * In {@link #currency}, whole minor units of it; only what is {@link
   * org.tangramcrm.platform.contract.Field#perUnit} has up to four decimal places.
   */
  @NotNull
  @Digits(integer = 15, fraction = 4)
  public BigDecimal amount;

  /** ISO 4217 code. */
  @NotNull
  @Pattern(regexp = "[A-Z]{3}")
  @CurrencyCode
  public String currency;

  /**
   * In the company's base currency: amount × rate, HALF_UP to its minor unit. Set by the server.
   */
  public BigDecimal baseAmount;

  /** Base currency per unit of {@link #currency}; frozen, never recomputed. */
  @Digits(integer = 9, fraction = 10)
  public BigDecimal rate;

  /** An amount of which the rate is not known yet. */
  public static Money of(BigDecimal amount, String currency) {
    var money = new Money();
    money.amount = amount;
    money.currency = currency;
    return money;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Money that
        && Objects.equals(amount, that.amount)
        && Objects.equals(currency, that.currency)
        && Objects.equals(baseAmount, that.baseAmount)
        && Objects.equals(rate, that.rate);
  }

  @Override
  public int hashCode() {
    return Objects.hash(amount, currency, baseAmount, rate);
  }
}
