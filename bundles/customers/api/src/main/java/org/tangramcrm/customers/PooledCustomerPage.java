package org.tangramcrm.customers;

import org.tangramcrm.platform.Page;

/** A page of customers in the pool. */
public class PooledCustomerPage extends Page<PooledCustomer> {}
