package org.tangramcrm.customers;

import javax.validation.constraints.NotBlank;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.contract.Field;

/** A place where somebody is to be found or written to. */
public class PostalAddress extends ContactPoint {
  @Size(max = 40)
  @Field(dictionary = "address-kind")
  public String kind;

  @Size(max = 40)
  @Field(dictionary = "region")
  public String region;

  /** Street, number, building. */
  @NotBlank
  @Size(max = 300)
  @Field
  public String text;

  @Size(max = 20)
  @Field
  public String postcode;
}
