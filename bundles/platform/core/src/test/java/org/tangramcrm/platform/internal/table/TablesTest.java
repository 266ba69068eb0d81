package org.tangramcrm.platform.internal.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tangramcrm.platform.CrmException;

class TablesTest {
  @TempDir Path folder;

  private List<String> rows(Path file) throws IOException {
    return rows(file, null);
  }

  /** The headers, then each row: its number and its cells. */
  private static List<String> rows(Path file, Charset charset) throws IOException {
    var rows = new ArrayList<String>();
    try (var table = Table.open(file, charset)) {
      rows.add(String.join("|", table.headers()));
      for (var row = table.next(); row != null; row = table.next()) {
        rows.add(
            row.number()
                + " "
                + row.cells().stream().map(Cell::text).collect(Collectors.joining("|")));
      }
    }
    return rows;
  }

  private Path csv(String text, Charset charset) throws IOException {
    return Files.write(folder.resolve("a.csv"), text.getBytes(charset));
  }

  private Path xlsx(Map<String, String> parts) throws IOException {
    var file = Files.createTempFile(folder, "a", ".xlsx");
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (var part : parts.entrySet()) {
        zip.putNextEntry(new ZipEntry(part.getKey()));
        zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return file;
  }

  private Path sheet(String content) throws IOException {
    return xlsx(
        Map.of(
            "xl/workbook.xml",
            "<workbook xmlns:r='r'><workbookPr date1904='1'/><sheets><sheet r:id='a'/></sheets></workbook>",
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id='a' Target='/xl/s.xml'/></Relationships>",
            "xl/styles.xml",
            "<styleSheet><numFmts><numFmt numFmtId='200' formatCode='[Red]0.00\"days\"'/></numFmts>"
                + "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs><cellXfs><xf numFmtId='200'/><xf numFmtId='31'/></cellXfs></styleSheet>",
            "xl/s.xml",
            "<worksheet>" + content + "</worksheet>"));
  }

  @Test
  void textsAreReadHoweverTheyAreWrittenAndParted() throws IOException {
    var text = "编号\t名称\r\n1\t\"a \"\"b\"\"\nc\"\r\n\r\n2\t重庆；\r\n";
    var read = List.of("编号|名称", "2 1|a \"b\"\nc", "4 2|重庆；");
    assertThat(rows(csv("\uFEFF" + text, StandardCharsets.UTF_8))).isEqualTo(read);
    assertThat(rows(csv(text, StandardCharsets.UTF_8))).isEqualTo(read);
    assertThat(rows(csv(text, Charset.forName("GBK")))).isEqualTo(read);
    assertThat(rows(csv(text.replace('\t', ';'), StandardCharsets.UTF_8))).isEqualTo(read);
    // What was put behind an apostrophe is what it was.
    assertThat(rows(csv("a,b\n'=1,'x\n''=1,'\n", StandardCharsets.UTF_8)))
        .containsExactly("a|b", "2 =1|'x", "3 '=1|'");
    assertThat(rows(csv("é;b\n", StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1))
        .containsExactly("é|b");
  }

  @Test
  void apostrophesComeAndGo() {
    for (var text : List.of("=1", "'=1", "''=1", "'a", "'", "", "a", "-", "＝1", "\t")) {
      assertThat(Formulas.shown(Formulas.harmless(text))).isEqualTo(text);
      assertThat(Formulas.harmless(text)).doesNotStartWith("=");
    }
  }

  @Test
  void titlesAboveTheHeadersAreNone() throws IOException {
    assertThat(rows(csv("Customers\n\n,,\na,b\n1,2\n", StandardCharsets.UTF_8)))
        .containsExactly("a|b", "5 1|2");
    assertThat(rows(csv("only\none\n", StandardCharsets.UTF_8))).containsExactly("only", "2 one");
  }

  @Test
  void aWorkbookOfALibraryIsRead() throws IOException {
    var file = folder.resolve("b.xlsx");
    try (var out = Files.newOutputStream(file);
        var book = new Workbook(out, "t", "1.0")) {
      var sheet = book.newWorksheet("a");
      sheet.value(0, 0, "Name");
      sheet.value(0, 1, "When");
      sheet.value(1, 0, "Line\nbreak & <more>");
      sheet.value(1, 1, java.time.LocalDateTime.of(2026, 1, 5, 14, 30, 15));
      sheet.style(1, 1).format("yyyy-mm-dd hh:mm").set();
      sheet.value(2, 0, 12.5);
      sheet.value(2, 2, true);
    }
    assertThat(rows(file))
        .containsExactly("Name|When", "2 Line\nbreak & <more>|2026-01-05T14:30:15", "3 12.5||true");
  }

  @Test
  void dayMoneyAndMergedCells() throws IOException {
    var file =
        sheet(
            "<sheetData><row><c t='str'><v>a</v></c><c t='str'><v>b</v></c></row>"
                + "<row r='3'><c r='A3' s='0'><v>45000</v></c><c r='B3' s='1'><v>0</v></c><c r='D3' t='inlineStr'><is><t>x_x000D_y</t></is></c></row>"
                + "<row r='4'><c r='A4' t='e'><v>#N/A</v></c></row><row r='6'><c r='C6'><v>1E3</v></c></row></sheetData>"
                + "<mergeCells><mergeCell ref='D3:D6'/><mergeCell ref='A1:B1'/></mergeCells>");
    assertThat(rows(file))
        .containsExactly("a|b", "3 45000|1904-01-01||x\ry", "4 #N/A|||x\ry", "6 ||1000|x\ry");
  }

  @Test
  void filesThatAreMeantToHarmAreRefused() throws IOException {
    for (var file :
        List.of(
            sheet("<sheetData><row r='9999999'><c><v>1</v></c></row></sheetData>"),
            sheet("<sheetData><row><c r='ZZZZZZZZZZ1'><v>1</v></c></row></sheetData>"),
            sheet("<sheetData><row><c><v>1E999999999</v></c></row></sheetData>"),
            sheet("<sheetData a='" + "x".repeat(2 << 20) + "'/>"),
            sheet("<sheetData><row><c t='s'><v>7</v></c></row></sheetData>"),
            sheet("<sheetData><row>"),
            sheet("<sheetData a='" + ">x".repeat(1 << 20) + "'/>"),
            sheet("<!--" + "><".repeat(1 << 20) + "--><sheetData/>"),
            sheet("<sheetData>" + "<a>".repeat(200) + "</a>".repeat(200) + "</sheetData>"),
            sheet(
                "<sheetData><row r='5'><c><v>1</v></c></row><row r='5'><c><v>2</v></c></row></sheetData>"),
            sheet(
                "<sheetData><row r='1'><c r='A1'><v>1</v></c></row><row r='2'><c r='A2'><v>2</v></c></row></sheetData>"
                    + "<mergeCells><mergeCell ref='A1:A9'/><mergeCell ref='A1:A8'/></mergeCells>"),
            xlsx(
                Map.of(
                    "xl/workbook.xml", "<!DOCTYPE a [<!ENTITY e 'x'>]><workbook>&e;</workbook>")),
            xlsx(Map.of("a", "b")))) {
      assertThatThrownBy(() -> rows(file)).isInstanceOf(CrmException.class);
    }
    try (var left = Files.list(folder)) {
      assertThat(left.map(Path::toString)).noneMatch(name -> name.endsWith(".part"));
    }
  }

  /** Without a byte each they take memory all the same. */
  @Test
  void textsOfAWorkbookHaveAnEnd() throws IOException {
    try (var texts = new SharedTexts(folder.resolve("a.xlsx"))) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i <= 1 << 22; i++) {
                  texts.add("");
                }
              })
          .isInstanceOf(CrmException.class);
    }
  }

  @Test
  void aFileIsReadAsItSaysThatItIsWritten() throws IOException {
    for (var charset :
        List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      var file = csv("\uFEFF编号;名称\n1;重庆\n", charset);
      for (var said : new Charset[] {null, Charset.forName("GB18030")}) {
        assertThat(rows(file, said)).as(charset.name()).containsExactly("编号|名称", "2 1|重庆");
      }
      try (var table = Table.open(file, null)) {
        assertThat(table.charset()).isEqualTo(charset);
      }
    }
  }

  @Test
  void signsThatNobodySeesAreNotThere() throws IOException {
    assertThat(rows(csv("a,b\nx\0y\u0007,\0\n", StandardCharsets.UTF_8)))
        .containsExactly("a|b", "2 xy");
    assertThat(
            rows(
                sheet(
                    "<sheetData><row><c t='str'><v>a</v></c><c t='str'><v>b</v></c></row>"
                        + "<row><c t='str'><v>_x0000_1_xD83D_</v></c><c t='d'><v>2026-02-30</v></c><c t='d'><v>2026-02-03T00:00:00Z</v></c></row></sheetData>")))
        .containsExactly("a|b", "2 1|2026-02-30|2026-02-03");
  }

  @Test
  void serialsCountFromADayThatThereNeverWas() {
    assertThat(serial("1")).isEqualTo("1900-01-01");
    assertThat(serial("59")).isEqualTo("1900-02-28");
    assertThat(serial("61")).isEqualTo("1900-03-01");
    assertThat(serial("46027.6042708333")).isEqualTo("2026-01-05T14:30:09");
    assertThat(serial("2958465")).isEqualTo("9999-12-31");
    assertThat(Serials.moment(new BigDecimal("2958466"), false)).isEmpty();
    assertThat(Serials.moment(new BigDecimal("-1"), false)).isEmpty();
  }

  private static String serial(String days) {
    return Serials.written(Serials.moment(new BigDecimal(days), false).orElseThrow());
  }
}
