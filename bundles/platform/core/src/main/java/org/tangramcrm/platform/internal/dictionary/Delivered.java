package org.tangramcrm.platform.internal.dictionary;

import java.util.Map;
import java.util.Set;

/**
 * A dictionary as a module's bundle brings it.
 *
 * @param open takes values beside its items: what comes from outside is kept as given
 * @param items in their order
 * @param ids of the items
 */
record Delivered(String module, String code, boolean open, Map<String, Item> items, Set<Long> ids) {
  /**
   * @param position among those with the same parent, with room between them
   */
  record Item(
      String code,
      String labelZh,
      String labelEn,
      String parent,
      int position,
      String colour,
      boolean active) {}
}
