package org.tangramcrm.sales.internal;

import java.util.Objects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.currency.Rates;
import org.tangramcrm.platform.identity.CompanyAsAt;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.store.Store;
import org.tangramcrm.sales.SalesTarget;
import org.tangramcrm.sales.SalesTargetPage;
import org.tangramcrm.sales.SalesTargets;

/** The targets (M-35). */
@Component
@TangramContract(SalesTargets.class)
public class TargetService implements SalesTargets {
  /** The table's constraint. */
  private static final String ONCE = "sales_target_once";

  private final SalesStores stores;
  private final Store<SalesTargetRow, SalesTarget> store;
  private final CompanyAsAt company;
  private final CompanyDay day;
  private final Rates rates;
  private final CurrentUser user;

  @Activate
  public TargetService(
      @Reference SalesStores stores,
      @Reference CompanyAsAt company,
      @Reference CompanyDay day,
      @Reference Rates rates,
      @Reference CurrentUser user) {
    this.stores = stores;
    this.store = stores.targets;
    this.company = company;
    this.day = day;
    this.rates = rates;
    this.user = user;
  }

  @Override
  public SalesTargetPage list(Query query) {
    return store.page(query, new SalesTargetPage());
  }

  @Override
  public SalesTarget get(long id) {
    return store.get(id);
  }

  @Override
  public SalesTarget create(SalesTarget target) {
    return create(target, null, null);
  }

  private SalesTarget create(SalesTarget target, String system, String key) {
    complete(target, new SalesTarget());
    return Taken.told(
        ONCE,
        "forMonth",
        () ->
            store.insert(
                target.ownerId, write(target, held(target, new SalesTargetRow())), system, key));
  }

  @Override
  public SalesTarget update(long id, SalesTarget target) {
    var before = store.whole(id);
    var another = complete(target, before);
    return Taken.told(
        ONCE,
        "forMonth",
        () ->
            store.update(
                id,
                target.version,
                target.ownerId,
                row -> write(target, another ? held(target, row) : row)));
  }

  @Override
  public SalesTarget upsert(String system, String key, SalesTarget target) {
    return store.upsert(
        system, key, target, () -> create(target, system, key), id -> update(id, target));
  }

  @Override
  public void delete(long id, Integer version) {
    store.delete(id, version);
  }

  @Override
  public SalesTarget restore(long id) {
    return stores.together(
        () -> {
          var back = Taken.told(ONCE, "forMonth", () -> store.restore(id));
          if (stores.hasOther(store.whole(id))) {
            throw CrmException.invalid("forMonth", "duplicate");
          }
          return back;
        });
  }

  /**
   * @return whether it is another one's, or for another month
   */
  private boolean complete(SalesTarget target, SalesTarget before) {
    if (target.teamId != null
        && !target.teamId.equals(before.teamId)
        && company.below(target.teamId, day.today()).isEmpty()) {
      throw CrmException.invalid("teamId", "unknown-reference", "departments");
    }
    target.forMonth = target.forMonth.withDayOfMonth(1);
    if (target.ownerId == null) {
      target.ownerId = before.ownerId == null ? user.get().id() : before.ownerId;
    }
    target.id = before.id;
    var same =
        target.forMonth.equals(before.forMonth)
            && target.ownerId.equals(before.ownerId)
            && Objects.equals(target.teamId, before.teamId);
    // Two at once are told apart by the table.
    if (!same && stores.hasOther(target)) {
      throw CrmException.invalid("forMonth", "duplicate");
    }
    target.amount =
        rates.frozen(target.amount, rates.on(target.amount.currency, target.forMonth).orElse(null));
    return !same;
  }

  private static SalesTargetRow held(SalesTarget target, SalesTargetRow row) {
    row.holder = SalesTargetRow.holder(target);
    return row;
  }

  private static SalesTargetRow write(SalesTarget target, SalesTargetRow row) {
    row.teamId = target.teamId;
    row.forMonth = target.forMonth;
    row.amount = MoneyColumns.of(target.amount);
    row.remark = target.remark;
    return row;
  }
}
