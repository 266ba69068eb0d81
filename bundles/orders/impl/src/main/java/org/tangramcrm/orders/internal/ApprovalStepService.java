package org.tangramcrm.orders.internal;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.orders.ApprovalStep;
import org.tangramcrm.orders.ApprovalStepPage;
import org.tangramcrm.orders.ApprovalSteps;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.identity.Roles;
import org.tangramcrm.platform.store.Store;

/** Who has to approve orders, from which amount on (M-37). */
@Component
@TangramContract(ApprovalSteps.class)
public class ApprovalStepService implements ApprovalSteps {
  private final Store<ApprovalStepRow, ApprovalStep> store;
  private final OrderStores stores;
  private final Roles roles;
  private final CurrentUser user;

  @Activate
  public ApprovalStepService(
      @Reference OrderStores stores, @Reference Roles roles, @Reference CurrentUser user) {
    this.store = stores.steps;
    this.stores = stores;
    this.roles = roles;
    this.user = user;
  }

  @Override
  public ApprovalStepPage list(Query query) {
    return store.page(query, new ApprovalStepPage());
  }

  @Override
  public ApprovalStep get(long id) {
    return store.get(id);
  }

  @Override
  public ApprovalStep create(ApprovalStep step) {
    return create(step, null, null);
  }

  private ApprovalStep create(ApprovalStep step, String system, String key) {
    return stores.together(
        () -> {
          check(step, null);
          return store.insert(null, write(step, new ApprovalStepRow()), system, key);
        });
  }

  @Override
  public ApprovalStep update(long id, ApprovalStep step) {
    return stores.together(
        () -> {
          check(step, id);
          return store.update(id, step.version, null, row -> write(step, row));
        });
  }

  @Override
  public ApprovalStep upsert(String system, String key, ApprovalStep step) {
    return store.upsert(system, key, step, () -> create(step, system, key), id -> update(id, step));
  }

  @Override
  public void delete(long id, Integer version) {
    store.delete(id, version);
  }

  @Override
  public ApprovalStep restore(long id) {
    return store.restore(id);
  }

  /** The role is there, and no other step begins at the same amount. */
  private void check(ApprovalStep step, Long id) {
    try {
      user.callAsSystem(() -> roles.get(step.roleId));
    } catch (CrmException e) {
      if (e.code != Code.NOT_FOUND) {
        throw e;
      }
      throw CrmException.invalid("roleId", "unknown-reference", "roles").initCause(e);
    }
    var query = Query.filter("fromAmount==" + step.fromAmount.toPlainString());
    query.count = "none";
    if (store.page(query, new ApprovalStepPage()).items.stream()
        .anyMatch(other -> !other.id.equals(id))) {
      throw CrmException.invalid("fromAmount", "duplicate");
    }
  }

  private static ApprovalStepRow write(ApprovalStep step, ApprovalStepRow row) {
    row.name = step.name.strip();
    row.fromAmount = step.fromAmount;
    row.roleId = step.roleId;
    return row;
  }
}
