package org.tangramcrm.platform.identity;

import org.tangramcrm.platform.Page;

/** The tokens of a user. */
public class TokenPage extends Page<Token> {}
