package com.example.winner;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.customers.Customer;
import org.tangramcrm.customers.CustomerRegistry;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.sales.DealWon;
import org.tangramcrm.sales.Opportunity;
import org.tangramcrm.sales.Quote;

/** Writes down what was won, as a customer; and refuses afterwards what is called so. */
@Component
public class Winner implements DealWon {
  private final CustomerRegistry customers;

  @Activate
  public Winner(@Reference CustomerRegistry customers) {
    this.customers = customers;
  }

  @Override
  public void won(Opportunity opportunity, Quote quote) {
    var note = new Customer();
    note.name =
        "Won: %s by %s".formatted(opportunity.name, quote == null ? "nothing" : quote.number);
    customers.create(note);
    if (opportunity.name.contains("refused")) {
      throw new CrmException(Code.CONFLICT, null);
    }
  }
}
