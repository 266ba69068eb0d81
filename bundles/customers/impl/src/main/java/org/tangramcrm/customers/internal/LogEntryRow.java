package org.tangramcrm.customers.internal;

import java.math.BigDecimal;
import java.time.Instant;
import javax.persistence.AttributeOverride;
import javax.persistence.Column;
import javax.persistence.Embedded;
import javax.persistence.Entity;
import javax.persistence.Table;

/** A row of the contact log. */
@Entity
@Table(name = "contact_log")
public class LogEntryRow extends StandardRow {
  @Column(name = "customer_id")
  Long customerId;

  @Column(name = "opportunity_id")
  Long opportunityId;

  String subject;
  String method;
  String status;

  @Column(name = "start_at")
  Instant startAt;

  @Column(name = "end_at")
  Instant endAt;

  /** Ids as one text, each between commas. */
  @Column(name = "contact_ids")
  String contactIds;

  @Column(name = "user_ids")
  String userIds;

  @Column(name = "author_id")
  Long authorId;

  String place;
  BigDecimal latitude;
  BigDecimal longitude;
  String content;
  String result;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "cost_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "cost_currency"))
  @AttributeOverride(name = "base", column = @Column(name = "cost_base"))
  @AttributeOverride(name = "rate", column = @Column(name = "cost_rate"))
  MoneyColumns cost;

  @Column(name = "next_action")
  String nextAction;

  @Column(name = "next_action_at")
  Instant nextActionAt;

  @Column(name = "action_done")
  Boolean actionDone;

  @Column(name = "settles_ids")
  String settlesIds;

  @Column(name = "done_at")
  Instant doneAt;
}
