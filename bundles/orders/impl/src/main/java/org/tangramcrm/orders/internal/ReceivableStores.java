package org.tangramcrm.orders.internal;

import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.orders.AccountingPeriod;
import org.tangramcrm.orders.Allocation;
import org.tangramcrm.orders.Dunning;
import org.tangramcrm.orders.Receipt;
import org.tangramcrm.orders.ReceiptAllocation;
import org.tangramcrm.orders.Receivable;
import org.tangramcrm.orders.ReceivableEntry;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.store.Relations;
import org.tangramcrm.platform.store.Row;
import org.tangramcrm.platform.store.Store;
import org.tangramcrm.platform.store.StoreSpec;
import org.tangramcrm.platform.store.StoreSpec.Parent;
import org.tangramcrm.platform.store.Stores;

/** The rows of what is owed and of what was received, and how they read. */
@Component(service = ReceivableStores.class)
public class ReceivableStores {
  static final String RECEIVABLES = "receivables";
  static final String RECEIPTS = "receipts";

  final Store<ReceivableRow, Receivable> receivables;
  final Store<ReceivableEntryRow, ReceivableEntry> entries;
  final Store<DunningRow, Dunning> dunnings;
  final Store<ReceiptRow, Receipt> receipts;
  final Store<ReceiptAllocationRow, ReceiptAllocation> allocations;
  final Store<AccountingPeriodRow, AccountingPeriod> periods;
  private final CompanyDay day;
  private final DueHolders holders;

  /** After the orders, through which much of it is reached. */
  @Activate
  public ReceivableStores(
      @Reference Stores stores,
      @Reference(target = "(osgi.unit.name=tangram-orders)") JpaTemplate jpa,
      @Reference OrderStores orders,
      @Reference Relations relations,
      @Reference CompanyDay day,
      @Reference CurrentUser user) {
    this.day = day;
    this.holders = new DueHolders(relations, day, user);
    receivables =
        stores.open(
            StoreSpec.of(
                    RECEIVABLES,
                    "receivable",
                    ReceivableRow.class,
                    Receivable.class,
                    jpa,
                    this::receivable)
                .childOf(
                    one ->
                        List.of(
                            new Parent("customers", one.customerId),
                            new Parent(OrderStores.ORDERS, one.orderId)))
                .ownedWith("orderId")
                .whenHandedOver(this::handedOver)
                .openWhile("state=in=(planned,open)")
                .worth("outstanding"));
    entries =
        stores.open(
            StoreSpec.of(
                    "receivable-entries",
                    "receivable_entry",
                    ReceivableEntryRow.class,
                    ReceivableEntry.class,
                    jpa,
                    ReceivableStores::receivableEntry)
                .reachedThrough("orderId")
                .withoutFacts());
    dunnings =
        stores.open(
            StoreSpec.of(
                    "dunnings",
                    "dunning",
                    DunningRow.class,
                    Dunning.class,
                    jpa,
                    ReceivableStores::dunning)
                .reachedThrough("receivableId"));
    receipts =
        stores.open(
            StoreSpec.of(
                    RECEIPTS,
                    "receipt",
                    ReceiptRow.class,
                    Receipt.class,
                    jpa,
                    ReceivableStores::receipt)
                .numberedWithoutGaps("R-{year}-{000000}")
                .childOf(receipt -> List.of(new Parent("customers", receipt.customerId)))
                .openWhile("status==draft")
                .worth("unapplied"));
    allocations =
        stores.open(
            StoreSpec.of(
                    "receipt-allocations",
                    "receipt_allocation",
                    ReceiptAllocationRow.class,
                    ReceiptAllocation.class,
                    jpa,
                    ReceivableStores::receiptAllocation)
                .reachedThrough("orderId")
                .withoutFacts());
    periods =
        stores.open(
            StoreSpec.of(
                    "accounting-periods",
                    "accounting_period",
                    AccountingPeriodRow.class,
                    AccountingPeriod.class,
                    jpa,
                    ReceivableStores::accountingPeriod)
                .common());
  }

  private void handedOver(Collection<Long> ids) {
    holders.handedOver(receivables, ids);
  }

