package org.tangramcrm.orders;

import org.tangramcrm.platform.Page;

/** A page of steps of the approval of orders. */
public class ApprovalStepPage extends Page<ApprovalStep> {}
