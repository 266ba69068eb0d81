/** The operator's commands in Karaf's console. */
@Header(name = "Karaf-Commands", value = "org.tangramcrm.platform.internal.console")
package org.tangramcrm.platform.internal.console;

import org.osgi.annotation.bundle.Header;
