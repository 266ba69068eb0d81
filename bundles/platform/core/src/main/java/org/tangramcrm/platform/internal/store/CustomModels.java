package org.tangramcrm.platform.internal.store;

import java.util.List;
import java.util.function.Supplier;
import org.tangramcrm.platform.contract.FieldModel;

/**
 * The fields that the company added to collections, as they hold for the request that is served.
 */
@FunctionalInterface
public interface CustomModels {
  CustomModels NONE = collection -> List.of();

  /** Those of a collection that are offered, in their order; the same list until one changes. */
  List<FieldModel> of(String collection);

  /** Those that are retired; records keep their values. The same list until one changes. */
  default List<FieldModel> retired(String collection) {
    return List.of();
  }

  /**
   * Works by the fields as they are now, whatever changes meanwhile: what was checked by them is
   * written by them.
   */
  default <T> T steadily(Supplier<T> work) {
    return work.get();
  }
}
