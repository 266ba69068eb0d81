/** Files: how they are taken in, checked and kept. */
@Export
@Version("0.1.0")
package org.tangramcrm.platform.content;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
