package org.tangramcrm.sales.internal;

import javax.persistence.AttributeOverride;
import javax.persistence.Column;
import javax.persistence.Embedded;
import javax.persistence.Entity;
import javax.persistence.Table;

/** A row of the competitors on opportunities. */
@Entity
@Table(name = "opportunity_competitor")
public class OpportunityCompetitorRow extends StandardRow {
  @Column(name = "opportunity_id")
  Long opportunityId;

  @Column(name = "competitor_id")
  Long competitorId;

  String threat;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "price_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "price_currency"))
  @AttributeOverride(name = "base", column = @Column(name = "price_base"))
  @AttributeOverride(name = "rate", column = @Column(name = "price_rate"))
  MoneyColumns price;

  String situation;

  @Column(name = "counter_strategy")
  String counterStrategy;

  @Column(name = "lost_to")
  Boolean lostTo;
}
