package org.tangramcrm.platform.merge;

import org.tangramcrm.platform.Page;

/** A page of merges. */
public class MergePage extends Page<Merge> {}
