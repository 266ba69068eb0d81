package org.tangramcrm.sales.internal;

import java.math.BigDecimal;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.currency.Rates;
import org.tangramcrm.platform.module.SchemaReady;
import org.tangramcrm.platform.store.Row;
import org.tangramcrm.platform.store.Store;
import org.tangramcrm.platform.store.StoreSpec;
import org.tangramcrm.platform.store.Stores;
import org.tangramcrm.sales.Product;
import org.tangramcrm.sales.ProductPrice;

/** The module's rows, and how they read. */
@Component(service = SalesStores.class)
public class SalesStores {
  static final String PRODUCTS = "products";

  final Store<ProductRow, Product> products;
  private final Rates rates;
  private final CompanyDay day;

  @Activate
  public SalesStores(
      @Reference Stores stores,
      @Reference(target = "(osgi.unit.name=tangram-sales)") JpaTemplate jpa,
      @Reference(target = "(module=sales)") SchemaReady schema,
      @Reference Rates rates,
      @Reference CompanyDay day) {
    this.rates = rates;
    this.day = day;
    products =
        stores.open(
            StoreSpec.of(PRODUCTS, "product", ProductRow.class, Product.class, jpa, this::product)
                .sortedByName("name", "name_key")
                .common());
  }

  private Product product(Row row) {
    var product = row.base(new Product());
    product.code = row.text("code");
    product.name = row.text("name");
    product.category = row.text("category");
    product.spec = row.text("spec");
    product.unit = row.text("unit");
    product.status = row.text("status");
    product.prices = row.list("prices", ProductPrice.class);
    product.listPrice = listPrice(product);
    product.maxDiscount = plain(row.decimal("maxDiscount"));
    product.taxRate = plain(row.decimal("taxRate"));
    product.cost = row.money("cost");
    product.pictureId = row.id("pictureId");
    product.description = row.text("description");
    return product;
  }

  private Money listPrice(Product product) {
    return new PriceList(product.prices)
        .shown(rates.base(), day.today())
        .map(price -> price.price)
        .orElse(null);
  }

  /** As it was entered, not with as many places as the column has. */
  static BigDecimal plain(BigDecimal value) {
    return value == null ? null : new BigDecimal(value.stripTrailingZeros().toPlainString());
  }
}
