package org.tangramcrm.sales.internal;

import java.time.LocalDate;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Table;

/** A row of the people who decide on opportunities. */
@Entity
@Table(name = "opportunity_contact")
public class OpportunityContactRow extends StandardRow {
  @Column(name = "opportunity_id")
  Long opportunityId;

  @Column(name = "contact_id")
  Long contactId;

  String role;
  Integer influence;
  Integer attitude;

  /** Nested values, as JSON. */
  String attitudes;

  @Column(name = "covered_by_id")
  Long coveredById;

  String concern;
  String strategy;

  String action;

  @Column(name = "action_on")
  LocalDate actionOn;

  String result;
}
