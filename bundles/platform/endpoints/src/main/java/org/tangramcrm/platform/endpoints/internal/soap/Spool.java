package org.tangramcrm.platform.endpoints.internal.soap;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tangramcrm.platform.content.ContentLimits;

/**
 * The files that stand in a message as base64. A message is read whole before it is served; its
 * files lie on disk meanwhile, and in the message stands a mark in their place.
 */
final class Spool implements AutoCloseable {
  private static final String MARK = "spool:";

  private final ContentLimits limits;
  private final List<Path> files = new ArrayList<>();

  Spool(ContentLimits limits) {
    this.limits = limits;
  }

  /**
   * Puts a file aside.
   *
   * @return the mark that stands for it
   */
  String take(InputStream content) throws IOException {
    var file = Files.createTempFile("tangram", ".spool");
    files.add(file);
    try (var out = Files.newOutputStream(file)) {
      var buffer = new byte[64 * 1024];
      long left = limits.maxBytes();
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        left -= read;
        if (left < 0) {
          throw limits.tooLarge();
        }
        out.write(buffer, 0, read);
      }
    }
    return MARK + (files.size() - 1);
  }

  /** The file that a mark stands for; null for a text that is no mark. */
  InputStream open(String mark) throws IOException {
    return mark.startsWith(MARK)
        ? Files.newInputStream(files.get(Integer.parseInt(mark.substring(MARK.length()))))
        : null;
  }

  @Override
  public void close() {
    try {
      for (var file : files) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
