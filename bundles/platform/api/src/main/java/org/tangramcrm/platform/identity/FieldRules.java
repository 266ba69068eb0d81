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

  /** What is kept from the caller by either. */
  public FieldRules and(FieldRules other) {
    return new FieldRules(both(hidden, other.hidden), both(readOnly, other.readOnly));
  }

  private static Set<String> both(Set<String> some, Set<String> more) {
    var both = new HashSet<>(some);
    both.addAll(more);
    return Set.copyOf(both);
  }

  /** Those that stay as they are, whatever the caller sends. */
  public Set<String> kept() {
    if (readOnly.isEmpty()) {
      return hidden;
    }
    return both(hidden, readOnly);
  }
}
