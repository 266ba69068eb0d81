package org.tangramcrm.platform.internal.imports;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Which texts there were before. Eight bytes of each are kept, so that a million rows do not fill
 * the memory; that two of them agree by chance will not happen in any file.
 */
final class Seen {
  /** Beyond so many nothing more is remembered. */
  private static final int MOST = 1 << 21;

  private long[] slots = new long[1 << 12];
  private int count;

  /** False where it was there before. */
  boolean add(String text) {
    if (count >= MOST) {
      return true;
    }
    if (count * 2 >= slots.length) {
      grow();
    }
    return put(slots, digest(text));
  }

  boolean has(String text) {
    var digest = digest(text);
    int at = slot(slots, digest);
    return slots[at] == digest;
  }

  private boolean put(long[] into, long digest) {
    int at = slot(into, digest);
    if (into[at] == digest) {
      return false;
    }
    into[at] = digest;
    count++;
    return true;
  }

  private static int slot(long[] slots, long digest) {
    int at = (int) digest & slots.length - 1;
    while (slots[at] != 0 && slots[at] != digest) {
      at = at + 1 & slots.length - 1;
    }
    return at;
  }

  private void grow() {
    var more = new long[slots.length * 2];
    count = 0;
    for (var digest : slots) {
      if (digest != 0) {
        put(more, digest);
      }
    }
    slots = more;
  }

  private static long digest(String text) {
    try {
      var digest =
          ByteBuffer.wrap(
                  MessageDigest.getInstance("SHA-256")
                      .digest(text.getBytes(StandardCharsets.UTF_8)))
              .getLong();
      return digest == 0 ? 1 : digest;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
