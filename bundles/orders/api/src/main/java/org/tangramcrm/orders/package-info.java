/** The contracts of the orders module. */
@Export
@Version("0.1.0")
@XmlSchema(elementFormDefault = XmlNsForm.QUALIFIED)
@XmlAccessorType(XmlAccessType.FIELD)
@XmlJavaTypeAdapters({
  @XmlJavaTypeAdapter(type = Instant.class, value = InstantAdapter.class),
  @XmlJavaTypeAdapter(type = LocalDate.class, value = LocalDateAdapter.class)
})
package org.tangramcrm.orders;

import java.time.Instant;
import java.time.LocalDate;
import javax.xml.bind.annotation.XmlAccessType;
import javax.xml.bind.annotation.XmlAccessorType;
import javax.xml.bind.annotation.XmlNsForm;
import javax.xml.bind.annotation.XmlSchema;
import javax.xml.bind.annotation.adapters.XmlJavaTypeAdapter;
import javax.xml.bind.annotation.adapters.XmlJavaTypeAdapters;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
import org.tangramcrm.platform.xml.InstantAdapter;
import org.tangramcrm.platform.xml.LocalDateAdapter;
