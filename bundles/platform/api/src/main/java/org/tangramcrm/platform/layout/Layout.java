package org.tangramcrm.platform.layout;

import java.util.ArrayList;
import java.util.List;
import javax.validation.Valid;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.contract.Field;

/**
 * How card and form of a collection's records are arranged, for everybody or for those of one role
 * (M-95). It is presentation alone: what somebody may see and change is said by roles, and holds in
 * every layout.
 */
public class Layout extends BusinessRecord {
  /** The collection of the records; never changes. */
  @NotBlank
  @Size(max = 60)
  @Field(filterable = true, sortable = true, listed = true)
  public String collection;

  /**
   * For whom it is, in place of the one for everybody, which it is where this is absent; at most
   * one for each role, and never changes.
   */
  @Field(reference = "roles", filterable = true, listed = true)
  public Long roleId;

  /**
   * Of those for roles: whoever has several of the roles gets the one with the smallest. Last where
   * absent.
   */
  @Min(0)
  @Max(1_000_000)
  @Field(filterable = true, sortable = true, listed = true)
  public Integer position;

  /** In their order. */
  @Valid
  @NotNull
  @Size(min = 1, max = 50)
  @Field
  public List<@NotNull LayoutSection> sections = new ArrayList<>();

  /**
   * The fields, in the order in which they stand in their sections. One that is not named here, as
   * a new one is not, stands at the end of the section that its module has it in, where that is
   * here, or of the last one.
   */
  @Valid
  @NotNull
  @Size(max = 500)
  @Field
  public List<@NotNull LayoutField> fields = new ArrayList<>();
}
