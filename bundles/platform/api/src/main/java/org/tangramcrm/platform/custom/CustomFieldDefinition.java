package org.tangramcrm.platform.custom;

import java.math.BigDecimal;
import javax.validation.constraints.Digits;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.Pattern;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.contract.Field;

/**
 * A field that the company adds to the records of a collection (M-95). It holds from the next
 * request on, on every node: in forms, lists, filters, exports and the descriptions of the doors.
 */
public class CustomFieldDefinition extends BusinessRecord {
  /** The collection of the records; never changes. */
  @NotBlank
  @Size(max = 60)
  @Field(filterable = true, sortable = true, listed = true)
  public String collection;

  /**
   * What records carry as {@link org.tangramcrm.platform.CustomField#key}, {@code
   * customFields.<code>} in filters; unique in its collection, and never changes.
   */
  @NotBlank
  @Pattern(regexp = "[a-z][a-zA-Z0-9]{0,39}")
  @Field(filterable = true, sortable = true, listed = true)
  public String code;

  /** In Chinese; one of the two labels is needed and stands for the other. */
  @Size(max = 60)
  @Field(listed = true)
  public String labelZh;

  /** In English. */
  @Size(max = 60)
  @Field(listed = true)
  public String labelEn;

  /** What to enter, shown in forms. */
  @Size(max = 200)
  @Field
  public String help;

  /** What it holds; it cannot be changed once a record has a value. */
  @NotBlank
  @Pattern(regexp = "text|longtext|code|set|decimal|money|date|boolean|reference")
  @Field(filterable = true, listed = true)
  public String type;

  /** Of {@code code} and {@code set}: the dictionary that the values come from. */
  @Size(max = 60)
  @Field
  public String dictionary;

  /** Of {@code reference}: the collection of the records that are referred to. */
  @Size(max = 60)
  @Field
  public String reference;

  /** Whether it must have a value, from the next time a record is saved; not where absent. */
  @Field(listed = true)
  public Boolean required;

  /** Of {@code text}, up to 255, which it is where absent, and {@code longtext}, up to 4,000. */
  @Min(1)
  @Max(4000)
  @Field
  public Integer maxLength;

  /** Of {@code decimal}: how many decimal places it takes; none where absent. */
  @Min(0)
  @Max(6)
  @Field
  public Integer decimals;

  /** Of {@code decimal} and {@code money}: the least that it takes. */
  @Digits(integer = 18, fraction = 6)
  @Field
  public BigDecimal minimum;

  /** Of {@code decimal} and {@code money}: the most that it takes. */
  @Digits(integer = 18, fraction = 6)
  @Field
  public BigDecimal maximum;

  /**
   * What a new record has where nothing is given: a text, a code, codes by commas, a number, an
   * amount ({@code 100} in the base currency, {@code 100 USD}), a date or {@code today}, {@code
   * true} or {@code false}, the id of a record, or {@code me} of a reference to users, for whoever
   * makes it.
   */
  @Size(max = 255)
  @Field
  public String defaultValue;

  /**
   * Of {@code decimal} and {@code date}: what it is computed by, from numbers, amounts (in the base
   * currency) and dates of the same record, by the names that filters have for them: {@code
   * round((revenue - customFields.cost) / employees, 2)}, {@code customFields.until -
   * customFields.since} in days, {@code if(employees > 100, 1, 2)}. There are {@code + - * /},
   * parentheses, comparisons, and {@code if round abs min max coalesce}. Where anything that it
   * takes is empty, or it is divided by nought, so is the field. Nobody enters it then.
   */
  @Size(max = 1000)
  @Field(multiline = true)
  public String formula;

  /**
   * Of {@code text}: whether free text finds records by it. It cannot be changed once a record has
   * a value, and needs a collection that free text finds records of.
   */
  @Field public Boolean searched;

  /** Whether it is a column of the list unless users choose others; not where absent. */
  @Field public Boolean listed;

  /** Among those of its collection, smaller ones first; last where absent. */
  @Min(0)
  @Max(1_000_000)
  @Field(filterable = true, sortable = true, listed = true)
  public Integer position;

  /**
   * Whether it is offered, as it is where absent. One that is retired is nowhere to be seen; its
   * values stay, and are there again with it.
   */
  @Field(filterable = true, listed = true)
  public Boolean active;

  /** Its label in the caller's language. */
  @Field(readOnly = true, stored = false)
  public String title;
}
