package org.tangramcrm.orders.internal;

import java.time.LocalDate;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Table;

/** A row of the dunnings. */
@Entity
@Table(name = "dunning")
public class DunningRow extends StandardRow {

  @Column(name = "receivable_id")
  Long receivableId;

  @Column(name = "dunned_on")
  LocalDate dunnedOn;

  @Column(name = "contact_id")
  Long contactId;

  String method;
  String content;

  @Column(name = "promised_on")
  LocalDate promisedOn;

  String promise;
}
