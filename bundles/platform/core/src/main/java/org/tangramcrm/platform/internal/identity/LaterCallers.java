package org.tangramcrm.platform.internal.identity;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.internal.identity.Callers.Account;
import org.tangramcrm.platform.internal.sql.Sql;

/**
 * Users for whom something is done that they asked for before: with the rights that they have by
 * then.
 */
@Component(service = LaterCallers.class)
public class LaterCallers {
  private final Sql sql;
  private final Callers callers;
  private final PasswordRules rules;

  @Activate
  public LaterCallers(
      @Reference Sql sql, @Reference Callers callers, @Reference PasswordRules rules) {
    this.sql = sql;
    this.callers = callers;
    this.rules = rules;
  }

  /** What a caller is cut to, as one is who shows a narrow token; empty for no cut. */
  public Set<String> cut(Caller caller) {
    return caller.permissions().equals(callers.operations(caller.id()))
        ? Set.of()
        : caller.permissions();
  }

  /**
   * A user as they are now; empty for one who may not sign in.
   *
   * @param cut as {@link #cut} told when they asked
   */
  public Optional<Caller> of(long user, Set<String> cut) {
    return sql.first(
            "select "
                + Account.COLUMNS
                + " from tangram_user u where u.id = ? and u.deleted_key = 0",
            List.of(user),
            Account::read)
        .filter(Account::active)
        .map(
            account ->
                rules.expired(account.passwordChanged()) || callers.lackSecondFactor(account)
                    ? callers.of(account, cut).powerless()
                    : callers.of(account, cut));
  }
}
