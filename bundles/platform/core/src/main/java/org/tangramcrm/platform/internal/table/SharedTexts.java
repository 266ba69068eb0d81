package org.tangramcrm.platform.internal.table;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * The texts of a workbook, to which its cells refer by number. They are kept in a file: a workbook
 * of a hundred thousand customers has a million of them.
 */
final class SharedTexts implements Closeable {
  /** So many there may be, and so many bytes of them; more than a file of people's own has. */
  private static final int MOST = 1 << 22;

  private static final int MOST_BYTES = 1 << 29;

  private final Path file;
  private OutputStream out;
  private FileChannel in;
  private int[] ends = new int[1024];
  private int count;

  SharedTexts(Path besides) throws IOException {
    file = Files.createTempFile(besides.toAbsolutePath().getParent(), "texts-", ".part");
    out = new BufferedOutputStream(Files.newOutputStream(file));
  }

  void add(String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    int from = count == 0 ? 0 : ends[count - 1];
    if (count == MOST || bytes.length > MOST_BYTES - from) {
      throw Table.tooLarge();
    }
    out.write(bytes);
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, count * 2);
    }
    ends[count] = from + bytes.length;
    count++;
  }

  /** No more are added. */
  void complete() throws IOException {
    out.close();
    in = FileChannel.open(file, StandardOpenOption.READ);
  }

  String get(int number) throws IOException {
    if (number < 0 || number >= count) {
      throw Table.unreadable(null);
    }
    var from = number == 0 ? 0 : ends[number - 1];
    var bytes = ByteBuffer.allocate(ends[number] - from);
    while (bytes.hasRemaining()) {
      if (in.read(bytes, (long) from + bytes.position()) < 0) {
        throw new IOException("Texts are missing");
      }
    }
    return new String(bytes.array(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    try {
      out.close();
      if (in != null) {
        in.close();
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
