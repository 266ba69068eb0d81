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
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.identity.UserDirectory;

/** Who has to approve an order, and who did (M-37). */
@Component(service = Approvals.class)
public class Approvals {
  static final String APPROVED = "approved";
  static final String RETURNED = "returned";
  static final String REQUESTED = "requested";
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
    return first(reached(order.total.baseAmount), order);
  }

  /** The first step of a revision that it was not approved at since it was asked for. */
  Optional<ApprovalStep> awaited(Order before, Money after) {
    return first(steps(before.total, after), before);
  }

  private static Optional<ApprovalStep> first(List<ApprovalStep> steps, Order order) {
    var passed = passed(order.approvals);
    return steps.stream().filter(step -> !passed.contains(step.id)).findFirst();
  }

  /**
   * Where a revision has to be approved: at each step that the order did not reach before, or at
   * the last where it reached them all; also where it comes to less, or what somebody approved
   * could be given away without them.
   */
  private List<ApprovalStep> steps(Money before, Money after) {
    var was = before.baseAmount;
    var is = after.baseAmount;
    if (was.compareTo(is) == 0) {
      return List.of();
    }
    var reached = reached(was.max(is));
    return reached.subList(
        Math.max(0, Math.min(reached(was).size(), reached.size() - 1)), reached.size());
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
      if (!APPROVED.equals(each.decision)) {
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
    if (!decides(step)) {
      throw new CrmException(Code.FORBIDDEN, "order.not-approver", step.name);
    }
  }

  private boolean decides(ApprovalStep step) {
    // The system is nobody among them.
    var caller = Query.filter("id==" + user.get().id());
    return user.callAsSystem(() -> users.list(caller)).items.stream()
        .anyMatch(one -> one.roleIds.contains(step.roleId));
  }

  /**
   * Puts down a revision that the caller makes, and that they approve what they may of it: whoever
   * makes it needs not ask themselves.
   *
   * @return the step that somebody else has to approve it at
   */
  Optional<ApprovalStep> revise(Order before, Order after) {
    var steps = steps(before.total, after.total);
    var own = steps.stream().takeWhile(step -> user.get().may(APPROVE) && decides(step)).toList();
    if (own.size() < steps.size()) {
      note(after, Optional.empty(), REQUESTED, after.revisionReason);
    }
    own.forEach(step -> note(after, Optional.of(step), APPROVED, after.revisionReason));
    return steps.stream().skip(own.size()).findFirst();
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
