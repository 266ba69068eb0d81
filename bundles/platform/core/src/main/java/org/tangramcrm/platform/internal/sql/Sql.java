package org.tangramcrm.platform.internal.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import javax.sql.DataSource;
import javax.transaction.NotSupportedException;
import javax.transaction.Status;
import javax.transaction.SystemException;
import javax.transaction.TransactionManager;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.internal.transaction.Apart;

/**
 * Plain SQL on the one DataSource, in the transaction that runs, if one does. For the platform's
 * own tables and for what the query layer compiles; modules have no way to it.
 */
@Component(service = Sql.class)
public class Sql {
  private static final int ATTEMPTS = 12;
  private static final String DUPLICATE = "23505";

  private final DataSource dataSource;
  private final TransactionManager manager;
  private final LongAdder statements = new LongAdder();
  private volatile Dialect dialect;

  /** Writes that a thread does together. */
  private static final class Together {
    /** What is put off, by the statement of each. */
    private final Map<Put, List<Object[]>> off = new LinkedHashMap<>();

    /** What was looked up once for all. */
    private final Map<Object, Object> known = new HashMap<>();

    /** Whether all of it is rolled back. */
    private final boolean trying;

    private long writes;

    Together(boolean trying) {
      this.trying = trying;
    }
  }

  /** A statement for many rows, of each of which it takes the values. */
  private sealed interface Put permits Given, Insert {}

  private record Given(String sql) implements Put {}

  /**
   * An insert of many rows.
   *
   * @param types of the columns, as PostgreSQL calls them: bigint or varchar
   * @param ordered whether they go in by the first column, a whole number: the index that begins
   *     with it is then gone through once
   */
  public record Insert(String table, List<String> columns, List<String> types, boolean ordered)
      implements Put {
    private String into() {
      return "insert into " + table + " (" + String.join(", ", columns) + ") ";
    }

    private String values() {
      return into() + "values (" + marks(columns.size()) + ")";
    }

    /** A column is one value: PostgreSQL takes a hundred thousand rows as it takes one. */
    private String unnested() {
      return into()
          + "select * from unnest("
          + String.join(", ", types.stream().map(type -> "?::" + type + "[]").toList())
          + ")"
          + (ordered ? " order by 1" : "");
    }
  }

  private final ThreadLocal<Together> together = new ThreadLocal<>();

  @Activate
  public Sql(
      @Reference(target = "(osgi.jndi.service.name=tangram)") DataSource dataSource,
      @Reference TransactionManager manager) {
    this.dataSource = dataSource;
    this.manager = manager;
  }

  /** Asked of the database when it is first needed: at the start it may not be there yet. */
  public Dialect dialect() {
    if (dialect == null) {
      try (var connection = dataSource.getConnection()) {
        dialect = Dialect.of(connection.getMetaData().getDatabaseProductName());
      } catch (SQLException e) {
        throw new SqlFailure(e);
      }
    }
    return dialect;
  }

  public DataSource dataSource() {
    return dataSource;
  }

  /** How many statements ran so far. */
  public long statements() {
    return statements.sum();
  }

  public <T> List<T> query(String sql, List<?> parameters, RowReader<T> reader) {
    return run(
        sql,
        statement -> {
          bind(statement, parameters);
          try (var rows = statement.executeQuery()) {
            var result = new ArrayList<T>();
            while (rows.next()) {
              result.add(reader.read(rows));
            }
            return result;
          }
        });
  }

  public <T> Optional<T> first(String sql, List<?> parameters, RowReader<T> reader) {
    var rows = query(sql, parameters, reader);
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
  }

  /**
   * Takes the next value of a sequence, outside the open transaction: a sequence never goes back
   * with one, and on Derby two who contend for it would both lose theirs.
   */
  public long next(String sequence) {
    var value = "values (" + dialect().next(sequence) + ")";
    return Apart.from(manager, () -> query(value, List.of(), row -> row.getLong(1)).get(0));
  }

