package org.tangramcrm.platform.internal.dictionary;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/**
 * An item as it holds for everybody.
 *
 * @param position among those with the same parent
 * @param active whether it is offered; one that is not stays on the records that have it
 * @param delivered as a module brings it; null for an item of the company's own
 * @param row what the company has about it; null where that is nothing
 */
record Item(
    String code,
    String labelZh,
    String labelEn,
    String parent,
    int position,
    String colour,
    boolean active,
    Delivered.Item delivered,
    ItemRow row) {
  /** Says that there is no colour where one was delivered. */
  static final String NO_COLOUR = "none";

  int version() {
    return row == null ? 0 : row.version();
  }

  /** Whether it is not as a module delivers it. */
  boolean changed() {
    return delivered == null
        || row != null
            && (row.labelZh() != null
                || row.labelEn() != null
                || row.position() != null
                || row.colour() != null
                || row.active() != null);
  }

  /** The name in a language; where it has none in this, in the other. */
  String title(Locale locale) {
    return chinese(locale) ? first(labelZh, labelEn) : first(labelEn, labelZh);
  }

  /** The name in the other language. */
  String alias(Locale locale) {
    return chinese(locale) ? labelEn : labelZh;
  }

  private String first(String one, String other) {
    return one != null ? one : other != null ? other : code;
  }

  private static boolean chinese(Locale locale) {
    return Locale.CHINESE.getLanguage().equals(locale.getLanguage());
  }

  /**
   * The id of an item, on every node and before it has a row. Of 63 bits of a digest no two of a
   * million items would be the same but once in ten million companies.
   */
  static long id(String dictionary, String code) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256")
              .digest((dictionary + "/" + code).getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getLong() & Long.MAX_VALUE;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
