package org.tangramcrm.customers;

import java.util.ArrayList;
import java.util.List;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Size;

/** Customers that go into the pool together, and why. */
public class PoolReleases {
  /** From 1 to 500. */
  @NotNull
  @Size(min = 1, max = 500)
  public List<@NotNull Long> ids = new ArrayList<>();

  @NotBlank
  @Size(max = 500)
  public String reason;
}
