package org.tangramcrm.platform.documents.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/** The font within one document: of it goes in what is used. */
final class Typeface {
  private static final int UNKNOWN = '\u25a1';

  /** What does not begin a line. */
  private static final String CLOSING = "，。、；：！？）》」』】％,.;:!?)]}%";

  final PDFont font;
  private final CmapLookup glyphs;
  private final Map<Integer, Float> widths = new HashMap<>();

  Typeface(PDDocument document, TrueTypeFont source) throws IOException {
    font = PDType0Font.load(document, source, true);
    glyphs = source.getUnicodeCmapLookup();
  }

  /** Of characters that the font does not have there is a box. */
  String printable(String text) {
    return text.codePoints()
        .filter(
            sign -> !Character.isISOControl(sign) && Character.getType(sign) != Character.FORMAT)
        .map(sign -> glyphs.getGlyphId(sign) == 0 ? UNKNOWN : sign)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** In points; the text is printable. */
  float width(String text, float size) {
    float width = 0;
    for (var sign : text.codePoints().toArray()) {
      width += widths.computeIfAbsent(sign, this::measured);
    }
    return width * size / 1000;
  }

  private float measured(int sign) {
    try {
      return font.getStringWidth(Character.toString(sign));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In lines no wider than they may be: broken between words, and between Chinese characters. */
  List<String> wrapped(String text, float size, float width) {
    var lines = new ArrayList<String>();
    for (var paragraph : (text == null ? "" : text).split("\r?\n", -1)) {
      lines.addAll(paragraph(printable(paragraph.replace('\t', ' ')), size, width));
    }
    return lines;
  }

  private List<String> paragraph(String text, float size, float width) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (var part : parts(text)) {
      if (width(line + part.stripTrailing(), size) <= width) {
        line.append(part);
        continue;
      }
      if (line.length() > 0) {
        lines.add(line.toString().stripTrailing());
        line.setLength(0);
      }
      // A word that is wider than the line is broken where the line ends.
      for (var sign : part.codePoints().mapToObj(Character::toString).toList()) {
        if (line.length() > 0 && width(line + sign, size) > width) {
          lines.add(line.toString());
          line.setLength(0);
        }
        line.append(sign);
      }
    }
    lines.add(line.toString().stripTrailing());
    return lines;
  }

  /** What stays together: words with what follows them, and single Chinese characters. */
  private static List<String> parts(String text) {
    var parts = new ArrayList<StringBuilder>();
    boolean apart = true;
    for (var sign : text.codePoints().toArray()) {
      var wide = sign > 0x2e7f;
      var closing = CLOSING.indexOf(sign) >= 0;
      if (parts.isEmpty() || !closing && (apart || wide)) {
        parts.add(new StringBuilder());
      }
      parts.get(parts.size() - 1).appendCodePoint(sign);
      apart = wide || sign == ' ';
    }
    return parts.stream().map(StringBuilder::toString).collect(Collectors.toList());
  }
}
