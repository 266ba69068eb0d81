package org.tangramcrm.orders;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import javax.validation.Valid;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.PastOrPresent;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.Field;

/**
 * What a customer paid, or got back (M-39). A draft counts for nothing; what is confirmed is never
 * changed, but allocated, given back or voided. It gets its number when it is confirmed, and the
 * numbers have no gaps.
 */
public class Receipt extends BusinessRecord {
  @NotNull
  @Field(
      filterable = true,
      reference = "customers",
      parent = true,
      restrictsDelete = true,
      listed = true)
  public Long customerId;

  /** {@code receipt} or {@code refund}: given back. */
  @Field(
      readOnly = true,
      filterable = true,
      sortable = true,
      dictionary = "receipt-kind",
      listed = true)
  public String kind;

  /** The receipt that it gives back a part of. */
  @Field(readOnly = true, filterable = true, reference = "receipts")
  public Long refundOfId;

  /** {@code draft}, {@code confirmed} or {@code voided}. */
  @Field(
      readOnly = true,
      filterable = true,
      sortable = true,
      dictionary = "receipt-status",
      listed = true)
  public String status;

  /** Today where none is given; not in a closed period. */
  @PastOrPresent
  @Field(filterable = true, sortable = true, listed = true)
  public LocalDate receivedOn;

  /**
   * At the rate of that day; negative where it was given back, at the rate at which it was
   * received.
   */
  @NotNull
  @Valid
  @Field(filterable = true, sortable = true, listed = true)
  public Money amount;

  @Size(max = 40)
  @Field(filterable = true, dictionary = "payment-method")
  public String method;

  /** Ours, where it came in. */
  @Size(max = 100)
  @Field(filterable = true)
  public String account;

  /** Who paid, where it is not the customer by its name. */
  @Size(max = 200)
  @Field(filterable = true, searched = true)
  public String payer;

  /** The bank's, or of the paper; another receipt with the same one is told of in the hints. */
  @Size(max = 100)
  @Field(filterable = true, sortable = true, searched = true, listed = true)
  public String voucherNo;

  /** Whether it is an advance (预收款): confirming it pays nothing that is not named. */
  @Field(filterable = true)
  public Boolean advance;

  /**
   * What it pays, and once it is confirmed what it pays still. Where none are given, confirming it
   * pays what is due first unless it is an advance; what is left stays unapplied.
   */
  @Valid
  @Size(max = 200)
  @Field(section = "allocations", follows = "amount")
  public List<@NotNull Allocation> allocations = new ArrayList<>();

  /** What is not allocated and was not given back (预收款). */
  @Field(
      readOnly = true,
      follows = "amount",
      filterable = true,
      sortable = true,
      section = "sums",
      listed = true)
  public Money unapplied;

  /** What was given back of it. */
  @Field(readOnly = true, follows = "amount", section = "sums")
  public Money refunded;

  /**
   * What its allocations are worth at its own rate more than at those of the orders they pay, in
   * the base currency.
   */
  @Field(readOnly = true, follows = "amount", section = "sums")
  public Money exchangeDifference;

  @Size(max = 2000)
  @Field(multiline = true)
  public String remark;

  @Field(readOnly = true, filterable = true, sortable = true, section = "course")
  public LocalDate confirmedOn;

  @Field(readOnly = true, filterable = true, sortable = true, section = "course")
  public LocalDate voidedOn;

  @Field(readOnly = true, section = "course")
  public String voidReason;
}
