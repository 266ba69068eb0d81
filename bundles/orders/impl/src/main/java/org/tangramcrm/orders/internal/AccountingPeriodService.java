package org.tangramcrm.orders.internal;

import java.time.LocalDate;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.orders.AccountingPeriod;
import org.tangramcrm.orders.AccountingPeriodPage;
import org.tangramcrm.orders.AccountingPeriods;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.store.Store;

/** The months that are closed (M-45). */
@Component
@TangramContract(AccountingPeriods.class)
public class AccountingPeriodService implements AccountingPeriods {
  private final OrderStores together;
  private final Store<AccountingPeriodRow, AccountingPeriod> store;
  private final CompanyDay day;
  private final CurrentUser user;

  @Activate
  public AccountingPeriodService(
      @Reference OrderStores orders,
      @Reference ReceivableStores stores,
      @Reference CompanyDay day,
      @Reference CurrentUser user) {
    this.together = orders;
    this.store = stores.periods;
    this.day = day;
    this.user = user;
  }

  @Override
  public AccountingPeriodPage list(Query query) {
    return store.page(query, new AccountingPeriodPage());
  }

  @Override
  public AccountingPeriod get(long id) {
    return store.get(id);
  }

  @Override
  public AccountingPeriod create(AccountingPeriod period) {
    return create(period, null, null);
  }

  private AccountingPeriod create(AccountingPeriod period, String system, String key) {
    return together.together(
        () -> {
          var row = new AccountingPeriodRow();
          row.closed = false;
          row.forMonth = month(period, null);
          row.remark = period.remark;
          return store.insert(null, row, system, key);
        });
  }

  @Override
  public AccountingPeriod update(long id, AccountingPeriod period) {
    return together.together(
        () -> {
          store.hold(id);
          var before = store.whole(id);
          var month = month(period, before);
          if (before.closed && !month.equals(before.forMonth)) {
            throw new CrmException(Code.CONFLICT, "period.is-closed");
          }
          return store.update(
              id,
              period.version,
              null,
              row -> {
                row.forMonth = month;
                row.remark = period.remark;
              });
        });
  }

  /** The first day of the month, which is there once. */
  private LocalDate month(AccountingPeriod period, AccountingPeriod before) {
    var month = period.forMonth.withDayOfMonth(1);
    if (before == null || !month.equals(before.forMonth)) {
      var query = Query.filter("forMonth==" + month);
      query.fields = "id";
      query.limit = 1;
      query.count = "none";
      if (!store.page(query, new AccountingPeriodPage()).items.isEmpty()) {
        throw CrmException.invalid("forMonth", "duplicate");
      }
    }
    return month;
  }

  @Override
  public AccountingPeriod upsert(String system, String key, AccountingPeriod period) {
    return store.upsert(
        system, key, period, () -> create(period, system, key), id -> update(id, period));
  }

  @Override
  public void delete(long id, Integer version) {
    together.together(
        () -> {
          store.hold(id);
          require(!store.whole(id).closed, "period.is-closed");
          store.delete(id, version);
          return id;
        });
  }

  @Override
  public AccountingPeriod restore(long id) {
    return store.restore(id);
  }

  @Override
  public AccountingPeriod close(long id) {
    return changed(
        id,
        period -> {
          require(!period.closed, "period.is-closed");
          require(
              day.today().isAfter(period.forMonth.plusMonths(1).minusDays(1)), "period.goes-on");
        },
        row -> {
          row.closed = true;
          row.closedOn = day.today();
          row.closedById = user.get().id();
        });
  }

  @Override
  public AccountingPeriod reopen(long id) {
    return changed(
        id,
        period -> require(period.closed, "period.not-closed"),
        row -> {
          row.closed = false;
          row.closedOn = null;
          row.closedById = null;
        });
  }

  /** Once whoever books to it is done. */
  private AccountingPeriod changed(
      long id, Consumer<AccountingPeriod> check, Consumer<AccountingPeriodRow> change) {
    return together.together(
        () -> {
          store.hold(id);
          var period = store.whole(id);
          check.accept(period);
          return store.update(id, period.version, null, change);
        });
  }

  private static void require(boolean may, String refusal) {
    if (!may) {
      throw new CrmException(Code.CONFLICT, refusal);
    }
  }
}
