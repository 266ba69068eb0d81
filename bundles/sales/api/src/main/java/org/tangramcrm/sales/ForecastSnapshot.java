package org.tangramcrm.sales;

import java.time.LocalDate;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.Field;

/** What was expected of an open opportunity on a day (M-35), kept as it was then. */
public class ForecastSnapshot extends BusinessRecord {
  @Field(readOnly = true, filterable = true, reference = "opportunities", listed = true)
  public Long opportunityId;

  @Field(readOnly = true, filterable = true, reference = "pipelines")
  public Long pipelineId;

  /** Whose it was then, whoever has it now. */
  @Field(
      readOnly = true,
      follows = "opportunityId.ownerId",
      filterable = true,
      reference = "users",
      listed = true)
  public Long sellerId;

  /** In whose department. */
  @Field(
      readOnly = true,
      follows = "opportunityId.departmentId",
      filterable = true,
      reference = "departments")
  public Long sellerDepartmentId;

  /** The company's day on which it was kept. */
  @Field(readOnly = true, filterable = true, sortable = true, listed = true)
  public LocalDate takenOn;

  @Field(readOnly = true, filterable = true, dictionary = "forecast-category", listed = true)
  public String forecastCategory;

  @Field(readOnly = true, filterable = true, sortable = true, listed = true)
  public LocalDate expectedClose;

  @Field(readOnly = true, follows = "opportunityId.probability", listed = true)
  public Integer probability;

  @Field(readOnly = true, follows = "opportunityId.amount", listed = true)
  public Money amount;

  @Field(readOnly = true, follows = "opportunityId.weighted", listed = true)
  public Money weighted;
}
