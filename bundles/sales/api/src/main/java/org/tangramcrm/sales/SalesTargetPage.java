package org.tangramcrm.sales;

import org.tangramcrm.platform.Page;

/** A page of targets. */
public class SalesTargetPage extends Page<SalesTarget> {}
