package org.tangramcrm.platform.identity;

import org.osgi.annotation.versioning.ProviderType;

/** Finds out who is calling. One statement where the credential was verified shortly before. */
@ProviderType
public interface Authenticator {
  /**
   * By a password alone, which is not enough for who has a second factor: their programs show a
   * token.
   *
   * @param address where the call comes from, for throttling
   * @throws org.tangramcrm.platform.CrmException {@code unauthenticated}, naming {@code code} where
   *     a second factor is missing; or {@code too-many-requests}
   */
  Caller password(String login, char[] password, String address);

  /** Bearer token. */
  Caller token(String token, String address);

  /** Session of the web UI, by the value of its cookie. */
  Session session(String cookie);

  /**
   * Signs in to the web UI.
   *
   * @param code of the second factor; null where none is given
   * @param client what the browser says it is; null where it says nothing
   */
  Session signIn(String login, char[] password, String code, String address, String client);

  /**
   * Has a session see the system as another user does, and change nothing.
   *
   * @param user null for oneself again
   * @throws org.tangramcrm.platform.CrmException {@code forbidden} for who may not edit users, or
   *     may less than that user; {@code not-found}
   */
  Session viewAs(String cookie, Long user, String address);

  void signOut(String cookie);

  /**
   * A session of the web UI.
   *
   * @param csrf what unsafe methods have to send along
   * @param cookie the cookie's value; null except from {@link #signIn}
   * @param passwordExpired whether the password has to be changed before anything else is done
   * @param secondFactor whether the user has one
   * @param secondFactorMissing whether one has to be set up before anything else is done
   */
  record Session(
      Caller caller,
      String csrf,
      String cookie,
      boolean passwordExpired,
      boolean secondFactor,
      boolean secondFactorMissing) {}
}
