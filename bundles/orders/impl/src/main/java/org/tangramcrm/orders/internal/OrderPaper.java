package org.tangramcrm.orders.internal;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.customers.ContactDirectory;
import org.tangramcrm.customers.Customer;
import org.tangramcrm.customers.CustomerRegistry;
import org.tangramcrm.orders.Order;
import org.tangramcrm.orders.OrderLine;
import org.tangramcrm.orders.PlannedInstalment;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Texts;
import org.tangramcrm.platform.content.StoredContent;
import org.tangramcrm.platform.currency.Rates;
import org.tangramcrm.platform.dictionary.DictionaryItem;
import org.tangramcrm.platform.dictionary.DictionaryItems;
import org.tangramcrm.platform.document.ChineseAmount;
import org.tangramcrm.platform.document.Paper;
import org.tangramcrm.platform.document.Paper.Column;
import org.tangramcrm.platform.document.Paper.Entry;
import org.tangramcrm.platform.document.Paper.Passage;
import org.tangramcrm.platform.document.Paper.Table;
import org.tangramcrm.platform.document.PaperPress;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.identity.UserDirectory;

/** An order on paper, in the customer's language (M-37). */
@Component(service = OrderPaper.class)
public class OrderPaper {
  /** What stands on it: of whom one of these is hidden cannot have it. */
  static final List<String> SHOWN =
      List.of(
          "customerId",
          "contactId",
          "lines",
          "discount",
          "goods",
          "net",
          "tax",
          "total",
          "plan",
          "terms");

  private final PaperPress press;
  private final Texts texts;
  private final CustomerRegistry customers;
  private final ContactDirectory contacts;
  private final UserDirectory users;
  private final DictionaryItems dictionaries;
  private final CurrentUser user;

  @Activate
  public OrderPaper(
      @Reference PaperPress press,
      @Reference Texts texts,
      @Reference CustomerRegistry customers,
      @Reference ContactDirectory contacts,
      @Reference UserDirectory users,
      @Reference DictionaryItems dictionaries,
      @Reference CurrentUser user) {
    this.press = press;
    this.texts = texts;
    this.customers = customers;
    this.contacts = contacts;
    this.users = users;
    this.dictionaries = dictionaries;
    this.user = user;
  }

  /**
   * @throws CrmException {@code forbidden} for who is not shown what stands on it
   */
  StoredContent pdf(Order order) {
    var hidden = user.get().rules(OrderStores.ORDERS).hidden();
    if (SHOWN.stream().anyMatch(hidden::contains)) {
      throw CrmException.of(Code.FORBIDDEN);
    }
    // Whom it is addressed to stands on it for whoever reaches it.
    return user.callAsSystem(
        () -> press.pdf(new Words(order, customers.get(order.customerId)).paper()));
  }

  /** One order in its words. */
  private final class Words {
    private final Order order;
    private final Customer customer;
    private final Locale locale;
    private final int digits;

    /** What units are called in its language. */
    private final Map<String, String> units = new HashMap<>();

    Words(Order order, Customer customer) {
      this.order = order;
      this.customer = customer;
      // Of China, and of who is nowhere, Chinese.
      var abroad = customer.region != null && !customer.region.startsWith("CN");
      this.locale = abroad ? Locale.ENGLISH : Locale.SIMPLIFIED_CHINESE;
      this.digits = Rates.digits(order.currency);
      units().forEach(item -> units.put(item.code, abroad ? item.labelEn : item.labelZh));
    }

    /** They come with the sales module. */
    private List<DictionaryItem> units() {
      try {
        return dictionaries.list("product-unit").items;
      } catch (CrmException e) {
        if (e.code != Code.NOT_FOUND) {
          throw e;
        }
        return List.of();
      }
    }

    Paper paper() {
      return new Paper(
          text("title") + " " + order.number,
          locale,
          text("title"),
          order.number,
          facts(),
          new Table(columns(), rows()),
          sums(),
          passages());
    }

