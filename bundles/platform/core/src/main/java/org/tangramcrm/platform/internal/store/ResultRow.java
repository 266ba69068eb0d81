package org.tangramcrm.platform.internal.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.internal.sql.SqlFailure;
import org.tangramcrm.platform.store.Row;

/** A row of a result set; columns by the position that the query gave them. */
final class ResultRow implements Row {
  private final ResultSet row;
  private final Map<String, Integer> positions;
  private final List<FieldModel> custom;
  private final ObjectMapper json;

  /**
   * @param json reads nested values
   */
  ResultRow(ResultSet row, Columns.Selection selection, ObjectMapper json) {
    this.row = row;
    this.positions = selection.positions();
    this.custom = selection.custom();
    this.json = json;
  }

  @Override
  public String text(String field) {
    return read(field, row::getString);
  }

  @Override
  public Integer integer(String field) {
    Integer value = read(field, row::getInt);
    return value == null || wasNull() ? null : value;
  }

  @Override
  public Long id(String field) {
    Long value = read(field, row::getLong);
    return value == null || wasNull() ? null : value;
  }

  @Override
  public BigDecimal decimal(String field) {
    return read(field, row::getBigDecimal);
  }

  @Override
  public LocalDate date(String field) {
    java.sql.Date value = read(field, row::getDate);
    return value == null ? null : value.toLocalDate();
  }

  @Override
  public Instant instant(String field) {
    java.sql.Timestamp value = read(field, row::getTimestamp);
    return value == null ? null : value.toInstant();
  }

  @Override
  public Boolean flag(String field) {
    Boolean value = read(field, row::getBoolean);
    return value == null || wasNull() ? null : value;
  }

  @Override
  public List<String> codes(String field) {
    var text = text(field);
    return text == null || text.length() < 2
        ? new ArrayList<>()
        : new ArrayList<>(Arrays.asList(text.substring(1, text.length() - 1).split(",")));
  }

  @Override
  public <T> List<T> list(String field, Class<T> type) {
    return nested(field, text(field), type, json);
  }

  /** What the text of a field of nested values says. */
  static <T> List<T> nested(String field, String text, Class<T> type, ObjectMapper json) {
    try {
      return text == null ? new ArrayList<>() : json.readerForListOf(type).<List<T>>readValue(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Nested values of " + field + " cannot be read", e);
    }
  }

  @Override
  public List<Long> ids(String field) {
    return new ArrayList<>(codes(field).stream().map(Long::valueOf).toList());
  }

  @Override
  public Money money(String field) {
    var first = positions.get(field);
    if (first == null) {
      return null;
    }
    try {
      var amount = row.getBigDecimal(first);
      if (amount == null) {
        return null;
      }
      var money = Money.of(plain(amount), row.getString(first + 1));
      money.baseAmount = plain(row.getBigDecimal(first + 2));
      var rate = row.getBigDecimal(first + 3);
      money.rate = rate == null ? null : new BigDecimal(rate.stripTrailingZeros().toPlainString());
      return money;
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  @Override
  public <D extends BusinessRecord> D base(D record) {
    record.id = id("id");
    record.number = text("number");
    record.version = integer("version");
    record.ownerId = id("ownerId");
    record.departmentId = id("departmentId");
    record.createdAt = instant("createdAt");
    record.createdBy = id("createdBy");
    record.updatedAt = instant("updatedAt");
    record.updatedBy = id("updatedBy");
    record.customFields = CustomValues.read(text(CustomValues.ALL), custom, json);
    return record;
  }

  /**
   * The column's scale is the database's; people and programs get at least two places and no more
   * than it takes.
   */
  private static BigDecimal plain(BigDecimal value) {
    if (value == null) {
      return null;
    }
    var stripped = value.stripTrailingZeros();
    return stripped.scale() < 2 ? stripped.setScale(2) : stripped;
  }

  private <T> T read(String field, Getter<T> getter) {
    var position = positions.get(field);
    if (position == null) {
      return null;
    }
    try {
      return getter.get(position);
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  private boolean wasNull() {
    try {
      return row.wasNull();
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  @FunctionalInterface
  private interface Getter<T> {
    T get(int position) throws SQLException;
  }
}
