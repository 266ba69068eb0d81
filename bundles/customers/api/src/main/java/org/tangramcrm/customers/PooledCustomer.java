package org.tangramcrm.customers;

import java.time.Instant;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.contract.Field;

/**
 * A customer in the pool (M-17), as whoever may claim it sees it: enough to choose by, and nothing
 * by which the customer could be reached. Of the same id as the {@link Customer}.
 */
public class PooledCustomer extends BusinessRecord {
  @Field(readOnly = true, filterable = true, sortable = true, searched = true, listed = true)
  public String name;

  @Field(
      readOnly = true,
      filterable = true,
      sortable = true,
      dictionary = "customer-level",
      listed = true)
  public String level;

  @Field(readOnly = true, filterable = true, sortable = true, dictionary = "customer-status")
  public String status;

  @Field(
      readOnly = true,
      filterable = true,
      sortable = true,
      dictionary = "industry",
      listed = true)
  public String industry;

  /** Country or administrative region. */
  @Field(readOnly = true, filterable = true, sortable = true, dictionary = "region", listed = true)
  public String region;

  @Field(readOnly = true, filterable = true, dictionary = "customer-source")
  public String source;

  @Field(readOnly = true, filterable = true, sortable = true, listed = true)
  public Instant lastContactAt;

  /** Since when it is in the pool. */
  @Field(readOnly = true, filterable = true, sortable = true, listed = true)
  public Instant pooledAt;

  /** How it came there: released by somebody, or by itself for want of contact. */
  @Field(
      readOnly = true,
      filterable = true,
      sortable = true,
      dictionary = "pool-cause",
      listed = true)
  public String poolCause;

  /** Why it was released, in the words of who did. */
  @Field(readOnly = true, listed = true)
  public String poolReason;

  /** Whose it was. */
  @Field(readOnly = true, filterable = true, reference = "users", listed = true)
  public Long previousOwnerId;
}
