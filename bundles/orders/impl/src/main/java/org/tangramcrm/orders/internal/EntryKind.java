package org.tangramcrm.orders.internal;

/** What changes the outstanding of an instalment: the codes of {@code receivable-entry-kind}. */
final class EntryKind {
  static final String PLANNED = "planned";
  static final String REVISED = "revised";
  static final String MOVED = "moved";
  static final String RECEIVED = "received";
  static final String RELEASED = "released";
  static final String WRITTEN_OFF = "written-off";
  static final String CANCELLED = "cancelled";

  private EntryKind() {}
}
