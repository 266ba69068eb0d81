package org.tangramcrm.platform.identity;

import java.util.ArrayList;
import java.util.List;
import javax.validation.constraints.Email;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Pattern;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.contract.Field;

/**
 * Someone who works with the system (M-85). The department of the record is the user's own and is
 * set like any other field.
 */
public class User extends BusinessRecord {
  /** What they sign in with; unique whatever its case. */
  @NotBlank
  @Size(max = 60)
  @Pattern(regexp = "[\\p{L}\\p{N}._@+-]*")
  @Field(filterable = true, sortable = true, searched = true, listed = true)
  public String login;

  @NotBlank
  @Size(max = 100)
  @Field(filterable = true, sortable = true, searched = true, listed = true)
  public String name;

  @Email
  @Size(max = 200)
  @Field(filterable = true, section = "contact")
  public String email;

  @Size(max = 40)
  @Field(filterable = true, section = "contact")
  public String phone;

  /** Who is above them; a superior may reach the rows of all below. */
  @Field(filterable = true, reference = "users", listed = true)
  public Long superiorId;

  /** Their roles; what they may do is the union of all. */
  @Size(max = 50)
  @Field(filterable = true, reference = "roles", stored = false, listed = true)
  public List<@NotNull Long> roleIds = new ArrayList<>();

  /**
   * Language tag such as {@code zh-CN}; what their programs and browser ask for where it is absent.
   */
  @Size(max = 20)
  @Field(section = "preferences")
  public String locale;

  /** Time zone such as {@code Asia/Shanghai}. */
  @Size(max = 60)
  @Field(section = "preferences")
  public String timeZone;

  /**
   * Whether they can sign in; true where it is absent. Ending it ends their sessions and tokens at
   * once.
   */
  @Field(filterable = true, listed = true)
  public Boolean active;

  /** Whether they show a code of their device when they sign in with their password (M-94). */
  @Field(readOnly = true, filterable = true, section = "sign-in")
  public Boolean secondFactor;

  /** Sets the password; the one there is stays where it is absent. */
  @Size(min = 10, max = 200)
  @Field(writeOnly = true, section = "sign-in")
  public String password;
}
