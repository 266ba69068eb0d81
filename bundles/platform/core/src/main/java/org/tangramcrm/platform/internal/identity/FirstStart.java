package org.tangramcrm.platform.internal.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.identity.Departments;
import org.tangramcrm.platform.identity.Role;
import org.tangramcrm.platform.identity.RoleScope;
import org.tangramcrm.platform.identity.Roles;
import org.tangramcrm.platform.identity.User;
import org.tangramcrm.platform.identity.UserDirectory;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.sql.Sql;

/**
 * Brings an empty database its roles, its administrator and, where asked for, a small company to
 * try things with.
 */
@Component(
    service = FirstStart.class,
    immediate = true,
    configurationPid = "org.tangramcrm.platform")
public class FirstStart {
  private static final Logger LOG = LoggerFactory.getLogger(FirstStart.class);
  private static final String ACCOUNTANT = "accountant";
  private static final String PASSWORD_FILE = "tangram-initial-password";

  private final Sql sql;
  private final Roles roles;
  private final UserDirectory users;
  private final Departments departments;

  /** What of {@code etc/org.tangramcrm.platform.cfg} is read here. */
  @interface Config {
    boolean demo() default false;
  }

  /** The roles that the demonstration company takes. */
  record BuiltIn(Role administrator, Role salesperson, Role manager, Role auditor) {}

  /** What has come to the platform since its roles did; as modules offer theirs. */
  private static final Map<String, List<String>> OFFERED =
      Map.of(
          "salesperson",
          List.of("comments.create"),
          "manager",
          List.of("comments.create"),
          ACCOUNTANT,
          List.of("comments.create"));

  @Activate
  public FirstStart(
      @Reference Sql sql,
      @Reference CurrentUser caller,
      @Reference Transactions transactions,
      @Reference Roles roles,
      @Reference UserDirectory users,
      @Reference Departments departments,
      @Reference Offers offers,
      BundleContext context,
      Config config) {
    this.sql = sql;
    this.roles = roles;
    this.users = users;
    this.departments = departments;
    if (empty()) {
      found(caller, transactions, context, config);
    } else {
      addAccountant(caller, transactions);
    }
    offers.make("platform", OFFERED);
  }

  private void found(
      CurrentUser caller, Transactions transactions, BundleContext context, Config config) {
    var etc = context.getProperty("karaf.etc");
    var file = etc == null ? null : Path.of(etc, PASSWORD_FILE);
    var given = given(file);
    var password = given != null ? given : new Secrets().next().substring(0, 20);
    try {
      caller.callAsSystem(() -> transactions.run(() -> begin(password, config.demo())));
    } catch (RuntimeException e) {
      if (empty()) {
        throw e;
      }
      // Another node on the same database was quicker.
      return;
    }
    if (given == null) {
      LOG.info("First start: sign in as 'admin' with the password {} and change it", password);
    }
    delete(file);
  }

  /** To a company that began before there was this role; whoever deletes it is rid of it. */
  private void addAccountant(CurrentUser caller, Transactions transactions) {
    try {
      if (!hadAccountant()) {
        caller.callAsSystem(() -> transactions.run(this::accountant));
      }
    } catch (RuntimeException e) {
      // Another node on the same database may have been quicker.
      if (!hadAccountant()) {
        throw e;
      }
    }
  }

  private boolean hadAccountant() {
    return sql.first("select 1 from tangram_role where code = ?", List.of(ACCOUNTANT), row -> true)
        .isPresent();
  }

  private boolean empty() {
    return sql.query("select count(*) from tangram_user", List.of(), row -> row.getInt(1)).get(0)
        == 0;
  }

  private Void begin(String password, boolean demo) {
    var builtIn = roles();
    users.create(user("admin", "Administrator", password, builtIn.administrator()));
    if (demo) {
      new DemoCompany(users, departments, System.getenv("TANGRAM_DEMO_PASSWORD")).found(builtIn);
    }
    return null;
  }

  private BuiltIn roles() {
    accountant();
    return new BuiltIn(
        role("administrator", "Administrator", List.of("*"), scope("*", "all")),
        role(
            "salesperson",
            "Salesperson",
            List.of("users.view", "departments.view"),
            scope("*", "subordinates"),
            scope("users", "all"),
            scope("departments", "all")),
        role(
            "manager",
            "Manager",
            List.of("users.view", "departments.view"),
            scope("*", "department-tree"),
            scope("users", "all"),
            scope("departments", "all")),
        role(
            "auditor",
            "Auditor",
            List.of(
                "users.view",
                "departments.view",
                "roles.view",
                "audit.view",
                "modules.view",
                "dictionaries.view"),
            scope("*", "all")));
  }

  /** Who takes in what is paid, of whichever salesperson's customers. */
  private Role accountant() {
    return role(
        ACCOUNTANT, "Accountant", List.of("users.view", "departments.view"), scope("*", "all"));
  }

  private Role role(String code, String name, List<String> operations, RoleScope... scopes) {
    var role = new Role();
    role.code = code;
    role.name = name;
    role.operations.addAll(operations);
    role.scopes.addAll(List.of(scopes));
    return roles.create(role);
  }

  private static RoleScope scope(String collection, String scope) {
    var entry = new RoleScope();
    entry.collection = collection;
    entry.scope = scope;
    return entry;
  }

  /**
   * @param password null for one who cannot sign in
   */
  static User user(String login, String name, String password, Role role) {
    var user = new User();
    user.login = login;
    user.name = name;
    user.password = password;
    user.roleIds.add(role.id);
    return user;
  }

  /** The password that whoever started the system chose, if they did. */
  private static String given(Path file) {
    var chosen = System.getenv("TANGRAM_ADMIN_PASSWORD");
    if (chosen != null && !chosen.isBlank()) {
      return chosen;
    }
    try {
      return file == null || !Files.isReadable(file) ? null : Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      LOG.warn("{} holds the first password and could not be deleted: {}", file, e.toString());
    }
  }
}
