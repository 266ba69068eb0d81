package org.tangramcrm.platform.job;

import java.time.Instant;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.contract.Field;

/** Work that goes on after its call was answered. It belongs to whoever asked for it. */
public class Job extends BusinessRecord {
  /** What is done: {@code export}, {@code duplicates}. */
  @Field(readOnly = true, filterable = true, listed = true)
  public String kind;

  /** The collection whose records it is about. */
  @Field(readOnly = true, filterable = true, listed = true)
  public String collection;

  /** {@code queued}, {@code running}, {@code done}, {@code failed} or {@code cancelled}. */
  @Field(readOnly = true, filterable = true, listed = true, dictionary = "job-status")
  public String status;

  /** What was asked for, as JSON. */
  @Field(readOnly = true)
  public String request;

  /**
   * How many records are through; of a search for duplicates, how much of what they are compared
   * by.
   */
  @Field(readOnly = true, listed = true)
  public Integer done;

  /** How many there are; absent until that is known. */
  @Field(readOnly = true, listed = true)
  public Integer total;

  /** Before which it is not begun; absent where at once. */
  @Field(readOnly = true, filterable = true)
  public Instant notBefore;

  @Field(readOnly = true)
  public Instant startedAt;

  @Field(readOnly = true, listed = true)
  public Instant endedAt;

  /** Why it failed, in the language of whoever asked for it. */
  @Field(readOnly = true, multiline = true)
  public String problem;

  /** What its result is called; absent where it has none (any more). */
  @Field(readOnly = true, listed = true)
  public String fileName;
}
