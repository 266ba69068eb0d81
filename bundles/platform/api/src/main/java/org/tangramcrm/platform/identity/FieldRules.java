package org.tangramcrm.platform.identity;

import java.util.HashSet;
import java.util.Set;

/**
 * Which of a collection's fields a caller does not see, and which they do not change.
 *
 * @param hidden neither shown nor changed, nor found, sorted, filtered or summed by
 * @param readOnly shown, and not changed
 */
public record FieldRules(Set<String> hidden, Set<String> readOnly) {
  public static final FieldRules NONE = new FieldRules(Set.of(), Set.of());

  /** Those that stay as they are, whatever the caller sends. */
  public Set<String> kept() {
    if (readOnly.isEmpty()) {
      return hidden;
    }
    var both = new HashSet<>(hidden);
    both.addAll(readOnly);
    return both;
  }
}
