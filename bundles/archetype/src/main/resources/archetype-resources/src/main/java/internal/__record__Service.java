package ${package}.internal;

import ${package}.${record};
import ${package}.${record}Page;
import ${package}.${records};
import java.util.List;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.customers.CustomerRegistry;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.module.SchemaReady;
import org.tangramcrm.platform.store.Row;
import org.tangramcrm.platform.store.Store;
import org.tangramcrm.platform.store.StoreSpec;
import org.tangramcrm.platform.store.StoreSpec.Parent;
import org.tangramcrm.platform.store.Stores;

/** Keeps the records; permission, validation, transaction and history are the platform's. */
@Component
@TangramContract(${records}.class)
public class ${record}Service implements ${records} {
  private final Store<${record}Row, ${record}> store;
  private final CustomerRegistry customers;

  @Activate
  public ${record}Service(
      @Reference Stores stores,
      @Reference CustomerRegistry customers,
      @Reference(target = "(osgi.unit.name=${artifactId})") JpaTemplate jpa,
      @Reference(target = "(module=${artifactId})") SchemaReady schema) {
    this.customers = customers;
    store =
        stores.open(
            StoreSpec.of(
                    "${collection}",
                    "${table}",
                    ${record}Row.class,
                    ${record}.class,
                    jpa,
                    ${record}Service::read)
                .numbered("${record}-{year}-{000000}")
                .sortedByName("title", "title_key")
                .childOf(record -> List.of(new Parent("customers", record.customerId))));
  }

  @Override
  public ${record}Page list(Query query) {
    return store.page(query, new ${record}Page());
  }

  @Override
  public ${record} get(long id) {
    return store.get(id);
  }

  @Override
  public ${record} getByNumber(String number) {
    return store.byNumber(number);
  }

  @Override
  public ${record} create(${record} record) {
    return create(record, null, null);
  }

  private ${record} create(${record} record, String system, String key) {
    checkCustomer(record);
    return store.insert(record.ownerId, write(record, new ${record}Row()), system, key);
  }

  @Override
  public ${record} update(long id, ${record} record) {
    if (!record.customerId.equals(store.whole(id).customerId)) {
      checkCustomer(record);
    }
    return store.update(id, record.version, record.ownerId, row -> write(record, row));
  }

  @Override
  public ${record} upsert(String system, String key, ${record} record) {
    return store.upsert(
        system, key, record, () -> create(record, system, key), id -> update(id, record));
  }

  @Override
  public void delete(long id, Integer version) {
    store.delete(id, version);
  }

  @Override
  public ${record} restore(long id) {
    return store.restore(id);
  }

  /** A customer that the caller does not reach is none. */
  private void checkCustomer(${record} record) {
    try {
      customers.get(record.customerId);
    } catch (CrmException e) {
      if (e.code != Code.NOT_FOUND) {
        throw e;
      }
      throw CrmException.invalid("customerId", "unknown-reference", "customers");
    }
  }

  private static ${record}Row write(${record} record, ${record}Row row) {
    row.title = record.title;
    row.customerId = record.customerId;
    row.signedOn = record.signedOn;
    row.remark = record.remark;
    return row;
  }

  private static ${record} read(Row row) {
    var record = row.base(new ${record}());
    record.title = row.text("title");
    record.customerId = row.id("customerId");
    record.signedOn = row.date("signedOn");
    record.remark = row.text("remark");
    return record;
  }
}
