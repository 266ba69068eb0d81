package org.tangramcrm.sales.internal;

import java.util.Objects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.attachment.Attachments;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.currency.Rates;
import org.tangramcrm.platform.store.Store;
import org.tangramcrm.sales.Product;
import org.tangramcrm.sales.ProductCatalogue;
import org.tangramcrm.sales.ProductPage;

/** The products (M-19). */
@Component
@TangramContract(ProductCatalogue.class)
public class ProductService implements ProductCatalogue {
  static final String ON_SALE = "on-sale";

  private final Store<ProductRow, Product> store;
  private final Attachments attachments;
  private final Rates rates;
  private final CompanyDay day;

  @Activate
  public ProductService(
      @Reference SalesStores stores,
      @Reference Attachments attachments,
      @Reference Rates rates,
      @Reference CompanyDay day) {
    this.store = stores.products;
    this.attachments = attachments;
    this.rates = rates;
    this.day = day;
  }

  @Override
  public ProductPage list(Query query) {
    return store.page(query, new ProductPage());
  }

  @Override
  public Product get(long id) {
    return store.get(id);
  }

  @Override
  public Product create(Product product) {
    return create(product, null, null);
  }

  private Product create(Product product, String system, String key) {
    check(product, new Product());
    return Taken.told(
        "product_code",
        "code",
        () -> store.insert(null, write(product, new Product(), new ProductRow()), system, key));
  }

  @Override
  public Product update(long id, Product product) {
    var before = store.whole(id);
    check(product, before);
    return Taken.told(
        "product_code",
        "code",
        () -> store.update(id, product.version, null, row -> write(product, before, row)));
  }

  @Override
  public Product upsert(String system, String key, Product product) {
    return store.upsert(
        system, key, product, () -> create(product, system, key), id -> update(id, product));
  }

  @Override
  public void delete(long id, Integer version) {
    store.delete(id, version);
  }

  @Override
  public Product restore(long id) {
    return store.restore(id);
  }

  private void check(Product product, Product before) {
    product.code = product.code.strip();
    product.name = product.name.strip();
    if (!product.code.equals(before.code) && taken(product.code)) {
      throw CrmException.invalid("code", "duplicate");
    }
    new PriceList(product.prices).check();
    if (product.pictureId != null && !product.pictureId.equals(before.pictureId)) {
      checkPicture(product.pictureId, before.id);
    }
  }

  /** Two at once are told apart by the table. */
  private boolean taken(String code) {
    var quoted = code.replace("\\", "\\\\").replace("'", "\\'");
    var query = Query.filter("code=='" + quoted + "'");
    query.fields = "id";
    query.limit = 1;
    query.count = "none";
    return !store.page(query, new ProductPage()).items.isEmpty();
  }

  /** A file of another record is none that may be seen by whoever sees the product. */
  private void checkPicture(long id, Long product) {
    try {
      var file = attachments.get(id);
      if (!SalesStores.PRODUCTS.equals(file.collection) || !file.recordId.equals(product)) {
        throw CrmException.notFound();
      }
    } catch (CrmException e) {
      if (e.code != Code.NOT_FOUND) {
        throw e;
      }
      throw CrmException.invalid("pictureId", "unknown-reference", "attachments").initCause(e);
    }
  }

  private ProductRow write(Product product, Product before, ProductRow row) {
    row.code = product.code;
    row.name = product.name;
    row.category = product.category;
    row.spec = product.spec;
    row.unit = product.unit;
    row.status = product.status == null ? ON_SALE : product.status;
    row.prices = store.nested(product.prices);
    row.maxDiscount = product.maxDiscount;
    row.taxRate = product.taxRate;
    row.cost = MoneyColumns.of(cost(product.cost, before.cost));
    row.pictureId = product.pictureId;
    row.description = product.description;
    return row;
  }

  /** With the rate of the day on which it was entered. */
  private Money cost(Money cost, Money before) {
    if (cost == null) {
      return null;
    }
    var same =
        before != null
            && before.rate != null
            && Objects.equals(before.currency, cost.currency)
            && before.amount.compareTo(cost.amount) == 0;
    return same
        ? before
        : rates.frozen(cost, rates.on(cost.currency, day.today()).orElse(cost.rate));
  }
}
