package org.tangramcrm.orders.internal;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.customers.ContactDirectory;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;

/** Who is whom at customers. */
@Component(service = CustomerContacts.class)
public class CustomerContacts {
  private final ContactDirectory contacts;

  @Activate
  public CustomerContacts(@Reference ContactDirectory contacts) {
    this.contacts = contacts;
  }

  /**
   * Refuses who is not at a customer's, or not reached by the caller.
   *
   * @throws CrmException {@code invalid} naming {@code contactId}
   */
  void check(long contact, long customer) {
    var query = Query.filter("customerId==" + customer + ";id==" + contact);
    query.fields = "id";
    query.limit = 1;
    query.count = "none";
    if (contacts.list(query).items.isEmpty()) {
      throw CrmException.invalid("contactId", "not-of-customer", String.valueOf(contact), customer);
    }
  }
}
