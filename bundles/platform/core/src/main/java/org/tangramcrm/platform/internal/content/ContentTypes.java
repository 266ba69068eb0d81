package org.tangramcrm.platform.internal.content;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * What a file is served as: by its name's extension, out of a closed list in which nothing is that
 * a browser would run. What browsers show by themselves has to look like it, too.
 */
final class ContentTypes {
  static final String UNKNOWN = "application/octet-stream";

  /** How many bytes of a file are looked at. */
  static final int HEAD = 4096;

  /** What the files of a type begin with; a dot stands for any byte. */
  private static final Map<String, String[]> SIGNATURES =
      Map.of(
          "image/png", new String[] {"\u0089PNG\r\n\u001a\n"},
          "image/jpeg", new String[] {"\u00ff\u00d8\u00ff"},
          "image/gif", new String[] {"GIF87a", "GIF89a"},
          "image/bmp", new String[] {"BM"},
          "image/webp", new String[] {"RIFF....WEBP"},
          "application/pdf", new String[] {"%PDF-"});

  private final Properties byExtension = new Properties();

  ContentTypes() {
    try (var list = ContentTypes.class.getResourceAsStream("/tangram/content-types.properties")) {
      byExtension.load(list);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param head the file's first bytes
   */
  String of(String name, byte[] head) {
    var type = byExtension.getProperty(extension(name), UNKNOWN);
    var signatures = SIGNATURES.get(type);
    if (signatures != null) {
      var start = new String(head, StandardCharsets.ISO_8859_1);
      for (var signature : signatures) {
        if (begins(start, signature)) {
          return type;
        }
      }
      return UNKNOWN;
    }
    return type.startsWith("text/") && binary(head) ? UNKNOWN : type;
  }

  private static String extension(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private static boolean begins(String start, String signature) {
    if (start.length() < signature.length()) {
      return false;
    }
    for (int i = 0; i < signature.length(); i++) {
      if (signature.charAt(i) != '.' && signature.charAt(i) != start.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Text holds no control characters but those that part words and lines. */
  private static boolean binary(byte[] head) {
    for (var value : head) {
      if (value >= 0 && value < 0x20 && (value < '\t' || value > '\r') && value != 0x1b) {
        return true;
      }
    }
    return false;
  }
}
