package org.tangramcrm.platform.currency;

import org.tangramcrm.platform.Page;

/** A page of exchange rates. */
public class ExchangeRatePage extends Page<ExchangeRate> {}
