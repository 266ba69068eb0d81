package org.tangramcrm.orders.internal;

import java.time.LocalDate;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Table;

/** A row of the accounting periods. */
@Entity
@Table(name = "accounting_period")
public class AccountingPeriodRow extends StandardRow {

  @Column(name = "for_month")
  LocalDate forMonth;

  Boolean closed;

  @Column(name = "closed_on")
  LocalDate closedOn;

  @Column(name = "closed_by_id")
  Long closedById;

  String remark;
}
