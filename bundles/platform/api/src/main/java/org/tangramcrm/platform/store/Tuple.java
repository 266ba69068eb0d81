package org.tangramcrm.platform.store;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** What a select found, by the names of its columns; null where there is nothing. */
@ProviderType
public interface Tuple {
  String text(String column);

  /** A count, an id. */
  Long number(String column);

  BigDecimal decimal(String column);

  LocalDate date(String column);

  Instant instant(String column);

  /** Nested values, stored as one JSON text. */
  <T> List<T> list(String column, Class<T> type);
}
