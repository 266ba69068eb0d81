package org.tangramcrm.platform.internal.identity;

import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Table;
import org.tangramcrm.platform.identity.Department;

/** A department. */
@Entity
@Table(name = "tangram_department")
public class DepartmentRow extends IdentityRow {
  private String code;
  private String name;

  @Column(name = "parent_id")
  private Long parentId;

  @Column(name = "manager_id")
  private Long managerId;

  private Integer position;
  private boolean active = true;

  protected DepartmentRow() {}

  DepartmentRow(long id) {
    super(id);
  }

  /** A department's record is its own department's. */
  @Override
  public void setOwner(Long newOwnerId, Long newDepartmentId) {
    super.setOwner(newOwnerId, id);
  }

  void take(Department department) {
    code = department.code;
    name = department.name.strip();
    parentId = department.parentId;
    managerId = department.managerId;
    position = department.position;
    active = !Boolean.FALSE.equals(department.active);
  }
}
