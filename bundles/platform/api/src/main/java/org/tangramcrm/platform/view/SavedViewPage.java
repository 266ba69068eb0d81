package org.tangramcrm.platform.view;

import org.tangramcrm.platform.Page;

/** A page of saved views. */
public class SavedViewPage extends Page<SavedView> {}
