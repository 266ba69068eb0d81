package org.tangramcrm.customers.internal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.customers.Customer;
import org.tangramcrm.customers.CustomerPage;
import org.tangramcrm.customers.CustomerRegistry;
import org.tangramcrm.customers.LevelLock;
import org.tangramcrm.customers.PoolRelease;
import org.tangramcrm.customers.PoolReleased;
import org.tangramcrm.customers.PoolReleases;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.RecordRules;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.store.Store;

/** The customer registry (M-1 … M-5). */
@Component
@TangramContract(CustomerRegistry.class)
public class CustomerService implements CustomerRegistry, RecordRules<Customer> {
  private static final List<String> DEFAULT_TYPES = List.of("customer");

  private final CustomerStores stores;
  private final Store<CustomerRow, Customer> store;
  private final CurrentUser user;
  private final Ladder<Customer> parents;
  private final Levels levels;

  @Activate
  public CustomerService(
      @Reference CustomerStores stores, @Reference CurrentUser user, @Reference Levels levels) {
    this.levels = levels;
    this.stores = stores;
    this.user = user;
    store = stores.customers;
    parents =
        new Ladder<>(
            "parentId", CustomerStores.CUSTOMERS, store, customer -> customer.parentId, user);
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
    return create(customer, null, null);
  }

  private Customer create(Customer customer, String system, String key) {
    settle(customer, new Customer());
    parents.check(customer, null);
    var row = write(customer, new CustomerRow());
    row.levelSince = row.level == null ? null : Instant.now().truncatedTo(ChronoUnit.MILLIS);
    return store.insert(customer.ownerId, row, system, key);
  }

  @Override
  public Customer update(long id, Customer customer) {
    var before = store.whole(id);
    if (before.ownerId == null && customer.ownerId != null) {
      throw CrmException.invalid("ownerId", "in-pool");
    }
    settle(customer, before);
    parents.check(customer, before);
    var after = store.update(id, customer.version, customer.ownerId, row -> write(customer, row));
    if (!Objects.equals(before.level, customer.level)) {
      levels.changedByHand(before, after);
    }
    return after;
  }

  @Override
  public Customer upsert(String system, String key, Customer customer) {
    return store.upsert(
        system, key, customer, () -> create(customer, system, key), id -> update(id, customer));
  }

  @Override
  public void delete(long id, Integer version) {
    stores.alone(
        Set.of(id),
        () -> {
          // Who does not reach it learns nothing of what is below it.
          store.get(id);
          var below = user.callAsSystem(() -> below(id));
          if (below > 0) {
            throw new CrmException(Code.IN_USE, "customer.parent-of", below);
          }
          store.delete(id, version);
          stores.deleteWith(id);
          return id;
        });
  }

  private int below(long id) {
    var query = Query.filter("parentId==" + id);
    query.limit = 1;
    return store.page(query, new CustomerPage()).total.value;
  }

  @Override
  public Customer restore(long id) {
    return stores.alone(
        Set.of(),
        () -> {
          var restored = store.restore(id);
          stores.restoreWith(id);
          return restored;
        });
  }

  @Override
  public void release(long id, PoolRelease release) {
    refusePooled(id);
    if (stores.release(Set.of(id), release.reason.strip()).isEmpty()) {
      // Somebody else was faster, or the caller only reads it.
      refusePooled(id);
      throw new CrmException(Code.FORBIDDEN, "store.read-only");
    }
  }

  @Override
  public PoolReleased releaseAll(PoolReleases releases) {
    var released = new PoolReleased();
    stores.release(new TreeSet<>(releases.ids), releases.reason.strip()).stream()
        .sorted()
        .forEach(released.ids::add);
    return released;
  }

  @Override
  public Customer lockLevel(long id, LevelLock lock) {
    return locked(id, user.get().id(), lock.reason.strip());
  }

  @Override
  public Customer unlockLevel(long id) {
    if (!Boolean.TRUE.equals(store.whole(id).levelLocked)) {
      throw new CrmException(Code.CONFLICT, "level.not-locked");
    }
    return locked(id, null, null);
  }

