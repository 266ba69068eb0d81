package org.tangramcrm.platform.internal.table;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The first sheet of an Excel file that is shown. It is read twice: what is merged stands behind
 * the rows, and counts for each of the rows that it spans. Of a formula its last result is taken.
 *
 * <p>Read with what the JDK has: no document type, so no entities of any kind.
 */
final class XlsxTable extends Table {
  private static final String WORKBOOK = "xl/workbook.xml";
  private static final String STYLES = "xl/styles.xml";
  private static final String TEXTS = "xl/sharedStrings.xml";
  private static final int MOST_MERGED = 100_000;
  private static final int MOST_STYLES = 70_000;

  /** As long as Excel lets a format be. */
  private static final int LONGEST_FORMAT = 255;

  /** More digits than any number has that stands for something. */
  private static final int LONGEST_NUMBER = 400;

  /** So many bytes the rows may have, the texts, and what stands beside them. */
  private static final long MOST_ROW_BYTES = 2L << 30;

  private static final long MOST_TEXT_BYTES = 1L << 30;
  private static final long MOST_SIDE_BYTES = 64L << 20;

  /** What formats of Excel's own show dates; from 27 on those of East Asian editions. */
  private static final List<int[]> DATES =
      List.of(new int[] {14, 22}, new int[] {27, 36}, new int[] {45, 47}, new int[] {50, 58});

  /** Parts of a format that are shown as they stand, or say no more than a colour or condition. */
  private static final Pattern LITERAL =
      Pattern.compile("\"[^\"]*\"|\\\\.|_.|\\*.|\\[(?!h+\\]|m+\\]|s+\\])[^\\]]*\\]");

  private static final Pattern DATE = Pattern.compile("[ymdhs年月日时分秒]", Pattern.CASE_INSENSITIVE);
  private static final Pattern ESCAPED = Pattern.compile("_x([0-9A-Fa-f]{4})_");

  private final XMLInputFactory parsers = factory();
  private final ZipFile zip;
  private final SharedTexts texts;
  private final List<Boolean> dated = new ArrayList<>();
  private final List<Merged> merged = new ArrayList<>();
  private final Spanning[] spanning = new Spanning[MOST_COLUMNS];
  private String part;
  private boolean later;
  private InputStream bytes;
  private XMLStreamReader sheet;
  private int nextMerged;
  private int number;

  /** Cells that are one: rows and columns counted from 0. */
  private record Merged(int first, int last, int column) {}

  /** What stands in merged cells of which more rows follow. */
  private record Spanning(int last, Cell value) {}

  private interface Read {
    void from(XMLStreamReader xml) throws XMLStreamException, IOException;
  }

