package org.tangramcrm.platform.calendar;

import java.time.LocalDate;
import org.osgi.annotation.versioning.ProviderType;

/** Which day it is where the company is. */
@ProviderType
public interface CompanyDay {
  LocalDate today();
}
