package org.tangramcrm.platform.internal.job;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;

/** A table that is written row by row, and never held whole. */
public interface Sheet extends Closeable {
  /**
   * @param values texts, numbers, dates, instants, booleans; null for none
   */
  void row(List<Object> values) throws IOException;

  /** A format of files. */
  enum Format {
    XLSX(".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet") {
      @Override
      public Sheet open(OutputStream out, Heading heading, List<String> columns)
          throws IOException {
        return new XlsxSheet(out, heading, columns);
      }
    },
    CSV(".csv", "text/csv") {
      @Override
      public Sheet open(OutputStream out, Heading heading, List<String> columns)
          throws IOException {
        return CsvSheet.utf8(out, heading, columns);
      }
    },
    CSV_GBK(".csv", "text/csv") {
      @Override
      public Sheet open(OutputStream out, Heading heading, List<String> columns)
          throws IOException {
        return CsvSheet.gbk(out, heading, columns);
      }
    };

    private final String ending;
    private final String contentType;

    Format(String ending, String contentType) {
      this.ending = ending;
      this.contentType = contentType;
    }

    /** The format of a file that is called so. */
    public static Format ofFile(String name) {
      return Arrays.stream(values())
          .filter(format -> name.endsWith(format.ending))
          .findFirst()
          .orElse(XLSX);
    }

    /** How the names of such files end. */
    public String ending() {
      return ending;
    }

    public String contentType() {
      return contentType;
    }

    /** Of {@code xlsx}, {@code csv}, {@code csv-gbk}; the first where nothing is said. */
    public static Format of(String name) {
      return name == null
          ? XLSX
          : valueOf(name.toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
    }

    public abstract Sheet open(OutputStream out, Heading heading, List<String> columns)
        throws IOException;
  }

  /**
   * What stands above and below a table.
   *
   * @param title what it is a table of
   * @param mark who wrote it, and when: on every page that is printed of it
   * @param zone of the reader's clock
   */
  record Heading(String title, String mark, ZoneId zone) {}
}
