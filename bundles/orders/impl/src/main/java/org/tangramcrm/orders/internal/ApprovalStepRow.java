package org.tangramcrm.orders.internal;

import java.math.BigDecimal;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Table;

/** A row of the approval steps. */
@Entity
@Table(name = "approval_step")
public class ApprovalStepRow extends StandardRow {
  String name;

  @Column(name = "from_amount")
  BigDecimal fromAmount;

  @Column(name = "role_id")
  Long roleId;
}
