package org.tangramcrm.platform.contract;

import java.util.Locale;

/** The types that a field can have, in metadata, filters and custom fields. */
public enum FieldType {
  TEXT,
  LONGTEXT,
  /** One code of a dictionary. */
  CODE,
  /** A set of codes of a dictionary. */
  SET,
  INTEGER,
  DECIMAL,
  MONEY,
  DATE,
  INSTANT,
  BOOLEAN,
  /** The id of a record. */
  REFERENCE,
  /** Ids of several records. */
  REFERENCES,
  /** Values with fields of their own, neither filtered nor sorted by. */
  NESTED;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
