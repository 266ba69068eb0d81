package org.tangramcrm.platform.internal.content;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ContentTypesTest {
  private static final String PDF = "%PDF-1.7";

  private final ContentTypes types = new ContentTypes();

  private String of(String name, String head) {
    return types.of(name, head.getBytes(ISO_8859_1));
  }

  @Test
  void theExtensionTells() {
    assertThat(of("合同.DOCX", "PK")).endsWith("wordprocessingml.document");
    assertThat(of("a.b.pdf", PDF)).isEqualTo("application/pdf");
    assertThat(of("p.png", "\u0089PNG\r\n\u001a\n...")).isEqualTo("image/png");
    assertThat(of("p.webp", "RIFF1234WEBPVP8 ")).isEqualTo("image/webp");
  }

  @Test
  void textTellsItsCharacterSet() {
    var text = "你好，<b>世界</b>\r\n";
    assertThat(types.of("读我.txt", text.getBytes(UTF_8))).isEqualTo("text/plain;charset=utf-8");
    assertThat(types.of("读我.txt", text.getBytes(Charset.forName("GBK"))))
        .isEqualTo("text/plain;charset=gb18030");
    assertThat(types.of("a.csv", Arrays.copyOf("a,é".getBytes(UTF_8), 3)))
        .isEqualTo("text/csv;charset=utf-8");
    assertThat(of("a.txt", "\u00ff")).isEqualTo("text/plain");
  }

  @Test
  void whatBrowsersShowHasToLookLikeIt() {
    assertThat(of("p.png", "<html><script>")).isEqualTo(ContentTypes.UNKNOWN);
    assertThat(of("p.pdf", "<html>")).isEqualTo(ContentTypes.UNKNOWN);
    assertThat(of("p.webp", "RIFF1234WAVE")).isEqualTo(ContentTypes.UNKNOWN);
    assertThat(of("p.txt", "MZ\u0090\u0000")).isEqualTo(ContentTypes.UNKNOWN);
    assertThat(of("p.gif", "")).isEqualTo(ContentTypes.UNKNOWN);
  }

  @Test
  void whatBrowsersRunIsOfNoType() {
    for (var name :
        new String[] {
          "a.html",
          "a.htm",
          "a.xhtml",
          "a.svg",
          "a.xml",
          "a.js",
          "a.mjs",
          "a.mht",
          "a.swf",
          "a",
          "html",
          "a.pdf.html"
        }) {
      assertThat(of(name, "<script>alert(1)</script>")).as(name).isEqualTo(ContentTypes.UNKNOWN);
    }
  }

  @Test
  void theListHoldsNothingThatRuns() throws IOException {
    var list = new Properties();
    try (var file = getClass().getResourceAsStream("/tangram/content-types.properties")) {
      list.load(file);
    }
    assertThat(list.values())
        .isNotEmpty()
        .noneMatch(
            type ->
                type.toString()
                    .matches(
                        ".*(html|xml|svg|script|flash|java|rfc822).*(?<!document|sheet|presentation)"));
  }
}
