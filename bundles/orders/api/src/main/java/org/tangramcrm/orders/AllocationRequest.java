package org.tangramcrm.orders;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import javax.validation.Valid;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.PastOrPresent;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.contract.Field;

/** That what is unapplied of a receipt pays something. */
public class AllocationRequest {
  /** What is due first of the customer's where none are given. */
  @Valid
  @Size(max = 200)
  @Field
  public List<@NotNull Allocation> allocations = new ArrayList<>();

  /** Today where none is given; not in a closed period. */
  @PastOrPresent @Field public LocalDate allocatedOn;
}
