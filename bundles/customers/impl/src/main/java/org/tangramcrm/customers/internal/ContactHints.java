package org.tangramcrm.customers.internal;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.customers.Contact;
import org.tangramcrm.platform.hint.HintSource;
import org.tangramcrm.platform.module.SchemaReady;

/** What there is to know of a contact before they are called or written to (M-7, M-12). */
@Component(service = HintSource.class)
public class ContactHints implements HintSource<Contact> {
  @Activate
  public ContactHints(@Reference(target = "(module=customers)") SchemaReady schema) {}

  @Override
  public Class<Contact> record() {
    return Contact.class;
  }

  /** Nothing is said to those who do not see it: to them it is not set. */
  @Override
  public List<Notice> hints(Contact contact) {
    return Boolean.TRUE.equals(contact.doNotContact)
        ? List.of(Notice.danger("do-not-contact"))
        : List.of();
  }
}
