package org.tangramcrm.platform.internal.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.contract.ContractModel;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.contract.OperationModel;
import org.tangramcrm.platform.contract.PublishedContract;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.internal.company.BaseCurrency;
import org.tangramcrm.platform.internal.company.BusinessDay;
import org.tangramcrm.platform.internal.dictionary.DictionaryShelf;
import org.tangramcrm.platform.internal.facts.Json;
import org.tangramcrm.platform.internal.store.CustomDefaults;
import org.tangramcrm.platform.internal.store.CustomModels;

/**
 * A contract that is open for calls, with what the chain keeps for it: all of it goes when the
 * contract goes.
 */
public final class Publication implements PublishedContract, AutoCloseable {
  private final ContractModel model;
  private final Object service;
  private final String module;
  private final Validation validation;
  private final CustomModels custom;
  private final BusinessDay day;
  private final BaseCurrency base;
  private final ObjectMapper json = Json.mapper();
  private volatile Grown grown;

  /** The contract with what the company added to it. */
  private record Grown(List<FieldModel> added, ContractModel model) {}

  public Publication(
      ContractModel model,
      Object service,
      String module,
      DictionaryShelf dictionaries,
      CustomModels custom,
      BusinessDay day,
      BaseCurrency base) {
    this.model = model;
    this.service = service;
    this.module = module;
    this.custom = custom;
    this.day = day;
    this.base = base;
    this.grown = new Grown(List.of(), model);
    this.validation = new Validation(model, dictionaries, day);
  }

  public String collection() {
    return model.collection();
  }

  @Override
  public ContractModel declared() {
    return model;
  }

  @Override
  public ContractModel model() {
    if (model.recordType() == null) {
      return model;
    }
    var added = custom.of(model.collection());
    var now = grown;
    if (now.added() != added) {
      now = new Grown(added, added.isEmpty() ? model : model.with(added));
      grown = now;
    }
    return now.model();
  }

  @Override
  public Object service() {
    return service;
  }

  @Override
  public String module() {
    return module;
  }

  /** Makes fields what they are in a record of which nothing is known yet. */
  void blank(Object record, Set<String> fields) {
    try {
      fill(record, fields, model.recordType().getDeclaredConstructor().newInstance());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Records have a constructor without arguments", e);
    }
  }

  /** Whether new records have something in some fields that nobody gives them. */
  boolean hasDefaults() {
    return CustomDefaults.any(model().fields());
  }

  /** Gives a new record what the company says that it has where nothing is given. */
  void fillDefaults(BusinessRecord record, Caller caller, BiPredicate<FieldModel, Object> current) {
    CustomDefaults.fill(model().fields(), record, day.today(), caller, base.code(), current);
  }

  /** Takes away the blanks around short texts and codes, but of fields that nobody changes. */
  void strip(Object[] arguments, Set<String> untouched) {
    for (var argument : arguments) {
      if (argument instanceof BusinessRecord record && record.getClass() == model.recordType()) {
        Blanks.strip(model().fields(), record, name -> !untouched.contains(name));
      }
    }
  }

  /** Makes fields what they are in another record. */
  void fill(Object record, Set<String> fields, Object from) {
    model().fields().stream()
        .filter(field -> fields.contains(field.name()))
        .forEach(field -> field.set(record, field.value(from)));
  }

  /** What stands in each field of a record, to be compared later. */
  Map<String, JsonNode> values(Object record) {
    var values = new HashMap<String, JsonNode>();
    model()
        .fields()
        .forEach(field -> values.put(field.name(), json.valueToTree(field.value(record))));
    return values;
  }

  /** The fields in which a record is what it was. */
  Set<String> same(Map<String, JsonNode> before, Object record) {
    var same = values(record);
    same.entrySet().retainAll(before.entrySet());
    return same.keySet();
  }

  /**
   * Checks the rules that the contract declares, and those of fields that the company added.
   *
   * @param kept fields that the caller does not change, and need not fill
   * @param untouched fields of which nothing is said: a record from before a rule stays as it is
   *     where nobody changes it
   * @param unread what could not be read of the arguments, to which what is found is added; null
   *     where all could
   * @throws org.tangramcrm.platform.CrmException {@code invalid} with an error per broken rule
   */
  public void check(
      OperationModel operation,
      Object[] arguments,
      Set<String> kept,
      Set<String> untouched,
      CrmException unread) {
    validation.check(service, operation, arguments, model().fields(), kept, untouched, unread);
  }

  ObjectMapper json() {
    return json;
  }

  @Override
  public void close() {
    validation.close();
  }
}
