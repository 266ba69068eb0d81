package org.tangramcrm.customers;

import org.tangramcrm.platform.Page;

/** A page of contacts. */
public class ContactPage extends Page<Contact> {}
