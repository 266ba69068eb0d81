package org.tangramcrm.sales;

import org.tangramcrm.platform.Page;

/** A page of pipelines. */
public class PipelinePage extends Page<Pipeline> {}
