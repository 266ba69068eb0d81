/**
 * What makes a Java interface a contract: its annotations, and the model that doors read from them.
 */
@Export
@Version("0.1.0")
package org.tangramcrm.platform.contract;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
