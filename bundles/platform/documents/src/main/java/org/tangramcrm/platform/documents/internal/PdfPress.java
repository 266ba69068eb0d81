package org.tangramcrm.platform.documents.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.tangramcrm.platform.content.StoredContent;
import org.tangramcrm.platform.document.Paper;
import org.tangramcrm.platform.document.PaperPress;

/**
 * Makes papers with PDFBox, one at a time. The font is read when the first is made, and kept: ten
 * megabytes, of which a subset goes into each file.
 */
@Component(configurationPid = "org.tangramcrm.platform")
public class PdfPress implements PaperPress {
  private static final String FONT = "/tangram/fonts/NotoSansSC-Regular.ttf";
  private static final String NAMELESS = "Tangram CRM";

  private volatile Letterhead letterhead;
  private TrueTypeFont font;

  /** Who the company is, as {@code etc/org.tangramcrm.platform.cfg} says. */
  private record Letterhead(String name, List<String> below) {}

  @Activate
  public PdfPress(Map<String, Object> configuration) {
    configure(configuration);
  }

  @Modified
  void configure(Map<String, Object> configuration) {
    var name = said(configuration, "company.name");
    letterhead =
        new Letterhead(
            name == null ? NAMELESS : name,
            Stream.of("company.address", "company.contact")
                .map(key -> said(configuration, key))
                .filter(Objects::nonNull)
                .toList());
  }

  private static String said(Map<String, Object> configuration, String key) {
    var value = configuration.get(key);
    return value == null || value.toString().isBlank() ? null : value.toString().strip();
  }

  @Override
  public StoredContent pdf(Paper paper) {
    try {
      return new Made(paper.fileName() + ".pdf", bytes(paper));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One at a time: the font is not for several at once. */
  private synchronized byte[] bytes(Paper paper) throws IOException {
    try (var document = new PDDocument()) {
      // Or the same paper would be another file each time.
      document.setDocumentId((long) paper.hashCode());
      var information = document.getDocumentInformation();
      information.setTitle(paper.title() + " " + paper.number());
      information.setAuthor(letterhead.name());
      document.getDocumentCatalog().setLanguage(paper.language().toLanguageTag());
      var face = new Typeface(document, font());
      try (var sheet = new Sheet(document, face)) {
        sheet.head(
            face.printable(letterhead.name()),
            letterhead.below().stream().map(face::printable).toList(),
            paper.title());
        sheet.facts(paper.facts());
        sheet.table(paper.table());
        sheet.sums(paper.sums());
        for (var passage : paper.passages()) {
          sheet.passage(passage);
        }
        sheet.feet(paper.number(), (page, of) -> named(paper.language(), page, of));
      }
      var out = new ByteArrayOutputStream();
      document.save(out);
      return out.toByteArray();
    }
  }

  private static String named(Locale language, int page, int of) {
    return language.getLanguage().equals("zh")
        ? "第 %d 页，共 %d 页".formatted(page, of)
        : "Page %d of %d".formatted(page, of);
  }

  private TrueTypeFont font() throws IOException {
    if (font == null) {
      try (var in = PdfPress.class.getResourceAsStream(FONT)) {
        font = new TTFParser().parse(RandomAccessReadBuffer.createBufferFromStream(in));
      }
    }
    return font;
  }
}
