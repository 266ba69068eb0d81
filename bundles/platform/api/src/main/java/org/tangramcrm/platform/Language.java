package org.tangramcrm.platform;

import java.util.Locale;
import org.osgi.annotation.versioning.ProviderType;

/** The language in which the call that is served is to be answered. */
@ProviderType
public interface Language {
  Locale locale();
}
