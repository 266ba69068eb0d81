package org.tangramcrm.platform.internal.table;

import java.util.regex.Pattern;

/**
 * What stands in a cell of a table.
 *
 * @param text a text as it stands; a number in digits, as exact as the file has it; a date or
 *     moment as ISO 8601, without a zone; {@code true} or {@code false}
 */
public record Cell(Kind kind, String text) {
  /** Control signs but for tabs and ends of lines, halves of letters, and what is no letter. */
  private static final Pattern UNSEEN =
      Pattern.compile("[\\p{Cntrl}\\p{Cs}\\uFFFE\\uFFFF&&[^\\t\\r\\n]]");

  /** An empty cell. */
  public static final Cell NONE = new Cell(Kind.NONE, "");

  /** What a cell says of its value. */
  public enum Kind {
    NONE,
    TEXT,
    NUMBER,
    DATE,
    BOOLEAN,
    /** A formula that came to nothing: {@code #DIV/0!}. */
    ERROR
  }

  /** A text, without signs that nobody sees and no database takes; none where it is blank. */
  public static Cell text(String text) {
    var clean = UNSEEN.matcher(text).replaceAll("");
    return Table.strip(clean).isEmpty() ? NONE : new Cell(Kind.TEXT, clean);
  }

  public boolean empty() {
    return kind == Kind.NONE;
  }
}
