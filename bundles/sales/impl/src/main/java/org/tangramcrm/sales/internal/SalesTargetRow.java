package org.tangramcrm.sales.internal;

import java.time.LocalDate;
import javax.persistence.AttributeOverride;
import javax.persistence.Column;
import javax.persistence.Embedded;
import javax.persistence.Entity;
import javax.persistence.Table;
import org.tangramcrm.sales.SalesTarget;

/** A row of the targets. */
@Entity
@Table(name = "sales_target")
public class SalesTargetRow extends StandardRow {
  @Column(name = "team_id")
  Long teamId;

  @Column(name = "for_month")
  LocalDate forMonth;

  /**
   * Whose it is for the month: of two of the same the table refuses one. None where it was given to
   * somebody beside their own.
   */
  String holder;

  @Embedded
  @AttributeOverride(name = "amount", column = @Column(name = "amount_amount"))
  @AttributeOverride(name = "currency", column = @Column(name = "amount_currency"))
  @AttributeOverride(name = "base", column = @Column(name = "amount_base"))
  @AttributeOverride(name = "rate", column = @Column(name = "amount_rate"))
  MoneyColumns amount;

  String remark;

  static String holder(SalesTarget target) {
    return target.teamId == null ? "u" + target.ownerId : "d" + target.teamId;
  }
}
