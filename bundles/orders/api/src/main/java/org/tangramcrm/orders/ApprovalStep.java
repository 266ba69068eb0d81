package org.tangramcrm.orders;

import java.math.BigDecimal;
import javax.validation.constraints.Digits;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.PositiveOrZero;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.contract.Field;

/**
 * That orders from some amount on need somebody's approval. An order goes through the steps that
 * its total reaches, from the lowest amount to the highest; without any it is approved when it is
 * submitted.
 */
public class ApprovalStep extends BusinessRecord {
  @NotBlank
  @Size(max = 100)
  @Field(filterable = true, sortable = true, listed = true)
  public String name;

  /** Of the order's total, in the base currency. */
  @NotNull
  @PositiveOrZero
  @Digits(integer = 15, fraction = 4)
  @Field(sortable = true, filterable = true, listed = true)
  public BigDecimal fromAmount;

  /** Whoever has this role, may approve orders and reaches the order decides. */
  @NotNull
  @Field(filterable = true, reference = "roles", listed = true)
  public Long roleId;
}
