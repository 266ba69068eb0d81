package org.tangramcrm.platform.internal.currency;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.currency.ExchangeRate;
import org.tangramcrm.platform.currency.ExchangeRatePage;
import org.tangramcrm.platform.currency.ExchangeRates;
import org.tangramcrm.platform.currency.Rates;
import org.tangramcrm.platform.internal.company.BaseCurrency;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.module.SchemaReady;
import org.tangramcrm.platform.store.Row;
import org.tangramcrm.platform.store.Store;
import org.tangramcrm.platform.store.StoreSpec;
import org.tangramcrm.platform.store.Stores;

/** The exchange rates, and conversion by them. */
@Component(service = {ExchangeRates.class, Rates.class})
@TangramContract(ExchangeRates.class)
public class RateService implements ExchangeRates, Rates {
  private final Store<RateRow, ExchangeRate> store;
  private final Sql sql;
  private final BaseCurrency base;

  @Activate
  public RateService(
      @Reference Stores stores,
      @Reference(target = "(osgi.unit.name=tangram-platform)") JpaTemplate jpa,
      @Reference Sql sql,
      @Reference BaseCurrency base,
      @Reference(target = "(module=platform)") SchemaReady schema) {
    this.store =
        stores.open(
            StoreSpec.of(
                    "exchange-rates",
                    "tangram_exchange_rate",
                    RateRow.class,
                    ExchangeRate.class,
                    jpa,
                    RateService::read)
                .common());
    this.sql = sql;
    this.base = base;
  }

  private static ExchangeRate read(Row row) {
    var rate = row.base(new ExchangeRate());
    rate.currency = row.text("currency");
    rate.validFrom = row.date("validFrom");
    rate.rate = plain(row.decimal("rate"));
    return rate;
  }

  /** As it was entered, not with as many places as the column has. */
  private static BigDecimal plain(BigDecimal value) {
    return value == null ? null : new BigDecimal(value.stripTrailingZeros().toPlainString());
  }

  @Override
  public ExchangeRatePage list(Query query) {
    return store.page(query, new ExchangeRatePage());
  }

  @Override
  public ExchangeRate get(long id) {
    return store.get(id);
  }

  @Override
  public ExchangeRate create(ExchangeRate rate) {
    check(0, rate);
    return store.insert(null, new RateRow(sql.next("tangram_exchange_rate_seq")).take(rate));
  }

  @Override
  public ExchangeRate update(long id, ExchangeRate rate) {
    store.whole(id);
    check(id, rate);
    return store.update(id, rate.version, null, row -> row.take(rate));
  }

  @Override
  public void delete(long id, Integer version) {
    store.delete(id, version);
  }

  /** Two at once are told apart by the table. */
  private void check(long id, ExchangeRate rate) {
    if (base().equals(rate.currency)) {
      throw CrmException.invalid("currency", "base-currency", base());
    }
    var there =
        sql.first(
            "select id from tangram_exchange_rate"
                + " where currency = ? and valid_from = ? and deleted_key = 0 and id <> ?",
            List.of(rate.currency, rate.validFrom, id),
            row -> row.getLong(1));
    if (there.isPresent()) {
      throw CrmException.invalid("validFrom", "duplicate");
    }
  }

  // ---- for modules

  @Override
  public String base() {
    return base.code();
  }

  @Override
  public Optional<BigDecimal> on(String currency, LocalDate day) {
    return base().equals(currency)
        ? Optional.of(BigDecimal.ONE)
        : sql.first(
            "select rate from tangram_exchange_rate"
                + " where currency = ? and valid_from <= ? and deleted_key = 0"
                + " order by valid_from desc fetch first 1 rows only",
            List.of(currency, day),
            row -> plain(row.getBigDecimal(1)));
  }
}
