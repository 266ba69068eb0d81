package org.tangramcrm.customers;

import org.tangramcrm.platform.Page;

/** A page of deliveries. */
public class DeliveryPage extends Page<Delivery> {}
