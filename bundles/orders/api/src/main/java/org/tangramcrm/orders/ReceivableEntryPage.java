package org.tangramcrm.orders;

import org.tangramcrm.platform.Page;

/** A page of entries of receivables. */
public class ReceivableEntryPage extends Page<ReceivableEntry> {}
