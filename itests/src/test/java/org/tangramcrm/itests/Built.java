package org.tangramcrm.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the build made. */
final class Built {
  private Built() {}

  /** The one file of that form in the {@code target} of a folder of the project. */
  static Path file(String folder, String name) {
    var target = Path.of(System.getProperty("tangram.root"), folder, "target");
    try (var files = Files.list(target)) {
      return files
          .filter(file -> file.getFileName().toString().matches(name))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("No " + name + " in " + target));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
