package org.tangramcrm.platform;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.validation.Valid;
import javax.xml.bind.annotation.XmlTransient;
import org.tangramcrm.platform.contract.Field;

/** What every business record carries beside the fields of its own. */
@XmlTransient
public abstract class BusinessRecord {
  /** Stable 64-bit id; a string in JSON. */
  @Field(readOnly = true, filterable = true, sortable = true)
  public Long id;

  /** Business number such as {@code C-2026-000123}; unique in its collection, gaps are allowed. */
  @Field(readOnly = true, filterable = true, sortable = true, listed = true, searched = true)
  public String number;

  /** Grows with every change; the ETag of REST and the guard of every write. */
  @Field(readOnly = true)
  public Integer version;

  /**
   * The user it belongs to; who creates a record owns it unless they name another. Absent where a
   * record of its kind can be nobody's, and is: only who sees all of them reaches it then.
   */
  @Field(reference = "users", filterable = true)
  public Long ownerId;

  /** The owner's department when the record came to them. */
  @Field(readOnly = true, reference = "departments", candidates = "active==true", filterable = true)
  public Long departmentId;

  @Field(readOnly = true, filterable = true, sortable = true)
  public Instant createdAt;

  @Field(readOnly = true, reference = "users")
  public Long createdBy;

  @Field(readOnly = true, filterable = true, sortable = true)
  public Instant updatedAt;

  @Field(readOnly = true, reference = "users")
  public Long updatedBy;

  /**
   * Values of the fields that the company added, in the order of these. Replacing a record replaces
   * them; a change (PATCH) names those that change, and clears one by naming it without a value.
   */
  @Valid public List<CustomField> customFields = new ArrayList<>();

  /** What modules have to say of it; told when it is read by its id, not when it is written. */
  public List<Hint> hints = new ArrayList<>();

  /** What modules reckon of it from records of theirs; told when hints are. */
  public List<Figure> figures = new ArrayList<>();
}
