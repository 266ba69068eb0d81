/** What REST and SOAP hand a call over to, and what they get back. */
@Export
@Version("0.1.0")
package org.tangramcrm.platform.door;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
