package org.tangramcrm.orders.internal;

import java.time.LocalDate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.orders.AccountingPeriodPage;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.identity.CurrentUser;

/** Which months are closed (M-45): nothing is booked in them any more. */
@Component(service = Periods.class)
public class Periods {
  private final ReceivableStores stores;
  private final CurrentUser user;

  @Activate
  public Periods(@Reference ReceivableStores stores, @Reference CurrentUser user) {
    this.stores = stores;
    this.user = user;
  }

  /**
   * @param field in which the day was given
   * @throws CrmException {@code conflict}
   */
  void checkOpen(LocalDate on, String field) {
    var query = Query.filter("closed==true;forMonth==" + on.withDayOfMonth(1));
    query.fields = "id";
    query.limit = 1;
    query.count = "none";
    var closed =
        user.callAsSystem(
            () -> !stores.periods.page(query, new AccountingPeriodPage()).items.isEmpty());
    if (closed) {
      throw new CrmException(Code.CONFLICT, "period.closed").error(field, "period-closed");
    }
  }
}
