package org.tangramcrm.sales.internal;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.job.Upkeep;
import org.tangramcrm.platform.store.Relations;

/**
 * Keeps what is expected of the open opportunities on each of the company's days, soon after it has
 * begun (M-35), whatever becomes of them later. In one statement: where it is broken off nothing is
 * kept, and done again it adds only those that began since.
 */
@Component
public class ForecastNights implements Upkeep {
  private static final List<String> KEPT =
      List.of(
          "opportunity_id",
          "pipeline_id",
          "seller_id",
          "seller_department_id",
          "forecast_category",
          "expected_close",
          "probability",
          "amount_amount",
          "amount_currency",
          "amount_base",
          "amount_rate",
          "weighted_amount",
          "weighted_currency",
          "weighted_base",
          "weighted_rate",
          "taken_on");

  private static final String EXPECTED =
      """
      select o.id as opportunity_id, o.pipeline_id, o.owner_id as seller_id,
        o.department_id as seller_department_id, o.forecast_category, o.expected_close,
        o.probability, o.amount_amount, o.amount_currency, o.amount_base, o.amount_rate,
        o.weighted_amount, o.weighted_currency, o.weighted_base, o.weighted_rate,
        cast(? as date) as taken_on
      from {opportunities} o
      where o.closed_on is null and o.forecast_category <> 'omitted'
        and not exists (select 1 from {forecast-snapshots} f
          where f.taken_on = ? and f.opportunity_id = o.id)""";

  private final Relations relations;
  private final CompanyDay day;

  /** Once the module's tables are there. */
  @Activate
  public ForecastNights(
      @Reference Relations relations, @Reference SalesStores stores, @Reference CompanyDay day) {
    this.relations = relations;
    this.day = day;
  }

  @Override
  public String name() {
    return "sales.forecast";
  }

  @Override
  public boolean portion() {
    var today = day.today();
    relations.add(SalesStores.SNAPSHOTS, KEPT, EXPECTED, List.of(today, today));
    return false;
  }
}
