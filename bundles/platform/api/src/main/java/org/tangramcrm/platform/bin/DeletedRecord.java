package org.tangramcrm.platform.bin;

import java.time.Instant;

/** A record in the recycle bin. */
public class DeletedRecord {
  public Long id;
  public String number;

  /** What it was called. */
  public String title;

  public String ownerName;
  public Instant deletedAt;

  /** Who deleted it. */
  public String deletedByName;
}
