package org.tangramcrm.orders;

import org.tangramcrm.platform.Page;

/** A page of revisions of orders. */
public class OrderRevisionPage extends Page<OrderRevision> {}
