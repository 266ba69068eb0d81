package org.tangramcrm.sales;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import javax.validation.Valid;
import javax.validation.constraints.Digits;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.PositiveOrZero;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.Field;

/** Something that the company sells (M-19). */
public class Product extends BusinessRecord {
  /** What the company calls it in its papers; no two products have the same. */
  @NotBlank
  @Size(max = 60)
  @Field(filterable = true, sortable = true, searched = true, identifying = true, listed = true)
  public String code;

  @NotBlank
  @Size(max = 200)
  @Field(filterable = true, sortable = true, searched = true, listed = true)
  public String name;

  /** Where it stands in the tree of categories. */
  @Size(max = 40)
  @Field(filterable = true, sortable = true, dictionary = "product-category", listed = true)
  public String category;

  /** Model, size, make … */
  @Size(max = 500)
  @Field(searched = true, listed = true)
  public String spec;

  /** What quantities count. */
  @Size(max = 40)
  @Field(filterable = true, dictionary = "product-unit", listed = true)
  public String unit;

  /**
   * {@code on-sale}, which it is where nothing is said, or {@code off-sale}: then it is on no new
   * line; lines that have it keep it.
   */
  @Size(max = 40)
  @Field(filterable = true, sortable = true, dictionary = "product-status", listed = true)
  public String status;

  /** Of one currency no two hold on the same day. */
  @Valid
  @Size(max = 100)
  @Field(section = "prices")
  public List<@NotNull ProductPrice> prices = new ArrayList<>();

  /**
   * What it costs today: in the company's base currency, or where there is no such price, in the
   * first other one. Absent where it has no price today.
   */
  @Field(readOnly = true, stored = false, follows = "prices", listed = true)
  public Money listPrice;

  /** How many per cent off the price are given without approval; as many as one likes if absent. */
  @Min(0)
  @Max(100)
  @Digits(integer = 3, fraction = 2)
  @Field(percent = true, section = "prices")
  public BigDecimal maxDiscount;

  /** Per cent of the price that come on top of it. */
  @Min(0)
  @Max(100)
  @Digits(integer = 3, fraction = 2)
  @Field(percent = true, section = "prices")
  public BigDecimal taxRate;

  /** What one unit costs the company. */
  @Valid
  @PositiveOrZero
  @Field(perUnit = true, section = "prices")
  public Money cost;

  /** How it looks: a file that is attached to it. */
  @Field(reference = "attachments", candidates = "collection==products;recordId=={id}")
  public Long pictureId;

  @Size(max = 4000)
  @Field(section = "remark", multiline = true)
  public String description;
}
