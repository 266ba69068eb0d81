package org.tangramcrm.sales.internal;

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
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.customers.ContactDirectory;
import org.tangramcrm.customers.CustomerRegistry;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Texts;
import org.tangramcrm.platform.content.StoredContent;
import org.tangramcrm.platform.currency.Rates;
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
import org.tangramcrm.sales.Quote;
import org.tangramcrm.sales.QuoteLine;

/** A quote on paper, in the customer's language (M-26). */
@Component(service = QuotePaper.class)
public class QuotePaper {
  /** What stands on it: of whom one of these is hidden cannot have it. */
  static final List<String> SHOWN =
      List.of(
          "customerId", "contactId", "lines", "discount", "goods", "net", "tax", "total", "terms");

  private final PaperPress press;
  private final Texts texts;
  private final CustomerRegistry customers;
  private final ContactDirectory contacts;
  private final UserDirectory users;
  private final DictionaryItems dictionaries;
  private final CurrentUser user;

  @Activate
  public QuotePaper(
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
  StoredContent pdf(Quote quote) {
    var hidden = user.get().rules(SalesStores.QUOTES).hidden();
    if (SHOWN.stream().anyMatch(hidden::contains)) {
      throw CrmException.of(Code.FORBIDDEN);
    }
    // Whom it is addressed to stands on it for whoever reaches it.
    return user.callAsSystem(() -> press.pdf(new Words(quote).paper()));
  }

  /** One quote in its words. */
  private final class Words {
    private final Quote quote;
    private final Locale locale;
    private final int digits;

    /** What units are called in its language. */
    private final Map<String, String> units = new HashMap<>();

    Words(Quote quote) {
      this.quote = quote;
      this.locale = Locale.forLanguageTag(quote.language);
      this.digits = Rates.digits(quote.currency);
      var chinese = locale.getLanguage().equals("zh");
      dictionaries
          .list("product-unit")
          .items
          .forEach(item -> units.put(item.code, chinese ? item.labelZh : item.labelEn));
    }

    Paper paper() {
      return new Paper(
          text("title") + " " + quote.number,
          locale,
          text("title"),
          quote.number,
          facts(),
          new Table(columns(), rows()),
          sums(),
          passages());
    }

    private String text(String key, Object... arguments) {
      return texts.get(locale, "paper.quote." + key, arguments);
    }

    private List<Entry> facts() {
      var customer = customers.get(quote.customerId);
      var facts = new ArrayList<Entry>();
      facts.add(entry("customer", customer.name));
      facts.add(entry("number", quote.number));
      facts.add(entry("contact", contact()));
      facts.add(entry("day", day(quote.quotedOn)));
      facts.add(entry("address", customer.address));
      facts.add(entry("until", day(quote.validUntil)));
      facts.add(entry("subject", quote.name));
      facts.add(entry("seller", users.get(quote.ownerId).name));
      return facts;
    }

    private Entry entry(String key, String value) {
      return Entry.of(text(key), value == null ? "" : value);
    }

    /** One who was merged or deleted meanwhile leaves the place empty. */
    private String contact() {
      if (quote.contactId == null) {
        return null;
      }
      try {
        return contacts.get(quote.contactId).name;
      } catch (CrmException e) {
        if (e.code != Code.NOT_FOUND) {
          throw e;
        }
        return null;
      }
    }

    private String day(LocalDate day) {
      return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(locale).format(day);
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
          new Column(text("subtotal", quote.currency), 1.4, true));
    }

    private List<List<String>> rows() {
      var rows = new ArrayList<List<String>>();
      for (var line : quote.lines) {
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

    private String unit(QuoteLine line) {
      return line.unit == null ? "" : units.getOrDefault(line.unit, line.unit);
    }

    private List<Entry> sums() {
      var sums = new ArrayList<Entry>();
      if (quote.discount != null && quote.discount.signum() > 0) {
        sums.add(Entry.of(text("goods"), number(quote.goods.amount, digits)));
        sums.add(
            Entry.of(
                text("whole", percent(quote.discount)),
                number(quote.net.amount.subtract(quote.goods.amount), digits)));
      }
      sums.add(Entry.of(text("net"), number(quote.net.amount, digits)));
      sums.add(Entry.of(text("tax"), number(quote.tax.amount, digits)));
      sums.add(
          new Entry(
              text("total"), quote.currency + " " + number(quote.total.amount, digits), true));
      if (quote.currency.equals("CNY") && locale.getLanguage().equals("zh")) {
        sums.add(Entry.of(text("capitals"), ChineseAmount.of(quote.total.amount)));
      }
      return sums;
    }

    private List<Passage> passages() {
      var passages = new ArrayList<Passage>();
      if (quote.terms != null) {
        passages.add(new Passage(text("terms"), quote.terms));
      }
      passages.add(new Passage(text("validity"), text("valid-until", day(quote.validUntil))));
      return passages;
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
