package org.tangramcrm.platform.internal.text;

/**
 * A field in a refusal: told by its title and by its key, since people know the one and programs
 * the other.
 */
public record FieldName(String collection, String key) {
  @Override
  public String toString() {
    return key;
  }
}
