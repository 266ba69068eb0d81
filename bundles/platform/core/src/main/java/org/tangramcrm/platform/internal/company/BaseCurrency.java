package org.tangramcrm.platform.internal.company;

import java.util.Currency;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The currency that the company counts in: all amounts are turned into it to be summed and
 * compared. What was turned stays as it was, so it is said before anything is entered, and holds
 * from the next start on.
 */
@Component(service = BaseCurrency.class, configurationPid = "org.tangramcrm.platform")
public class BaseCurrency {
  private static final Logger LOG = LoggerFactory.getLogger(BaseCurrency.class);
  private static final String DEFAULT = "CNY";

  private final String code;

  @Activate
  public BaseCurrency(Map<String, Object> configuration) {
    code = code(configuration.get("baseCurrency"));
  }

  /** Nothing that goes by it starts anew because something else was configured. */
  @Modified
  void configure(Map<String, Object> configuration) {
    var next = code(configuration.get("baseCurrency"));
    if (!next.equals(code)) {
      LOG.warn("baseCurrency = {} holds from the next start on", next);
    }
  }

  private static String code(Object configured) {
    if (configured == null || configured.toString().isBlank()) {
      return DEFAULT;
    }
    try {
      return Currency.getInstance(configured.toString().strip()).getCurrencyCode();
    } catch (IllegalArgumentException e) {
      LOG.error("baseCurrency = {} is no currency; {} holds", configured, DEFAULT);
      return DEFAULT;
    }
  }

  /** ISO 4217. */
  public String code() {
    return code;
  }
}
