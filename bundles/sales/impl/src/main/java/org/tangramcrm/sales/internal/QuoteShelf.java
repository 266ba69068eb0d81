package org.tangramcrm.sales.internal;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.store.Store;
import org.tangramcrm.sales.Quote;
import org.tangramcrm.sales.QuotePage;

/**
 * The quotes of an opportunity as they go together, whoever calls: exactly one of them counts for
 * it (M-26). To be called by who holds the opportunity.
 */
@Component(service = QuoteShelf.class)
public class QuoteShelf {
  private final Store<QuoteRow, Quote> store;
  private final CurrentUser user;

  @Activate
  public QuoteShelf(@Reference SalesStores stores, @Reference CurrentUser user) {
    this.store = stores.quotes;
    this.user = user;
  }

  Optional<Quote> primary(long opportunity) {
    return of(opportunity, "primaryQuote==true").stream().findFirst();
  }

  /** Whether there is a version after one. */
  boolean replaced(long quote) {
    return !find("replacesId==" + quote).isEmpty();
  }

  /** Has one count, and the one that did not any more. */
  void count(long opportunity, long quote) {
    of(opportunity, "primaryQuote==true").stream()
        .filter(other -> other.id != quote)
        .forEach(other -> change(other, row -> row.countFor(null)));
    change(user.callAsSystem(() -> store.whole(quote)), row -> row.countFor(opportunity));
  }

  /**
   * Sees to it that one counts: of several the first, else the newest of which may come something.
   */
  void settle(long opportunity) {
    var counting = of(opportunity, "primaryQuote==true");
    var open = of(opportunity, QuoteStatus.OPEN);
    var all = of(opportunity, "id=gt=0");
    if (!counting.isEmpty()) {
      count(opportunity, counting.get(0).id);
    } else if (!all.isEmpty()) {
      var among = open.isEmpty() ? all : open;
      count(opportunity, among.get(among.size() - 1).id);
    }
  }

  /** Those of which something might still come are superseded. */
  void supersede(long opportunity) {
    of(opportunity, QuoteStatus.OPEN)
        .forEach(quote -> change(quote, row -> row.status = QuoteStatus.SUPERSEDED));
  }

  /** They are the same customer's as the opportunity. */
  void follow(long opportunity, long customer) {
    of(opportunity, "id=gt=0").stream()
        .filter(quote -> quote.customerId != customer)
        .forEach(quote -> change(quote, row -> row.customerId = customer));
  }

  private List<Quote> of(long opportunity, String filter) {
    return find("opportunityId==" + opportunity + ";" + filter);
  }

  /** In the order in which they were made. */
  private List<Quote> find(String filter) {
    var query = Query.filter(filter);
    query.sort = "id";
    query.limit = Query.MAX_LIMIT;
    query.count = "none";
    return user.callAsSystem(() -> store.page(query, new QuotePage()).items);
  }

  private void change(Quote quote, Consumer<QuoteRow> change) {
    user.callAsSystem(() -> store.update(quote.id, quote.version, null, change));
  }
}
