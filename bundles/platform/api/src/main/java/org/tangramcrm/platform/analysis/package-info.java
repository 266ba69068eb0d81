/** Analyses: figures that are worked out of records, and how modules bring them. */
@Export
@Version("0.1.0")
@XmlSchema(elementFormDefault = XmlNsForm.QUALIFIED)
@XmlAccessorType(XmlAccessType.FIELD)
package org.tangramcrm.platform.analysis;

import javax.xml.bind.annotation.XmlAccessType;
import javax.xml.bind.annotation.XmlAccessorType;
import javax.xml.bind.annotation.XmlNsForm;
import javax.xml.bind.annotation.XmlSchema;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
