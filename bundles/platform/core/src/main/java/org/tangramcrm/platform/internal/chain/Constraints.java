package org.tangramcrm.platform.internal.chain;

import java.math.BigDecimal;
import java.time.Year;
import java.util.Currency;
import java.util.Set;
import java.util.stream.Collectors;
import javax.validation.ConstraintValidator;
import javax.validation.ConstraintValidatorContext;
import javax.validation.constraints.PastOrPresent;
import javax.validation.constraints.PositiveOrZero;
import org.hibernate.validator.cfg.ConstraintMapping;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.CurrencyCode;

/** What constraints mean for values that the validator does not know of itself. */
public final class Constraints {
  private Constraints() {}

  static void define(ConstraintMapping mapping) {
    mapping
        .constraintDefinition(PositiveOrZero.class)
        .includeExistingValidators(true)
        .validatedBy(NoDebt.class);
    mapping
        .constraintDefinition(PastOrPresent.class)
        .includeExistingValidators(true)
        .validatedBy(YearThatCame.class);
    mapping.constraintDefinition(CurrencyCode.class).validatedBy(KnownCurrency.class);
  }

  /** An amount that is not below nought; the error is at the amount. */
  public static final class NoDebt implements ConstraintValidator<PositiveOrZero, Money> {
    @Override
    public boolean isValid(Money money, ConstraintValidatorContext context) {
      if (money == null || money.amount == null || money.amount.compareTo(BigDecimal.ZERO) >= 0) {
        return true;
      }
      context.disableDefaultConstraintViolation();
      context
          .buildConstraintViolationWithTemplate(context.getDefaultConstraintMessageTemplate())
          .addPropertyNode("amount")
          .addConstraintViolation();
      return false;
    }
  }

  /** A whole number is a year. */
  public static final class YearThatCame implements ConstraintValidator<PastOrPresent, Integer> {
    @Override
    public boolean isValid(Integer year, ConstraintValidatorContext context) {
      return year == null || year <= Year.now(context.getClockProvider().getClock()).getValue();
    }
  }

  /** Those that have amounts: not gold, nor the codes for tests and for no currency. */
  private static final Set<String> CURRENCIES =
      Currency.getAvailableCurrencies().stream()
          .filter(currency -> currency.getDefaultFractionDigits() >= 0)
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());

  /** Whether there is such a currency. */
  public static boolean isCurrency(String code) {
    return CURRENCIES.contains(code);
  }

  public static final class KnownCurrency implements ConstraintValidator<CurrencyCode, String> {
    @Override
    public boolean isValid(String code, ConstraintValidatorContext context) {
      return code == null || !code.matches("[A-Z]{3}") || isCurrency(code);
    }
  }
}
