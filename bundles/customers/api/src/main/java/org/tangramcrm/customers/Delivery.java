package org.tangramcrm.customers;

import java.time.LocalDate;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.contract.Field;

/** A document that was given to a customer, in the version in which it was (M-9). */
public class Delivery extends BusinessRecord {
  @NotNull
  @Field(filterable = true, reference = "customers", parent = true, listed = true)
  public Long customerId;

  /** Who got it. */
  @Field(
      filterable = true,
      reference = "contacts",
      candidates = "customerId=={customerId}",
      listed = true)
  public Long contactId;

  /** The document. */
  @NotNull
  @Field(
      filterable = true,
      reference = "attachments",
      restrictsDelete = true,
      candidates = "collection==customers;recordId=={customerId}",
      listed = true)
  public Long attachmentId;

  /** Which of its versions; the current one where none is given. Later ones change nothing here. */
  @Min(1)
  @Field(filterable = true, listed = true)
  public Integer versionNumber;

  /** What the document was called then. */
  @Size(max = 200)
  @Field(readOnly = true, filterable = true, searched = true, listed = true)
  public String title;

  @NotBlank
  @Size(max = 40)
  @Field(filterable = true, sortable = true, dictionary = "delivery-method", listed = true)
  public String method;

  /** Today where none is given; not in the future. */
  @Field(filterable = true, sortable = true, listed = true)
  public LocalDate sentOn;

  /** Who gave it; the caller where none is given. */
  @Field(filterable = true, reference = "users")
  public Long sentBy;

  /** When the customer confirmed that they have it. */
  @Field(filterable = true, sortable = true, listed = true)
  public LocalDate confirmedOn;

  /** How they did. */
  @Size(max = 500)
  @Field
  public String confirmation;

  @Size(max = 1000)
  @Field(section = "remark", multiline = true)
  public String remark;
}
