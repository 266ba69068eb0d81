package org.tangramcrm.platform.attachment;

import java.time.Instant;

/** A version of a document, as it was when it came; nothing changes it any more. */
public class AttachmentVersion {
  public Integer versionNumber;
  public String name;
  public String contentType;

  /** In bytes. */
  public Long size;

  /** In lower-case hexadecimal digits. */
  public String sha256;

  public String remark;
  public Instant createdAt;
  public Long createdBy;
}
