package org.tangramcrm.platform.calendar;

import java.time.LocalDate;
import java.time.ZoneId;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What day it is where the company is. Moments are kept in UTC; to which day one belongs goes by
 * the company's time zone, wherever the server stands.
 */
@ProviderType
public interface CompanyClock {
  ZoneId zone();

  LocalDate today();
}
