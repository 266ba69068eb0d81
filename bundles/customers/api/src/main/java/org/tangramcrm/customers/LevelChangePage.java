package org.tangramcrm.customers;

import org.tangramcrm.platform.Page;

/** A page of changes of levels. */
public class LevelChangePage extends Page<LevelChange> {}
