package org.tangramcrm.platform.internal.table;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tangramcrm.platform.CrmException;

/**
 * The table in a file, read row by row and never held whole. Rows in which nothing stands are
 * passed over. Whatever in a file is not as it should be is a {@link CrmException} that says so.
 */
public abstract class Table implements Closeable {
  /** As many as Excel has. */
  static final int MOST_ROWS = 1_048_576;

  /** More columns than a record has fields, and fewer than would be a burden. */
  static final int MOST_COLUMNS = 200;

  /** As many characters as Excel has in a cell. */
  static final int MOST_TEXT = 32_767;

  /** Above the headers may stand a title and a remark or two. */
  private static final int MOST_ABOVE = 10;

  private static final byte[] ZIP = {'P', 'K', 3, 4};

  /** Where Excel kept its files before 2007, and keeps encrypted ones. */
  private static final byte[] OLE = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0};

  private List<Row> ahead = new ArrayList<>();
  private Row headers;

  /**
   * A row.
   *
   * @param number in the file, counted from 1
   */
  public record Row(int number, List<Cell> cells) {
    public Cell cell(int column) {
      return column < cells.size() ? cells.get(column) : Cell.NONE;
    }
  }

  /** Whether a file is a workbook; else it is one of texts. */
  public static boolean isWorkbook(Path file) throws IOException {
    var head = head(file);
    if (Arrays.equals(head, OLE)) {
      throw CrmException.invalid("content", "import-old-workbook");
    }
    return Arrays.equals(head, ZIP);
  }

  private static byte[] head(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(ZIP.length);
    }
  }

  /**
   * Opens a file.
   *
   * @param charset of a file of texts; null to find out
   */
  public static Table open(Path file, Charset charset) throws IOException {
    Table table = isWorkbook(file) ? new XlsxTable(file) : new CsvTable(file, charset);
    var done = false;
    try {
      table.begin();
      done = true;
      return table;
    } finally {
      if (!done) {
        table.close();
      }
    }
  }

  /** The headers are the first row that has more than one of them, or the first where none has. */
  private void begin() throws IOException {
    var above = new ArrayList<Row>();
    Row found = null;
    while (found == null && above.size() < MOST_ABOVE) {
      var row = read();
      if (row == null) {
        break;
      }
      above.add(row);
      found = row.cells().stream().filter(cell -> !cell.empty()).count() > 1 ? row : null;
    }
    if (above.isEmpty()) {
      throw CrmException.invalid("content", "import-empty");
    }
    headers = found == null ? above.get(0) : found;
    ahead = new ArrayList<>(above.subList(above.indexOf(headers) + 1, above.size()));
  }

  /** What stands at the heads of the columns; empty where nothing does. */
  public List<String> headers() {
    return headers.cells().stream().map(cell -> strip(cell.text())).toList();
  }

  /** The next row below the headers; null at the end. */
  public Row next() throws IOException {
    return ahead.isEmpty() ? read() : ahead.remove(0);
  }

  /** The next row in which anything stands; null at the end. */
  abstract Row read() throws IOException;

  /** How texts are written; null for a workbook, which says so itself. */
  public Charset charset() {
    return null;
  }

  /** Whether its days are counted from 1904 on. */
  public boolean later() {
    return false;
  }

  /** Without spaces around it, of whatever width. */
  public static String strip(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && blank(text.charAt(from))) {
      from++;
    }
    while (to > from && blank(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean blank(char letter) {
    return Character.isWhitespace(letter)
        || Character.isSpaceChar(letter)
        || letter == '\u200B'
        || letter == '\uFEFF';
  }

  static CrmException unreadable(Throwable cause) {
    return CrmException.invalid("content", "import-unreadable").initCause(cause);
  }

  static CrmException tooLarge() {
    return CrmException.invalid("content", "import-bounds", MOST_ROWS, MOST_COLUMNS, MOST_TEXT);
  }
}
