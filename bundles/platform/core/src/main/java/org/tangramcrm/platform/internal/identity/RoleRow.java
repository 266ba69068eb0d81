package org.tangramcrm.platform.internal.identity;

import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Table;
import org.tangramcrm.platform.identity.Role;

/** A role; its operations and scopes are rows of their own. */
@Entity
@Table(name = "tangram_role")
public class RoleRow extends IdentityRow {
  private String code;
  private String name;
  private String description;

  @Column(name = "second_factor")
  private boolean secondFactor;

  protected RoleRow() {}

  RoleRow(long id) {
    super(id);
  }

  void take(Role role) {
    code = role.code;
    name = role.name.strip();
    description = role.description;
    secondFactor = Boolean.TRUE.equals(role.secondFactor);
  }
}
