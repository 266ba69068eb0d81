package org.tangramcrm.platform.internal.identity;

import java.time.Instant;
import javax.persistence.Column;
import javax.persistence.Id;
import javax.persistence.MappedSuperclass;
import javax.persistence.Version;
import org.tangramcrm.platform.store.StoredRow;

/**
 * What the rows of the platform's own records have in common. Their ids are known before they are
 * written.
 */
@MappedSuperclass
public abstract class IdentityRow implements StoredRow {
  @Id Long id;
  @Version int version;
  String number;

  @Column(name = "owner_id")
  Long ownerId;

  @Column(name = "department_id")
  Long departmentId;

  @Column(name = "created_at")
  Instant createdAt;

  @Column(name = "created_by")
  long createdBy;

  @Column(name = "updated_at")
  Instant updatedAt;

  @Column(name = "updated_by")
  long updatedBy;

  @Column(name = "deleted_at")
  Instant deletedAt;

  /** Nought while the row is there, its id afterwards: what was unique may then be used again. */
  @Column(name = "deleted_key")
  long deletedKey;

  protected IdentityRow() {}

  protected IdentityRow(long id) {
    this.id = id;
  }

  @Override
  public Long getId() {
    return id;
  }

  @Override
  public int getVersion() {
    return version;
  }

  @Override
  public void setNumber(String number) {
    this.number = number;
  }

  @Override
  public Long getOwnerId() {
    return ownerId;
  }

  @Override
  public void setOwner(Long newOwnerId, Long newDepartmentId) {
    ownerId = newOwnerId;
    departmentId = newDepartmentId;
  }

  @Override
  public void setCreated(Instant at, long by) {
    createdAt = at;
    createdBy = by;
  }

  @Override
  public void setUpdated(Instant at, long by) {
    updatedAt = at;
    updatedBy = by;
  }

  @Override
  public Instant getDeletedAt() {
    return deletedAt;
  }

  @Override
  public void setDeletedAt(Instant at) {
    deletedAt = at;
    deletedKey = at == null ? 0 : id;
  }
}
