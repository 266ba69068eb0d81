package org.tangramcrm.orders;

import org.tangramcrm.platform.Page;

/** A page of receipts. */
public class ReceiptPage extends Page<Receipt> {}
