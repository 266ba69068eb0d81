package org.tangramcrm.orders.internal;

import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.job.Upkeep;
import org.tangramcrm.platform.store.Relations;

/**
 * Writes down, soon after a day has begun, what has become overdue with it and which promises were
 * not kept, for lists: who reads an instalment is told so before.
 */
@Component
public class DueDays implements Upkeep {
  private static final int PORTION = 200;

  /** The orders of which more is overdue than is written down. */
  private static final String LATE =
      """
      select o.id from {orders} o
      join (select r.order_id, sum(r.outstanding_amount) as late from {receivables} r
        where r.state = 'open' and r.due_on < ? group by r.order_id) l on l.order_id = o.id
      where o.overdue_amount is null or o.overdue_amount <> l.late
      order by o.id fetch first 200 rows only""";

  private static final String BROKEN =
      """
      select distinct r.order_id, r.id from {receivables} r
      join {dunnings} d on d.receivable_id = r.id
      where d.promise = 'waiting' and d.promised_on < ?
      order by r.order_id, r.id fetch first 200 rows only""";

  private final Relations relations;
  private final OrderStores orders;
  private final Ledger ledger;
  private final Promises promises;
  private final CompanyDay day;

  /** Once the module's tables are there. */
  @Activate
  public DueDays(
      @Reference Relations relations,
      @Reference OrderStores orders,
      @Reference Ledger ledger,
      @Reference Promises promises,
      @Reference CompanyDay day) {
    this.relations = relations;
    this.orders = orders;
    this.ledger = ledger;
    this.promises = promises;
    this.day = day;
  }

  @Override
  public String name() {
    return "orders.days";
  }

  @Override
  public boolean portion() {
    var today = List.of(day.today());
    var late = relations.query(LATE, Map.of(), today, row -> row.number("id"));
    for (var order : late) {
      orders.orders.hold(order);
      ledger.settle(order);
    }
    var broken =
        relations.query(
            BROKEN, Map.of(), today, row -> List.of(row.number("order_id"), row.number("id")));
    for (var one : broken) {
      orders.orders.hold(one.get(0));
      promises.settle(one.get(1));
    }
    return late.size() == PORTION || broken.size() == PORTION;
  }
}
