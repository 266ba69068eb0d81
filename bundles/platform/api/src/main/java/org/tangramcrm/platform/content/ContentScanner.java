package org.tangramcrm.platform.content;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Looks at every file that comes in, before anybody can get it out again: a virus scanner. All that
 * are there are asked; a file passes when none of them throws.
 */
@ConsumerType
public interface ContentScanner {
  /**
   * @param name as the sender called it; null where they did not
   * @throws org.tangramcrm.platform.CrmException {@code invalid}, naming the field {@code content},
   *     to refuse the file; any other exception refuses it too, as a failure
   */
  void scan(String name, StoredContent content);
}
