package org.tangramcrm.orders;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import javax.validation.Valid;
import javax.validation.constraints.Digits;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.PastOrPresent;
import javax.validation.constraints.Pattern;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.CurrencyCode;
import org.tangramcrm.platform.contract.Field;

/**
 * What a customer ordered (M-37). Only a draft is changed as one likes; what is approved is changed
 * by a further revision, which keeps what stood there before.
 *
 * <p>Each line is rounded HALF_UP to the currency's minor unit, then summed; the discount on the
 * whole is rounded once; tax is rounded by line, then summed. The rate is that of the day of
 * signing and stays.
 */
public class Order extends BusinessRecord {
  /** What it is about; the opportunity's name, the first line's or the customer's by itself. */
  @Size(max = 200)
  @Field(filterable = true, sortable = true, searched = true, listed = true)
  public String name;

  @NotNull
  @Field(
      filterable = true,
      reference = "customers",
      parent = true,
      restrictsDelete = true,
      listed = true)
  public Long customerId;

  /** Who orders: somebody at the customer's. */
  @Field(
      filterable = true,
      reference = "contacts",
      candidates = "customerId=={customerId}",
      restrictsDelete = true)
  public Long contactId;

  /** The opportunity that was won with it. */
  @Field(
      filterable = true,
      reference = "opportunities",
      candidates = "customerId=={customerId}",
      restrictsDelete = true)
  public Long opportunityId;

  /** The quote that was accepted; there is one order of each. */
  @Field(readOnly = true, filterable = true, reference = "quotes", restrictsDelete = true)
  public Long quoteId;

  @Size(max = 40)
  @Field(filterable = true, dictionary = "order-type")
  public String orderType;

  /**
   * {@code draft}, {@code submitted}, {@code approved}, {@code executing}, {@code completed},
   * {@code cancelled} or {@code closed-short}: ended with less than was ordered.
   */
  @Field(
      readOnly = true,
      filterable = true,
      sortable = true,
      dictionary = "order-status",
      listed = true)
  public String status;

  /** The day by which it counts in analyses; today where none is given. */
  @PastOrPresent
  @Field(filterable = true, sortable = true, listed = true)
  public LocalDate signedOn;

  @Field(filterable = true, sortable = true)
  public LocalDate deliveryOn;

  /** The customer's or the base currency where none is given. */
  @Size(min = 3, max = 3)
  @Pattern(regexp = "[A-Z]{3}")
  @CurrencyCode
  @Field(filterable = true, section = "sums")
  public String currency;

  @Valid
  @Size(max = 200)
  @Field(section = "lines", follows = "total")
  public List<@NotNull OrderLine> lines = new ArrayList<>();

  /** Per cent off the whole, beside what lines have. */
  @Min(0)
  @Max(100)
  @Digits(integer = 3, fraction = 2)
  @Field(section = "sums")
  public BigDecimal discount;

  /** The sum of the lines, without tax, before the discount on the whole. */
  @Field(readOnly = true, follows = "total", section = "sums")
  public Money goods;

  /** Without tax, after the discount on the whole. */
  @Field(readOnly = true, follows = "total", filterable = true, section = "sums")
  public Money net;

  @Field(readOnly = true, follows = "total", section = "sums")
  public Money tax;

  /**
   * What the customer owes for it: net and tax, less what was given up when it was closed short. At
   * the rate of the day of signing.
   */
  @Field(
      readOnly = true,
      follows = "lines",
      filterable = true,
      sortable = true,
      section = "sums",
      listed = true)
  public Money total;

  /**
   * In which parts it is to be paid (M-38); what they come to is the total. One part, due as the
   * customer's terms say, where none is given.
   */
  @Valid
  @Size(max = 60)
  @Field(section = "plan", follows = "total")
  public List<@NotNull PlannedInstalment> plan = new ArrayList<>();

  /** What was received for it and not given back: confirmed allocations (M-40). */
  @Field(
      readOnly = true,
      follows = "total",
      audited = false,
      filterable = true,
      sortable = true,
      section = "receivable",
      listed = true)
  public Money received;

