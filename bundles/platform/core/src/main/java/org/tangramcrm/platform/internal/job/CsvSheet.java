package org.tangramcrm.platform.internal.job;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.tangramcrm.platform.internal.table.Formulas;

/**
 * Comma-separated values (RFC 4180). A text that a spreadsheet would take for a formula is put
 * behind an apostrophe, which spreadsheets take for "this is a text"; and every text is quoted,
 * since not all of them part cells at commas.
 */
final class CsvSheet implements Sheet {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private final Writer out;
  private final ZoneId zone;

  private CsvSheet(Writer out, ZoneId zone, List<String> columns) throws IOException {
    this.out = out;
    this.zone = zone;
    row(List.copyOf(columns));
  }

  /** Marked as UTF-8, or Excel takes it for something else. */
  static Sheet utf8(OutputStream out, Heading heading, List<String> columns) throws IOException {
    var writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    writer.write('\uFEFF');
    return new CsvSheet(writer, heading.zone(), columns);
  }

  /** What older Chinese programs read; GB 18030 has every character and agrees with GBK. */
  static Sheet gbk(OutputStream out, Heading heading, List<String> columns) throws IOException {
    var writer = new BufferedWriter(new OutputStreamWriter(out, Charset.forName("GB18030")));
    return new CsvSheet(writer, heading.zone(), columns);
  }

  @Override
  public void row(List<Object> values) throws IOException {
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        out.write(',');
      }
      out.write(cell(values.get(i)));
    }
    out.write("\r\n");
  }

  private String cell(Object value) {
    if (value == null) {
      return "";
    } else if (value instanceof String text) {
      return quoted(Formulas.harmless(text));
    } else if (value instanceof BigDecimal number) {
      return number.toPlainString();
    } else if (value instanceof Instant instant) {
      return MOMENT.format(instant.atZone(zone));
    }
    return value.toString();
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }

  @Override
  public void close() throws IOException {
    out.flush();
  }
}
