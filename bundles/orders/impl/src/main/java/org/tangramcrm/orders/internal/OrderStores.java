package org.tangramcrm.orders.internal;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Supplier;
import org.apache.aries.jpa.template.JpaTemplate;
import org.apache.aries.jpa.template.TransactionType;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.orders.ApprovalStep;
import org.tangramcrm.orders.Order;
import org.tangramcrm.orders.OrderApproval;
import org.tangramcrm.orders.OrderChange;
import org.tangramcrm.orders.OrderLine;
import org.tangramcrm.orders.OrderRequest;
import org.tangramcrm.orders.OrderRevision;
import org.tangramcrm.orders.PlannedInstalment;
import org.tangramcrm.orders.SoldLine;
import org.tangramcrm.platform.module.SchemaReady;
import org.tangramcrm.platform.store.Row;
import org.tangramcrm.platform.store.Store;
import org.tangramcrm.platform.store.StoreSpec;
import org.tangramcrm.platform.store.StoreSpec.Parent;
import org.tangramcrm.platform.store.Stores;

/** The rows of orders and of what belongs to their making, and how they read. */
@Component(service = OrderStores.class)
public class OrderStores {
  static final String ORDERS = "orders";

  final Store<OrderRow, Order> orders;
  final Store<SoldLineRow, SoldLine> lines;
  final Store<OrderRevisionRow, OrderRevision> revisions;
  final Store<ApprovalStepRow, ApprovalStep> steps;
  private final JpaTemplate jpa;

  @Activate
  public OrderStores(
      @Reference Stores stores,
      @Reference(target = "(osgi.unit.name=tangram-orders)") JpaTemplate jpa,
      @Reference(target = "(module=orders)") SchemaReady schema,
      @Reference(target = "(module=customers)") SchemaReady customers) {
    this.jpa = jpa;
    orders =
        stores.open(
            StoreSpec.of(
                    ORDERS, "sales_order", OrderRow.class, Order.class, jpa, OrderStores::order)
                .numbered("S-{year}-{000000}")
                .childOf(order -> List.of(new Parent("customers", order.customerId)))
                .openWhile("status=in=(draft,submitted,approved,executing),outstanding=gt=0")
                .worth("outstanding"));
    lines =
        stores.open(
            StoreSpec.of(
                    "order-lines",
                    "order_line",
                    SoldLineRow.class,
                    SoldLine.class,
                    jpa,
                    OrderStores::soldLine)
                .reachedThrough("orderId")
                .withoutFacts());
    revisions =
        stores.open(
            StoreSpec.of(
                    "order-revisions",
                    "order_revision",
                    OrderRevisionRow.class,
                    OrderRevision.class,
                    jpa,
                    OrderStores::orderRevision)
                .reachedThrough("orderId")
                .withoutFacts());
    steps =
        stores.open(
            StoreSpec.of(
                    "approval-steps",
                    "approval_step",
                    ApprovalStepRow.class,
                    ApprovalStep.class,
                    jpa,
                    OrderStores::approvalStep)
                .common());
  }

  /** Works in one transaction: all of it is done, or nothing. */
  public <T> T together(Supplier<T> work) {
    return jpa.txExpr(TransactionType.Required, em -> work.get());
  }

  private static Order order(Row row) {
    var order = row.base(new Order());
    order.name = row.text("name");
    order.customerId = row.id("customerId");
    order.contactId = row.id("contactId");
    order.opportunityId = row.id("opportunityId");
    order.quoteId = row.id("quoteId");
    order.orderType = row.text("orderType");
    order.status = row.text("status");
    order.signedOn = row.date("signedOn");
    order.deliveryOn = row.date("deliveryOn");
    order.currency = row.text("currency");
    order.lines = row.list("lines", OrderLine.class);
    order.discount = plain(row.decimal("discount"));
    order.goods = row.money("goods");
    order.net = row.money("net");
    order.tax = row.money("tax");
    order.total = row.money("total");
    order.plan = row.list("plan", PlannedInstalment.class);
    order.received = row.money("received");
    order.outstanding = row.money("outstanding");
    order.overdue = row.money("overdue");
    order.nextDueOn = row.date("nextDueOn");
    order.paymentState = row.text("paymentState");
    order.receivedShare = plain(row.decimal("receivedShare"));
    order.instalmentsPaid = row.integer("instalmentsPaid");
    order.instalments = row.integer("instalments");
    order.terms = row.text("terms");
    order.remark = row.text("remark");
    order.revision = row.integer("revision");
    order.revisionReason = row.text("revisionReason");
    order.signedById = row.id("signedById");
    order.signedDepartmentId = row.id("signedDepartmentId");
    order.signedRegion = row.text("signedRegion");
    order.signedIndustry = row.text("signedIndustry");
    order.requested = row.list("requested", OrderRequest.class);
    order.approvals = row.list("approvals", OrderApproval.class);
    order.awaitedStepId = row.id("awaitedStepId");
    order.approvedOn = row.date("approvedOn");
    order.endedOn = row.date("endedOn");
    order.endReason = row.text("endReason");
    order.endComment = row.text("endComment");
    return order;
  }

  private static SoldLine soldLine(Row row) {
    var soldLine = row.base(new SoldLine());
    soldLine.orderId = row.id("orderId");
    soldLine.productId = row.id("productId");
    soldLine.name = row.text("name");
    soldLine.unit = row.text("unit");
    soldLine.quantity = plain(row.decimal("quantity"));
    soldLine.listed = row.money("listed");
    soldLine.net = row.money("net");
    soldLine.total = row.money("total");
    soldLine.cost = row.money("cost");
    return soldLine;
  }

  private static OrderRevision orderRevision(Row row) {
    var orderRevision = row.base(new OrderRevision());
    orderRevision.orderId = row.id("orderId");
    orderRevision.revision = row.integer("revision");
    orderRevision.revisedOn = row.date("revisedOn");
    orderRevision.reason = row.text("reason");
    orderRevision.totalBefore = row.money("totalBefore");
    orderRevision.totalAfter = row.money("totalAfter");
    orderRevision.changes = row.list("changes", OrderChange.class);
    return orderRevision;
  }

  private static ApprovalStep approvalStep(Row row) {
    var approvalStep = row.base(new ApprovalStep());
    approvalStep.name = row.text("name");
    approvalStep.fromAmount = plain(row.decimal("fromAmount"));
    approvalStep.roleId = row.id("roleId");
    return approvalStep;
  }

  /** As it was entered, not with as many places as the column has. */
  static BigDecimal plain(BigDecimal value) {
    return value == null ? null : new BigDecimal(value.stripTrailingZeros().toPlainString());
  }
}
