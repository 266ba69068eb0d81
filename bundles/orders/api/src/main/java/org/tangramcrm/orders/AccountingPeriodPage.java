package org.tangramcrm.orders;

import org.tangramcrm.platform.Page;

/** A page of accounting periods. */
public class AccountingPeriodPage extends Page<AccountingPeriod> {}
