package org.tangramcrm.orders;

import java.math.BigDecimal;
import java.time.LocalDate;
import javax.validation.constraints.Digits;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.Positive;
import javax.validation.constraints.PositiveOrZero;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.contract.Field;

/** A part in which an order is to be paid (M-38), by amount or by per cent of the total. */
public class PlannedInstalment {
  /** From 1, in the order of the plan; allocations stay with it when the plan is changed. */
  @Field(readOnly = true)
  public Integer seq;

  /** Absent until its milestone is reached: then it is unscheduled. */
  @Field public LocalDate dueOn;

  /** Of the total; gives the amount, which the last of them takes the rounding of. */
  @Positive
  @Max(100)
  @Digits(integer = 3, fraction = 4)
  @Field
  public BigDecimal percent;

  /** In the order's currency; needed where there is no per cent. */
  @PositiveOrZero
  @Digits(integer = 15, fraction = 4)
  @Field
  public BigDecimal amount;

  /** What has to come about before it is due: delivery, acceptance … */
  @Size(max = 200)
  @Field
  public String milestone;

  @Size(max = 40)
  @Field(dictionary = "payment-method")
  public String method;

  /** How many days before it is due its owner is reminded; as it is set up where none is given. */
  @Min(0)
  @Max(365)
  @Field
  public Integer remindDays;
}
