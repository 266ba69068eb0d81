package org.tangramcrm.orders.internal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.tangramcrm.orders.Order;
import org.tangramcrm.orders.OrderChange;
import org.tangramcrm.orders.OrderLine;
import org.tangramcrm.orders.PlannedInstalment;

/** What a revision changed of what was agreed with the customer (M-37), field by field. */
final class OrderDiff {
  private OrderDiff() {}

  static List<OrderChange> of(Order before, Order after) {
    var was = texts(before);
    var is = texts(after);
    var fields = new LinkedHashSet<>(was.keySet());
    fields.addAll(is.keySet());
    var changes = new ArrayList<OrderChange>();
    for (var field : fields) {
      if (!java.util.Objects.equals(was.get(field), is.get(field))) {
        var change = new OrderChange();
        change.field = field;
        change.before = was.get(field);
        change.after = is.get(field);
        changes.add(change);
      }
    }
    return changes;
  }

  private static Map<String, String> texts(Order order) {
    var texts = new LinkedHashMap<String, String>();
    put(texts, "name", order.name);
    put(texts, "contactId", order.contactId);
    put(texts, "orderType", order.orderType);
    put(texts, "deliveryOn", order.deliveryOn);
    put(texts, "discount", order.discount);
    put(texts, "total", order.total.amount);
    for (int i = 0; i < order.lines.size(); i++) {
      line(texts, "lines[" + i + "].", order.lines.get(i));
    }
    for (int i = 0; i < order.plan.size(); i++) {
      instalment(texts, "plan[" + i + "].", order.plan.get(i));
    }
    put(texts, "terms", order.terms);
    return texts;
  }

  private static void line(Map<String, String> texts, String at, OrderLine line) {
    put(texts, at + "productId", line.productId);
    put(texts, at + "name", line.name);
    put(texts, at + "spec", line.spec);
    put(texts, at + "unit", line.unit);
    put(texts, at + "quantity", line.quantity);
    put(texts, at + "price", line.price);
    put(texts, at + "discount", line.discount);
    put(texts, at + "taxRate", line.taxRate);
  }

  private static void instalment(Map<String, String> texts, String at, PlannedInstalment part) {
    put(texts, at + "dueOn", part.dueOn);
    put(texts, at + "percent", part.percent);
    put(texts, at + "amount", part.amount);
    put(texts, at + "milestone", part.milestone);
    put(texts, at + "method", part.method);
    put(texts, at + "remindDays", part.remindDays);
  }

  /** Absent and empty are the same; numbers are however many places they have. */
  private static void put(Map<String, String> texts, String field, Object value) {
    if (value instanceof BigDecimal number) {
      texts.put(field, number.stripTrailingZeros().toPlainString());
    } else if (value != null && !value.toString().isEmpty()) {
      texts.put(field, value.toString());
    }
  }
}
