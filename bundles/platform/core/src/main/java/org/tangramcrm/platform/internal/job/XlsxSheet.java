package org.tangramcrm.platform.internal.job;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.dhatim.fastexcel.Position;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/**
 * An Excel file. Texts stand in cells of texts, so that none is ever taken for a formula; numbers,
 * dates and moments are what they are. On every printed page stands who wrote it, and when.
 */
final class XlsxSheet implements Sheet {
  /** As many rows as Excel has, one of which holds the titles. */
  private static final int MOST_ROWS = 1_048_576;

  private static final int FLUSH_EVERY = 500;
  private static final int WIDTH = 18;

  /** As many characters as Excel has in a cell, and in the name of a sheet. */
  private static final int MOST_TEXT = 32_767;

  private static final int MOST_NAME = 28;

  private final Workbook book;
  private final Heading heading;
  private final List<String> columns;
  private Worksheet sheet;
  private int sheets;
  private int row;

  XlsxSheet(OutputStream out, Heading heading, List<String> columns) throws IOException {
    this.book = new Workbook(out, "Tangram", "1.0");
    this.heading = heading;
    this.columns = columns;
    begin();
  }

  private void begin() throws IOException {
    if (sheet != null) {
      sheet.finish();
    }
    sheets++;
    var name = heading.title().replaceAll("[\\\\/*?:\\[\\]]", " ");
    name = name.substring(0, Math.min(MOST_NAME, name.length()));
    sheet = book.newWorksheet(sheets == 1 ? name : name + " " + sheets);
    sheet.header(heading.mark().replace("&", "&&"), Position.RIGHT);
    sheet.footer(heading.mark().replace("&", "&&"), Position.CENTER);
    sheet.freezePane(0, 1);
    for (int i = 0; i < columns.size(); i++) {
      sheet.width(i, WIDTH);
      sheet.value(0, i, columns.get(i));
    }
    sheet.range(0, 0, 0, Math.max(0, columns.size() - 1)).style().bold().set();
    row = 1;
  }

  @Override
  public void row(List<Object> values) throws IOException {
    if (row == MOST_ROWS) {
      begin();
    }
    for (int i = 0; i < values.size(); i++) {
      cell(i, values.get(i));
    }
    row++;
    if (row % FLUSH_EVERY == 0) {
      sheet.flush();
    }
  }

  private void cell(int column, Object value) {
    if (value instanceof String text) {
      // Where it stands: a table of all texts would have to be held.
      sheet.inlineString(row, column, text.substring(0, Math.min(MOST_TEXT, text.length())));
    } else if (value instanceof Boolean flag) {
      sheet.value(row, column, flag);
    } else if (value instanceof Number number) {
      sheet.value(row, column, number);
    } else if (value instanceof LocalDate date) {
      sheet.value(row, column, date);
      sheet.style(row, column).format("yyyy-mm-dd").set();
    } else if (value instanceof Instant instant) {
      sheet.value(row, column, instant.atZone(heading.zone()).toLocalDateTime());
      sheet.style(row, column).format("yyyy-mm-dd hh:mm").set();
    }
  }

  @Override
  public void close() throws IOException {
    sheet.finish();
    book.finish();
  }
}
