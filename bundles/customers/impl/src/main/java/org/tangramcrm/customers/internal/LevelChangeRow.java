package org.tangramcrm.customers.internal;

import java.math.BigDecimal;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Table;

/** A row of the history of levels. */
@Entity
@Table(name = "customer_level_change")
public class LevelChangeRow extends StandardRow {
  @Column(name = "customer_id")
  Long customerId;

  @Column(name = "from_level")
  String fromLevel;

  @Column(name = "to_level")
  String toLevel;

  String cause;
  String measure;
  BigDecimal measured;
}
