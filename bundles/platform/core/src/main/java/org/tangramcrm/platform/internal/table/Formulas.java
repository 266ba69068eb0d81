package org.tangramcrm.platform.internal.table;

/**
 * Texts that a spreadsheet would take for formulas. In files of texts they are put behind an
 * apostrophe; so is one that looks as if it had been, or what is written would not be what is read.
 */
public final class Formulas {
  private static final String BEGINS = "=+-@\t\r＝＋－＠";
  private static final String APOSTROPHES = "^'+";

  private Formulas() {}

  /** How a text is written. */
  public static String harmless(String text) {
    return begins(text) ? "'" + text : text;
  }

  /** The text that was written so. */
  static String shown(String written) {
    return written.startsWith("'") && begins(written) ? written.substring(1) : written;
  }

  private static boolean begins(String text) {
    var bare = text.replaceFirst(APOSTROPHES, "");
    return !bare.isEmpty() && BEGINS.indexOf(bare.charAt(0)) >= 0;
  }
}
