package org.tangramcrm.orders;

import org.tangramcrm.platform.Page;

/** A page of instalments that are owed. */
public class ReceivablePage extends Page<Receivable> {}
