package org.tangramcrm.platform.analysis;

import java.time.LocalDate;
import javax.ws.rs.QueryParam;

/**
 * What an analysis is asked for; each takes some of these ({@link AnalysisInfo#parameters}), and
 * what is not given it fills in.
 */
public class AnalysisParameters {
  /** First day of the period, in the company's time zone. */
  @QueryParam("from")
  public LocalDate from;

  /** Last day of the period. */
  @QueryParam("to")
  public LocalDate to;

  /** The end of which day things are told as they were at; now when absent. */
  @QueryParam("asAt")
  public LocalDate asAt;

  /** What figures go by where there are several honest ways; the result says which held. */
  @QueryParam("basis")
  public String basis;

  /** What rows are made by. */
  @QueryParam("by")
  public String by;

  /** {@code month}, {@code quarter} or {@code year}, where rows are parts of the period. */
  @QueryParam("bucket")
  public String bucket;

  /** Only what is this department's, or below it. */
  @QueryParam("departmentId")
  public Long departmentId;

  /** Only what is this user's. */
  @QueryParam("userId")
  public Long userId;

  /** Only what goes this way. */
  @QueryParam("pipelineId")
  public Long pipelineId;

  /** Only these records, as the list of {@link AnalysisInfo#collection} takes it. */
  @QueryParam("filter")
  public String filter;

  /** Only what is these customers', as their list takes it. */
  @QueryParam("customers")
  public String customers;
}
