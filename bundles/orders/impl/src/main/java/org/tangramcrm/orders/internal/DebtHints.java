package org.tangramcrm.orders.internal;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.customers.Customer;
import org.tangramcrm.orders.Order;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.hint.HintSource;

/**
 * What must not be forgotten of those who owe (M-12): overdue money, a credit limit that is
 * exceeded, a promise that was not kept.
 *
 * @param <D> the record
 */
public abstract class DebtHints<D extends BusinessRecord> implements HintSource<D> {
  private final Class<D> record;

  DebtHints(Class<D> record) {
    this.record = record;
  }

  /** Of a customer, on their card. */
  @Component(service = HintSource.class)
  public static class OfCustomer extends DebtHints<Customer> {
    private final Debt debt;

    @Activate
    public OfCustomer(@Reference Debt debt) {
      super(Customer.class);
      this.debt = debt;
    }

    @Override
    public List<Notice> hints(Customer customer) {
      return debt.hints(
          "customerId==" + customer.id,
          "money-overdue",
          customer.creditLimit == null ? null : customer.creditLimit.baseAmount);
    }
  }

  /** Of an order. */
  @Component(service = HintSource.class)
  public static class OfOrder extends DebtHints<Order> {
    private final Debt debt;

    @Activate
    public OfOrder(@Reference Debt debt) {
      super(Order.class);
      this.debt = debt;
    }

    @Override
    public List<Notice> hints(Order order) {
      return debt.hints("orderId==" + order.id, "order-overdue", null);
    }
  }

  @Override
  public Class<D> record() {
    return record;
  }
}
