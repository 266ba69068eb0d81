package org.tangramcrm.platform.internal.imports;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.contract.FieldModel;

/** A row of a file, read. */
final class Line {
  final int number;

  /** By field; {@link Values.Amount} for one of money. */
  final Map<FieldModel, Object> values = new LinkedHashMap<>();

  /** By what it finds its record; null where nothing stands there. */
  String key;

  /** Null where all of it could be read. */
  CrmException refused;

  /** Whether nothing is wrong with it but that it names records that may stand further down. */
  boolean waits;

  Line(int number) {
    this.number = number;
  }

  /** What becomes of a row. */
  enum Outcome {
    CREATED,
    UPDATED,
    UNCHANGED,
    SKIPPED,
    REFUSED,
    /** Refused, unless what it names comes in with a row further down. */
    WAITING;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Outcome of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** Whether it is kept of each row: for undoing it, and for the file of errors. */
    boolean noted() {
      return this == CREATED || this == UPDATED || this == REFUSED || this == WAITING;
    }
  }
}
