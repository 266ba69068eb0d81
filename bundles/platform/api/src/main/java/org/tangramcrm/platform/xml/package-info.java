/** How values of java.time look in XML. */
@Export
@Version("0.1.0")
package org.tangramcrm.platform.xml;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
