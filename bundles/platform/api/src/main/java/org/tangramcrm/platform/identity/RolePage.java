package org.tangramcrm.platform.identity;

import org.tangramcrm.platform.Page;

/** A page of roles. */
public class RolePage extends Page<Role> {}
