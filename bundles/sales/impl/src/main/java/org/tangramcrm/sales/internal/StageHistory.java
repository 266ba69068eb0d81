package org.tangramcrm.sales.internal;

import java.time.LocalDate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.sales.Opportunity;
import org.tangramcrm.sales.StageMovePage;

/** Writes down the way that opportunities go (M-31); only ever adds to it. */
@Component(service = StageHistory.class)
public class StageHistory {
  static final String CREATED = "created";
  static final String MOVED = "moved";
  static final String CHANGED = "changed";
  static final String CLOSED = "closed";
  static final String REOPENED = "reopened";

  private final SalesStores stores;
  private final CurrentUser user;

  @Activate
  public StageHistory(@Reference SalesStores stores, @Reference CurrentUser user) {
    this.stores = stores;
    this.user = user;
  }

  /**
   * @param from the stage that it was at; null where it comes to be
   * @param to how it is from then on, and whose
   * @param on the day to which it counts
   */
  void note(String cause, String from, Opportunity to, LocalDate on, String comment) {
    stores.moves.insert(null, row(cause, from, to, on, comment));
  }

  static StageMoveRow row(String cause, String from, Opportunity to, LocalDate on, String comment) {
    var row = new StageMoveRow();
    row.opportunityId = to.id;
    row.pipelineId = to.pipelineId;
    row.sellerId = to.ownerId;
    row.sellerDepartmentId = to.departmentId;
    row.cause = cause;
    row.fromStage = from;
    row.toStage = to.stage;
    row.state = to.state;
    row.movedOn = on;
    row.amount = MoneyColumns.of(to.amount);
    row.probability = to.probability;
    row.expectedClose = to.expectedClose;
    row.closeReason = to.closeReason;
    row.lostToId = to.lostToId;
    row.comment = comment;
    return row;
  }

  /** Whether any opportunity is or was at a stage. */
  boolean knows(long pipeline, String stage) {
    var query = Query.filter("pipelineId==" + pipeline + ";toStage=='" + stage + "'");
    query.fields = "id";
    query.limit = 1;
    query.count = "none";
    return user.callAsSystem(() -> !stores.moves.page(query, new StageMovePage()).items.isEmpty());
  }
}
