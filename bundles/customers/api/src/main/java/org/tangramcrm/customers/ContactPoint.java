package org.tangramcrm.customers;

import javax.validation.constraints.Size;
import javax.xml.bind.annotation.XmlTransient;
import org.tangramcrm.platform.contract.Field;

/**
 * One of several ways to reach somebody (M-4); exactly one of a kind of ways is the primary one.
 */
@XmlTransient
public abstract class ContactPoint {
  /** The one to be taken first; the first of a list where none is marked. */
  @Field public Boolean primary;

  @Size(max = 200)
  @Field
  public String remark;
}
