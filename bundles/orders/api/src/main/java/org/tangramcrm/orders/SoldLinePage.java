package org.tangramcrm.orders;

import org.tangramcrm.platform.Page;

/** A page of lines of orders. */
public class SoldLinePage extends Page<SoldLine> {}
