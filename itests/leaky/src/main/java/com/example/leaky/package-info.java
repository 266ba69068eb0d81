/** A contract that breaks the rules. */
@Export
@Version("1.0.0")
@XmlSchema(elementFormDefault = XmlNsForm.QUALIFIED)
@XmlAccessorType(XmlAccessType.FIELD)
package com.example.leaky;

import javax.xml.bind.annotation.XmlAccessType;
import javax.xml.bind.annotation.XmlAccessorType;
import javax.xml.bind.annotation.XmlNsForm;
import javax.xml.bind.annotation.XmlSchema;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
