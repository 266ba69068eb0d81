package org.tangramcrm.sales;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.contract.Field;

/**
 * What part a person has in the decision about an opportunity, and what we do about it (M-22): a
 * place on the map of the buying centre.
 */
public class OpportunityContact extends BusinessRecord {
  /** It stays on it. */
  @NotNull
  @Field(filterable = true, reference = "opportunities", listed = true)
  public Long opportunityId;

  /** Of the customer or of anybody else who has a say; once on each opportunity. */
  @NotNull
  @Field(filterable = true, reference = "contacts", listed = true)
  public Long contactId;

  @NotBlank
  @Size(max = 40)
  @Field(filterable = true, sortable = true, dictionary = "buying-role", listed = true)
  public String role;

  /** How much they have to say, from 1 to 5; 3 where none is given. */
  @Min(1)
  @Max(5)
  @Field(filterable = true, sortable = true, listed = true)
  public Integer influence;

  /** From -2, against us, to 2, for us; 0 where none is given. */
  @Min(-2)
  @Max(2)
  @Field(filterable = true, sortable = true, listed = true)
  public Integer attitude;

  /** How the attitude came to what it is, the first one first. */
  @Field(readOnly = true)
  public List<AttitudeChange> attitudes = new ArrayList<>();

  /** Who of us looks after them. */
  @Field(filterable = true, reference = "users", listed = true)
  public Long coveredById;

  /** What matters to them. */
  @Size(max = 2000)
  @Field(multiline = true)
  public String concern;

  /** How we win them. */
  @Size(max = 2000)
  @Field(section = "strategy", multiline = true)
  public String strategy;

  /** What we do next about them. */
  @Size(max = 500)
  @Field(section = "strategy", listed = true)
  public String action;

  @Field(section = "strategy", filterable = true, sortable = true, listed = true)
  public LocalDate actionOn;

  /** What came of it. */
  @Size(max = 2000)
  @Field(section = "strategy", multiline = true)
  public String result;

  /** When we were last in contact with them, by the entries of the log that the caller sees. */
  @Field(readOnly = true, stored = false)
  public Instant lastTouchedAt;

  /** Whether they are with the customer no more; false where the caller does not see that. */
  @Field(readOnly = true, stored = false)
  public Boolean left;
}
