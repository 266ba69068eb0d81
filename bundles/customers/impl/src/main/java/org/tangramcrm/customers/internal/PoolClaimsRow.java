package org.tangramcrm.customers.internal;

import java.time.LocalDate;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;

/** How many customers somebody claimed on the last day on which they claimed some. */
@Entity
@Table(name = "customer_pool_claims")
public class PoolClaimsRow {
  @Id
  @Column(name = "user_id")
  long userId;

  @Column(name = "claimed_on")
  LocalDate claimedOn;

  int claims;

  public PoolClaimsRow() {}

  PoolClaimsRow(long userId, LocalDate claimedOn) {
    this.userId = userId;
    this.claimedOn = claimedOn;
    this.claims = 1;
  }
}
