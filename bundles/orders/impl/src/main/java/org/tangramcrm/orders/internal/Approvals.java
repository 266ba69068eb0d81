package org.tangramcrm.orders.internal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.orders.ApprovalStep;
import org.tangramcrm.orders.ApprovalStepPage;
import org.tangramcrm.orders.Order;
import org.tangramcrm.orders.OrderApproval;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.identity.UserDirectory;

/** Who has to approve an order, and who did (M-37). */
@Component(service = Approvals.class)
public class Approvals {
  static final String APPROVED = "approved";
  static final String RETURNED = "returned";
  private static final String APPROVE = "orders.approve";

  private final OrderStores stores;
  private final UserDirectory users;
  private final CompanyDay day;
  private final CurrentUser user;

  @Activate
  public Approvals(
      @Reference OrderStores stores,
      @Reference UserDirectory users,
      @Reference CompanyDay day,
      @Reference CurrentUser user) {
    this.stores = stores;
    this.users = users;
    this.day = day;
    this.user = user;
  }

  /** The first step that an order reaches and was not approved at since it was given back last. */
  Optional<ApprovalStep> awaited(Order order) {
    var passed = passed(order.approvals);
    return reached(order.total.baseAmount).stream()
        .filter(step -> !passed.contains(step.id))
        .findFirst();
  }

  /** From the lowest amount to the highest. */
  List<ApprovalStep> reached(BigDecimal total) {
    var query = new Query();
    query.sort = "fromAmount";
    query.limit = Query.MAX_LIMIT;
    query.count = "none";
    var all = user.callAsSystem(() -> stores.steps.page(query, new ApprovalStepPage()).items);
    return all.stream().filter(step -> step.fromAmount.compareTo(total) <= 0).toList();
  }

  private static Set<Long> passed(List<OrderApproval> approvals) {
    var passed = new HashSet<Long>();
    for (var each : approvals) {
      if (RETURNED.equals(each.decision)) {
        passed.clear();
      } else if (each.stepId != null) {
        passed.add(each.stepId);
      }
    }
    return passed;
  }

  /**
   * @throws CrmException {@code forbidden} for who has not the step's role
   */
  void checkDecides(ApprovalStep step) {
    var caller = user.get().id();
    if (!user.callAsSystem(() -> users.get(caller)).roleIds.contains(step.roleId)) {
      throw new CrmException(Code.FORBIDDEN, "order.not-approver", step.name);
    }
  }

  /**
   * That whoever revises an order may approve what it comes to now: at each step that it did not
   * reach before, or at the last where it reached them all. Without that what is approved once
   * could be raised to anything.
   */
  void checkRaise(Order before, Order after) {
    var reached = reached(after.total.baseAmount);
    var known = reached(before.total.baseAmount).size();
    for (var step :
        reached.subList(Math.max(0, Math.min(known, reached.size() - 1)), reached.size())) {
      if (!user.get().may(APPROVE)) {
        throw new CrmException(Code.FORBIDDEN, "order.not-approver", step.name);
      }
      checkDecides(step);
      note(after, Optional.of(step), APPROVED, after.revisionReason);
    }
  }

  /** Puts down what the caller decided. */
  void note(Order order, Optional<ApprovalStep> step, String decision, String comment) {
    var approval = new OrderApproval();
    approval.stepId = step.map(each -> each.id).orElse(null);
    approval.userId = user.get().id();
    approval.decidedOn = day.today();
    approval.decision = decision;
    approval.comment = comment;
    order.approvals = new ArrayList<>(order.approvals);
    order.approvals.add(approval);
  }
}
