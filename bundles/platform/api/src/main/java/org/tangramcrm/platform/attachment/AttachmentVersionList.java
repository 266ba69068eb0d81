package org.tangramcrm.platform.attachment;

import java.util.ArrayList;
import java.util.List;

/** The versions of a document, the latest first. */
public class AttachmentVersionList {
  public List<AttachmentVersion> items = new ArrayList<>();
}
