package org.tangramcrm.platform.identity;

import java.util.ArrayList;
import java.util.List;
import javax.validation.Valid;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.contract.Field;

/**
 * Those whom a record is shared with beside all who reach it by their roles (M-89). Whoever is
 * above one of them in the chain of superiors, and sees what their subordinates see, sees it too;
 * what belongs to the record is shared with it.
 */
public class RecordTeam {
  @Valid
  @Size(max = 50)
  public List<@NotNull TeamMember> members = new ArrayList<>();

  /**
   * What the caller may do with the record: {@code read} it, {@code write} it too, or {@code share}
   * it with others as well.
   */
  @Field(readOnly = true)
  public String access;
}
