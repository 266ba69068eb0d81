package org.tangramcrm.platform.internal.identity;

import java.time.Instant;
import javax.sql.DataSource;
import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.database.DatabaseFactory;
import liquibase.database.core.DerbyDatabase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.tangramcrm.platform.internal.chain.CurrentCall;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.dictionary.Overrides;
import org.tangramcrm.platform.internal.facts.Facts;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.store.CustomModels;
import org.tangramcrm.platform.module.SchemaReady;

/** The platform's tables in a database of the test's own, made by the real migrations. */
public final class IdentityDatabase {
  public final TestTransactions transactions;
  public final Sql sql;
  final Callers callers;
  final Facts facts;

  public IdentityDatabase() throws Exception {
    var derby = new MemoryDataSource();
    migrate(derby);
    transactions = new TestTransactions(derby);
    sql = new Sql(transactions, transactions);
    SchemaReady ready = () -> "platform";
    callers =
        new Callers(
            sql,
            new Overrides(sql, new CurrentCall(), new Transactions(transactions), ready),
            following(),
            ready);
    facts = new Facts(sql, new CurrentCall(), ready);
  }

  FollowingFields following() {
    return new FollowingFields(sql, CustomModels.NONE, () -> "platform");
  }

  private static void migrate(DataSource source) throws Exception {
    try (var connection = source.getConnection()) {
      var database =
          DatabaseFactory.getInstance()
              .findCorrectDatabaseImplementation(new JdbcConnection(connection));
      ((DerbyDatabase) database).setShutdownEmbeddedDerby(false);
      // On Derby an underscore in these names keeps Liquibase from finding its tables again.
      database.setDatabaseChangeLogTableName("TANGRAMLOGPLATFORM");
      database.setDatabaseChangeLogLockTableName("TANGRAMLOCKPLATFORM");
      new Liquibase(
              "tangram/schema.xml",
              new ClassLoaderResourceAccessor(IdentityDatabase.class.getClassLoader()),
              database)
          .update(new Contexts());
    }
  }

  long user(String login, Long department, String passwordHash) {
    var id = sql.next("tangram_user_seq");
    var now = Instant.now();
    sql.update(
        "insert into tangram_user (id, version, owner_id, created_at, created_by, updated_at, updated_by, deleted_key,"
            + " login, login_key, name, active, password_hash) values (?, 1, ?, ?, 0, ?, 0, 0, ?, ?, ?, true, ?)",
        id,
        id,
        now,
        now,
        login,
        Logins.key(login),
        login,
        passwordHash);
    if (department != null) {
      sql.update("update tangram_user set department_id = ? where id = ?", department, id);
    }
    return id;
  }

  long role(String code, String operation, String collection, String scope) {
    var id = sql.next("tangram_role_seq");
    var now = Instant.now();
    sql.update(
        "insert into tangram_role (id, version, owner_id, created_at, created_by, updated_at, updated_by, deleted_key,"
            + " code, name) values (?, 1, 0, ?, 0, ?, 0, 0, ?, ?)",
        id,
        now,
        now,
        code,
        code);
    sql.update(
        "insert into tangram_role_operation (role_id, operation) values (?, ?)", id, operation);
    sql.update(
        "insert into tangram_role_scope (role_id, collection, scope) values (?, ?, ?)",
        id,
        collection,
        scope);
    return id;
  }

  long department(String name, Long parent) {
    var id = sql.next("tangram_department_seq");
    var now = Instant.now();
    sql.update(
        "insert into tangram_department (id, version, owner_id, created_at, created_by, updated_at, updated_by,"
            + " deleted_key, name) values (?, 1, 0, ?, 0, ?, 0, 0, ?)",
        id,
        now,
        now,
        name);
    if (parent != null) {
      sql.update("update tangram_department set parent_id = ? where id = ?", parent, id);
    }
    return id;
  }
}
