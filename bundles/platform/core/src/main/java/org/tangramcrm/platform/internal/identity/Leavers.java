package org.tangramcrm.platform.internal.identity;

/**
 * Deactivates who leaves, as the caller. Of the user nothing else changes, however little of them
 * the caller is shown: what comes by a call in Java has not been filled with what is hidden.
 */
public interface Leavers {
  /**
   * That the caller may deactivate a user.
   *
   * @throws org.tangramcrm.platform.CrmException {@code not-found}; {@code forbidden} where the
   *     user may more than the caller, or the caller may not change whether somebody is active;
   *     {@code conflict} for oneself
   */
  void check(long id);

  /** Nothing happens where they are inactive already. */
  void deactivate(long id);
}
