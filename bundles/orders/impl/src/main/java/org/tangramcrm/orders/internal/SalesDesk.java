package org.tangramcrm.orders.internal;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.sales.Opportunities;
import org.tangramcrm.sales.Opportunity;
import org.tangramcrm.sales.Product;
import org.tangramcrm.sales.ProductCatalogue;

/** What the sales module knows, where it is there. */
@Component(service = SalesDesk.class)
public class SalesDesk {
  private static final String ON_SALE = "on-sale";

  private final CurrentUser user;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile ProductCatalogue products;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Opportunities opportunities;

  @Activate
  public SalesDesk(@Reference CurrentUser user) {
    this.user = user;
  }

  /** A product with all of its fields; none where there is none, or no sales module. */
  Optional<Product> product(long id) {
    var catalogue = products;
    return catalogue == null ? Optional.empty() : user.callAsSystem(() -> find(catalogue::get, id));
  }

  /** The products that are sold, by their ids; none where there is no sales module. */
  public List<Product> onSale() {
    var catalogue = products;
    if (catalogue == null) {
      return List.of();
    }
    var query = Query.filter("status==" + ON_SALE);
    query.sort = "id";
    query.count = "none";
    return catalogue.list(query).items;
  }

  /** An opportunity that the caller reaches. */
  Optional<Opportunity> opportunity(long id) {
    var all = opportunities;
    return all == null ? Optional.empty() : find(all::get, id);
  }

  private static <T> Optional<T> find(Function<Long, T> get, long id) {
    try {
      return Optional.of(get.apply(id));
    } catch (CrmException e) {
      if (e.code == Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  static boolean isOnSale(Product product) {
    return ON_SALE.equals(product.status);
  }

  /** What one unit costs on a day by the price list; none where it has no price. */
  static Optional<BigDecimal> listPrice(Product product, String currency, LocalDate day) {
    return product.prices.stream()
        .filter(
            price ->
                price.price.currency.equals(currency)
                    && (price.from == null || !day.isBefore(price.from))
                    && (price.until == null || !day.isAfter(price.until)))
        .map(price -> price.price.amount)
        .findFirst();
  }
}
