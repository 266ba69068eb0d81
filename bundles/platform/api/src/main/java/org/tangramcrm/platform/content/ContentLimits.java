package org.tangramcrm.platform.content;

import org.osgi.annotation.versioning.ProviderType;
import org.tangramcrm.platform.CrmException;

/** How large a file may be. */
@ProviderType
public interface ContentLimits {
  long maxBytes();

  /** The refusal of a file that is larger; it names the limit. */
  CrmException tooLarge();
}
