/** What modules tell of records when they are opened. */
@Export
@Version("0.1.0")
package org.tangramcrm.platform.hint;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
