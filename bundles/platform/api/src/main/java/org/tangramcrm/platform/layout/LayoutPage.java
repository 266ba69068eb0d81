package org.tangramcrm.platform.layout;

import org.tangramcrm.platform.Page;

/** A page of layouts. */
public class LayoutPage extends Page<Layout> {}
