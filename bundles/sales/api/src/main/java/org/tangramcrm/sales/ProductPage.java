package org.tangramcrm.sales;

import org.tangramcrm.platform.Page;

/** A page of products. */
public class ProductPage extends Page<Product> {}
