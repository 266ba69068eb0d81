package org.tangramcrm.platform.attachment;

import org.tangramcrm.platform.Page;

/** A page of attachments. */
public class AttachmentPage extends Page<Attachment> {}
