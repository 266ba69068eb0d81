package org.tangramcrm.customers;

import java.time.LocalDate;
import org.tangramcrm.platform.contract.Field;

/** A contact's birthday as their company's card shows it. */
public class Birthday {
  @Field(readOnly = true, reference = "contacts")
  public Long contactId;

  @Field(readOnly = true)
  public String name;

  /** Month of the solar year, or of the lunar one. */
  @Field(readOnly = true)
  public Integer month;

  @Field(readOnly = true)
  public Integer day;

  @Field(readOnly = true)
  public Boolean lunar;

  /** Born in a leap month of the lunar year. */
  @Field(readOnly = true)
  public Boolean leapMonth;

  /** The next one, today's included. */
  @Field(readOnly = true)
  public LocalDate next;

  /** Their last day at the company, where they are about to leave. */
  @Field(readOnly = true)
  public LocalDate until;
}
