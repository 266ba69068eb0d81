package org.tangramcrm.sales.internal;

import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.job.Upkeep;
import org.tangramcrm.sales.QuotePage;

/**
 * Writes down which quotes have expired, for filters: that they have is true before, to who reads
 * or accepts one.
 */
@Component
public class QuoteExpiry implements Upkeep {
  private final SalesStores stores;
  private final CompanyDay day;

  @Activate
  public QuoteExpiry(@Reference SalesStores stores, @Reference CompanyDay day) {
    this.stores = stores;
    this.day = day;
  }

  @Override
  public String name() {
    return "sales.quotes";
  }

  @Override
  public boolean portion() {
    var expired = QuoteStatus.RUNNING + ";validUntil=lt=" + day.today();
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
    return page.next != null;
  }
}
