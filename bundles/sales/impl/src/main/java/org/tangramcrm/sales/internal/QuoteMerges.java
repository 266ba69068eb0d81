package org.tangramcrm.sales.internal;

import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.merge.MergeParticipant;

/** Where opportunities become one, one of all their quotes counts for it. */
@Component
public class QuoteMerges implements MergeParticipant {
  private final SalesStores stores;
  private final QuoteShelf quotes;
  private final CurrentUser user;

  @Activate
  public QuoteMerges(
      @Reference SalesStores stores, @Reference QuoteShelf quotes, @Reference CurrentUser user) {
    this.stores = stores;
    this.quotes = quotes;
    this.user = user;
  }

  @Override
  public void merged(String collection, Set<Long> ids) {
    if (SalesStores.OPPORTUNITIES.equals(collection)) {
      for (var id : ids) {
        var opportunity = user.callAsSystem(() -> stores.opportunities.whole(id));
        quotes.follow(id, opportunity.customerId);
        quotes.settle(id);
      }
    }
  }
}