    private String text(String key, Object... arguments) {
      return texts.get(locale, "paper.order." + key, arguments);
    }

    private List<Entry> facts() {
      return List.of(
          entry("customer", customer.name),
          entry("number", order.number),
          entry("contact", contact()),
          entry("day", day(order.signedOn)),
          entry("address", customer.address),
          entry("delivery", day(order.deliveryOn)),
          entry("subject", order.name),
          entry("seller", users.get(order.ownerId).name));
    }

    private Entry entry(String key, String value) {
      return Entry.of(text(key), value == null ? "" : value);
    }

    /** One who was merged or deleted meanwhile leaves the place empty. */
    private String contact() {
      if (order.contactId == null) {
        return null;
      }
      try {
        return contacts.get(order.contactId).name;
      } catch (CrmException e) {
        if (e.code != Code.NOT_FOUND) {
          throw e;
        }
        return null;
      }
    }

    private String day(LocalDate day) {
      return day == null
          ? null
          : DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(locale).format(day);
    }

    private List<Column> columns() {
      return List.of(
          new Column(text("position"), 0.5, true),
          new Column(text("product"), 3, false),
          new Column(text("unit"), 0.8, false),
          new Column(text("quantity"), 1, true),
          new Column(text("price"), 1.2, true),
          new Column(text("discount"), 0.8, true),
          new Column(text("tax-rate"), 0.8, true),
          new Column(text("subtotal", order.currency), 1.4, true));
    }

    private List<List<String>> rows() {
      var rows = new ArrayList<List<String>>();
      for (var line : order.lines) {
        rows.add(
            List.of(
                String.valueOf(rows.size() + 1),
                line.spec == null ? line.name : line.name + "\n" + line.spec,
                unit(line),
                number(line.quantity, 0),
                number(line.price, digits),
                percent(line.discount),
                percent(line.taxRate),
                number(line.subtotal, digits)));
      }
      return rows;
    }

    private String unit(OrderLine line) {
      return line.unit == null ? "" : units.getOrDefault(line.unit, line.unit);
    }

    /** Net and total are less than the lines come to where it was closed short. */
    private List<Entry> sums() {
      var sums = new ArrayList<Entry>();
      if (order.net.amount.compareTo(order.goods.amount) != 0) {
        sums.add(Entry.of(text("goods"), number(order.goods.amount, digits)));
        sums.add(
            Entry.of(text("less"), number(order.net.amount.subtract(order.goods.amount), digits)));
      }
      sums.add(Entry.of(text("net"), number(order.net.amount, digits)));
      sums.add(Entry.of(text("tax"), number(order.tax.amount, digits)));
      sums.add(
          new Entry(
              text("total"), order.currency + " " + number(order.total.amount, digits), true));
      if (order.currency.equals("CNY") && locale.getLanguage().equals("zh")) {
        sums.add(Entry.of(text("capitals"), ChineseAmount.of(order.total.amount)));
      }
      return sums;
    }

    private List<Passage> passages() {
      var passages = new ArrayList<Passage>();
      passages.add(
          new Passage(
              text("plan"),
              order.plan.stream().map(this::instalment).collect(Collectors.joining("\n"))));
      if (order.terms != null) {
        passages.add(new Passage(text("terms"), order.terms));
      }
      return passages;
    }

    private String instalment(PlannedInstalment part) {
      var due = part.dueOn == null ? text("unscheduled") : day(part.dueOn);
      return text(
          "instalment",
          part.seq,
          part.milestone == null ? due : due + " · " + part.milestone,
          order.currency + " " + number(part.amount, digits));
    }

    private String percent(BigDecimal value) {
      return value == null || value.signum() == 0 ? "" : number(value, 0) + "%";
    }

    private String number(BigDecimal value, int least) {
      var format = NumberFormat.getNumberInstance(locale);
      format.setMinimumFractionDigits(least);
      format.setMaximumFractionDigits(Math.max(least, 4));
      return format.format(value);
    }
  }
}