  private Receivable receivable(Row row) {
    var receivable = row.base(new Receivable());
    receivable.orderId = row.id("orderId");
    receivable.customerId = row.id("customerId");
    receivable.seq = row.integer("seq");
    receivable.dueOn = row.date("dueOn");
    receivable.milestone = row.text("milestone");
    receivable.method = row.text("method");
    receivable.remindDays = row.integer("remindDays");
    receivable.reachedOn = row.date("reachedOn");
    receivable.state = row.text("state");
    receivable.amount = row.money("amount");
    receivable.received = row.money("received");
    receivable.writtenOff = row.money("writtenOff");
    receivable.outstanding = row.money("outstanding");
    receivable.writeOffReason = row.text("writeOffReason");
    receivable.paidOn = row.date("paidOn");
    receivable.promisedOn = row.date("promisedOn");
    receivable.lastDunnedOn = row.date("lastDunnedOn");
    receivable.timesDunned = row.integer("timesDunned");
    receivable.dueOwnerId = row.id("dueOwnerId");
    receivable.dueDepartmentId = row.id("dueDepartmentId");
    receivable.remindedOn = row.date("remindedOn");
    receivable.daysOverdue = daysOverdue(receivable);
    return receivable;
  }

  private static ReceivableEntry receivableEntry(Row row) {
    var receivableEntry = row.base(new ReceivableEntry());
    receivableEntry.orderId = row.id("orderId");
    receivableEntry.receivableId = row.id("receivableId");
    receivableEntry.kind = row.text("kind");
    receivableEntry.bookedOn = row.date("bookedOn");
    receivableEntry.dueOn = row.date("dueOn");
    receivableEntry.amount = row.money("amount");
    receivableEntry.receiptId = row.id("receiptId");
    return receivableEntry;
  }

  private static Dunning dunning(Row row) {
    var dunning = row.base(new Dunning());
    dunning.receivableId = row.id("receivableId");
    dunning.dunnedOn = row.date("dunnedOn");
    dunning.contactId = row.id("contactId");
    dunning.method = row.text("method");
    dunning.content = row.text("content");
    dunning.promisedOn = row.date("promisedOn");
    dunning.promise = row.text("promise");
    return dunning;
  }

  private static Receipt receipt(Row row) {
    var receipt = row.base(new Receipt());
    receipt.customerId = row.id("customerId");
    receipt.kind = row.text("kind");
    receipt.refundOfId = row.id("refundOfId");
    receipt.status = row.text("status");
    receipt.receivedOn = row.date("receivedOn");
    receipt.amount = row.money("amount");
    receipt.method = row.text("method");
    receipt.account = row.text("account");
    receipt.payer = row.text("payer");
    receipt.voucherNo = row.text("voucherNo");
    receipt.advance = row.flag("advance");
    receipt.allocations = row.list("allocations", Allocation.class);
    receipt.unapplied = row.money("unapplied");
    receipt.refunded = row.money("refunded");
    receipt.exchangeDifference = row.money("exchangeDifference");
    receipt.remark = row.text("remark");
    receipt.confirmedOn = row.date("confirmedOn");
    receipt.voidedOn = row.date("voidedOn");
    receipt.voidReason = row.text("voidReason");
    return receipt;
  }

  private static ReceiptAllocation receiptAllocation(Row row) {
    var receiptAllocation = row.base(new ReceiptAllocation());
    receiptAllocation.receiptId = row.id("receiptId");
    receiptAllocation.orderId = row.id("orderId");
    receiptAllocation.receivableId = row.id("receivableId");
    receiptAllocation.amount = row.money("amount");
    receiptAllocation.applied = row.money("applied");
    receiptAllocation.exchangeDifference = row.money("exchangeDifference");
    receiptAllocation.allocatedOn = row.date("allocatedOn");
    receiptAllocation.releasedOn = row.date("releasedOn");
    receiptAllocation.releaseReason = row.text("releaseReason");
    return receiptAllocation;
  }

  private static AccountingPeriod accountingPeriod(Row row) {
    var accountingPeriod = row.base(new AccountingPeriod());
    accountingPeriod.forMonth = row.date("forMonth");
    accountingPeriod.closed = row.flag("closed");
    accountingPeriod.closedOn = row.date("closedOn");
    accountingPeriod.closedById = row.id("closedById");
    accountingPeriod.remark = row.text("remark");
    return accountingPeriod;
  }

  private Integer daysOverdue(Receivable one) {
    return one.dueOn == null
            || one.outstanding == null
            || one.outstanding.amount.signum() == 0
            || !one.dueOn.isBefore(day.today())
        ? null
        : (int) ChronoUnit.DAYS.between(one.dueOn, day.today());
  }
}
