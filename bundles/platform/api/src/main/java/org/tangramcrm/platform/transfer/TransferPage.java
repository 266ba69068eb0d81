package org.tangramcrm.platform.transfer;

import org.tangramcrm.platform.Page;

/** A page of transfers. */
public class TransferPage extends Page<Transfer> {}
