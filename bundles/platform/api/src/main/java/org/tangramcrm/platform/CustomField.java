package org.tangramcrm.platform;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import javax.validation.constraints.NotNull;

/**
 * The value of a field that a company added. Exactly one of the value fields is set, by the field's
 * type.
 */
public class CustomField {
  /** The field's key, unique in its collection. */
  @NotNull public String key;

  public String text;
  public BigDecimal decimal;
  public LocalDate date;
  public Boolean flag;

  /** Dictionary codes, one or several. */
  public List<String> codes = new ArrayList<>();

  /** The id of the record it refers to. */
  public Long reference;
}
