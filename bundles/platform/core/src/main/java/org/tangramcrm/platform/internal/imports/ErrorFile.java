package org.tangramcrm.platform.internal.imports;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.tangramcrm.platform.Texts;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.imports.Import;
import org.tangramcrm.platform.internal.chain.CurrentCall;
import org.tangramcrm.platform.internal.identity.Clocks;
import org.tangramcrm.platform.internal.job.Sheet;
import org.tangramcrm.platform.internal.table.Cell;
import org.tangramcrm.platform.internal.table.Table;
import org.tangramcrm.platform.job.JobKind.Run;

/** The rows of a file that were refused, with the reasons: to be mended and sent again. */
record ErrorFile(
    ImportWork work,
    ImportTable table,
    Texts texts,
    Clocks clocks,
    CurrentUser user,
    CurrentCall calls) {
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmm");
  private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  /** What the column of reasons is called, in both languages: a mended file has it still. */
  Set<String> reasonTitles() {
    return Set.of(
        texts.get(Locale.CHINESE, "import.reason"), texts.get(Locale.ENGLISH, "import.reason"));
  }

  /**
   * Writes the rows that were refused; answers what the file is called, null where there are none.
   */
  String write(Import asked, Run job, OutputStream out) throws IOException {
    if (table.refused(asked.id, 0, 1).isEmpty()) {
      return null;
    }
    var locale = calls.locale();
    var now = Instant.now().atZone(clocks.zone(user.get().id()));
    var title = texts.get(locale, "import.errors");
    var mark = texts.get(locale, "export.mark", user.get().name(), MOMENT.format(now));
    var shown = new ArrayList<Integer>();
    var columns = new ArrayList<String>();
    var reasons = reasonTitles();
    for (int i = 0; i < asked.columns.size(); i++) {
      if (!reasons.contains(asked.columns.get(i).header)) {
        shown.add(i);
        columns.add(asked.columns.get(i).header);
      }
    }
    columns.add(texts.get(locale, "import.reason"));
    var format = Sheet.Format.XLSX;
    try (var sheet = format.open(out, new Sheet.Heading(title, mark, now.getZone()), columns)) {
      work.opened(
          asked,
          rows -> {
            write(asked, job, rows, shown, sheet);
            return null;
          });
    }
    var name = asked.fileName.replaceFirst("\\.[^.]{1,5}$", "");
    return name.substring(0, Math.min(100, name.length()))
        + "-"
        + title
        + "-"
        + STAMP.format(now)
        + "-"
        + user.get().login()
        + format.ending();
  }

  private void write(Import asked, Run job, Table rows, List<Integer> shown, Sheet sheet)
      throws IOException {
    var refused = table.refused(asked.id, 0, ImportWork.PORTION);
    int at = 0;
    int looked = 0;
    for (var row = rows.next(); row != null && !refused.isEmpty(); row = rows.next()) {
      if (++looked % ImportWork.TOLD_EVERY == 0) {
        job.progress(asked.total == null ? looked : asked.total, asked.total);
      }
      if (row.number() != refused.get(at).line()) {
        continue;
      }
      var values = new ArrayList<Object>();
      for (var column : shown) {
        values.add(value(row.cell(column)));
      }
      values.add(refused.get(at).reason());
      sheet.row(values);
      at++;
      if (at == refused.size()) {
        refused = table.refused(asked.id, row.number(), ImportWork.PORTION);
        at = 0;
      }
    }
  }

  /** As it came, so that the file can be mended and sent again. */
  private static Object value(Cell cell) {
    return switch (cell.kind()) {
      case NONE -> null;
      case BOOLEAN -> Boolean.valueOf(cell.text());
      case NUMBER -> new java.math.BigDecimal(cell.text());
      case DATE -> cell.text().length() == 10 ? LocalDate.parse(cell.text()) : cell.text();
      default -> cell.text();
    };
  }
}
