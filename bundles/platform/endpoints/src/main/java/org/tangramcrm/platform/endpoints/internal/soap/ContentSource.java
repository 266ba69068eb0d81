package org.tangramcrm.platform.endpoints.internal.soap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.activation.DataHandler;
import javax.xml.transform.Source;
import javax.xml.transform.sax.SAXSource;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.AttributesImpl;
import org.xml.sax.helpers.XMLFilterImpl;

/** An answer with a file in it as base64, written while the file is read. */
final class ContentSource extends XMLFilterImpl {
  /** A multiple of three, so that pieces of base64 join without padding. */
  private static final int PIECE = 48 * 1024;

  private final String namespace;
  private final String response;
  private final String element;
  private final DataHandler content;

  private ContentSource(String namespace, String response, String element, DataHandler content) {
    this.namespace = namespace;
    this.response = response;
    this.element = element;
    this.content = content;
  }

  static Source of(String namespace, String response, String element, DataHandler content) {
    return new SAXSource(
        new ContentSource(namespace, response, element, content), new InputSource());
  }

  @Override
  public void parse(InputSource nothing) throws SAXException, IOException {
    startDocument();
    startPrefixMapping("", namespace);
    startElement(namespace, response, response, new AttributesImpl());
    startElement(namespace, element, element, new AttributesImpl());
    try (var in = content.getInputStream()) {
      for (var piece = in.readNBytes(PIECE); piece.length > 0; piece = in.readNBytes(PIECE)) {
        var text = Base64.getEncoder().encode(piece);
        var letters = new String(text, StandardCharsets.US_ASCII).toCharArray();
        characters(letters, 0, letters.length);
      }
    }
    endElement(namespace, element, element);
    endElement(namespace, response, response);
    endPrefixMapping("");
    endDocument();
  }
}
