package org.tangramcrm.platform.documents.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tangramcrm.platform.document.ChineseAmount;
import org.tangramcrm.platform.document.Paper;
import org.tangramcrm.platform.document.Paper.Column;
import org.tangramcrm.platform.document.Paper.Entry;
import org.tangramcrm.platform.document.Paper.Passage;
import org.tangramcrm.platform.document.Paper.Table;

class PdfPressTest {
  private final PdfPress press = new PdfPress(Map.of("company.name", "七巧科技有限公司"));

  private static Paper paper(int rows, String terms) {
    return new Paper(
        "Q-1",
        Locale.SIMPLIFIED_CHINESE,
        "报价单",
        "Q-2026-000001",
        List.of(Entry.of("客户", "华东科技"), Entry.of("联系人", "张伟")),
        new Table(
            List.of(new Column("产品", 3, false), new Column("金额", 1, true)),
            IntStream.rangeClosed(1, rows).mapToObj(i -> List.of("传感器 " + i, "1.00")).toList()),
        List.of(new Entry("合计", "CNY " + rows + ".00", true)),
        List.of(new Passage("条款", terms)));
  }

  private PDDocument made(Paper paper) throws IOException {
    return Loader.loadPDF(press.pdf(paper).getInputStream().readAllBytes());
  }

  private static String page(PDDocument document, int number) throws IOException {
    var stripper = new PDFTextStripper();
    stripper.setStartPage(number);
    stripper.setEndPage(number);
    return stripper.getText(document);
  }

  @Test
  void itsHeadIsRepeatedOnEachPageAndNothingIsLost() throws IOException {
    try (var document = made(paper(90, "30 天内付款"))) {
      int pages = document.getNumberOfPages();
      assertThat(pages).isBetween(3, 4);
      var all = new StringBuilder();
      for (int i = 1; i <= pages; i++) {
        var text = page(document, i);
        assertThat(text).contains("Q-2026-000001", "第 " + i + " 页，共 " + pages + " 页");
        if (text.contains("传感器")) {
          assertThat(text).contains("产品", "金额");
        }
        all.append(text);
      }
      assertThat(all).contains("七巧科技有限公司", "华东科技", "张伟", "CNY 90.00", "30 天内付款");
      IntStream.rangeClosed(1, 90).forEach(i -> assertThat(all).contains("传感器 " + i + " "));
    }
  }

  @Test
  void aFactWithoutAValueLeavesNoLabel() throws IOException {
    var paper = paper(1, "x");
    var facts =
        List.of(
            Entry.of("客户", "华东科技"),
            Entry.of("编号", "S-1"),
            Entry.of("联系人", ""),
            Entry.of("日期", "十一月"),
            Entry.of("地址", "上海"));
    try (var document =
        made(
            new Paper(
                paper.fileName(),
                paper.language(),
                paper.title(),
                paper.number(),
                facts,
                paper.table(),
                paper.sums(),
                paper.passages()))) {
      assertThat(page(document, 1)).doesNotContain("联系人").containsSubsequence("S-1", "上海", "十一月");
    }
  }

  @Test
  void ofTheFontOnlyWhatIsUsedGoesInAndIsSeen() throws IOException {
    var content = press.pdf(paper(1, "x"));
    assertThat(content.size()).isBetween(5_000L, 60_000L);
    assertThat(content.getName()).isEqualTo("Q-1.pdf");
    try (var document = made(paper(1, "x"))) {
      for (var name : document.getPage(0).getResources().getFontNames()) {
        var font = document.getPage(0).getResources().getFont(name);
        assertThat(font.isEmbedded()).isTrue();
        assertThat(font.getName()).matches("[A-Z]{6}\\+NotoSansSC.*");
      }
      // Something is drawn where the company's name stands, and nothing beside it.
      var image = new PDFRenderer(document).renderImage(0);
      assertThat(dark(image, 48, 48, 170, 68)).isGreaterThan(300);
      assertThat(dark(image, 200, 48, 400, 68)).isZero();
    }
  }

  private static long dark(
      java.awt.image.BufferedImage image, int left, int top, int right, int below) {
    return IntStream.range(left, right)
        .mapToLong(
            x -> IntStream.range(top, below).filter(y -> (image.getRGB(x, y) & 0xff) < 128).count())
        .sum();
  }

  @Test
  void theSamePaperMakesTheSameFile() {
    assertThat(press.pdf(paper(5, "x")).sha256()).isEqualTo(press.pdf(paper(5, "x")).sha256());
    assertThat(press.pdf(paper(5, "y")).sha256()).isNotEqualTo(press.pdf(paper(5, "x")).sha256());
  }

  /** Whatever people enter, there is a paper. */
  @Test
  void nothingThatIsEnteredBreaksIt() throws IOException {
    var terms = "😀\t\u0000\u200b\uFEFF " + "W".repeat(400) + "\r\n\r\n，，，" + "长".repeat(400);
    try (var document =
        made(paper(0, terms + "\n" + String.join("\n", Collections.nCopies(80, "z"))))) {
      assertThat(document.getNumberOfPages()).isGreaterThan(1);
      assertThat(page(document, 1)).contains("长长长").contains("□");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0,人民币零元整",
    "0.05,人民币伍分",
    "0.50,人民币伍角整",
    "1.03,人民币壹元零叁分",
    "10,人民币壹拾元整",
    "1005.30,人民币壹仟零伍元叁角整",
    "20300.06,人民币贰万零叁佰元零陆分",
    "100000,人民币壹拾万元整",
    "100010001,人民币壹亿零壹万零壹元整",
    "1066991.90,人民币壹佰零陆万陆仟玖佰玖拾壹元玖角整"
  })
  void amountsInCapitals(BigDecimal yuan, String text) {
    assertThat(ChineseAmount.of(yuan)).isEqualTo(text);
  }
}
