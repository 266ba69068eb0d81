package org.tangramcrm.platform.imports;

import org.tangramcrm.platform.Page;

/** A page of imports. */
public class ImportPage extends Page<Import> {}
