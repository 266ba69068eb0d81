package org.tangramcrm.customers;

import java.time.LocalDate;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.contract.Field;

/**
 * A contact's place in a company (M-6). Who leaves gets an end date; the row stays, and with it
 * what is known.
 */
public class Employment {
  @NotNull
  @Field(reference = "customers", parent = true)
  public Long customerId;

  /** Their part in decisions. */
  @Size(max = 40)
  @Field(dictionary = "contact-role")
  public String role;

  /** What their card says (职务). */
  @Size(max = 100)
  @Field
  public String title;

  @Size(max = 100)
  @Field
  public String department;

  @Field public LocalDate from;

  /** The last day; absent while they are there. */
  @Field public LocalDate to;

  /** The company they are counted to; the first of those they are at where none is marked. */
  @Field public Boolean primary;

  /** Whether they are there now. */
  @Field(readOnly = true)
  public Boolean active;
}
