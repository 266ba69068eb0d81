package org.tangramcrm.customers.internal;

import java.time.LocalDate;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Table;

/** A row of the deliveries. */
@Entity
@Table(name = "document_delivery")
public class DeliveryRow extends StandardRow {
  @Column(name = "customer_id")
  Long customerId;

  @Column(name = "contact_id")
  Long contactId;

  @Column(name = "attachment_id")
  Long attachmentId;

  @Column(name = "version_number")
  Integer versionNumber;

  String title;
  String method;

  @Column(name = "sent_on")
  LocalDate sentOn;

  @Column(name = "sent_by")
  Long sentBy;

  @Column(name = "confirmed_on")
  LocalDate confirmedOn;

  String confirmation;
  String remark;
}
