package org.tangramcrm.platform.document;

import java.util.List;
import java.util.Locale;

/**
 * A business paper: what stands on it, not how. All texts are as they are to be read, in its
 * language.
 *
 * @param fileName without an ending
 * @param language of what is put on it by itself, such as page numbers
 * @param number stands at the foot of each page
 * @param facts what it is about, in two columns by turns; what has no value is left out
 * @param sums below the table, at its right end
 * @param passages below all that
 */
public record Paper(
    String fileName,
    Locale language,
    String title,
    String number,
    List<Entry> facts,
    Table table,
    List<Entry> sums,
    List<Passage> passages) {

  /**
   * Something with its name.
   *
   * @param strong whether it stands out
   */
  public record Entry(String name, String value, boolean strong) {
    public static Entry of(String name, String value) {
      return new Entry(name, value, false);
    }
  }

  /** Its head is repeated on each page that it goes on. */
  public record Table(List<Column> columns, List<List<String>> rows) {}

  /**
   * @param share of the width, compared with those of the other columns
   * @param number whether it stands at the right
   */
  public record Column(String title, double share, boolean number) {}

  /** A text of one or more paragraphs with its heading. */
  public record Passage(String title, String text) {}
}
