package com.example.notes;

import java.util.ArrayList;
import java.util.List;
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
      restrictsWhile = "settled!=true",
      filterable = true,
      listed = true)
  public Long customerId;

  @NotBlank
  @Size(max = 1000)
  @Field(filterable = true, searched = true, listed = true)
  public String text;

  /** There is nothing to do about it any more: its customer may go. */
  @Field(filterable = true)
  public Boolean settled;

  /** Whom else it is about. */
  @Valid
  @Size(max = 20)
  @Field
  public List<Mention> mentions = new ArrayList<>();

  /** What it is about comes to: an idea of a budget. */
  @Valid
  @Field(filterable = true)
  public Money budget;
}
