package org.tangramcrm.orders;

import org.tangramcrm.platform.Page;

/** A page of orders. */
public class OrderPage extends Page<Order> {}
