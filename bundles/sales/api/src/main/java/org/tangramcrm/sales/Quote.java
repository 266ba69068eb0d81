package org.tangramcrm.sales;

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
 * What we offer a customer, in one of its versions (M-26).
 *
 * <p>Each line is rounded HALF_UP to the currency's minor unit, then summed; the discount on the
 * whole is rounded once; tax is rounded by line, then summed. A further version is numbered as the
 * first with {@code -2}, {@code -3} … behind.
 */
public class Quote extends BusinessRecord {
  /** The opportunity's name where none is given. */
  @Size(max = 200)
  @Field(filterable = true, sortable = true, searched = true, listed = true)
  public String name;

  /** It stays with it. */
  @NotNull
  @Field(
      filterable = true,
      reference = "opportunities",
      candidates = "state==open",
      parent = true,
      restrictsDelete = true,
      listed = true)
  public Long opportunityId;

  /** That of the opportunity. */
  @Field(
      readOnly = true,
      filterable = true,
      reference = "customers",
      parent = true,
      restrictsDelete = true,
      listed = true)
  public Long customerId;

  /** Whom it is addressed to: somebody at the customer's. */
  @Field(
      filterable = true,
      reference = "contacts",
      candidates = "customerId=={customerId}",
      restrictsDelete = true)
  public Long contactId;

  /** Which version of the offer it is, from 1. */
  @Field(readOnly = true, filterable = true, sortable = true, listed = true)
  public Integer revision;

  /** The version before it. */
  @Field(readOnly = true, filterable = true, reference = "quotes")
  public Long replacesId;

  /**
   * {@code draft}, {@code submitted}, {@code approved}, {@code sent}, {@code accepted}, {@code
   * rejected}, {@code expired} or {@code superseded}. One that is submitted, approved or sent is
   * expired from the day after {@link #validUntil} on, by the company's calendar.
   */
  @Field(
      readOnly = true,
      filterable = true,
      sortable = true,
      dictionary = "quote-status",
      listed = true)
  public String status;

  /** Whether it counts for the opportunity: exactly one of its quotes does. */
  @Field(readOnly = true, filterable = true, listed = true)
  public Boolean primaryQuote;

  /** The day of which prices and exchange rate are; today where none is given. */
  @PastOrPresent
  @Field(filterable = true, sortable = true)
  public LocalDate quotedOn;

  /** The last day on which it can be accepted; 30 days after its day where none is given. */
  @Field(filterable = true, sortable = true, listed = true)
  public LocalDate validUntil;

  /** In which it is put on paper; that of the customer's country where none is given. */
  @Size(max = 40)
  @Field(filterable = true, dictionary = "quote-language")
  public String language;

  /** The opportunity's where none is given. */
  @Size(min = 3, max = 3)
  @Pattern(regexp = "[A-Z]{3}")
  @CurrencyCode
  @Field(filterable = true, section = "sums")
  public String currency;

  @Valid
  @Size(max = 100)
  @Field(section = "lines")
  public List<@NotNull QuoteLine> lines = new ArrayList<>();

  /** Per cent off the whole, beside what lines have. */
  @Min(0)
  @Max(100)
  @Digits(integer = 3, fraction = 2)
  @Field(section = "sums")
  public BigDecimal discount;

  /** The sum of the lines, without tax, before the discount on the whole. */
  @Field(readOnly = true, follows = "lines", section = "sums")
  public Money goods;

  /** Without tax, after the discount on the whole. */
  @Field(readOnly = true, follows = "lines", filterable = true, section = "sums")
  public Money net;

  /** The sum of the lines' taxes. */
  @Field(readOnly = true, follows = "lines", section = "sums")
  public Money tax;

  /** What the customer pays: net and tax. */
  @Field(
      readOnly = true,
      follows = "lines",
      filterable = true,
      sortable = true,
      section = "sums",
      listed = true)
  public Money total;

  /**
   * Whether it gives more off than may be given without approval: a line, with the discount on the
   * whole counted in, goes below the product's floor or beyond its highest discount.
   */
  @Field(readOnly = true, filterable = true, section = "sums")
  public Boolean needsApproval;

  /** Of payment, delivery and warranty: stands on the paper. */
  @Size(max = 4000)
  @Field(section = "terms", multiline = true)
  public String terms;

  /** For ourselves. */
  @Size(max = 2000)
  @Field(section = "terms", multiline = true)
  public String remark;

  @Field(readOnly = true, section = "course")
  public LocalDate submittedOn;

  @Field(readOnly = true, section = "course")
  public LocalDate approvedOn;

  @Field(readOnly = true, reference = "users", section = "course")
  public Long approvedById;

  @Field(readOnly = true, filterable = true, sortable = true, section = "course")
  public LocalDate sentOn;

  /** When it was accepted or rejected. */
  @Field(readOnly = true, filterable = true, sortable = true, section = "course")
  public LocalDate decidedOn;

  /** What was said when it was approved, returned, accepted or rejected last. */
  @Field(readOnly = true, section = "course", multiline = true)
  public String comment;
}
