package org.tangramcrm.customers;

import org.tangramcrm.platform.Page;

/** A page of customers. */
public class CustomerPage extends Page<Customer> {}
