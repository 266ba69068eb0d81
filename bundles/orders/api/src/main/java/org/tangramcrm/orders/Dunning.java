package org.tangramcrm.orders;

import java.time.LocalDate;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.PastOrPresent;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.contract.Field;

/** That a customer was asked to pay an instalment (催款, M-42). */
public class Dunning extends BusinessRecord {
  @NotNull
  @Field(filterable = true, reference = "receivables", candidates = "state==open", listed = true)
  public Long receivableId;

  /** Today where none is given. */
  @PastOrPresent
  @Field(filterable = true, sortable = true, listed = true)
  public LocalDate dunnedOn;

  /** Who was asked. */
  @Field(filterable = true, reference = "contacts", listed = true)
  public Long contactId;

  @Size(max = 40)
  @Field(filterable = true, dictionary = "contact-method", listed = true)
  public String method;

  @Size(max = 2000)
  @Field(multiline = true, listed = true)
  public String content;

  /** By when they promised to pay; a promise that is not kept brings the reminders back. */
  @Field(filterable = true, sortable = true, listed = true)
  public LocalDate promisedOn;

  /** {@code waiting}, {@code kept}, {@code broken}; absent where nothing was promised. */
  @Field(readOnly = true, filterable = true, dictionary = "promise-state", listed = true)
  public String promise;
}
