package org.tangramcrm.sales;

import org.tangramcrm.platform.Page;

/** A page of opportunities. */
public class OpportunityPage extends Page<Opportunity> {}
