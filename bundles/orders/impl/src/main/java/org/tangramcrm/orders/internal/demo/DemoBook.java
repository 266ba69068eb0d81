package org.tangramcrm.orders.internal.demo;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.tangramcrm.customers.Customer;
import org.tangramcrm.orders.ApprovalStep;
import org.tangramcrm.orders.Dunning;
import org.tangramcrm.orders.Order;
import org.tangramcrm.orders.OrderLine;
import org.tangramcrm.orders.PlannedInstalment;
import org.tangramcrm.orders.Receipt;
import org.tangramcrm.orders.Receivable;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.currency.Rates;
import org.tangramcrm.sales.Product;

/**
 * Orders made up for demonstration: the same at the same place, but that days are counted from
 * today.
 */
final class DemoBook {
  static final int COUNT = 25;

  /** It is to come to more, which waits for approval. */
  static final int RAISED = 15;

  /** A draft that waits for approval. */
  static final int SUBMITTED = 8;

  /** So many overdue instalments were dunned, of those that have been due for so many days. */
  static final int DUNNED = 7;

  static final int OVERDUE = 14;

  /** How far each is, over and over. */
  private static final List<String> ENDS =
      List.of("executing", "completed", "approved", "draft", "executing");

  /** What is sold where no products are there. */
  private static final List<String> ITEMS = List.of("设备", "软件许可", "实施服务", "年度维护");

  private final LocalDate today;

  DemoBook(LocalDate today) {
    this.today = today;
  }

  String end(int index) {
    return ENDS.get(index % ENDS.size());
  }

  Order order(int index, Customer customer, List<Product> products) {
    var random = new SplittableRandom(11_000 + index);
    var order = new Order();
    order.customerId = customer.id;
    order.ownerId = customer.ownerId;
    order.orderType = index % 4 == 0 ? "repeat" : "new";
    order.signedOn = today.minusDays(3 + 13L * index);
    order.deliveryOn = order.signedOn.plusDays(45);
    order.terms = "1. 付款按收款计划执行。\n2. 质保期十二个月。";
    if (index == RAISED || index == SUBMITTED) {
      order.lines.add(large(index));
    } else {
      for (int i = random.nextInt(3); i >= 0; i--) {
        order.lines.add(line(products, random));
      }
    }
    order.name = customer.shortName + " 订单";
    switch (index % 3) {
      case 0 -> {
        order.plan.add(part("30", order.signedOn.plusDays(10), "预付款"));
        order.plan.add(part("60", order.signedOn.plusDays(60), "到货款"));
        order.plan.add(part("10", null, "质保期满"));
      }
      case 1 -> {
        order.plan.add(part("50", order.signedOn.plusDays(15), "预付款"));
        order.plan.add(part("50", order.signedOn.plusDays(75), "验收款"));
      }
      default -> order.plan.add(part("100", order.signedOn.plusDays(30), null));
    }
    return order;
  }

  private static OrderLine line(List<Product> products, SplittableRandom random) {
    var line = new OrderLine();
    if (products.isEmpty()) {
      line.name = ITEMS.get(random.nextInt(ITEMS.size()));
      line.price = BigDecimal.valueOf(500L * (1 + random.nextInt(20)));
      line.taxRate = BigDecimal.valueOf(13);
    } else {
      line.productId = products.get(random.nextInt(products.size())).id;
    }
    line.quantity = BigDecimal.valueOf(1L + random.nextInt(30));
    line.discount = random.nextInt(3) == 0 ? BigDecimal.valueOf(5) : null;
    return line;
  }

  /** Of one that comes to where the company approves, at once or once it is raised. */
  private static OrderLine large(int index) {
    var line = new OrderLine();
    line.name = "产线改造";
    line.price = BigDecimal.valueOf(28_000);
    line.taxRate = BigDecimal.valueOf(13);
    line.quantity = BigDecimal.valueOf(index == RAISED ? 30 : 45);
    return line;
  }

  private static PlannedInstalment part(String percent, LocalDate due, String milestone) {
    var part = new PlannedInstalment();
    part.percent = new BigDecimal(percent);
    part.dueOn = due;
    part.milestone = milestone;
    part.method = "transfer";
    return part;
  }

  /** What came in for one: all of it, part of it, or nothing; null for nothing. */
  Receipt receipt(int index, Order order) {
    var due = order.plan.get(0).dueOn;
    if (index % 4 == 3 || due == null || due.isAfter(today)) {
      return null;
    }
    var first = order.plan.get(0).amount;
    var amount = index % 4 == 0 ? order.total.amount : index % 4 == 1 ? first : half(first, order);
    var receipt = new Receipt();
    receipt.customerId = order.customerId;
    receipt.ownerId = order.ownerId;
    receipt.receivedOn = due;
    receipt.amount = Money.of(amount, order.currency);
    receipt.method = "transfer";
    receipt.voucherNo = "DEMO-%04d".formatted(index + 1);
    return receipt;
  }

  private static BigDecimal half(BigDecimal amount, Order order) {
    return Rates.rounded(amount.divide(BigDecimal.valueOf(2)), order.currency);
  }

  /** What was changed of one after it was approved; null for nothing. */
  Order revised(int index, Order order) {
    var line = order.lines.get(0);
    switch (index) {
      case 5, RAISED -> {
        line.quantity = line.quantity.add(BigDecimal.valueOf(10));
        order.revisionReason = "客户追加采购数量";
      }
      case 9 -> {
        order.deliveryOn = order.deliveryOn.plusDays(15);
        order.revisionReason = "客户现场未就绪，延期交货";
      }
      case 14 -> {
        order.discount = BigDecimal.valueOf(3);
        order.revisionReason = "长期合作，整单追加优惠";
      }
      default -> {
        return null;
      }
    }
    return order;
  }

  /** Only what is large waits for somebody, so that whoever tries the system waits for nobody. */
  static ApprovalStep step(long role) {
    var step = new ApprovalStep();
    step.name = "公司审批";
    step.fromAmount = BigDecimal.valueOf(1_000_000);
    step.roleId = role;
    return step;
  }

  /** How often somebody was asked for what is overdue, and what they said. */
  List<Dunning> dunnings(int index, Receivable overdue) {
    var dunnings = new ArrayList<Dunning>();
    switch (index % 4) {
      case 0 -> {
        dunnings.add(dunning(overdue, 12, "telephone", "财务答复本周内安排付款", 5));
        dunnings.add(dunning(overdue, 3, "email", "款项仍未到账，已发催款函", null));
      }
      case 1 -> dunnings.add(dunning(overdue, 4, "telephone", "对方承诺近期付款", -5));
      case 2 -> dunnings.add(dunning(overdue, 6, "wechat", "发票已收到，正在走付款审批", null));
      default -> dunnings.add(dunning(overdue, 10, "visit", "上门对账，金额无异议", 2));
    }
    return dunnings;
  }

  /**
   * @param ago how many days
   * @param promised how many days ago they were to have paid; null where they promised nothing
   */
  private Dunning dunning(
      Receivable overdue, long ago, String method, String content, Integer promised) {
    var dunning = new Dunning();
    dunning.receivableId = overdue.id;
    dunning.ownerId = overdue.ownerId;
    dunning.dunnedOn = today.minusDays(ago);
    dunning.method = method;
    dunning.content = content;
    dunning.promisedOn = promised == null ? null : today.minusDays(promised);
    return dunning;
  }
}