  /** Runs an insert, update or delete and says how many rows it touched. */
  public int update(String sql, Object... parameters) {
    wrote();
    return run(
        sql,
        statement -> {
          bind(statement, java.util.Arrays.asList(parameters));
          return statement.executeUpdate();
        });
  }

  /** Whether a table is there; names as the change sets write them. */
  public boolean hasTable(String name) {
    try (var connection = dataSource.getConnection()) {
      for (var written : List.of(name.toLowerCase(Locale.ROOT), name.toUpperCase(Locale.ROOT))) {
        try (var found =
            connection
                .getMetaData()
                .getTables(null, connection.getSchema(), written, new String[] {"TABLE"})) {
          if (found.next()) {
            return true;
          }
        }
      }
      return false;
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  /**
   * Inserts a row, unless there is one with its key, even if somebody else inserts that at the same
   * time; the open transaction goes on either way.
   *
   * @return whether it was not there
   */
  public boolean insertUnlessThere(String insert, Object... values) {
    try {
      return update(dialect().unlessThere(insert), values) == 1;
    } catch (SqlFailure e) {
      if (DUPLICATE.equals(Repeat.sqlState(e)) && dialect().goesOnAfterDuplicate()) {
        return false;
      }
      throw e;
    }
  }

  /** As many marks for values as there are, to stand between the brackets of an {@code in}. */
  public static String marks(int count) {
    return String.join(", ", java.util.Collections.nCopies(count, "?"));
  }

  /**
   * Runs one insert, update or delete for each set of values, in one round trip.
   *
   * @return how many rows each of them was about
   */
  public int[] batch(String sql, List<Object[]> rows) {
    if (rows.isEmpty()) {
      return new int[0];
    }
    wrote();
    return run(
        sql,
        statement -> {
          for (var row : rows) {
            bind(statement, java.util.Arrays.asList(row));
            statement.addBatch();
          }
          return statement.executeBatch();
        });
  }

  /**
   * Writes what nothing in the transaction looks at before {@link #settle}: many such statements
   * become one within {@link #together}, else they run at once. Different ones may change places.
   */
  public void later(String sql, List<Object[]> rows) {
    put(new Given(sql), rows);
  }

  /** As the other. */
  public void later(Insert insert, List<Object[]> rows) {
    put(insert, rows);
  }

  private void put(Put put, List<Object[]> rows) {
    var together = this.together.get();
    if (together == null) {
      write(put, rows);
    } else if (!rows.isEmpty()) {
      together.writes++;
      together.off.computeIfAbsent(put, any -> new ArrayList<>()).addAll(rows);
    }
  }

  private void write(Put put, List<Object[]> rows) {
    if (put instanceof Insert insert) {
      insert(insert, rows);
    } else if (put instanceof Given given) {
      batch(given.sql(), rows);
    }
  }

  private void insert(Insert insert, List<Object[]> rows) {
    if (rows.isEmpty()) {
      return;
    } else if (dialect() != Dialect.POSTGRESQL) {
      var ordered = new ArrayList<>(rows);
      if (insert.ordered()) {
        ordered.sort(Comparator.comparingLong(row -> (long) row[0]));
      }
      batch(insert.values(), ordered);
      return;
    }
    run(
        insert.unnested(),
        statement -> {
          for (int i = 0; i < insert.types().size(); i++) {
            int at = i;
            var whole = insert.types().get(i).equals("bigint");
            // As whole numbers, and not as any objects, they need not be written as texts.
            Object[] column =
                rows.stream().map(row -> row[at]).toArray(whole ? Long[]::new : String[]::new);
            statement.setArray(
                i + 1, statement.getConnection().createArrayOf(whole ? "int8" : "varchar", column));
          }
          return statement.executeUpdate();
        });
  }

  /**
   * How much this thread has written so far of what it does {@link #together}: where it is the same
   * before and after something that failed, nothing of that is in the transaction.
   */
  public long writes() {
    var together = this.together.get();
    return together == null ? 0 : together.writes;
  }

  /** That something is written by another way than this one. */
  public void wrote() {
    var together = this.together.get();
    if (together != null) {
      together.writes++;
    }
  }

  /** Does the writes of several records, and adds together what may be added {@link #later}. */
  public <T> T together(Supplier<T> work) {
    return holding(
        false,
        () -> {
          var result = work.get();
          settle();
          return result;
        });
  }

  /**
   * As {@link #together}, where all of it is rolled back: what nothing has looked at is not added.
   */
  public <T> T tried(Supplier<T> work) {
    return holding(true, work);
  }

  /** Whether what is written now is only {@link #tried}. */
  public boolean trying() {
    var together = this.together.get();
    return together != null && together.trying;
  }

  private <T> T holding(boolean trying, Supplier<T> work) {
    together.set(new Together(trying));
    try {
      return work.get();
    } finally {
      together.remove();
    }
  }

  /** Looks something up; once for all writes that are done {@link #together}. */
  @SuppressWarnings("unchecked")
  public <T> T once(Object key, Supplier<T> work) {
    var together = this.together.get();
    return together == null
        ? work.get()
        : (T) together.known.computeIfAbsent(key, any -> work.get());
  }

  /** Adds what was put off, before something looks at it. */
  public void settle() {
    var together = this.together.get();
    if (together != null) {
      together.off.forEach(this::write);
      together.off.clear();
    }
  }

  private interface Work<T> {
    T with(PreparedStatement statement) throws SQLException;
  }

  /** Outside a transaction a statement that was in somebody's way is tried again. */
  private <T> T run(String sql, Work<T> work) {
    return Repeat.run(
        alone() ? ATTEMPTS : 1,
        () -> {
          statements.increment();
          try (var connection = dataSource.getConnection();
              var statement = connection.prepareStatement(sql)) {
            return work.with(statement);
          } catch (SQLException e) {
            throw new SqlFailure(e);
          }
        });
  }

  private boolean alone() {
    try {
      return manager.getStatus() == Status.STATUS_NO_TRANSACTION;
    } catch (SystemException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void bind(PreparedStatement statement, List<?> parameters) throws SQLException {
    for (int i = 0; i < parameters.size(); i++) {
      var value = parameters.get(i);
      if (value instanceof Instant instant) {
        statement.setTimestamp(i + 1, Timestamp.from(instant));
      } else if (value instanceof LocalDate date) {
        statement.setDate(i + 1, java.sql.Date.valueOf(date));
      } else if (value instanceof String text && text.indexOf('\0') >= 0) {
        // PostgreSQL holds no such character and fails where one is asked for; no record has one.
        statement.setString(i + 1, text.replace('\0', '\uFFFD'));
      } else {
        // Null too: the driver then takes the column's own type.
        statement.setObject(i + 1, value);
      }
    }
  }

  /**
   * Proves that what is rolled back is gone. A DataSource that takes no part in transactions would
   * commit their parts one by one, and nobody would notice until the first rollback.
   *
   * @throws IllegalStateException where it takes no part
   */
  public void refuseNonXa(TransactionManager transactions) {
    var probe = "tangram_probe_" + Long.toString(System.nanoTime() & Long.MAX_VALUE, 36);
    try {
      transactions.begin();
      try {
        update("create table " + probe + " (id int)");
      } finally {
        transactions.rollback();
      }
    } catch (SystemException | NotSupportedException e) {
      throw new IllegalStateException(e);
    }
    try {
      update("drop table " + probe);
    } catch (SqlFailure gone) {
      return;
    }
    throw new IllegalStateException(
        "The DataSource 'tangram' takes no part in transactions: set xa=true and pool=dbcp2 in"
            + " etc/org.ops4j.datasource-tangram.cfg");
  }

  /** Makes a value of the row that the cursor stands on. */
  @FunctionalInterface
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }
}
