package org.tangramcrm.platform.notification;

import org.tangramcrm.platform.Page;

/** A page of notices. */
public class NotificationPage extends Page<Notification> {}
