package org.tangramcrm.orders;

import java.time.LocalDate;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.Field;

/**
 * An instalment of an order as it is owed (M-38, M-40). It belongs to whom the order belongs to. In
 * the order's currency, at its rate. Its number is the order's with its place in the plan: {@code
 * S-2026-000123-2}.
 */
public class Receivable extends BusinessRecord {
  @Field(readOnly = true, filterable = true, reference = "orders", parent = true, listed = true)
  public Long orderId;

  @Field(readOnly = true, filterable = true, reference = "customers", parent = true, listed = true)
  public Long customerId;

  /** Its place in the plan, from 1. */
  @Field(readOnly = true, filterable = true, sortable = true, listed = true)
  public Integer seq;

  /** Absent where it is unscheduled. */
  @Field(readOnly = true, filterable = true, sortable = true, listed = true)
  public LocalDate dueOn;

  @Field(readOnly = true, filterable = true)
  public String milestone;

  @Field(readOnly = true, filterable = true, dictionary = "payment-method")
  public String method;

  /** How many days before it is due its owner is reminded; as it is set up where none is given. */
  @Field(readOnly = true)
  public Integer remindDays;

  /** When it became known that what it waited for had come about. */
  @Field(readOnly = true, filterable = true)
  public LocalDate reachedOn;

  /**
   * {@code planned}: its order is not approved; {@code open}; {@code paid}, also where the rest was
   * written off; {@code cancelled}.
   */
  @Field(
      readOnly = true,
      filterable = true,
      sortable = true,
      dictionary = "receivable-state",
      listed = true)
  public String state;

  @Field(
      readOnly = true,
      follows = "orderId.total",
      filterable = true,
      sortable = true,
      section = "sums",
      listed = true)
  public Money amount;

  @Field(
      readOnly = true,
      follows = "orderId.total",
      filterable = true,
      sortable = true,
      section = "sums",
      listed = true)
  public Money received;

  @Field(readOnly = true, follows = "orderId.total", section = "sums")
  public Money writtenOff;

  /** Amount less what was received and written off; nothing while it is planned. */
  @Field(
      readOnly = true,
      follows = "orderId.total",
      filterable = true,
      sortable = true,
      section = "sums",
      listed = true)
  public Money outstanding;

  /** Days since it was due, of what is outstanding; nothing where it is not due. */
  @Field(
      readOnly = true,
      stored = false,
      follows = {"dueOn", "outstanding"},
      listed = true)
  public Integer daysOverdue;

  /** Why what was left of it was given up, the last time. */
  @Field(readOnly = true, section = "sums", multiline = true)
  public String writeOffReason;

  /** When the last of it was received. */
  @Field(readOnly = true, filterable = true, sortable = true, section = "dunning")
  public LocalDate paidOn;

  /** By when the customer promised to pay (承诺付款日, M-42). */
  @Field(readOnly = true, filterable = true, sortable = true, section = "dunning", listed = true)
  public LocalDate promisedOn;

  @Field(readOnly = true, filterable = true, sortable = true, section = "dunning")
  public LocalDate lastDunnedOn;

  @Field(readOnly = true, filterable = true, sortable = true, section = "dunning")
  public Integer timesDunned;

  /**
   * Whose it was when it fell due; until then whoever has it. Debts and how they are collected are
   * told of by it, whosever it is later.
   */
  @Field(
      readOnly = true,
      audited = false,
      follows = "ownerId",
      filterable = true,
      reference = "users",
      section = "dunning")
  public Long dueOwnerId;

  /** Their department then. */
  @Field(
      readOnly = true,
      audited = false,
      follows = "departmentId",
      filterable = true,
      reference = "departments",
      section = "dunning")
  public Long dueDepartmentId;

  /** When its owner was reminded of it the last time (M-43). */
  @Field(readOnly = true, filterable = true, sortable = true, section = "dunning")
  public LocalDate remindedOn;
}
