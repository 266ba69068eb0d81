package org.tangramcrm.sales.internal;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.job.Upkeep;
import org.tangramcrm.platform.store.Relations;

/**
 * Thins what was kept of forecasts (M-35): every night for a good year, so that each day can be set
 * against the same one of the year before; of older ones the first of each month and each Monday,
 * for good. A day in between is told by the last one before it.
 */
@Component(service = Upkeep.class, configurationPid = "org.tangramcrm.sales")
public class ForecastThinning implements Upkeep.Round {
  /** So far back is looked for what was not thinned while nobody was here. */
  private static final int LOOKED_BACK = 400;

  /** So many nights at once. */
  private static final int PORTION = 31;

  private static final String NIGHT =
      "select f.id from {forecast-snapshots} f where f.taken_on = ?";

  private final Relations relations;
  private final Supplier<LocalDate> today;
  private final int nights;

  /** {@code etc/org.tangramcrm.sales.cfg}. */
  @interface Config {
    /** For how many days each night is kept; 0 for good. */
    int forecast_nights() default 400;
  }

  /** Once the module's tables are there; made anew with other settings. */
  @Activate
  public ForecastThinning(
      @Reference Relations relations,
      @Reference SalesStores stores,
      @Reference CompanyDay day,
      Config config) {
    this(relations, day::today, config.forecast_nights());
  }

  private ForecastThinning(Relations relations, Supplier<LocalDate> today, int nights) {
    this.relations = relations;
    this.today = today;
    this.nights = nights;
  }

  static ForecastThinning of(Relations relations, Supplier<LocalDate> today, int nights) {
    return new ForecastThinning(relations, today, nights);
  }

  @Override
  public String name() {
    return "sales.forecast-thinning";
  }

  /** Whether what was kept on a day stays for good. */
  static boolean stays(LocalDate night) {
    return night.getDayOfMonth() == 1 || night.getDayOfWeek() == DayOfWeek.MONDAY;
  }

  /**
   * @param from the first night to look at
   */
  @Override
  public String portion(String from) {
    if (nights <= 0) {
      return null;
    }
    var last = today.get().minusDays(nights);
    var first = from == null ? last.minusDays(LOOKED_BACK) : LocalDate.parse(from);
    // A setting may have been raised since the round began.
    if (!first.isBefore(last)) {
      return null;
    }
    var next = first.plusDays(PORTION);
    first
        .datesUntil(next.isAfter(last) ? last : next)
        .filter(night -> !stays(night))
        .forEach(night -> relations.remove(SalesStores.SNAPSHOTS, NIGHT, List.of(night)));
    return next.isBefore(last) ? next.toString() : null;
  }
}
