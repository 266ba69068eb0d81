package org.tangramcrm.platform.documents.internal;

import java.awt.Color;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.tangramcrm.platform.document.Paper.Column;
import org.tangramcrm.platform.document.Paper.Entry;
import org.tangramcrm.platform.document.Paper.Passage;
import org.tangramcrm.platform.document.Paper.Table;

/** Puts what stands on a paper one below the other, on as many pages as it takes. In points. */
final class Sheet implements AutoCloseable {
  private static final PDRectangle FORMAT = PDRectangle.A4;
  private static final float MARGIN = 48;
  private static final float WIDTH = FORMAT.getWidth() - 2 * MARGIN;
  private static final float FOOT = 56;
  private static final float LEADING = 1.45f;
  private static final float TEXT = 9.5f;
  private static final float SMALL = 8;
  private static final float PAD = 4;
  private static final Color INK = new Color(0x1f2328);
  private static final Color PALE = new Color(0x6b7280);
  private static final Color RULE = new Color(0xc9ced6);
  private static final Color SHADE = new Color(0xf0f2f5);

  private final PDDocument document;
  private final Typeface face;
  private PDPageContentStream out;

  /** Where the next thing begins, from below. */
  private float at;

  Sheet(PDDocument document, Typeface face) throws IOException {
    this.document = document;
    this.face = face;
    begin();
  }

