package org.tangramcrm.platform.internal.content;

import java.text.Normalizer;
import org.tangramcrm.platform.CrmException;

/**
 * Names of files as senders give them. A name is only ever a name here, never a path; it is kept as
 * it was given but for what could fool a reader or a file system.
 */
public final class FileNames {
  public static final int MAX = 200;

  private FileNames() {}

  /**
   * The name alone: without folders, without characters that are not seen or turn the direction of
   * what follows.
   *
   * @throws CrmException {@code invalid} where nothing is left of it, or too much
   */
  public static String clean(String given) {
    var name = given == null ? "" : Normalizer.normalize(given, Normalizer.Form.NFC);
    name = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    name =
        name.replaceAll(
            "[\\p{Cntrl}\\u2028\\u2029\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]", "");
    name = name.strip();
    if (name.isEmpty() || name.chars().allMatch(letter -> letter == '.')) {
      throw CrmException.invalid("name", "required");
    }
    if (name.length() > MAX) {
      throw CrmException.invalid("name", "too-long", String.valueOf(MAX));
    }
    return name;
  }
}
