package org.tangramcrm.platform.internal.identity;

import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.module.SchemaReady;

/**
 * Gives the roles that the platform came with what a module offers them, each operation once: what
 * somebody took away afterwards stays away.
 */
@Component(service = Offers.class)
public class Offers {
  private final Sql sql;
  private final Transactions transactions;
  private final Stamps stamps;

  @Activate
  public Offers(
      @Reference Sql sql,
      @Reference Transactions transactions,
      @Reference(target = "(module=platform)") SchemaReady schema) {
    this.sql = sql;
    this.transactions = transactions;
    this.stamps = new Stamps(sql);
  }

  /**
   * @param roles operations by role code
   * @return false where there are no roles yet
   */
  public boolean make(String module, Map<String, List<String>> roles) {
    if (roles.isEmpty()) {
      return true;
    }
    return transactions.run(
        () -> {
          if (sql.first("select 1 from tangram_role fetch first 1 rows only", List.of(), row -> 1)
              .isEmpty()) {
            return false;
          }
          roles.forEach(
              (role, operations) ->
                  operations.forEach(operation -> offer(module, role, operation)));
          return true;
        });
  }

  private void offer(String module, String role, String operation) {
    if (there(
        "select 1 from tangram_module_offer where module_id = ? and role_code = ? and operation = ?",
        module,
        role,
        operation)) {
      return;
    }
    sql.update(
        "insert into tangram_module_offer (module_id, role_code, operation) values (?, ?, ?)",
        module,
        role,
        operation);
    sql.query(
            "select id from tangram_role where code = ? and deleted_at is null",
            List.of(role),
            row -> row.getLong(1))
        .forEach(id -> grant(id, operation));
  }

  private void grant(long role, String operation) {
    if (!there(
        "select 1 from tangram_role_operation where role_id = ? and operation = ?",
        role,
        operation)) {
      sql.update(
          "insert into tangram_role_operation (role_id, operation) values (?, ?)", role, operation);
      stamps.usersOf(role);
    }
  }

  private boolean there(String query, Object... values) {
    return sql.first(query, List.of(values), row -> 1).isPresent();
  }
}
