package org.tangramcrm.customers;

import javax.validation.constraints.NotBlank;
import javax.validation.constraints.Pattern;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.contract.Field;

/** A telephone number. */
public class Phone extends ContactPoint {
  static final String NOTATION =
      "[0-9０-９()（）+＋\\-－./#:： ,;a-zA-Z转接分机号]*[0-9０-９][0-9０-９()（）+＋\\-－./#:： ,;a-zA-Z转接分机号]*";

  @Size(max = 40)
  @Field(dictionary = "phone-kind")
  public String kind;

  /**
   * As it is written here; found in any notation. A mobile number must be one that there can be.
   */
  @NotBlank
  @Size(max = 40)
  @Pattern(regexp = NOTATION)
  @Field(searched = true)
  public String number;

  /**
   * In the international form {@code +861088888888}; absent where it is none that can be dialled.
   */
  @Field(readOnly = true, identifying = true)
  public String e164;
}
