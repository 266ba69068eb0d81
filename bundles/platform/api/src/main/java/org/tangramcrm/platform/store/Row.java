package org.tangramcrm.platform.store;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Money;

/**
 * A row on its way to becoming a record. Values are asked for by the record's field name; one that
 * the query did not select is null.
 */
@ProviderType
public interface Row {
  String text(String field);

  Integer integer(String field);

  Long id(String field);

  BigDecimal decimal(String field);

  LocalDate date(String field);

  Instant instant(String field);

  Boolean flag(String field);

  /** A set of codes, stored as one text. */
  List<String> codes(String field);

  /** Ids of records, stored as one text. */
  List<Long> ids(String field);

  /**
   * Stored in four columns: {@code <field>_amount}, {@code _currency}, {@code _base}, {@code
   * _rate}.
   */
  Money money(String field);

  /** Nested values, stored as one JSON text. */
  <T> List<T> list(String field, Class<T> type);

  /** Fills what every record has. */
  <D extends BusinessRecord> D base(D record);
}
