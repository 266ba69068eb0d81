package org.tangramcrm.platform.job;

import org.tangramcrm.platform.Page;

/** A page of jobs. */
public class JobPage extends Page<Job> {}
