package org.tangramcrm.sales.internal;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.sales.Opportunity;
import org.tangramcrm.sales.OpportunityCompetitor;
import org.tangramcrm.sales.OpportunityCompetitorPage;

/** Keeps with the competitors on an opportunity to whom it was lost (M-23). */
@Component(service = LostTo.class)
public class LostTo {
  private final SalesStores stores;
  private final CurrentUser user;

  @Activate
  public LostTo(@Reference SalesStores stores, @Reference CurrentUser user) {
    this.stores = stores;
    this.user = user;
  }

  /** Marks who won it, and nobody else; who was not known to be after it is added. */
  void mark(Opportunity opportunity) {
    var known = known(opportunity.id);
    for (var one : known) {
      var won = one.competitorId.equals(opportunity.lostToId);
      if (won != Boolean.TRUE.equals(one.lostTo)) {
        stores.rivals.update(one.id, one.version, null, row -> row.lostTo = won ? true : null);
      }
    }
    if (opportunity.lostToId != null
        && known.stream().noneMatch(one -> one.competitorId.equals(opportunity.lostToId))) {
      var row = new OpportunityCompetitorRow();
      row.opportunityId = opportunity.id;
      row.competitorId = opportunity.lostToId;
      row.threat = OpportunityCompetitorService.USUAL_THREAT;
      row.lostTo = true;
      stores.rivals.insert(null, row);
    }
  }

  /** Whatever of it is hidden from who closes the opportunity. */
  private List<OpportunityCompetitor> known(long opportunity) {
    var query = Query.filter("opportunityId==" + opportunity);
    query.limit = Query.MAX_LIMIT;
    query.count = "none";
    return user.callAsSystem(
        () -> stores.rivals.page(query, new OpportunityCompetitorPage()).items);
  }
}
