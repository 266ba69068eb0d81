/** The query layer: the one way to a module's rows, through the caller's data scope. */
@Export
@Version("0.1.0")
package org.tangramcrm.platform.store;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