  private void begin() throws IOException {
    var page = new PDPage(FORMAT);
    document.addPage(page);
    close();
    out = new PDPageContentStream(document, page);
    at = FORMAT.getHeight() - MARGIN;
  }

  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
      out = null;
    }
  }

  /** Goes on to another page where there is not so much room any more. */
  private boolean room(float height) throws IOException {
    if (at - height >= FOOT) {
      return false;
    }
    begin();
    return true;
  }

  // ---- parts

  /** Whose paper it is, and what it is called. */
  void head(String company, List<String> below, String title) throws IOException {
    at -= 16;
    text(company, MARGIN, 15, INK, true);
    var heading = face.printable(title);
    text(heading, MARGIN + WIDTH - face.width(heading, 20), 20, INK, true);
    for (var line : below) {
      at -= SMALL * LEADING + 2;
      text(line, MARGIN, SMALL, PALE, false);
    }
    at -= 10;
    rule(INK, 1.2f);
    at -= 8;
  }

  /** In two columns, read line by line. */
  /** In two columns, each of which closes up where there is nothing to be told. */
  void facts(List<Entry> facts) throws IOException {
    var columns = List.of(told(facts, 0), told(facts, 1));
    int rows = columns.stream().mapToInt(List::size).max().orElse(0);
    float half = WIDTH / 2;
    float line = TEXT * LEADING;
    for (int i = 0; i < rows; i++) {
      var names = new ArrayList<String>();
      var cells = new ArrayList<List<String>>();
      for (var column : columns) {
        var fact = i < column.size() ? column.get(i) : Entry.of("", "");
        names.add(face.printable(fact.name()) + "  ");
        cells.add(
            face.wrapped(
                fact.value(), TEXT, half - 12 - face.width(names.get(names.size() - 1), TEXT)));
      }
      float height = line * cells.stream().mapToInt(List::size).max().orElse(1) + 2;
      room(height);
      float top = at;
      for (int j = 0; j < cells.size(); j++) {
        float left = MARGIN + j * half;
        at = top - TEXT;
        text(names.get(j), left, TEXT, PALE, false);
        for (var value : cells.get(j)) {
          text(value, left + face.width(names.get(j), TEXT), TEXT, INK, false);
          at -= line;
        }
      }
      at = top - height;
    }
    at -= 8;
  }

  private static List<Entry> told(List<Entry> facts, int column) {
    return IntStream.range(0, facts.size())
        .filter(i -> i % 2 == column)
        .mapToObj(facts::get)
        .filter(fact -> !fact.value().isBlank())
        .toList();
  }

  void table(Table table) throws IOException {
    var total = table.columns().stream().mapToDouble(Column::share).sum();
    var widths =
        table.columns().stream().map(column -> (float) (WIDTH * column.share() / total)).toList();
    var titles = table.columns().stream().map(Column::title).toList();
    // With one line below it, at least.
    room(60);
    row(table.columns(), widths, titles, true);
    for (var row : table.rows()) {
      if (room(height(widths, row))) {
        row(table.columns(), widths, titles, true);
      }
      row(table.columns(), widths, row, false);
    }
    at -= 6;
  }

  private float height(List<Float> widths, List<String> cells) {
    int lines = 1;
    for (int i = 0; i < cells.size(); i++) {
      lines = Math.max(lines, face.wrapped(cells.get(i), SMALL, widths.get(i) - 2 * PAD).size());
    }
    return lines * SMALL * LEADING + 2 * PAD;
  }

  private void row(List<Column> columns, List<Float> widths, List<String> cells, boolean head)
      throws IOException {
    float height = height(widths, cells);
    if (head) {
      out.setNonStrokingColor(SHADE);
      out.addRect(MARGIN, at - height, WIDTH, height);
      out.fill();
    }
    float top = at;
    float left = MARGIN;
    for (int i = 0; i < cells.size(); i++) {
      at = top - PAD - SMALL;
      for (var line : face.wrapped(cells.get(i), SMALL, widths.get(i) - 2 * PAD)) {
        var indent = columns.get(i).number() ? widths.get(i) - PAD - face.width(line, SMALL) : PAD;
        text(line, left + indent, SMALL, INK, head);
        at -= SMALL * LEADING;
      }
      left += widths.get(i);
    }
    at = top - height;
    rule(RULE, 0.5f);
  }

  /** At the right end, together. */
  void sums(List<Entry> sums) throws IOException {
    room(sums.size() * 16 + 8);
    for (var sum : sums) {
      float size = sum.strong() ? 11 : TEXT;
      var value = face.printable(sum.value());
      var name = face.printable(sum.name());
      at -= size * LEADING + 1;
      float right = MARGIN + WIDTH - PAD;
      text(value, right - face.width(value, size), size, INK, sum.strong());
      float names = Math.min(right - 130, right - face.width(value, size) - 12);
      text(name, names - face.width(name, size), size, sum.strong() ? INK : PALE, sum.strong());
    }
    at -= 14;
  }

  void passage(Passage passage) throws IOException {
    float line = TEXT * LEADING;
    room(3 * line);
    at -= TEXT;
    text(face.printable(passage.title()), MARGIN, TEXT, INK, true);
    at -= line - TEXT + 2;
    for (var text : face.wrapped(passage.text(), TEXT, WIDTH)) {
      room(line);
      at -= TEXT;
      text(text, MARGIN, TEXT, INK, false);
      at -= line - TEXT;
    }
    at -= 8;
  }

  /** At the foot of all pages, once it is known how many there are. */
  void feet(String number, PageNames names) throws IOException {
    close();
    int pages = document.getNumberOfPages();
    for (int i = 0; i < pages; i++) {
      out = new PDPageContentStream(document, document.getPage(i), AppendMode.APPEND, true, true);
      at = FOOT - 14;
      rule(RULE, 0.5f);
      at -= 14;
      text(face.printable(number), MARGIN, SMALL, PALE, false);
      var page = face.printable(names.of(i + 1, pages));
      text(page, MARGIN + WIDTH - face.width(page, SMALL), SMALL, PALE, false);
      close();
    }
  }

  /** What a page is called. */
  interface PageNames {
    String of(int page, int of);
  }

  // ---- strokes

  private void text(String text, float left, float size, Color colour, boolean strong)
      throws IOException {
    if (text.isEmpty()) {
      return;
    }
    out.beginText();
    out.setFont(face.font, size);
    out.setNonStrokingColor(colour);
    out.setStrokingColor(colour);
    out.setLineWidth(size / 40);
    // One weight of the font is carried along; what is strong has its outline drawn as well.
    out.setRenderingMode(strong ? RenderingMode.FILL_STROKE : RenderingMode.FILL);
    out.newLineAtOffset(left, at);
    out.showText(text);
    out.endText();
  }

  private void rule(Color colour, float width) throws IOException {
    out.setStrokingColor(colour);
    out.setLineWidth(width);
    out.moveTo(MARGIN, at);
    out.lineTo(MARGIN + WIDTH, at);
    out.stroke();
  }
}
