package org.tangramcrm.platform.internal.identity;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.identity.UserDirectory;
import org.tangramcrm.platform.internal.sql.Sql;

/** The way back in for whoever may work on the server's console (M-94). */
@Component(service = Recovery.class)
public class Recovery {
  private static final int LENGTH = 20;

  private final Sql sql;
  private final UserDirectory users;
  private final CurrentUser caller;

  @Activate
  public Recovery(
      @Reference Sql sql, @Reference UserDirectory users, @Reference CurrentUser caller) {
    this.sql = sql;
    this.users = users;
    this.caller = caller;
  }

  /**
   * Lets a user in again, with a password that is made up and without a second factor; what they
   * were signed in with ends.
   *
   * @return the password, which is kept nowhere
   * @throws CrmException {@code not-found} where nobody has that login
   */
  public String recover(String login) {
    return caller.callAsSystem(
        () -> {
          var id =
              sql.first(
                      "select id from tangram_user where login_key = ? and deleted_key = 0",
                      List.of(Logins.key(login)),
                      row -> row.getLong(1))
                  .orElseThrow(CrmException::notFound);
          var user = users.get(id);
          user.active = true;
          user.password = new Secrets().next().substring(0, LENGTH);
          users.update(id, user);
          users.removeSecondFactor(id);
          return user.password;
        });
  }
}
