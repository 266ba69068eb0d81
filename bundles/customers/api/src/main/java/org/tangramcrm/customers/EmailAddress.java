package org.tangramcrm.customers;

import javax.validation.constraints.Email;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.contract.Field;

/** An e-mail address. */
public class EmailAddress extends ContactPoint {
  @Size(max = 40)
  @Field(dictionary = "email-kind")
  public String kind;

  @NotBlank
  @Email
  @Size(max = 200)
  @Field(searched = true, identifying = true)
  public String address;
}
