package org.tangramcrm.orders;

import org.tangramcrm.platform.Page;

/** A page of dunnings. */
public class DunningPage extends Page<Dunning> {}
