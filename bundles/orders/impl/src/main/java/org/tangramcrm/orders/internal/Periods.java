package org.tangramcrm.orders.internal;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.orders.AccountingPeriod;
import org.tangramcrm.orders.AccountingPeriodPage;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.identity.CurrentUser;

/** Whether a day can be booked to (M-45): whatever changes what was paid or is owed asks here. */
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
   * Has a booking of the open transaction done before the day's month is closed, or not at all.
   * Called after the orders and the receipt that it is about are held.
   *
   * @param field that says the day
   * @throws CrmException {@code conflict} where it is closed
   */
  void checkOpen(LocalDate day, String field) {
    of(day)
        .map(period -> held(period.id))
        .filter(period -> period.closed)
        .ifPresent(
            period -> {
              throw new CrmException(Code.CONFLICT, "period.closed", YearMonth.from(day).toString())
                  .error(field, "period-closed");
            });
  }

  /** The month of a day, where somebody said something of it. */
  private Optional<AccountingPeriod> of(LocalDate day) {
    var query = Query.filter("forMonth==" + day.withDayOfMonth(1));
    query.limit = 1;
    query.count = "none";
    return user
        .callAsSystem(() -> stores.periods.page(query, new AccountingPeriodPage()).items)
        .stream()
        .findFirst();
  }

  private AccountingPeriod held(long id) {
    return user.callAsSystem(
        () -> {
          stores.periods.hold(id);
          return stores.periods.whole(id);
        });
  }
}
