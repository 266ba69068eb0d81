package org.tangramcrm.orders.internal;

import java.time.Instant;
import javax.persistence.Column;
import javax.persistence.GeneratedValue;
import javax.persistence.GenerationType;
import javax.persistence.Id;
import javax.persistence.MappedSuperclass;
import javax.persistence.SequenceGenerator;
import javax.persistence.Version;
import org.tangramcrm.platform.store.StoredRow;

/** The columns that every row of the module has. */
@MappedSuperclass
@SequenceGenerator(name = "rows", sequenceName = "orders_seq", allocationSize = 50)
public abstract class StandardRow implements StoredRow {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "rows")
  Long id;

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
