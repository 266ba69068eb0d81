package org.tangramcrm.sales;

import org.tangramcrm.platform.Page;

/** A page of the people who decide on opportunities. */
public class OpportunityContactPage extends Page<OpportunityContact> {}
