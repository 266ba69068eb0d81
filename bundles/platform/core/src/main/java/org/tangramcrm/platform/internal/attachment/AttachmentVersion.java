package org.tangramcrm.platform.internal.attachment;

/**
 * A version on its way into the history.
 *
 * @param content id of what was staged
 */
record AttachmentVersion(
    int number,
    long content,
    String name,
    String contentType,
    long size,
    String sha256,
    String remark) {}
