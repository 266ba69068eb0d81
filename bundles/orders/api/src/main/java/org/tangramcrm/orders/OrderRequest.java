package org.tangramcrm.orders;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import javax.validation.constraints.NotNull;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.Field;

/** A revision of an order that waits for approval (M-37): what the order would be. */
public class OrderRequest {
  @Field(readOnly = true)
  public String reason;

  /** What it would come to. */
  @Field(readOnly = true)
  public Money total;

  /** Field by field, what it is and what it would be. */
  @Field(readOnly = true)
  public List<@NotNull OrderChange> changes = new ArrayList<>();

  public String name;
  public Long contactId;
  public Long opportunityId;
  public String orderType;
  public LocalDate deliveryOn;
  public BigDecimal discount;
  public List<@NotNull OrderLine> lines = new ArrayList<>();
  public List<@NotNull PlannedInstalment> plan = new ArrayList<>();
  public String terms;
}
