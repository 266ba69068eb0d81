package org.tangramcrm.orders;

import org.tangramcrm.platform.Page;

/** A page of allocations of receipts. */
public class ReceiptAllocationPage extends Page<ReceiptAllocation> {}
