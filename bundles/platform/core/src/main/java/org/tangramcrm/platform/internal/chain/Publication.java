package org.tangramcrm.platform.internal.chain;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Set;
import org.tangramcrm.platform.contract.ContractModel;
import org.tangramcrm.platform.contract.PublishedContract;
import org.tangramcrm.platform.internal.dictionary.DictionaryShelf;
import org.tangramcrm.platform.internal.facts.Json;

/**
 * A contract that is open for calls, with what the chain keeps for it: all of it goes when the
 * contract goes.
 */
public final class Publication implements PublishedContract, AutoCloseable {
  private final ContractModel model;
  private final Object service;
  private final String module;
  private final Validation validation;
  private final ObjectMapper json = Json.mapper();

  public Publication(
      ContractModel model, Object service, String module, DictionaryShelf dictionaries) {
    this.model = model;
    this.service = service;
    this.module = module;
    this.validation = new Validation(model, dictionaries);
  }

  @Override
  public ContractModel model() {
    return model;
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

  /** Makes fields what they are in another record. */
  void fill(Object record, Set<String> fields, Object from) {
    model.fields().stream()
        .filter(field -> fields.contains(field.name()))
        .forEach(field -> field.set(record, field.value(from)));
  }

  Validation validation() {
    return validation;
  }

  ObjectMapper json() {
    return json;
  }

  @Override
  public void close() {
    validation.close();
  }
}
