package org.tangramcrm.sales;

import org.tangramcrm.platform.Page;

/** A page of what was expected on days that are past. */
public class ForecastSnapshotPage extends Page<ForecastSnapshot> {}
