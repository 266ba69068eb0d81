package org.tangramcrm.platform.audit;

import org.tangramcrm.platform.Page;

/** A page of facts. */
public class FactPage extends Page<Fact> {}
