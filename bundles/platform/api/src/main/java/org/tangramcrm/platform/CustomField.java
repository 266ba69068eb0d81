package org.tangramcrm.platform;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import javax.validation.Valid;
import javax.validation.constraints.NotNull;

/**
 * The value of a field that a company added, see {@link
 * org.tangramcrm.platform.custom.CustomFieldDefinition}. Exactly one of the value fields is set, by
 * the field's type; none stands for no value.
 */
public class CustomField {
  /** The field's code, unique in its collection. */
  @NotNull public String key;

  /** Of {@code text}, {@code longtext} and {@code code}. */
  public String text;

  public BigDecimal decimal;
  @Valid public Money money;
  public LocalDate date;
  public Boolean flag;

  /** Of {@code set}: dictionary codes, without duplicates. */
  public List<String> codes = new ArrayList<>();

  /** The id of the record it refers to. */
  public Long reference;
}
