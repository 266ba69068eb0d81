/** What a module brings and when its parts may start. */
@Export
@Version("0.1.0")
package org.tangramcrm.platform.module;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
