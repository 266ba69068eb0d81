package org.tangramcrm.platform.identity;

import org.tangramcrm.platform.Page;

/** A page of users. */
public class UserPage extends Page<User> {}
