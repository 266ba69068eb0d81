package org.tangramcrm.orders.internal;

/** How far receipts are, and which kinds there are: the codes of their dictionaries. */
final class ReceiptStatus {
  static final String DRAFT = "draft";
  static final String CONFIRMED = "confirmed";
  static final String VOIDED = "voided";

  static final String RECEIPT = "receipt";
  static final String REFUND = "refund";

  private ReceiptStatus() {}
}
