package org.tangramcrm.platform.merge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.validation.Valid;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.contract.Field;

/**
 * That several records of a collection become one of them (M-16): it takes over what is chosen of
 * the others and all that refers to them, whichever module has it. The others go; their ids,
 * numbers and outside keys answer with the one that stays.
 */
public class Merge extends BusinessRecord {
  /** The collection whose records they are: {@code customers}. */
  @NotBlank
  @Size(max = 60)
  @Field(filterable = true, listed = true)
  public String collection;

  /** The record that stays. */
  @NotNull
  @Field(filterable = true, listed = true)
  public Long survivorId;

  /** The records that go; from 1 to 9. */
  @NotNull
  @Size(min = 1, max = 9)
  @Field(listed = true)
  public List<@NotNull Long> mergedIds = new ArrayList<>();

  /** Fields that are not to stay as they are in the one that stays. */
  @Valid
  @Size(max = 200)
  @Field
  public List<@NotNull MergeChoice> choices = new ArrayList<>();

  /**
   * What referred to those that go and follows, as far as whoever merged them reaches it; all else
   * follows as well.
   */
  @Field(readOnly = true)
  public List<MergePart> parts = new ArrayList<>();

  /** {@code planned}, {@code done}, {@code undone}, {@code failed} or {@code cancelled}. */
  @Field(readOnly = true, filterable = true, dictionary = "merge-status", listed = true)
  public String status;

  /** The job that does it, or undid it. */
  @Field(readOnly = true, reference = "jobs")
  public Long jobId;

  @Field(readOnly = true, listed = true)
  public Instant doneAt;

  /** Until when it can be undone; absent until it is done. */
  @Field(readOnly = true)
  public Instant undoableUntil;

  /**
   * Fields that were changed after the merge, and therefore stayed when it was undone; separated by
   * commas.
   */
  @Field(readOnly = true)
  public String keptFields;

  /**
   * How many records were changed after the merge in such a way that it could not be told which
   * record they refer to, and therefore stayed with the one when it was undone.
   */
  @Field(readOnly = true)
  public Integer keptRecords;
}
