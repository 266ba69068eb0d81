package org.tangramcrm.customers;

import java.math.BigDecimal;
import java.time.LocalDate;
import javax.validation.Valid;
import javax.validation.constraints.Digits;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.Field;

/**
 * What a level of customers means, and by which rule customers come to it (M-84). What it is called
 * and its colour stand in the dictionary {@code customer-level}.
 */
public class CustomerLevel extends BusinessRecord {
  /** Its code in the dictionary; there is one of these for each code at most. */
  @NotBlank
  @Size(max = 40)
  @Field(filterable = true, sortable = true, dictionary = "customer-level", listed = true)
  public String level;

  /** The higher the better; no two have the same. */
  @NotNull
  @Min(1)
  @Max(1000)
  @Field(filterable = true, sortable = true, listed = true)
  public Integer rank;

  /** Whether the rule is switched on. A level without a rule is given by hand alone. */
  @Field(filterable = true, listed = true)
  public Boolean active;

  /** What the rule goes by: the code of a {@link LevelMeasure}; needed where it is active. */
  @Size(max = 40)
  @Field(filterable = true, listed = true)
  public String measure;

  /** From which value on a customer comes to the level; needed where the rule is active. */
  @Digits(integer = 15, fraction = 4)
  @Field(listed = true)
  public BigDecimal enterAt;

  /**
   * Below which value a customer falls out of it, at most {@link #enterAt}, which it is where none
   * is given: in between a customer stays what it is, so that levels do not flap.
   */
  @Digits(integer = 15, fraction = 4)
  @Field(listed = true)
  public BigDecimal leaveBelow;

  /** After how many days without contact that is told on the card; as for all where absent. */
  @Min(1)
  @Max(3650)
  @Field(listed = true)
  public Integer visitDays;

  /** Within how many hours such a customer is answered. */
  @Min(1)
  @Max(8760)
  @Field(listed = true)
  public Integer slaHours;

  /** Per cent off list prices. */
  @Min(0)
  @Max(100)
  @Digits(integer = 3, fraction = 2)
  @Field(percent = true, listed = true)
  public BigDecimal discount;

  /** What such a customer may owe where nothing is said of it by itself. */
  @Valid @Field public Money creditLimit;

  /** On which day of the company's all customers were last gone through by the rule. */
  @Field(readOnly = true, listed = true)
  public LocalDate checkedOn;

  /**
   * From which day of the company's on the rule is applied by itself: the one after it was switched
   * on, or after its measure, values or rank changed, so that its preview can be looked at before.
   * Until then all rules wait, for what one level comes to depends on the others. Absent where it
   * was never active.
   */
  @Field(readOnly = true, listed = true)
  public LocalDate appliesFrom;
}
