/** Business papers, such as quotes and orders, as files. */
@Export
@Version("0.1.0")
package org.tangramcrm.platform.document;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
