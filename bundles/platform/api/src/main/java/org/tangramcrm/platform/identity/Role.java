package org.tangramcrm.platform.identity;

import java.util.ArrayList;
import java.util.List;
import javax.validation.Valid;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Pattern;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.contract.Field;

/**
 * A set of operations and the rows they reach (M-88, M-89). A user with several roles has the
 * union.
 */
public class Role extends BusinessRecord {
  /** Unique; texts under {@code role.<code>} name the roles that come with the system. */
  @NotBlank
  @Size(max = 40)
  @Pattern(regexp = "[a-z0-9]([a-z0-9-]*[a-z0-9])?")
  @Field(filterable = true, sortable = true, searched = true, listed = true)
  public String code;

  @NotBlank
  @Size(max = 100)
  @Field(filterable = true, sortable = true, searched = true, listed = true)
  public String name;

  @Size(max = 500)
  @Field(multiline = true)
  public String description;

  /**
   * Whether who has it needs a second factor to sign in with their password (M-94); until they have
   * one they can do nothing else. No where it is absent.
   */
  @Field(filterable = true)
  public Boolean secondFactor;

  /**
   * What it allows: {@code customers.edit}; {@code *} stands for everything, also of modules still
   * to come.
   */
  @Size(max = 1000)
  public List<
          @NotNull @Size(max = 80) @Pattern(regexp = "\\*|[a-z][a-z0-9-]*\\.[A-Za-z][A-Za-z0-9-]*")
          String>
      operations = new ArrayList<>();

  /**
   * Which rows it reaches, at most one entry per collection; a collection that is absent is not
   * reached at all.
   */
  @Valid
  @Size(max = 200)
  public List<@NotNull RoleScope> scopes = new ArrayList<>();

  /**
   * Which fields it does not show or lets nobody change; all others are as the contract has them.
   */
  @Valid
  @Size(max = 500)
  public List<@NotNull RoleField> fields = new ArrayList<>();

  /** How many users have it. */
  @Field(readOnly = true, stored = false, listed = true)
  public Integer users;
}
