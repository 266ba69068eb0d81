package org.tangramcrm.platform.transfer;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import javax.validation.Valid;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.contract.Field;

/**
 * That records go to another user, or into the pool of their collection, with what belongs to them
 * and is still open (M-81). What is done stays whose it was.
 */
public class Transfer extends BusinessRecord {
  /** The collection whose records go: {@code customers}. */
  @NotBlank
  @Size(max = 60)
  @Field(filterable = true, listed = true)
  public String collection;

  /** Which of them, as {@link org.tangramcrm.platform.Query#filter}; all where absent. */
  @Size(max = 8000)
  @Field(multiline = true)
  public String recordFilter;

  /**
   * Only what is this user's. Without a filter as well, all that is theirs in the parts goes, also
   * what belongs to the records of others: they leave.
   */
  @Field(filterable = true, reference = "users", listed = true)
  public Long fromUserId;

  /** Whom they go to; needed unless they go into the pool. */
  @Field(filterable = true, reference = "users", listed = true)
  public Long toUserId;

  /**
   * Whether they go into the pool of the collection instead (M-17), as if each was released there:
   * they are nobody's, nothing goes with them, and nobody keeps access. Needs the permission to
   * release them as well.
   */
  @Field(filterable = true)
  public Boolean toPool;

  /**
   * What goes with them: collections whose records belong to them. The first part of an answer is
   * the collection itself.
   */
  @Valid
  @Size(max = 20)
  @Field
  public List<@NotNull TransferPart> parts = new ArrayList<>();

  /** Whether whose they were may go on reading them. */
  @Field public Boolean keepAccess;

  /**
   * Whether {@link #fromUserId} is deactivated with it. Needs the permission to change users as
   * well.
   */
  @Field public Boolean deactivates;

  @NotBlank
  @Size(max = 500)
  @Field(listed = true)
  public String reason;

  /**
   * The day of the company at the beginning of which it is done, with the records that the filter
   * finds by then and the rights that who asked for it has by then; today or later, at once where
   * absent.
   */
  @Field(filterable = true, listed = true)
  public LocalDate effectiveOn;

  /**
   * {@code scheduled} until its day has come, {@code planned} while it is under way, {@code done},
   * {@code undone}, {@code failed} or {@code cancelled}.
   */
  @Field(readOnly = true, filterable = true, dictionary = "transfer-status", listed = true)
  public String status;

  /** The job that does it, or undid it. */
  @Field(readOnly = true, reference = "jobs")
  public Long jobId;

  @Field(readOnly = true, listed = true)
  public Instant doneAt;
}
