package org.tangramcrm.platform.endpoints.internal;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
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
import org.tangramcrm.platform.Total;

/** Customers in memory, for tests of the doors. */
public final class FakeCustomers implements CustomerRegistry {
  final Map<Long, Customer> rows = new TreeMap<>();
  final FakeChain chain;
  private long last;
  private Query asked;

  FakeCustomers(FakeChain chain) {
    this.chain = chain;
  }

  Query asked() {
    return asked;
  }

  @Override
  public CustomerPage list(Query query) {
    asked = query;
    var page = new CustomerPage();
    rows.values().forEach(row -> page.items.add(chain.copy(row)));
    page.total = Total.exactly(rows.size());
    return page;
  }

  @Override
  public Customer get(long id) {
    if (!rows.containsKey(id)) {
      throw CrmException.notFound();
    }
    return chain.copy(rows.get(id));
  }

  @Override
  public Customer getByNumber(String number) {
    return rows.values().stream()
        .filter(row -> row.number.equals(number))
        .findFirst()
        .map(chain::copy)
        .orElseThrow(CrmException::notFound);
  }

  @Override
  public Customer create(Customer customer) {
    customer.id = 9_007_199_254_740_993L + last++;
    customer.number = "C-2026-%06d".formatted(last);
    customer.version = 1;
    customer.createdAt = Instant.parse("2026-11-23T08:00:00Z");
    rows.put(customer.id, chain.copy(customer));
    return customer;
  }

  @Override
  public Customer update(long id, Customer customer) {
    var there = get(id);
    if (!there.version.equals(customer.version)) {
      throw stale(there);
    }
    customer.id = id;
    customer.number = there.number;
    customer.createdAt = there.createdAt;
    customer.version = there.version + 1;
    rows.put(id, chain.copy(customer));
    return customer;
  }

  private static CrmException stale(Customer there) {
    var stale = CrmException.of(Code.STALE);
    stale.currentVersion = there.version;
    return stale;
  }

  @Override
  public Customer upsert(String system, String key, Customer customer) {
    return create(customer);
  }

  @Override
  public void delete(long id, Integer version) {
    var there = get(id);
    if (!there.version.equals(version)) {
      throw stale(there);
    }
    rows.remove(id);
  }

  @Override
  public PoolReleased releaseAll(PoolReleases releases) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void release(long id, PoolRelease release) {
    rows.remove(id);
  }

  @Override
  public Customer lockLevel(long id, LevelLock lock) {
    return get(id);
  }

  @Override
  public Customer unlockLevel(long id) {
    return get(id);
  }

  @Override
  public Customer restore(long id) {
    throw new IllegalStateException("secret: the restore is broken");
  }
}
