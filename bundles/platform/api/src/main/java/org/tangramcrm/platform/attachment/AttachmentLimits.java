package org.tangramcrm.platform.attachment;

/** What files are taken. */
public class AttachmentLimits {
  /** The largest size, in bytes. */
  public Long maxBytes;
}
