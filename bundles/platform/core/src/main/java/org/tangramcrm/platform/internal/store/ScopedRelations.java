package org.tangramcrm.platform.internal.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.internal.contract.ContractCatalog;
import org.tangramcrm.platform.internal.facts.Json;
import org.tangramcrm.platform.internal.module.Gate;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.sql.SqlFailure;
import org.tangramcrm.platform.store.Relations;
import org.tangramcrm.platform.store.Tuple;

/** Puts the rows that the caller reaches in the place of each collection that a statement names. */
@Component
public class ScopedRelations implements Relations {
  private static final Pattern COLLECTION = Pattern.compile("\\{([a-z][a-z-]*)}");

  private final ContractCatalog contracts;
  private final RecordStores stores;
  private final CurrentUser user;
  private final Gate gate;
  private final Sql sql;
  private final ObjectMapper json = Json.mapper();

  @Activate
  public ScopedRelations(
      @Reference ContractCatalog contracts,
      @Reference RecordStores stores,
      @Reference CurrentUser user,
      @Reference Gate gate,
      @Reference Sql sql) {
    this.contracts = contracts;
    this.stores = stores;
    this.user = user;
    this.gate = gate;
    this.sql = sql;
  }

  @Override
  public <T> List<T> query(
      String statement, Map<String, String> filters, List<?> values, Function<Tuple, T> reads) {
    var select = scoped(statement, filters, values);
    return sql.query(select.sql(), select.values(), row -> reads.apply(new Found(row, json)));
  }

  @Override
  public int add(String collection, List<String> columns, String statement, List<?> values) {
    if (stores.owned(collection) || stores.table(collection) == null) {
      throw new IllegalArgumentException("Nothing is added to " + collection);
    }
    var select = scoped(statement, Map.of(), values);
    var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    var bound = new ArrayList<Object>(List.of(now, now));
    bound.addAll(select.values());
    var by = user.get().id();
    return sql.update(
        "insert into %s (version, owner_id, created_at, created_by, updated_at, updated_by, %s) "
                .formatted(stores.table(collection), String.join(", ", columns))
            + "select 1, %1$d, cast(? as timestamp), %1$d, cast(? as timestamp), %1$d, "
                .formatted(by)
            + columns.stream().map(column -> "a." + column).collect(Collectors.joining(", "))
            + " from ("
            + select.sql()
            + ") a",
        bound.toArray());
  }

  @Override
  public int remove(String collection, String statement, List<?> values) {
    if (stores.owned(collection) || stores.table(collection) == null) {
      throw new IllegalArgumentException("Nothing is removed from " + collection);
    }
    var select = scoped(statement, Map.of(), values);
    return sql.update(
        "delete from %s where id in (select a.id from (%s) a)"
            .formatted(stores.table(collection), select.sql()),
        select.values().toArray());
  }

  /** The statement, with what stands for each collection. */
  private Condition scoped(String statement, Map<String, String> filters, List<?> values) {
    var given = new ArrayList<Object>(values);
    var bound = new ArrayList<Object>();
    var text = new StringBuilder();
    var named = COLLECTION.matcher(statement);
    int at = 0;
    while (named.find()) {
      take(statement.substring(at, named.start()), text, given, bound);
      var relation = relation(named.group(1), filters.get(named.group(1)));
      text.append('(').append(relation.sql()).append(')');
      bound.addAll(relation.values());
      at = named.end();
    }
    take(statement.substring(at), text, given, bound);
    bound.addAll(given);
    return new Condition(text.toString(), bound);
  }

  /** A part of the statement, with the values of its marks. */
  private static void take(
      String part, StringBuilder text, List<Object> given, List<Object> bound) {
    text.append(part);
    var marks = part.chars().filter(letter -> letter == '?').count();
    for (int i = 0; i < marks && !given.isEmpty(); i++) {
      bound.add(given.remove(0));
    }
  }

  private Condition relation(String collection, String filter) {
    if (!gate.knows(collection)) {
      throw CrmException.notFound();
    }
    return gate.within(
        collection,
        () ->
            stores.relation(
                contracts.find(collection).orElseThrow(CrmException::notFound).model(),
                user.get(),
                filter));
  }

  private record Found(ResultSet row, ObjectMapper json) implements Tuple {
    private interface Reader<T> {
      T read() throws SQLException;
    }

    private static <T> T read(Reader<T> reader) {
      try {
        return reader.read();
      } catch (SQLException e) {
        throw new SqlFailure(e);
      }
    }

    @Override
    public String text(String column) {
      return read(() -> row.getString(column));
    }

    @Override
    public Long number(String column) {
      return read(
          () -> {
            var value = row.getLong(column);
            return row.wasNull() ? null : value;
          });
    }

    @Override
    public BigDecimal decimal(String column) {
      return read(() -> row.getBigDecimal(column));
    }

    @Override
    public LocalDate date(String column) {
      return read(
          () -> {
            var value = row.getDate(column);
            return value == null ? null : value.toLocalDate();
          });
    }

    @Override
    public Instant instant(String column) {
      return read(
          () -> {
            var value = row.getTimestamp(column);
            return value == null ? null : value.toInstant();
          });
    }

    @Override
    public <T> List<T> list(String column, Class<T> type) {
      return ResultRow.nested(column, text(column), type, json);
    }
  }
}
