package org.tangramcrm.platform.internal.chain;

import com.fasterxml.jackson.databind.ObjectMapper;
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
