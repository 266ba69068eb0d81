package org.tangramcrm.platform.content;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Where the bytes of files are kept: the database, unless {@code attachments.store} in {@code
 * etc/org.tangramcrm.platform.cfg} names another. What a file is, whose it is and who may read it
 * is never the store's affair. A content is written once, under a key that nothing else has, and
 * not before its writer is closed does anybody read it.
 */
@ConsumerType
public interface ContentStore {
  /** Kept beside each content, so that what a store wrote is read from it again. */
  String name();

  /** Called outside of any transaction; what is written is of no meaning to anybody yet. */
  OutputStream create(long key) throws IOException;

  /**
   * @param from the first byte, counted from nought
   * @param length how many bytes there are to be read, never beyond the content's end
   */
  InputStream open(long key, long from, long length) throws IOException;

  /** Removes a content whole or half written; nothing happens where it is not there. */
  void remove(long key) throws IOException;
}
