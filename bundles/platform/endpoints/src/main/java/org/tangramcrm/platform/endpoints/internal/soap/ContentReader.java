package org.tangramcrm.platform.endpoints.internal.soap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.util.StreamReaderDelegate;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.endpoints.internal.shared.DoorException;

/**
 * Reads a SOAP message and puts its files aside: who reads on finds a mark where the base64 stood.
 * A reference to a part of the message (MTOM) is left as it is.
 */
final class ContentReader extends StreamReaderDelegate {
  private static final int OPERATION = 3;
  private static final int ARGUMENT = 4;

  private final Map<String, String> contents;
  private final Spool spool;
  private int depth;
  private String operation;
  private boolean due;
  private String mark;

  /**
   * @param contents name of the argument that is a file, by operation
   */
  ContentReader(XMLStreamReader reader, Map<String, String> contents, Spool spool) {
    super(reader);
    this.contents = contents;
    this.spool = spool;
  }

  @Override
  public int next() throws XMLStreamException {
    if (mark != null) {
      // The reader below stands at the end of the element already.
      mark = null;
      return ended(super.getEventType());
    }
    if (due) {
      due = false;
      return taken();
    }
    int event = super.next();
    if (event == START_ELEMENT) {
      depth++;
      if (depth == OPERATION) {
        operation = getLocalName();
      }
      due = depth == ARGUMENT && getLocalName().equals(contents.get(operation));
    }
    return ended(event);
  }

  @Override
  public int nextTag() throws XMLStreamException {
    var event = next();
    while (event == CHARACTERS && isWhiteSpace()
        || event == SPACE
        || event == COMMENT
        || event == PROCESSING_INSTRUCTION) {
      event = next();
    }
    if (event != START_ELEMENT && event != END_ELEMENT) {
      throw new XMLStreamException("A tag is expected", getLocation());
    }
    return event;
  }

  private int ended(int event) {
    if (event == END_ELEMENT) {
      depth--;
    }
    return event;
  }

  private int taken() throws XMLStreamException {
    var text = new Text();
    try {
      var first = text.read();
      if (first < 0 && text.event == START_ELEMENT) {
        depth++;
        return START_ELEMENT;
      }
      text.unread = first;
      var taken = spool.take(Base64.getDecoder().wrap(text));
      // After its padding base64 has come to an end, and so must the element.
      if (text.read() >= 0 || text.event != END_ELEMENT) {
        throw unreadable();
      }
      mark = taken;
      return CHARACTERS;
    } catch (IOException e) {
      throw DoorException.why(e, unreadable());
    }
  }

  private CrmException unreadable() {
    return new DoorException(Code.MALFORMED, "content-value", contents.get(operation));
  }

  /** The characters of an element up to the next tag, without white space. */
  private final class Text extends InputStream {
    private int event = CHARACTERS;
    private byte[] piece = new byte[0];
    private int at;
    private int unread = -1;

    @Override
    public int read() throws IOException {
      if (unread >= 0) {
        int value = unread;
        unread = -1;
        return value;
      }
      return fill() ? piece[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, into.length);
      if (length == 0) {
        return 0;
      }
      if (unread >= 0) {
        into[offset] = (byte) read();
        return 1;
      }
      if (!fill()) {
        return -1;
      }
      int given = Math.min(length, piece.length - at);
      System.arraycopy(piece, at, into, offset, given);
      at += given;
      return given;
    }

    /** False at the next tag. */
    private boolean fill() throws IOException {
      while (at == piece.length && event != START_ELEMENT && event != END_ELEMENT) {
        try {
          event = ContentReader.super.next();
        } catch (XMLStreamException e) {
          throw new IOException(e);
        }
        if (event == CHARACTERS || event == CDATA || event == SPACE) {
          piece = dense(getParent().getText());
          at = 0;
        }
      }
      return at < piece.length;
    }

    private static byte[] dense(String text) {
      // What is no ASCII becomes a question mark here, which is no base64 either.
      var bytes = text.getBytes(StandardCharsets.US_ASCII);
      int length = 0;
      for (var value : bytes) {
        if (value != '\n' && value != '\r' && value != ' ' && value != '\t') {
          bytes[length++] = value;
        }
      }
      return length == bytes.length ? bytes : java.util.Arrays.copyOf(bytes, length);
    }
  }

  // ---- the mark, for who reads on

  @Override
  public int getEventType() {
    return mark != null ? CHARACTERS : super.getEventType();
  }

  @Override
  public String getText() {
    return mark != null ? mark : super.getText();
  }

  @Override
  public char[] getTextCharacters() {
    return mark != null ? mark.toCharArray() : super.getTextCharacters();
  }

  @Override
  public int getTextCharacters(int from, char[] into, int offset, int length)
      throws XMLStreamException {
    if (mark == null) {
      return super.getTextCharacters(from, into, offset, length);
    }
    int given = Math.min(length, mark.length() - from);
    mark.getChars(from, from + given, into, offset);
    return given;
  }

  @Override
  public int getTextStart() {
    return mark != null ? 0 : super.getTextStart();
  }

  @Override
  public int getTextLength() {
    return mark != null ? mark.length() : super.getTextLength();
  }

  @Override
  public boolean hasNext() throws XMLStreamException {
    return mark != null || super.hasNext();
  }

  @Override
  public boolean hasText() {
    return mark != null || super.hasText();
  }

  @Override
  public boolean hasName() {
    return mark == null && super.hasName();
  }

  @Override
  public boolean isCharacters() {
    return mark != null || super.isCharacters();
  }

  @Override
  public boolean isWhiteSpace() {
    return mark == null && super.isWhiteSpace();
  }

  @Override
  public boolean isStartElement() {
    return mark == null && super.isStartElement();
  }

  @Override
  public boolean isEndElement() {
    return mark == null && super.isEndElement();
  }
}
