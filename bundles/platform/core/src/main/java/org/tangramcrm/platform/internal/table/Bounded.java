package org.tangramcrm.platform.internal.table;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A part of a workbook as it is unpacked. A small file can unpack to a very large one: there is an
 * end to how much is read, to how long a tag, a comment or a text may be, since a parser holds that
 * whole, and to how deep they stand within each other.
 */
final class Bounded extends FilterInputStream {
  private static final int MOST_TOGETHER = 1 << 20;
  private static final int MOST_DEEP = 100;

  /** Where in the XML a byte stands; what looks like the end of a tag within quotes is none. */
  private enum Within {
    TEXT,
    OPENED,
    TAG,
    QUOTED,
    INSTRUCTION,
    DECLARED,
    COMMENT,
    UNPARSED
  }

  private final long most;
  private long read;
  private Within within = Within.TEXT;
  private int since;
  private int depth;
  private byte quote;
  private byte first;

  /** The two bytes before; of a comment and the like only those that stand within. */
  private byte last;

  private byte lastButOne;

  /**
   * @param most how many bytes it may have
   */
  Bounded(InputStream in, long most) {
    super(in);
    this.most = most;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int got = super.read(bytes, from, length);
    for (int i = from; i < from + got; i++) {
      next(bytes[i]);
    }
    read += Math.max(0, got);
    if (read > most) {
      throw Table.tooLarge();
    }
    return got;
  }

  private void next(byte letter) {
    if (++since > MOST_TOGETHER) {
      throw Table.tooLarge();
    }
    switch (within) {
      case TEXT -> {
        if (letter == '<') {
          go(Within.OPENED);
        }
      }
      case OPENED -> {
        first = letter;
        go(letter == '?' ? Within.INSTRUCTION : letter == '!' ? Within.DECLARED : Within.TAG);
        return;
      }
      case TAG -> {
        if (letter == '"' || letter == '\'') {
          quote = letter;
          within = Within.QUOTED;
        } else if (letter == '>') {
          depth += first == '/' ? -1 : last == '/' ? 0 : 1;
          if (depth > MOST_DEEP) {
            throw Table.tooLarge();
          }
          go(Within.TEXT);
        }
      }
      case QUOTED -> within = letter == quote ? Within.TAG : Within.QUOTED;
      case INSTRUCTION -> end(letter, last == '?');
      case DECLARED -> {
        if (letter == '-' && last == '-') {
          go(Within.COMMENT);
          return;
        } else if (letter == '[') {
          go(Within.UNPARSED);
          return;
        } else if (letter != '-') {
          // A document type: no workbook has one.
          throw Table.unreadable(null);
        }
      }
      case COMMENT -> end(letter, last == '-' && lastButOne == '-');
      case UNPARSED -> end(letter, last == ']' && lastButOne == ']');
    }
    lastButOne = last;
    last = letter;
  }

  private void end(byte letter, boolean ends) {
    if (ends && letter == '>') {
      go(Within.TEXT);
    }
  }

  private void go(Within next) {
    within = next;
    since = 0;
    last = 0;
    lastButOne = 0;
  }
}
