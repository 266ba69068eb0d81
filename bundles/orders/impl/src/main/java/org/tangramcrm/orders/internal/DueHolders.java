package org.tangramcrm.orders.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.store.Relations;

/**
 * Keeps whose an instalment was when it fell due: what is handed over before goes with it, what is
 * handed over afterwards stays whose it was, so that nobody's debts are less for being given away.
 */
@Component(service = DueHolders.class)
public class DueHolders {
  private static final String HANDED_OVER =
      """
      select r.id, r.owner_id, r.department_id from {receivables} r
      where r.state in ('planned', 'open') and (r.due_on is null or r.due_on >= ?)
        and (r.due_owner_id is null or r.due_owner_id <> r.owner_id
          or coalesce(r.due_department_id, -1) <> coalesce(r.department_id, -1))\
      """;

  private final Relations relations;
  private final ReceivableStores stores;
  private final CompanyDay day;

  @Activate
  public DueHolders(
      @Reference Relations relations,
      @Reference ReceivableStores stores,
      @Reference CompanyDay day) {
    this.relations = relations;
    this.stores = stores;
    this.day = day;
  }

  private record Held(long id, Long owner, Long department) {}

  /** What is due later, or on no day, is still to be whoever has it then. */
  void follow() {
    var held =
        relations.query(
            HANDED_OVER,
            Map.of(),
            List.of(day.today()),
            row -> new Held(row.number("id"), row.number("owner_id"), row.number("department_id")));
    for (var one : held) {
      var values = new HashMap<String, Object>();
      values.put("dueOwnerId", one.owner());
      values.put("dueDepartmentId", one.department());
      stores.receivables.derive(one.id(), values);
    }
  }
}
