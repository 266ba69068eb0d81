package org.tangramcrm.sales.internal;

import java.time.LocalDate;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.job.Upkeep;
import org.tangramcrm.sales.QuotePage;

/**
 * Writes down which quotes have expired, for filters: that they have is true before, to who reads
 * or accepts one. Each hour, and before the first list of a day.
 */
@Component(service = {Upkeep.class, QuoteExpiry.class})
public class QuoteExpiry implements Upkeep {
  private final SalesStores stores;
  private final CompanyDay day;
  private final CurrentUser user;

  /** The company's day for which all of it is written down: none expires in its course. */
  private volatile LocalDate written;

  @Activate
  public QuoteExpiry(
      @Reference SalesStores stores, @Reference CompanyDay day, @Reference CurrentUser user) {
    this.stores = stores;
    this.day = day;
    this.user = user;
  }

  /** Sees to it that filters find quotes as they read, also when a day has just begun. */
  void settle() {
    if (!day.today().equals(written)) {
      user.callAsSystem(
          () -> {
            while (portion()) {
              // The next ones.
            }
            return null;
          });
    }
  }

  /** One came back that may have expired meanwhile. */
  void unsettle() {
    written = null;
  }

  @Override
  public String name() {
    return "sales.quotes";
  }

  @Override
  public boolean portion() {
    var today = day.today();
    var expired = QuoteStatus.RUNNING + ";validUntil=lt=" + today;
    var query = Query.filter(expired);
    query.fields = "id";
    query.limit = Query.MAX_LIMIT;
    query.count = "none";
    var page = stores.quotes.page(query, new QuotePage());
    // Where there is none, which is most of the time, no transaction is opened.
    if (!page.items.isEmpty()) {
      stores.quotes.mark(
          page.items.stream().map(quote -> quote.id).toList(),
          expired,
          Map.of("status", QuoteStatus.EXPIRED));
    }
    // What was marked just now may be rolled back yet.
    if (page.items.isEmpty()) {
      written = today;
    }
    return !page.items.isEmpty();
  }
}
