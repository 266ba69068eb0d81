package org.tangramcrm.sales;

import org.tangramcrm.platform.Page;

/** A page of competitors on opportunities. */
public class OpportunityCompetitorPage extends Page<OpportunityCompetitor> {}
