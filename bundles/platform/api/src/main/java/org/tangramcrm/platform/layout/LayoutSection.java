package org.tangramcrm.platform.layout;

import javax.validation.constraints.NotBlank;
import javax.validation.constraints.Pattern;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.contract.Field;

/** A section of card and form. */
public class LayoutSection {
  /**
   * What fields name it by; unique in the layout. One that the module has, too, keeps to the same
   * records as there.
   */
  @NotBlank
  @Pattern(regexp = "[A-Za-z][A-Za-z0-9_.-]{0,39}")
  @Field
  public String key;

  /**
   * In Chinese; one of the two titles stands for the other. Where neither is given it is called as
   * the module calls it.
   */
  @Size(max = 60)
  @Field
  public String labelZh;

  /** In English. */
  @Size(max = 60)
  @Field
  public String labelEn;
}
