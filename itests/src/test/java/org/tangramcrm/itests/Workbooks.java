package org.tangramcrm.itests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Excel files, made and taken apart by hand: what spreadsheets write, not what libraries do. */
final class Workbooks {
  private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  private static final String RELATIONS =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

  private Workbooks() {}

  /**
   * A workbook of one sheet. Style 1 shows dates.
   *
   * @param rows the sheet's {@code row} elements
   * @param behind what stands behind them: {@code mergeCells}
   * @param shared its texts, to which cells refer by number
   */
  static byte[] of(String rows, String behind, String... shared) {
    var texts = new StringBuilder();
    for (var text : shared) {
      texts.append("<si><t>").append(text).append("</t></si>");
    }
    var parts = new LinkedHashMap<String, String>();
    parts.put(
        "xl/workbook.xml",
        "<workbook xmlns='%s' xmlns:r='%s'><sheets><sheet name='hidden' sheetId='1' state='hidden' r:id='rId9'/><sheet name='a' sheetId='2' r:id='rId1'/></sheets></workbook>"
            .formatted(MAIN, RELATIONS));
    parts.put(
        "xl/_rels/workbook.xml.rels",
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
            + "<Relationship Id='rId1' Target='worksheets/sheet1.xml'/></Relationships>");
    parts.put(
        "xl/styles.xml",
        "<styleSheet xmlns='%s'><numFmts count='1'><numFmt numFmtId='164' formatCode='yyyy\"年\"m\"月\"d\"日\"'/></numFmts><cellXfs count='2'><xf numFmtId='0'/><xf numFmtId='164'/></cellXfs></styleSheet>"
            .formatted(MAIN));
    parts.put("xl/sharedStrings.xml", "<sst xmlns='%s'>%s</sst>".formatted(MAIN, texts));
    parts.put(
        "xl/worksheets/sheet1.xml",
        "<?xml version='1.0' encoding='UTF-8'?><worksheet xmlns='%s'><sheetData>%s</sheetData>%s</worksheet>"
            .formatted(MAIN, rows, behind));
    return zipped(parts);
  }

  static byte[] zipped(Map<String, String> parts) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var part : parts.entrySet()) {
        zip.putNextEntry(new ZipEntry(part.getKey()));
        zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A row of texts. */
  static String row(int number, String... texts) {
    var row = new StringBuilder("<row r='" + number + "'>");
    for (int i = 0; i < texts.length; i++) {
      if (texts[i] != null) {
        row.append(
            "<c r='%c%d' t='inlineStr'><is><t>%s</t></is></c>"
                .formatted('A' + i, number, texts[i]));
      }
    }
    return row + "</row>";
  }

  /** A part of a workbook, as text; empty where there is none. */
  static String part(byte[] workbook, String name) {
    try {
      var file = Files.createTempFile("workbook", ".xlsx");
      try {
        Files.write(file, workbook);
        try (var zip = new ZipFile(file.toFile())) {
          var part = zip.getEntry(name);
          return part == null
              ? ""
              : new String(zip.getInputStream(part).readAllBytes(), StandardCharsets.UTF_8);
        }
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
