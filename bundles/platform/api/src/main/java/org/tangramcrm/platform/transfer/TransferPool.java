package org.tangramcrm.platform.transfer;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The pool of a collection, as far as transfers put records there (M-81). A module whose records
 * can be nobody's registers it as a service.
 */
@ConsumerType
public interface TransferPool {
  /** Whose records go there: {@code customers}. */
  String collection();

  /** What somebody needs to put them there, beside handing them over. */
  String permission();

  /**
   * Puts records there, in the transaction that is open, as {@link
   * org.tangramcrm.platform.store.Store#release} does.
   *
   * @param reason in the words of who transfers them
   * @return which of them went there
   */
  Set<Long> release(Collection<Long> ids, String reason);

  /**
   * The fields, beside the owner, that it sets: what they were is there again when it is undone.
   */
  List<String> marks();
}
