package org.tangramcrm.sales.internal;

import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.merge.MergeParticipant;

/**
 * Where opportunities become one, one of all their quotes counts for it. Only those that are open
 * do: what is won or lost stands in the figures of its time.
 */
@Component
public class DealMerges implements MergeParticipant {
  private final SalesStores stores;
  private final QuoteShelf quotes;
  private final CurrentUser user;

  @Activate
  public DealMerges(
      @Reference SalesStores stores, @Reference QuoteShelf quotes, @Reference CurrentUser user) {
    this.stores = stores;
    this.quotes = quotes;
    this.user = user;
  }

  @Override
  public void check(String collection, List<Long> ids) {
    if (SalesStores.OPPORTUNITIES.equals(collection) && !ids.stream().allMatch(id -> isOpen(id))) {
      throw new CrmException(Code.CONFLICT, "opportunity.closed-not-merged");
    }
  }

  private boolean isOpen(long id) {
    return OpportunityService.OPEN.equals(
        user.callAsSystem(() -> stores.opportunities.whole(id)).state);
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
