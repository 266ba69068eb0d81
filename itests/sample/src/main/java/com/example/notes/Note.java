package com.example.notes;

import javax.validation.Valid;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.Field;

/** Something worth remembering about a customer. */
public class Note extends BusinessRecord {
  @NotNull
  @Field(
      reference = "customers",
      parent = true,
      restrictsDelete = true,
      filterable = true,
      listed = true)
  public Long customerId;

  @NotBlank
  @Size(max = 1000)
  @Field(filterable = true, searched = true, listed = true)
  public String text;

  /** What it is about comes to: an idea of a budget. */
  @Valid
  @Field(filterable = true)
  public Money budget;
}
