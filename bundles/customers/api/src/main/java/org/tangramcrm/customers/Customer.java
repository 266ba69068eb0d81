package org.tangramcrm.customers;

import java.util.ArrayList;
import java.util.List;
import javax.validation.Valid;
import javax.validation.constraints.Email;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.Field;

/**
 * A firm or body that the company deals with: customer, supplier, agent, partner, competitor,
 * authority (M-1 … M-5).
 */
public class Customer extends BusinessRecord {
  /** Full registered name. */
  @NotBlank
  @Size(max = 200)
  @Field(filterable = true, sortable = true, searched = true, listed = true)
  public String name;

  @Size(max = 60)
  @Field(filterable = true, searched = true)
  public String shortName;

  /** What it is to the company, several at once (M-1); {@code customer} where none is given. */
  @Size(max = 8)
  @Field(filterable = true, dictionary = "customer-type", listed = true)
  public List<@NotBlank @Size(max = 40) String> types = new ArrayList<>();

  @Size(max = 40)
  @Field(filterable = true, sortable = true, dictionary = "customer-level", listed = true)
  public String level;

  @Size(max = 40)
  @Field(filterable = true, sortable = true, dictionary = "customer-status", listed = true)
  public String status;

  @Size(max = 40)
  @Field(filterable = true, sortable = true, dictionary = "industry", listed = true)
  public String industry;

  @Size(max = 40)
  @Field(filterable = true, dictionary = "customer-source")
  public String source;

  /** Country or administrative region. */
  @Size(max = 40)
  @Field(filterable = true, sortable = true, dictionary = "region", listed = true)
  public String region;

  /** The company it belongs to. */
  @Field(filterable = true, reference = "customers")
  public Long parentId;

  /** Unified social credit code (统一社会信用代码), 18 characters with a check character. */
  @Size(max = 18)
  @Field(filterable = true, searched = true, section = "registration")
  public String creditCode;

  @Size(max = 40)
  @Field(filterable = true, searched = true, section = "contact")
  public String phone;

  @Email
  @Size(max = 200)
  @Field(filterable = true, section = "contact")
  public String email;

  @Size(max = 200)
  @Field(section = "contact")
  public String website;

  @Size(max = 300)
  @Field(section = "contact", multiline = true)
  public String address;

  @Min(0)
  @Field(filterable = true, sortable = true, section = "size")
  public Integer employees;

  /** Annual turnover. */
  @Valid
  @Field(filterable = true, sortable = true, section = "size")
  public Money revenue;

  /** Year of foundation. */
  @Min(1000)
  @Max(2100)
  @Field(filterable = true, sortable = true, section = "size")
  public Integer founded;

  @Size(max = 4000)
  @Field(section = "remark", multiline = true)
  public String remark;
}
