package ${package};

import java.time.LocalDate;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.contract.Field;

/** One of the {@link ${records}}; what stands here is in every door, page, export and filter. */
public class ${record} extends BusinessRecord {
  @NotBlank
  @Size(max = 200)
  @Field(filterable = true, sortable = true, searched = true, listed = true, identifying = true)
  public String title;

  /** Whose it is: who owns the customer sees it, too. */
  @NotNull
  @Field(reference = "customers", parent = true, filterable = true, listed = true)
  public Long customerId;

  @Field(filterable = true, sortable = true, listed = true)
  public LocalDate signedOn;

  @Size(max = 1000)
  @Field(multiline = true, section = "remark")
  public String remark;
}
