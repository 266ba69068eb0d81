package org.tangramcrm.customers;

import org.tangramcrm.platform.Page;

/** A page of the contact log. */
public class LogEntryPage extends Page<LogEntry> {}
