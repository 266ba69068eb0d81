package com.example.notes.internal;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.GeneratedValue;
import javax.persistence.GenerationType;
import javax.persistence.Id;
import javax.persistence.SequenceGenerator;
import javax.persistence.Table;
import javax.persistence.Version;
import org.tangramcrm.platform.store.StoredRow;

/** A note's row. */
@Entity
@Table(name = "note")
@SequenceGenerator(name = "notes", sequenceName = "note_seq", allocationSize = 50)
public class NoteRow implements StoredRow {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "notes")
  private Long id;

  @Version private int version;
  private String number;

  @Column(name = "owner_id")
  private Long ownerId;

  @Column(name = "department_id")
  private Long departmentId;

  @Column(name = "created_at")
  private Timestamp createdAt;

  @Column(name = "created_by")
  private long createdBy;

  @Column(name = "updated_at")
  private Timestamp updatedAt;

  @Column(name = "updated_by")
  private long updatedBy;

  @Column(name = "deleted_at")
  private Timestamp deletedAt;

  @Column(name = "deleted_key")
  private long deletedKey;

  @Column(name = "customer_id")
  long customerId;

  String text;
  Boolean settled;
  String mentions;

  @Column(name = "budget_amount")
  BigDecimal budgetAmount;

  @Column(name = "budget_currency")
  String budgetCurrency;

  @Column(name = "budget_base")
  BigDecimal budgetBase;

  @Column(name = "budget_rate")
  BigDecimal budgetRate;

  @Override
  public Long getId() {
    return id;
  }

  @Override
  public int getVersion() {
    return version;
  }

  @Override
  public void setNumber(String given) {
    number = given;
  }

  @Override
  public Long getOwnerId() {
    return ownerId;
  }

  @Override
  public void setOwner(Long owner, Long department) {
    ownerId = owner;
    departmentId = department;
  }

  @Override
  public void setCreated(Instant at, long by) {
    createdAt = Timestamp.from(at);
    createdBy = by;
  }

  @Override
  public void setUpdated(Instant at, long by) {
    updatedAt = Timestamp.from(at);
    updatedBy = by;
  }

  @Override
  public Instant getDeletedAt() {
    return deletedAt == null ? null : deletedAt.toInstant();
  }

  @Override
  public void setDeletedAt(Instant at) {
    deletedAt = at == null ? null : Timestamp.from(at);
    deletedKey = at == null ? 0 : id;
  }
}
