package org.tangramcrm.orders.internal;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Objects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.orders.DunningPage;
import org.tangramcrm.orders.Receivable;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.identity.CurrentUser;

/**
 * What the dunning of an instalment came to: kept with the instalment, so that lists can show and
 * sort it, and with each promise that was made (M-42). To be called by who holds the order; as the
 * system, whatever the caller reaches.
 */
@Component(service = Promises.class)
public class Promises {
  static final String WAITING = "waiting";
  static final String KEPT = "kept";
  static final String BROKEN = "broken";

  private final ReceivableStores stores;
  private final CompanyDay day;
  private final CurrentUser user;

  @Activate
  public Promises(
      @Reference ReceivableStores stores, @Reference CompanyDay day, @Reference CurrentUser user) {
    this.stores = stores;
    this.day = day;
    this.user = user;
  }

  void settle(long receivable) {
    user.callAsSystem(
        () -> {
          settle(stores.receivables.whole(receivable));
          return receivable;
        });
  }

  private void settle(Receivable one) {
    var query = Query.filter("receivableId==" + one.id);
    query.sort = "-dunnedOn,-id";
    query.limit = Query.MAX_LIMIT;
    var page = stores.dunnings.page(query, new DunningPage());
    var promised = page.items.stream().filter(dunning -> dunning.promisedOn != null).toList();
    for (var dunning : promised) {
      var now = become(one, dunning.promisedOn, day.today());
      if (!Objects.equals(now, dunning.promise)) {
        stores.dunnings.derive(dunning.id, "promise", now);
      }
    }
    var values = new HashMap<String, Object>();
    values.put("timesDunned", page.items.isEmpty() ? null : page.items.size());
    values.put("lastDunnedOn", page.items.isEmpty() ? null : page.items.get(0).dunnedOn);
    values.put("promisedOn", promised.isEmpty() ? null : promised.get(0).promisedOn);
    stores.receivables.derive(one.id, values);
  }

  /**
   * What has become of a promise: it is kept where all was paid by then.
   *
   * @return null where nothing has to be paid any more
   */
  static String become(Receivable one, LocalDate promisedOn, LocalDate today) {
    if (Ledger.PAID.equals(one.state)) {
      var given = one.received == null || one.received.amount.signum() == 0;
      return given || one.paidOn == null || one.paidOn.isAfter(promisedOn) ? BROKEN : KEPT;
    }
    if (!Ledger.OPEN.equals(one.state)) {
      return null;
    }
    return promisedOn.isBefore(today) ? BROKEN : WAITING;
  }
}
