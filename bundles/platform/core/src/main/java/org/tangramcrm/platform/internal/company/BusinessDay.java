package org.tangramcrm.platform.internal.company;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tangramcrm.platform.calendar.CompanyDay;

/**
 * What day it is where the company is. Moments are kept in UTC; to which day, month or year one
 * belongs goes by the company's time zone, wherever the server stands.
 */
@Component(
    service = {BusinessDay.class, CompanyDay.class},
    configurationPid = "org.tangramcrm.platform")
public class BusinessDay implements CompanyDay {
  private static final Logger LOG = LoggerFactory.getLogger(BusinessDay.class);

  private final Clock clock;
  private volatile ZoneId zone;

  @Activate
  public BusinessDay(Map<String, Object> configuration) {
    this(configuration, Clock.systemUTC());
  }

  BusinessDay(Map<String, Object> configuration, Clock clock) {
    this.clock = clock;
    configure(configuration);
  }

  @Modified
  void configure(Map<String, Object> configuration) {
    zone = zone(configuration.get("timeZone"));
  }

  private static ZoneId zone(Object configured) {
    if (configured != null && !configured.toString().isBlank()) {
      try {
        return ZoneId.of(configured.toString().strip());
      } catch (DateTimeException e) {
        LOG.error("timeZone = {} is no time zone; the server's own holds", configured);
      }
    }
    return ZoneId.systemDefault();
  }

  @Override
  public ZoneId zone() {
    return zone;
  }

  @Override
  public LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), zone);
  }
}
