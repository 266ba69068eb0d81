package org.tangramcrm.sales;

import javax.validation.Valid;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.PositiveOrZero;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.Field;

/** That a competitor is after an opportunity, too, and what we do about it (M-23). */
public class OpportunityCompetitor extends BusinessRecord {
  /** It stays on it. */
  @NotNull
  @Field(filterable = true, reference = "opportunities", listed = true)
  public Long opportunityId;

  /** The customer who is one; once on each opportunity. */
  @NotNull
  @Field(
      filterable = true,
      reference = "customers",
      candidates = "types==competitor",
      listed = true)
  public Long competitorId;

  /** How much they threaten it; medium where none is given. */
  @Size(max = 40)
  @Field(filterable = true, sortable = true, dictionary = "threat-level", listed = true)
  public String threat;

  /** What they ask for. */
  @Valid
  @PositiveOrZero
  @Field(listed = true)
  public Money price;

  /** How far they have come. */
  @Size(max = 1000)
  @Field(multiline = true)
  public String situation;

  /** What we do against it. */
  @Size(max = 2000)
  @Field(multiline = true)
  public String counterStrategy;

  /** Whether they won it: it was closed as lost to them. */
  @Field(readOnly = true, filterable = true, listed = true)
  public Boolean lostTo;
}
