package org.tangramcrm.customers.internal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.customers.Customer;
import org.tangramcrm.customers.CustomerPage;
import org.tangramcrm.customers.CustomerRegistry;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.module.SchemaReady;
import org.tangramcrm.platform.store.Row;
import org.tangramcrm.platform.store.Store;
import org.tangramcrm.platform.store.StoreSpec;
import org.tangramcrm.platform.store.Stores;

/** The customer registry (M-1 … M-5). */
@Component
@TangramContract(CustomerRegistry.class)
public class CustomerService implements CustomerRegistry {
  private static final String DEFAULT_TYPE = "customer";
  private static final String BASE_CURRENCY = "CNY";

  private final Store<CustomerRow, Customer> store;

  @Activate
  public CustomerService(
      @Reference Stores stores,
      @Reference(target = "(osgi.unit.name=tangram-customers)") JpaTemplate jpa,
      @Reference(target = "(module=customers)") SchemaReady schema) {
    store =
        stores.open(
            new StoreSpec<>(
                "customers",
                "customer",
                CustomerRow.class,
                Customer.class,
                "C-{year}-{000000}",
                jpa,
                CustomerService::read,
                Map.of()));
  }

  @Override
  public CustomerPage list(Query query) {
    return store.page(query, new CustomerPage());
  }

  @Override
  public Customer get(long id) {
    return store.get(id);
  }

  @Override
  public Customer getByNumber(String number) {
    return store.byNumber(number);
  }

  @Override
  public Customer create(Customer customer) {
    checkParent(null, customer);
    return store.insert(customer.ownerId, write(customer, new CustomerRow()));
  }

  @Override
  public Customer update(long id, Customer customer) {
    checkParent(id, customer);
    return store.update(id, customer.version, row -> write(customer, row));
  }

  @Override
  public Customer upsert(String system, String key, Customer customer) {
    var known = store.byExternalKey(system, key);
    if (known.isEmpty()) {
      checkParent(null, customer);
      return store.insert(customer.ownerId, write(customer, new CustomerRow()), system, key);
    }
    // The outside system is the master of what it sends; a version guards only where it sends one.
    customer.version = customer.version == null ? known.get().version : customer.version;
    return update(known.get().id, customer);
  }

  @Override
  public void delete(long id, Integer version) {
    store.delete(id, version);
  }

  @Override
  public Customer restore(long id) {
    return store.restore(id);
  }

  /** A company that exists for the caller, and not one that belongs to this one. */
  private void checkParent(Long id, Customer customer) {
    var above = customer.parentId;
    var seen = new LinkedHashSet<Long>();
    while (above != null) {
      if (above.equals(id) || !seen.add(above)) {
        throw CrmException.invalid("parentId", "cycle");
      }
      if (!store.exists(above)) {
        if (seen.size() == 1) {
          throw CrmException.invalid("parentId", "unknown-reference", "customers");
        }
        return;
      }
      // Only a record that is there already can have others below it.
      above = id == null ? null : store.get(above).parentId;
    }
  }

  private static Customer read(Row row) {
    var customer = row.base(new Customer());
    customer.name = row.text("name");
    customer.shortName = row.text("shortName");
    customer.types = row.codes("types");
    customer.level = row.text("level");
    customer.status = row.text("status");
    customer.industry = row.text("industry");
    customer.source = row.text("source");
    customer.region = row.text("region");
    customer.parentId = row.id("parentId");
    customer.creditCode = row.text("creditCode");
    customer.phone = row.text("phone");
    customer.email = row.text("email");
    customer.website = row.text("website");
    customer.address = row.text("address");
    customer.employees = row.integer("employees");
    customer.revenue = row.money("revenue");
    customer.founded = row.integer("founded");
    customer.remark = row.text("remark");
    return customer;
  }

  private static CustomerRow write(Customer customer, CustomerRow row) {
    row.name = customer.name.strip();
    row.shortName = customer.shortName;
    row.types = codes(customer.types.isEmpty() ? List.of(DEFAULT_TYPE) : customer.types);
    row.level = customer.level;
    row.status = customer.status;
    row.industry = customer.industry;
    row.source = customer.source;
    row.region = customer.region;
    row.parentId = customer.parentId;
    row.creditCode = customer.creditCode;
    row.phone = customer.phone;
    row.email = customer.email;
    row.website = customer.website;
    row.address = customer.address;
    row.employees = customer.employees;
    var revenue = customer.revenue;
    row.revenueAmount = revenue == null ? null : revenue.amount;
    row.revenueCurrency = revenue == null ? null : revenue.currency;
    row.revenueRate =
        revenue == null
            ? null
            : BASE_CURRENCY.equals(revenue.currency) ? BigDecimal.ONE : revenue.rate;
    row.revenueBase =
        row.revenueRate == null
            ? null
            : row.revenueAmount.multiply(row.revenueRate).setScale(2, RoundingMode.HALF_UP);
    row.founded = customer.founded;
    row.remark = customer.remark;
    return row;
  }

  private static String codes(List<String> codes) {
    return "," + String.join(",", new LinkedHashSet<>(codes)) + ",";
  }
}
