package org.tangramcrm.sales;

import org.tangramcrm.platform.Page;

/** A page of quotes. */
public class QuotePage extends Page<Quote> {}
