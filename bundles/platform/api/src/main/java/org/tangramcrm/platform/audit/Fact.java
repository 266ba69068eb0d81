package org.tangramcrm.platform.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.tangramcrm.platform.contract.Field;

/** Something that happened to a record; written with it, never changed. */
public class Fact {
  /** In the order in which facts were written. */
  @Field(readOnly = true, filterable = true, sortable = true)
  public Long id;

  @Field(readOnly = true, filterable = true, sortable = true, listed = true)
  public Instant happenedAt;

  /** Who did it; 0 stands for the system itself. */
  @Field(readOnly = true, reference = "users", filterable = true, listed = true)
  public Long userId;

  @Field(readOnly = true, filterable = true, listed = true)
  public String collection;

  @Field(readOnly = true, filterable = true, listed = true)
  public Long recordId;

  /** Where the record is a part of another, as an attachment is: the collection of that one. */
  @Field(readOnly = true, filterable = true)
  public String parentCollection;

  @Field(readOnly = true, filterable = true)
  public Long parentId;

  /** The record's version after it. */
  @Field(readOnly = true)
  public Integer recordVersion;

  /** {@code created updated deleted restored merged unmerged} … */
  @Field(readOnly = true, filterable = true, listed = true)
  public String kind;

  /** {@code rest}, {@code soap} or {@code java}. */
  @Field(readOnly = true, filterable = true)
  public String door;

  /** {@code customers.update}. */
  @Field(readOnly = true, filterable = true)
  public String operation;

  @Field(readOnly = true, filterable = true)
  public String traceId;

  public List<FieldChange> changes = new ArrayList<>();

  /** A field's value before and after, as it stands in JSON; absent for none. */
  public static class FieldChange {
    public String field;
    public String before;
    public String after;
  }
}
