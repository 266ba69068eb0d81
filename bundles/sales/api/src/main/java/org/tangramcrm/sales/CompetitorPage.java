package org.tangramcrm.sales;

import org.tangramcrm.platform.Page;

/** A page of competitors. */
public class CompetitorPage extends Page<Competitor> {}
