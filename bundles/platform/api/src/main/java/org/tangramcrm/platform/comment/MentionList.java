package org.tangramcrm.platform.comment;

import java.util.ArrayList;
import java.util.List;

/** Those who can be mentioned. */
public class MentionList {
  /** At most ten. */
  public List<Mention> items = new ArrayList<>();
}
