package org.tangramcrm.platform.comment;

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
 * What somebody says about a record. Whoever may read the record may read it; its owner is who
 * wrote it.
 */
public class Comment extends BusinessRecord {
  /** The collection of the record that it is about; stays as it was made. */
  @NotBlank
  @Size(max = 60)
  @Field(filterable = true)
  public String collection;

  /** Stays as it was made. */
  @NotNull
  @Field(filterable = true)
  public Long recordId;

  /**
   * The comment that it answers, which answers none itself; null where it begins. Stays as it was
   * made.
   */
  @Field(reference = "comments", filterable = true)
  public Long parentId;

  /** Plain text. Whoever is mentioned stands in it as {@code @} and their name. */
  @NotBlank
  @Size(max = 4000)
  @Field(multiline = true, listed = true)
  public String text;

  /** Whom it is to be shown to; they have to see the record. */
  @Valid
  @Size(max = 20)
  @Field
  public List<@NotNull Mention> mentions = new ArrayList<>();

  /** When its text was changed the last time; null where it stands as it was written. */
  @Field(readOnly = true)
  public Instant editedAt;

  /** The name of who wrote it. */
  @Field(readOnly = true, stored = false)
  public String authorName;
}
