/** What modules reckon of the records of others. */
@Export
@Version("0.1.0")
package org.tangramcrm.platform.figure;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
