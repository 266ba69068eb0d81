package org.tangramcrm.platform.currency;

import java.math.BigDecimal;
import java.time.LocalDate;
import javax.validation.constraints.Digits;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Pattern;
import javax.validation.constraints.Positive;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.contract.CurrencyCode;
import org.tangramcrm.platform.contract.Field;

/** What a currency is worth from a day on, until another rate of it follows. */
public class ExchangeRate extends BusinessRecord {
  /** ISO 4217 code; any but the base currency. */
  @NotBlank
  @Pattern(regexp = "[A-Z]{3}")
  @CurrencyCode
  @Field(filterable = true, sortable = true, searched = true, listed = true)
  public String currency;

  /** The first day on which it holds; of one currency no two begin on the same day. */
  @NotNull
  @Field(filterable = true, sortable = true, listed = true)
  public LocalDate validFrom;

  /** Base currency per unit of {@link #currency}. */
  @NotNull
  @Positive
  @Digits(integer = 9, fraction = 10)
  @Field(listed = true)
  public BigDecimal rate;
}
