package org.tangramcrm.platform.internal.dictionary;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * What the company has about an item: of a delivered one only what it changed, the rest is null.
 *
 * @param own added by the company
 * @param deletedAt an own item that was deleted, and can be added again
 */
record ItemRow(
    long id,
    int version,
    Instant createdAt,
    long createdBy,
    Instant updatedAt,
    long updatedBy,
    Instant deletedAt,
    String dictionary,
    String code,
    boolean own,
    String labelZh,
    String labelEn,
    String parent,
    Integer position,
    String colour,
    Boolean active) {
  static final String COLUMNS =
      "id, version, created_at, created_by, updated_at, updated_by, deleted_at, dictionary, code, own,"
          + " label_zh, label_en, parent, position, colour, active";

  static ItemRow read(ResultSet row) throws SQLException {
    var deletedAt = row.getTimestamp(7);
    return new ItemRow(
        row.getLong(1),
        row.getInt(2),
        row.getTimestamp(3).toInstant(),
        row.getLong(4),
        row.getTimestamp(5).toInstant(),
        row.getLong(6),
        deletedAt == null ? null : deletedAt.toInstant(),
        row.getString(8),
        row.getString(9),
        row.getBoolean(10),
        row.getString(11),
        row.getString(12),
        row.getString(13),
        (Integer) row.getObject(14),
        row.getString(15),
        (Boolean) row.getObject(16));
  }

  /** The values in the order of the columns. */
  List<Object> values() {
    return java.util.Arrays.asList(
        id,
        version,
        createdAt,
        createdBy,
        updatedAt,
        updatedBy,
        deletedAt,
        dictionary,
        code,
        own,
        labelZh,
        labelEn,
        parent,
        position,
        colour,
        active);
  }
}