  private Customer locked(long id, Long by, String reason) {
    // There, or not found at all.
    store.whole(id);
    if (!stores.lockLevel(id, by, reason)) {
      throw new CrmException(Code.FORBIDDEN, "store.read-only");
    }
    return store.get(id);
  }

  private void refusePooled(long id) {
    if (store.whole(id).ownerId == null) {
      throw new CrmException(Code.CONFLICT, "pool.there");
    }
  }

  /**
   * Brings into accord what stands in two places, and into one form what can be written in many.
   */
  private void settle(Customer customer, Customer before) {
    customer.name = customer.name.strip();
    customer.phone = PrimaryLine.PHONES.settle(customer.phones, customer.phone, before.phones);
    customer.email = PrimaryLine.EMAILS.settle(customer.emails, customer.email, before.emails);
    customer.address =
        PrimaryLine.ADDRESSES.settle(customer.addresses, customer.address, before.addresses);
    refuse(customer);
    PhoneNumbers.normalise(customer.phones);
    if (customer.creditCode != null) {
      customer.creditCode = customer.creditCode.strip().toUpperCase(Locale.ROOT);
      if (customer.creditCode.isEmpty()) {
        customer.creditCode = null;
      }
    }
  }

  @Override
  public void checkReferences(Customer customer, Long id, CrmException problem) {
    parents.refer(customer, id == null ? null : store.whole(id), problem);
  }

  @Override
  public void checkRules(Customer customer, CrmException problem) {
    PhoneNumbers.check(customer.phones, problem);
    PrimaryLine.PHONES.check(customer.phones, problem);
    PrimaryLine.EMAILS.check(customer.emails, problem);
    PrimaryLine.ADDRESSES.check(customer.addresses, problem);
    var code = customer.creditCode == null ? "" : customer.creditCode.strip();
    if (!code.isEmpty() && !CreditCode.valid(code.toUpperCase(Locale.ROOT))) {
      problem.error("creditCode", "credit-code");
    }
  }

  private CustomerRow write(Customer customer, CustomerRow row) {
    row.name = customer.name;
    row.shortName = customer.shortName;
    row.types = CustomerStores.set(customer.types.isEmpty() ? DEFAULT_TYPES : customer.types);
    row.level = customer.level;
    row.status = customer.status;
    row.industry = customer.industry;
    row.source = customer.source;
    row.region = customer.region;
    row.parentId = customer.parentId;
    row.tags = CustomerStores.words(customer.tags);
    row.creditCode = customer.creditCode;
    row.invoiceTitle = customer.invoiceTitle;
    row.taxNumber = customer.taxNumber;
    row.bankName = customer.bankName;
    row.bankAccount = customer.bankAccount;
    row.phones = store.nested(customer.phones);
    row.phone = customer.phone;
    row.emails = store.nested(customer.emails);
    row.email = customer.email;
    row.website = customer.website;
    row.addresses = store.nested(customer.addresses);
    row.address = customer.address;
    row.employees = customer.employees;
    row.employeeBand = customer.employeeBand;
    row.revenue = stores.money(customer.revenue);
    row.revenueBand = customer.revenueBand;
    row.registeredCapital = stores.money(customer.registeredCapital);
    row.founded = customer.founded;
    row.branches = customer.branches;
    row.ownership = customer.ownership;
    row.currency = customer.currency;
    row.creditLimit = stores.money(customer.creditLimit);
    row.paymentDays = customer.paymentDays;
    row.strengths = customer.strengths;
    row.weaknesses = customer.weaknesses;
    row.rivalProducts = customer.rivalProducts;
    row.priceLevel = customer.priceLevel;
    row.strategy = customer.strategy;
    row.suppliedGoods = customer.suppliedGoods;
    row.leadTimeDays = customer.leadTimeDays;
    row.territory = customer.territory;
    row.cooperation = customer.cooperation;
    row.competence = customer.competence;
    row.remark = customer.remark;
    return row;
  }
}
