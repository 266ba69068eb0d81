package org.tangramcrm.platform.content;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Implemented by the service of a contract that takes files, where it can tell without the file
 * that a call will be refused: then nobody sends a hundred megabytes for nothing.
 */
@ConsumerType
public interface ContentReceiver {
  /**
   * Asked before the file is taken in, outside of any transaction. The call itself asks again, for
   * the file may take its time.
   *
   * @param operation name of the contract's method
   * @param arguments its arguments; of the file nothing has been read yet
   * @throws org.tangramcrm.platform.CrmException as the call would
   */
  void beforeContent(String operation, Object[] arguments);
}
