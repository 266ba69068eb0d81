package org.tangramcrm.platform.notification;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.tangramcrm.platform.contract.Field;

/**
 * Something that its reader is told. Of a record that the reader does not reach any more there is
 * none.
 */
public class Notification {
  @Field(readOnly = true, filterable = true, sortable = true)
  public Long id;

  /**
   * {@code mention}: the reader is mentioned in a comment. {@code comment}: others commented on a
   * record that the reader follows. {@code change}: others changed one. {@code given}: records
   * became the reader's. {@code taken}: records that were the reader's are somebody else's now, or
   * nobody's; what one transfer comes to is told once. {@code shared}: a record was shared with the
   * reader. {@code job}: a job of the reader's has ended. {@code reminder}: there is something to
   * be done about a record of the reader's.
   */
  @Field(readOnly = true, filterable = true)
  public String kind;

  @Field(readOnly = true, filterable = true, sortable = true)
  public Boolean unread;

  /** When it happened; of what happened several times, the last one. */
  @Field(readOnly = true, filterable = true, sortable = true)
  public Instant happenedAt;

  /** When it was last added to, or read; what a reader saw is read as far as that. */
  @Field(readOnly = true)
  public Instant changedAt;

  /** How often it happened, or to how many records, until it was read. */
  @Field(readOnly = true)
  public Integer times;

  /** Null where it is about records of several collections. */
  @Field(readOnly = true, filterable = true)
  public String collection;

  /** Null where it is about several records. */
  @Field(readOnly = true, filterable = true)
  public Long recordId;

  /**
   * What the record is called, as the reader sees it; of one that was {@code taken} what it was
   * called then.
   */
  @Field(readOnly = true, stored = false)
  public String title;

  /** Who did it, or did it last; 0 stands for the system itself. */
  @Field(readOnly = true, reference = "users")
  public Long byId;

  @Field(readOnly = true, stored = false)
  public String byName;

  /** The fields that were changed, those that the reader sees. */
  @Field(readOnly = true, stored = false)
  public List<String> fields = new ArrayList<>();

  /** Of what the reader is reminded, as a stable code. */
  @Field(readOnly = true, filterable = true)
  public String reminder;

  /** The day that a reminder is about. */
  @Field(readOnly = true, stored = false)
  public LocalDate day;

  /** The reminder in words, for which the record's title is the subject. */
  @Field(readOnly = true, stored = false)
  public String message;

  @Field(readOnly = true, reference = "comments")
  public Long commentId;

  /** How the comment begins, while it is there; at most 200 characters. */
  @Field(readOnly = true, stored = false)
  public String excerpt;

  @Field(readOnly = true, reference = "jobs")
  public Long jobId;

  /** What the job did, and how it ended: {@code export}, {@code done} or {@code failed}. */
  @Field(readOnly = true, stored = false)
  public String jobKind;

  @Field(readOnly = true, stored = false)
  public String jobStatus;
}
