package org.tangramcrm.platform.calendar;

import java.time.LocalDate;
import java.time.ZoneId;
import org.osgi.annotation.versioning.ProviderType;

/** Which day it is where the company is. */
@ProviderType
public interface CompanyDay {
  LocalDate today();

  /** By which moments belong to days. */
  ZoneId zone();
}
