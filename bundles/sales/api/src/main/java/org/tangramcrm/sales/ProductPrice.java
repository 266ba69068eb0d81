package org.tangramcrm.sales;

import java.math.BigDecimal;
import java.time.LocalDate;
import javax.validation.Valid;
import javax.validation.constraints.Digits;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.PositiveOrZero;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.Field;

/** What a product costs whoever buys it, in one currency, for some time (M-19). */
public class ProductPrice {
  /** Of one unit, without tax. */
  @NotNull
  @Valid
  @PositiveOrZero
  @Field(perUnit = true)
  public Money price;

  /** The lowest price that is asked without approval, in the same currency; none where absent. */
  @PositiveOrZero
  @Digits(integer = 15, fraction = 4)
  @Field
  public BigDecimal floor;

  /** The first day on which it holds; always before where absent. */
  @Field public LocalDate from;

  /** The last day on which it holds; for good where absent. */
  @Field public LocalDate until;
}
