package org.tangramcrm.platform.internal.currency;

import java.math.BigDecimal;
import java.time.LocalDate;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Table;
import org.tangramcrm.platform.currency.ExchangeRate;
import org.tangramcrm.platform.internal.identity.IdentityRow;

/** An exchange rate. */
@Entity
@Table(name = "tangram_exchange_rate")
public class RateRow extends IdentityRow {
  private String currency;

  @Column(name = "valid_from")
  private LocalDate validFrom;

  private BigDecimal rate;

  protected RateRow() {}

  RateRow(long id) {
    super(id);
  }

  RateRow take(ExchangeRate from) {
    currency = from.currency;
    validFrom = from.validFrom;
    rate = from.rate;
    return this;
  }
}
