package org.tangramcrm.orders.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tangramcrm.orders.Receivable;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.store.Relations;
import org.tangramcrm.platform.store.Store;

/**
 * Keeps whose an instalment was when it fell due: what is handed over before goes with it, what is
 * handed over afterwards stays whose it was, so that nobody's debts are less for being given away.
 */
record DueHolders(Relations relations, CompanyDay day, CurrentUser user) {
  private static final String NOT_PAST =
      """
      select r.id, r.owner_id, r.department_id from {receivables} r
      where r.state in ('planned', 'open') and (r.due_on is null or r.due_on >= ?) and r.id in (%s)\
      """;

  private record Holder(Long owner, Long department) {}

  /** What is due later, or on no day, is still to be whoever has it then. */
  void handedOver(Store<ReceivableRow, Receivable> receivables, Collection<Long> ids) {
    var values = new ArrayList<Object>(List.of(day.today()));
    values.addAll(ids);
    var held = new LinkedHashMap<Holder, List<Long>>();
    user.callAsSystem(
        () ->
            relations.query(
                NOT_PAST.formatted(String.join(", ", Collections.nCopies(ids.size(), "?"))),
                Map.of(),
                values,
                row ->
                    held.computeIfAbsent(
                            new Holder(row.number("owner_id"), row.number("department_id")),
                            holder -> new ArrayList<>())
                        .add(row.number("id"))));
    held.forEach(
        (holder, which) -> {
          var fields = new HashMap<String, Object>();
          fields.put("dueOwnerId", holder.owner());
          fields.put("dueDepartmentId", holder.department());
          receivables.derive(which, fields);
        });
  }
}