  /** Total less what was received and what was written off (M-40); nothing of a draft. */
  @Field(
      readOnly = true,
      follows = "total",
      audited = false,
      filterable = true,
      sortable = true,
      section = "receivable",
      listed = true)
  public Money outstanding;

  /**
   * What of the outstanding was due before today. Lists are right within an hour after the day has
   * begun.
   */
  @Field(
      readOnly = true,
      follows = "total",
      audited = false,
      filterable = true,
      sortable = true,
      section = "receivable")
  public Money overdue;

  /** When the first of what is outstanding is due; absent where nothing is or no day is set. */
  @Field(
      readOnly = true,
      audited = false,
      filterable = true,
      sortable = true,
      section = "receivable")
  public LocalDate nextDueOn;

  /** How far it is paid: {@code none}, {@code part} or {@code full}. */
  @Field(
      readOnly = true,
      audited = false,
      filterable = true,
      sortable = true,
      dictionary = "payment-state",
      section = "receivable")
  public String paymentState;

  /** Per cent of the total that was received (回款比例, M-41). */
  @Field(
      readOnly = true,
      follows = {"total", "received"},
      audited = false,
      percent = true,
      sortable = true,
      filterable = true,
      section = "receivable")
  public BigDecimal receivedShare;

  /** How many of the instalments are paid. */
  @Field(readOnly = true, audited = false, section = "receivable")
  public Integer instalmentsPaid;

  @Field(readOnly = true, audited = false, section = "receivable")
  public Integer instalments;

  /** Stands on the paper. */
  @Size(max = 4000)
  @Field(section = "terms", multiline = true)
  public String terms;

  @Size(max = 2000)
  @Field(section = "terms", multiline = true)
  public String remark;

  /** Which revision it is, from 1. */
  @Field(readOnly = true, filterable = true, section = "course")
  public Integer revision;

  /**
   * Why it is changed: needed where it is approved already. It stands with the revision, not here.
   */
  @Size(max = 500)
  @Field(section = "course")
  public String revisionReason;

  /**
   * Whose it was when it was approved; sales are counted for them, whosever it is later. As all
   * that was signed it is absent before.
   */
  @Field(readOnly = true, filterable = true, reference = "users", section = "course")
  public Long signedById;

  /** Their department then. */
  @Field(readOnly = true, filterable = true, reference = "departments", section = "course")
  public Long signedDepartmentId;

  /** Where the customer was then. */
  @Field(
      readOnly = true,
      follows = "customerId.region",
      filterable = true,
      dictionary = "region",
      section = "course")
  public String signedRegion;

  /** The customer's industry then. */
  @Field(
      readOnly = true,
      follows = "customerId.industry",
      filterable = true,
      dictionary = "industry",
      section = "course")
  public String signedIndustry;

  /**
   * The revision that somebody has to approve yet, at most one: until then the order is what it
   * was.
   */
  @Field(
      readOnly = true,
      follows = {
        "total",
        "lines",
        "plan",
        "discount",
        "name",
        "contactId",
        "orderType",
        "deliveryOn",
        "terms",
        "revisionReason"
      },
      section = "course")
  public List<@NotNull OrderRequest> requested = new ArrayList<>();

  /** Who approved it or gave it back, step by step. */
  @Field(readOnly = true, section = "course")
  public List<@NotNull OrderApproval> approvals = new ArrayList<>();

  /** The step of the approval that it, or its revision, waits for. */
  @Field(readOnly = true, filterable = true, reference = "approval-steps", section = "course")
  public Long awaitedStepId;

  @Field(readOnly = true, filterable = true, sortable = true, section = "course")
  public LocalDate approvedOn;

  /** When it was completed, cancelled or closed short. */
  @Field(readOnly = true, filterable = true, sortable = true, section = "course")
  public LocalDate endedOn;

  @Field(readOnly = true, filterable = true, dictionary = "order-end-reason", section = "course")
  public String endReason;

  @Field(readOnly = true, section = "course", multiline = true)
  public String endComment;
}
