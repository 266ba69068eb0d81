package org.tangramcrm.sales.internal;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.customers.ContactDirectory;
import org.tangramcrm.customers.CustomerRegistry;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.currency.Rates;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.sales.Opportunity;
import org.tangramcrm.sales.Product;
import org.tangramcrm.sales.ProductPrice;
import org.tangramcrm.sales.Quote;
import org.tangramcrm.sales.QuoteLine;

/** Completes what somebody enters of a quote, and works out what it comes to (M-26). */
@Component(service = QuoteDraft.class)
public class QuoteDraft {
  static final int HOLDS_DAYS = 30;

  /** Beyond it the column does not go. */
  private static final int MOST_LINES = 32_000;

  private final SalesStores stores;
  private final CustomerRegistry customers;
  private final ContactDirectory contacts;
  private final Rates rates;
  private final CompanyDay day;
  private final CurrentUser user;

  @Activate
  public QuoteDraft(
      @Reference SalesStores stores,
      @Reference CustomerRegistry customers,
      @Reference ContactDirectory contacts,
      @Reference Rates rates,
      @Reference CompanyDay day,
      @Reference CurrentUser user) {
    this.stores = stores;
    this.customers = customers;
    this.contacts = contacts;
    this.rates = rates;
    this.day = day;
    this.user = user;
  }

  /**
   * @param before as it was; an empty one where it is new
   */
  void complete(Quote quote, Quote before, Opportunity opportunity) {
    quote.name = blank(quote.name) ? opportunity.name : quote.name.strip();
    if (quote.quotedOn == null) {
      quote.quotedOn = before.quotedOn == null ? day.today() : before.quotedOn;
    }
    if (quote.validUntil == null) {
      quote.validUntil = quote.quotedOn.plusDays(HOLDS_DAYS);
    } else if (quote.validUntil.isBefore(quote.quotedOn)) {
      throw CrmException.invalid("validUntil", "before-begin");
    }
    if (quote.currency == null) {
      quote.currency = opportunity.currency;
    }
    if (quote.language == null) {
      quote.language = language(opportunity.customerId);
    }
    if (quote.contactId != null && !quote.contactId.equals(before.contactId)) {
      checkContact(quote.contactId, opportunity.customerId);
    }
    quote.needsApproval = lines(quote, before);
    if (quote.lines.size() > 1 && stores.quotes.nested(quote.lines).length() > MOST_LINES) {
      throw CrmException.invalid("lines", "too-many", quote.lines.size() - 1);
    }
  }

  private static boolean blank(String text) {
    return text == null || text.isBlank();
  }

  /** Of China, and of who is nowhere, Chinese. */
  private String language(long customer) {
    var region = user.callAsSystem(() -> customers.get(customer)).region;
    return region == null || region.startsWith("CN") ? "zh-CN" : "en";
  }

  /** Somebody at the customer's whom the caller reaches. */
  private void checkContact(long contact, long customer) {
    var query = Query.filter("customerId==" + customer + ";id==" + contact);
    query.fields = "id";
    query.limit = 1;
    query.count = "none";
    if (contacts.list(query).items.isEmpty()) {
      throw CrmException.invalid("contactId", "not-of-customer", String.valueOf(contact));
    }
  }

  /**
   * @return whether they need approval
   */
  private boolean lines(Quote quote, Quote before) {
    // What was copied holds for as long as the day and the currency do.
    var same = quote.quotedOn.equals(before.quotedOn) && quote.currency.equals(before.currency);
    boolean tooCheap = false;
    for (int i = 0; i < quote.lines.size(); i++) {
      var line = quote.lines.get(i);
      var at = "lines[" + i + "]";
      var known = known(before.lines, line.productId);
      var product = product(at, line.productId, known.isPresent());
      var listed = new PriceList(product.prices).on(quote.currency, quote.quotedOn);
      copy(line, product, known);
      line.listPrice =
          known.isPresent() && same
              ? known.get().listPrice
              : listed.map(price -> price.price.amount).orElse(null);
      if (line.price == null) {
        line.price = line.listPrice;
      }
      if (line.price == null) {
        throw CrmException.invalid(
            at + ".price", "no-list-price", quote.currency, quote.quotedOn.toString());
      }
      tooCheap |= QuoteSums.tooCheap(line, quote.discount, floor(listed), product.maxDiscount);
    }
    worth(quote, same ? before : new Quote());
    return tooCheap;
  }

  private static BigDecimal floor(Optional<ProductPrice> listed) {
    return listed.map(price -> price.floor).orElse(null);
  }

  private static Optional<QuoteLine> known(List<QuoteLine> before, Long product) {
    return before.stream().filter(line -> line.productId.equals(product)).findFirst();
  }

  /** What is taken off sale is on no new line; lines that have it keep it. */
  private Product product(String at, long id, boolean known) {
    if (!known) {
      stores.products.hold(id);
    }
    if (!known && !stores.products.exists(id)) {
      throw CrmException.invalid(at + ".productId", "unknown-reference", SalesStores.PRODUCTS);
    }
    var product = stores.products.whole(id);
    if (!known && !ProductService.ON_SALE.equals(product.status)) {
      throw CrmException.invalid(at + ".productId", "off-sale");
    }
    return product;
  }

  private static void copy(QuoteLine line, Product product, Optional<QuoteLine> known) {
    line.name = known.map(before -> before.name).orElse(product.name);
    line.spec = known.map(before -> before.spec).orElse(known.isPresent() ? null : product.spec);
    line.unit = known.map(before -> before.unit).orElse(known.isPresent() ? null : product.unit);
    if (line.taxRate == null) {
      line.taxRate = product.taxRate;
    }
  }

  /** What it comes to, at the rate of its day, which stays once it is known. */
  private void worth(Quote quote, Quote before) {
    var sums = QuoteSums.of(quote.lines, quote.discount, quote.currency);
    var rate =
        before.total != null && before.total.rate != null
            ? before.total.rate
            : rates.on(quote.currency, quote.quotedOn).orElse(null);
    quote.goods = money(sums.goods(), quote, rate);
    quote.net = money(sums.net(), quote, rate);
    quote.tax = money(sums.tax(), quote, rate);
    quote.total = money(sums.total(), quote, rate);
    Rates.checkKept(quote.goods, "lines");
    Rates.checkKept(quote.total, "lines");
  }

  private Money money(BigDecimal amount, Quote quote, BigDecimal rate) {
    return rates.frozen(Money.of(Rates.rounded(amount, quote.currency), quote.currency), rate);
  }
}
