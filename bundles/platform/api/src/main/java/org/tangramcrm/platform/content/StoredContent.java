package org.tangramcrm.platform.content;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import javax.activation.DataSource;
import org.osgi.annotation.versioning.ProviderType;

/** A file as it is kept. It is read piece by piece and from any place, never held whole. */
@ProviderType
public interface StoredContent extends DataSource {
  long size();

  /** In lower-case hexadecimal digits. */
  String sha256();

  /**
   * @param from the first byte, counted from nought
   * @param length not beyond the end
   */
  InputStream open(long from, long length) throws IOException;

  @Override
  default InputStream getInputStream() throws IOException {
    return open(0, size());
  }

  /** What is kept is not written again. */
  @Override
  default OutputStream getOutputStream() {
    throw new UnsupportedOperationException();
  }
}
