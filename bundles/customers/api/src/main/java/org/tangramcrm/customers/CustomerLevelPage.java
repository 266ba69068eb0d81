package org.tangramcrm.customers;

import org.tangramcrm.platform.Page;

/** A page of levels. */
public class CustomerLevelPage extends Page<CustomerLevel> {}
