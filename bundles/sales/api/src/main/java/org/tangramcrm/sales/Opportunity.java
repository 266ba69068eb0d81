package org.tangramcrm.sales;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import javax.validation.Valid;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.PastOrPresent;
import javax.validation.constraints.Pattern;
import javax.validation.constraints.PositiveOrZero;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.CurrencyCode;
import org.tangramcrm.platform.contract.Field;

/** Something that a customer may buy (M-20). */
public class Opportunity extends BusinessRecord {
  @NotBlank
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

  /** The way it goes; the standard one where none is given. It stays on it. */
  @Field(filterable = true, reference = "pipelines", restrictsDelete = true)
  public Long pipelineId;

  /**
   * Where on that way it is: the first stage where a new one is given none. From then on it is
   * moved by the operations for that, each of which is told in its history.
   */
  @Size(max = 40)
  @Field(filterable = true, sortable = true, dictionary = "opportunity-stage", listed = true)
  public String stage;

  /** {@code open}, {@code won}, {@code lost} or {@code invalid}: there never was one. */
  @Field(
      readOnly = true,
      filterable = true,
      sortable = true,
      dictionary = "opportunity-state",
      listed = true)
  public String state;

  @Size(max = 40)
  @Field(filterable = true, dictionary = "opportunity-type")
  public String dealType;

  @Size(max = 40)
  @Field(filterable = true, dictionary = "customer-source")
  public String source;

  /**
   * The day on which it began; today where none is given. Prices and the exchange rate are those of
   * this day.
   */
  @PastOrPresent
  @Field(filterable = true, sortable = true)
  public LocalDate openedOn;

  @Field(filterable = true, sortable = true, listed = true)
  public LocalDate expectedClose;

  /** Of amount and lines; the amount's, the customer's or the base currency where none is given. */
  @Size(min = 3, max = 3)
  @Pattern(regexp = "[A-Z]{3}")
  @CurrencyCode
  @Field(filterable = true, section = "amount")
  public String currency;

  /** The sum of the lines, unless there are none or {@link #amountOverridden} says otherwise. */
  @Valid
  @PositiveOrZero
  @Field(filterable = true, sortable = true, section = "amount", listed = true)
  public Money amount;

  /** Whether the amount is what somebody entered, whatever the lines come to. */
  @Field(section = "amount")
  public Boolean amountOverridden;

  /** Per cent with which it is won: that of the stage, unless a reason for another is given. */
  @Min(0)
  @Max(100)
  @Field(percent = true, filterable = true, sortable = true, section = "amount", listed = true)
  public Integer probability;

  /** Why it is another than the stage's; the stage's holds again once it is cleared. */
  @Size(max = 500)
  @Field(section = "amount")
  public String probabilityReason;

  /** Amount × probability (M-33). */
  @Field(
      readOnly = true,
      follows = {"amount", "probability"},
      section = "amount")
  public Money weighted;

  /**
   * How far it is counted on (M-35): {@code closed} where it is won, {@code omitted} where it is
   * lost or none, else what was chosen, or what its stage says.
   */
  @Field(
      readOnly = true,
      filterable = true,
      sortable = true,
      dictionary = "forecast-category",
      section = "amount")
  public String forecastCategory;

  /** Chosen in place of what its stage says, which holds again once it is cleared. */
  @Size(max = 40)
  @Field(filterable = true, dictionary = "forecast-choice", section = "amount")
  public String forecastChoice;

  /** What of ours it is about; what they come to tells the amount. */
  @Valid
  @Size(max = 200)
  @Field(section = "lines", follows = "amount")
  public List<@NotNull OpportunityLine> lines = new ArrayList<>();

  /** What we do next (M-30). */
  @Size(max = 500)
  @Field(section = "next", filterable = true, searched = true)
  public String nextStep;

  @Field(section = "next", filterable = true, sortable = true, listed = true)
  public LocalDate nextStepOn;

  /** When its owner was reminded last of what must not be forgotten of it (M-30). */
  @Field(readOnly = true, audited = false, section = "next")
  public LocalDate remindedOn;

  /** Since when it is at its stage. */
  @Field(readOnly = true, filterable = true, sortable = true)
  public LocalDate stageSince;

  /** When it was won or lost, or found to be none; only a new one is given it here. */
  @PastOrPresent
  @Field(filterable = true, sortable = true, section = "closing")
  public LocalDate closedOn;

  /** Why it was lost or is none; only a new one is given it here. */
  @Size(max = 40)
  @Field(filterable = true, dictionary = "opportunity-close-reason", section = "closing")
  public String closeReason;

  /** The competitor who won it; only a new one is given it here. */
  @Field(
      filterable = true,
      reference = "customers",
      candidates = "types==competitor",
      section = "closing")
  public Long lostToId;

  /** Only a new one is given it here. */
  @Size(max = 2000)
  @Field(section = "closing", multiline = true)
  public String closeComment;

  @Size(max = 4000)
  @Field(section = "remark", multiline = true)
  public String description;
}
