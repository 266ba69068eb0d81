package com.example.notes;

import javax.validation.constraints.NotNull;
import org.tangramcrm.platform.contract.Field;

/** Somebody whom a note is about, too. */
public class Mention {
  @NotNull
  @Field(reference = "customers", restrictsDelete = true)
  public Long customerId;
}
