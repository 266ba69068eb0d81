package com.example.leaky.internal;

import com.example.leaky.Rumour;
import com.example.leaky.Rumours;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.customers.CustomerRegistry;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.module.SchemaReady;

/** Asks as the system what it should ask as its caller. */
@Component
@TangramContract(Rumours.class)
public class RumourMill implements Rumours {
  private final CustomerRegistry customers;
  private final CurrentUser user;

  @Activate
  public RumourMill(
      @Reference CustomerRegistry customers,
      @Reference CurrentUser user,
      @Reference(target = "(module=leaky)") SchemaReady schema) {
    this.customers = customers;
    this.user = user;
  }

  @Override
  public Rumour names() {
    var rumour = new Rumour();
    user.callAsSystem(() -> customers.list(new Query()))
        .items
        .forEach(customer -> rumour.names.add(customer.name));
    return rumour;
  }

  @Override
  public Rumour told() {
    var rumour = new Rumour();
    user.callAsSystem(() -> customers.list(new Query()))
        .items
        .forEach(customer -> rumour.names.add(customer.name + ": " + customer.remark));
    return rumour;
  }

  @Override
  public Rumour count() {
    var query = new Query();
    query.count = "exact";
    var rumour = new Rumour();
    rumour.customers = user.callAsSystem(() -> customers.list(query)).total.value;
    return rumour;
  }
}
