package org.tangramcrm.sales;

import org.tangramcrm.platform.Page;

/** A page of the history of opportunities. */
public class StageMovePage extends Page<StageMove> {}
