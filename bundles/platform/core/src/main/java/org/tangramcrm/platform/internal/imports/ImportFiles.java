package org.tangramcrm.platform.internal.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.tangramcrm.platform.internal.table.Table;

/** Files that are read at any place, as those of workbooks have to be: copies on this node. */
@Component(service = ImportFiles.class)
public class ImportFiles {
  private final Path folder;

  @Activate
  public ImportFiles(BundleContext context) {
    folder = context.getDataFile("imports").toPath();
    try {
      Files.createDirectories(folder);
      try (var left = Files.list(folder)) {
        for (var file : left.toList()) {
          // What a node that went down in the middle left behind is nobody's.
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Something that is done with the table in a file. */
  interface Work<T> {
    T with(Table table) throws IOException;
  }

  /**
   * Does something with the table in a file.
   *
   * @param charset null to find out
   */
  <T> T with(InputStream content, Charset charset, Work<T> work) {
    try {
      var file = Files.createTempFile(folder, "import-", ".part");
      try {
        try (content) {
          Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
        }
        try (var table = Table.open(file, charset)) {
          return work.with(table);
        }
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
