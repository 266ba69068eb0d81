package org.tangramcrm.platform.module;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Registered with the property {@code module=<id>} once the module's tables are as its bundle needs
 * them and the module is meant to be active. A module's components require it, so that nothing of
 * the module runs before.
 */
@ProviderType
public interface SchemaReady {
  String MODULE = "module";

  String module();
}