  private static XMLInputFactory factory() {
    var factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("Nothing is taken from elsewhere");
        });
    return factory;
  }

  XlsxTable(Path file) throws IOException {
    try {
      zip = new ZipFile(file.toFile());
    } catch (ZipException e) {
      throw unreadable(e);
    }
    texts = new SharedTexts(file);
    var done = false;
    try {
      parse(WORKBOOK, true, MOST_SIDE_BYTES, this::workbook);
      parse(STYLES, false, MOST_SIDE_BYTES, this::styles);
      parse(TEXTS, false, MOST_TEXT_BYTES, this::texts);
      texts.complete();
      parse(part, true, MOST_ROW_BYTES, this::merged);
      merged.sort(Comparator.comparingInt(Merged::first));
      bytes = open(part, MOST_ROW_BYTES);
      sheet = reader(bytes);
      done = true;
    } catch (XMLStreamException e) {
      throw refused(e);
    } finally {
      if (!done) {
        close();
      }
    }
  }

  private void parse(String name, boolean needed, long most, Read read) throws IOException {
    if (zip.getEntry(name) == null && !needed) {
      return;
    }
    try (var in = open(name, most)) {
      var xml = reader(in);
      try {
        read.from(xml);
      } finally {
        xml.close();
      }
    } catch (XMLStreamException e) {
      throw refused(e);
    }
  }

  /** Whatever else it says, a workbook is UTF-8: its bounds are found in the bytes. */
  private XMLStreamReader reader(InputStream in) throws XMLStreamException {
    return parsers.createXMLStreamReader(in, StandardCharsets.UTF_8.name());
  }

  private InputStream open(String name, long most) throws IOException {
    var entry = name == null ? null : zip.getEntry(name);
    if (entry == null) {
      throw unreadable(null);
    }
    try {
      return new Bounded(zip.getInputStream(entry), most);
    } catch (ZipException e) {
      throw unreadable(e);
    }
  }

  @Override
  public boolean later() {
    return later;
  }

  /** What stops the parser may have been found by what it reads from. */
  private static RuntimeException refused(XMLStreamException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof org.tangramcrm.platform.CrmException already) {
        return already;
      }
    }
    return unreadable(failure);
  }

  // ---- what stands beside the rows

  private void workbook(XMLStreamReader xml) throws XMLStreamException, IOException {
    String relation = null;
    while (xml.hasNext()) {
      if (xml.next() != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      if (xml.getLocalName().equals("workbookPr")) {
        later = flag(xml.getAttributeValue(null, "date1904"));
      } else if (xml.getLocalName().equals("sheet")
          && relation == null
          && !"hidden".equals(xml.getAttributeValue(null, "state"))
          && !"veryHidden".equals(xml.getAttributeValue(null, "state"))) {
        for (int i = 0; i < xml.getAttributeCount(); i++) {
          relation =
              xml.getAttributeLocalName(i).equals("id") && xml.getAttributeNamespace(i) != null
                  ? xml.getAttributeValue(i)
                  : relation;
        }
      }
    }
    var sought = relation;
    parse(
        "xl/_rels/workbook.xml.rels",
        true,
        MOST_SIDE_BYTES,
        relations -> part = target(relations, sought));
  }

  /** Where the part is that a relation leads to. */
  private static String target(XMLStreamReader xml, String relation) throws XMLStreamException {
    String target = null;
    while (target == null && xml.hasNext()) {
      if (xml.next() == XMLStreamConstants.START_ELEMENT
          && xml.getLocalName().equals("Relationship")
          && xml.getAttributeValue(null, "Id") != null
          && xml.getAttributeValue(null, "Id").equals(relation)) {
        target = xml.getAttributeValue(null, "Target");
      }
    }
    if (target == null) {
      throw unreadable(null);
    }
    return target.startsWith("/") ? target.substring(1) : "xl/" + target;
  }

  private void styles(XMLStreamReader xml) throws XMLStreamException {
    var formats = new HashSet<Integer>();
    var cells = false;
    while (xml.hasNext()) {
      var event = xml.next();
      if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("cellXfs")) {
        return;
      } else if (event != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      switch (xml.getLocalName()) {
        case "numFmt" -> {
          var code = xml.getAttributeValue(null, "formatCode");
          if (code != null
              && code.length() <= LONGEST_FORMAT
              && DATE.matcher(LITERAL.matcher(code).replaceAll("")).find()) {
            formats.add(integer(xml.getAttributeValue(null, "numFmtId")));
            if (formats.size() > MOST_STYLES) {
              throw tooLarge();
            }
          }
        }
        case "cellXfs" -> cells = true;
        case "xf" -> {
          if (cells) {
            var format = integer(xml.getAttributeValue(null, "numFmtId"));
            dated.add(
                formats.contains(format)
                    || DATES.stream().anyMatch(own -> own[0] <= format && format <= own[1]));
            if (dated.size() > MOST_STYLES) {
              throw tooLarge();
            }
          }
        }
        default -> {}
      }
    }
  }

  private void texts(XMLStreamReader xml) throws XMLStreamException, IOException {
    while (xml.hasNext()) {
      if (xml.next() == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("si")) {
        texts.add(rich(xml, "si"));
      }
    }
  }

  private void merged(XMLStreamReader xml) throws XMLStreamException {
    while (xml.hasNext()) {
      if (xml.next() != XMLStreamConstants.START_ELEMENT
          || !xml.getLocalName().equals("mergeCell")) {
        continue;
      }
      var ends = String.valueOf(xml.getAttributeValue(null, "ref")).split(":");
      if (ends.length == 2) {
        var first = row(ends[0]);
        var last = row(ends[1]);
        // Only those that span rows: beside a value that spans columns stands nothing.
        var column = column(ends[0]);
        if (last > first && column >= 0 && column < MOST_COLUMNS) {
          merged.add(new Merged(first, last, column));
        }
      }
      if (merged.size() > MOST_MERGED) {
        throw tooLarge();
      }
    }
  }

  // ---- rows

  @Override
  Row read() throws IOException {
    try {
      while (sheet.hasNext()) {
        var event = sheet.next();
        if (event == XMLStreamConstants.END_ELEMENT && sheet.getLocalName().equals("sheetData")) {
          return null;
        }
        if (event == XMLStreamConstants.START_ELEMENT && sheet.getLocalName().equals("row")) {
          var row = row();
          if (row != null) {
            return row;
          }
        }
      }
      return null;
    } catch (XMLStreamException e) {
      throw refused(e);
    }
  }

  /** Null where nothing stands in it but what others share with it. */
  private Row row() throws XMLStreamException, IOException {
    var told = sheet.getAttributeValue(null, "r");
    int before = number;
    number = told == null ? number + 1 : integer(told);
    if (number > MOST_ROWS) {
      throw tooLarge();
    } else if (number <= before) {
      // What became of a row is kept under its number.
      throw unreadable(null);
    }
    var cells = new ArrayList<Cell>();
    while (sheet.hasNext()) {
      var event = sheet.next();
      if (event == XMLStreamConstants.END_ELEMENT && sheet.getLocalName().equals("row")) {
        break;
      }
      if (event == XMLStreamConstants.START_ELEMENT && sheet.getLocalName().equals("c")) {
        var reference = sheet.getAttributeValue(null, "r");
        var column = reference == null ? cells.size() : column(reference);
        var cell = cell();
        if (!cell.empty()) {
          put(cells, column, cell);
        }
      }
    }
    var empty = cells.isEmpty();
    span(cells);
    return empty ? null : new Row(number, cells);
  }

  private static void put(List<Cell> cells, int column, Cell cell) {
    if (column < 0 || column >= MOST_COLUMNS) {
      throw tooLarge();
    }
    while (cells.size() <= column) {
      cells.add(Cell.NONE);
    }
    cells.set(column, cell);
  }

  /** Puts what began above where it still counts, and notes what begins here. */
  private void span(List<Cell> cells) {
    int at = number - 1;
    for (int column = 0; column < spanning.length; column++) {
      var above = spanning[column];
      if (above != null && above.last() < at) {
        spanning[column] = null;
      } else if (above != null) {
        put(cells, column, above.value());
      }
    }
    for (; nextMerged < merged.size() && merged.get(nextMerged).first() <= at; nextMerged++) {
      var begins = merged.get(nextMerged);
      var column = begins.column();
      if (begins.first() == at && column < cells.size() && !cells.get(column).empty()) {
        if (spanning[column] != null) {
          // A cell belongs to one of them.
          throw unreadable(null);
        }
        spanning[column] = new Spanning(begins.last(), cells.get(column));
      }
    }
  }

  private Cell cell() throws XMLStreamException, IOException {
    var type = String.valueOf(sheet.getAttributeValue(null, "t"));
    var style = sheet.getAttributeValue(null, "s");
    String value = null;
    while (sheet.hasNext()) {
      var event = sheet.next();
      if (event == XMLStreamConstants.END_ELEMENT && sheet.getLocalName().equals("c")) {
        break;
      }
      if (event == XMLStreamConstants.START_ELEMENT) {
        switch (sheet.getLocalName()) {
          case "v" -> value = plain(sheet, "v");
          case "is" -> value = rich(sheet, "is");
          default -> {}
        }
      }
    }
    if (value == null) {
      return Cell.NONE;
    }
    return switch (type) {
      case "s" -> Cell.text(texts.get(integer(value)));
      case "str", "inlineStr" -> Cell.text(unescaped(value));
      case "b" -> new Cell(Cell.Kind.BOOLEAN, String.valueOf(flag(value)));
      case "e" -> new Cell(Cell.Kind.ERROR, value);
      case "d" -> date(value.strip());
      default -> number(value.strip(), style);
    };
  }

  /** As ISO 8601; a text where it is no date. */
  private static Cell date(String value) {
    try {
      var plain = value.replaceFirst("Z$", "");
      var moment =
          plain.contains("T") ? LocalDateTime.parse(plain) : LocalDate.parse(plain).atStartOfDay();
      return new Cell(Cell.Kind.DATE, Serials.written(moment));
    } catch (DateTimeException e) {
      return Cell.text(value);
    }
  }

  private Cell number(String value, String style) {
    if (value.isEmpty()) {
      return Cell.NONE;
    } else if (value.length() > LONGEST_NUMBER) {
      throw unreadable(null);
    }
    BigDecimal found;
    try {
      found = new BigDecimal(value);
    } catch (NumberFormatException e) {
      throw unreadable(e);
    }
    if (Math.abs(found.scale()) > LONGEST_NUMBER) {
      throw unreadable(null);
    }
    var format = style == null ? 0 : integer(style);
    if (format >= 0 && format < dated.size() && dated.get(format)) {
      var moment = Serials.moment(found, later);
      if (moment.isPresent()) {
        return new Cell(Cell.Kind.DATE, Serials.written(moment.get()));
      }
    }
    return new Cell(Cell.Kind.NUMBER, found.toPlainString());
  }

  // ---- small things

  /** The texts within an element, without how they are pronounced. */
  private static String rich(XMLStreamReader xml, String within) throws XMLStreamException {
    var text = new StringBuilder();
    int spoken = 0;
    while (xml.hasNext()) {
      var event = xml.next();
      if (event == XMLStreamConstants.END_ELEMENT) {
        if (xml.getLocalName().equals(within)) {
          break;
        }
        spoken -= xml.getLocalName().equals("rPh") ? 1 : 0;
      } else if (event == XMLStreamConstants.START_ELEMENT) {
        if (xml.getLocalName().equals("rPh")) {
          spoken++;
        } else if (xml.getLocalName().equals("t") && spoken == 0) {
          add(text, plain(xml, "t"));
        }
      }
    }
    return unescaped(text.toString());
  }

  private static String plain(XMLStreamReader xml, String within) throws XMLStreamException {
    var text = new StringBuilder();
    while (xml.hasNext()) {
      var event = xml.next();
      if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals(within)) {
        break;
      } else if (event == XMLStreamConstants.CHARACTERS
          || event == XMLStreamConstants.CDATA
          || event == XMLStreamConstants.SPACE) {
        add(text, xml.getText());
      }
    }
    return text.toString();
  }

  private static void add(StringBuilder text, String more) {
    // Signs that XML does not have are written with seven letters.
    if (text.length() + more.length() > MOST_TEXT * 7) {
      throw tooLarge();
    }
    text.append(more);
  }

  /** How Excel writes signs that XML does not have. */
  private static String unescaped(String text) {
    var plain =
        text.contains("_x")
            ? ESCAPED
                .matcher(text)
                .replaceAll(
                    sign ->
                        java.util.regex.Matcher.quoteReplacement(
                            String.valueOf((char) Integer.parseInt(sign.group(1), 16))))
            : text;
    if (plain.length() > MOST_TEXT) {
      throw tooLarge();
    }
    return plain;
  }

  private static boolean flag(String value) {
    return "1".equals(value) || "true".equals(value);
  }

  private static int integer(String text) {
    try {
      return text == null ? 0 : Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw unreadable(e);
    }
  }

  /** Of {@code AB12}: 27. */
  private static int column(String reference) {
    int column = 0;
    for (int i = 0; i < reference.length() && column < MOST_ROWS; i++) {
      var letter = reference.charAt(i);
      if (letter >= 'A' && letter <= 'Z') {
        column = column * 26 + letter - 'A' + 1;
      }
    }
    return column - 1;
  }

  /** Of {@code AB12}: 11. */
  private static int row(String reference) {
    return integer(reference.replaceAll("[^0-9]", "")) - 1;
  }

  @Override
  public void close() throws IOException {
    try (zip;
        texts;
        var open = bytes) {
      if (sheet != null) {
        sheet.close();
      }
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
  }
}
