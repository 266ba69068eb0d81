package org.tangramcrm.platform.internal.identity;

import java.text.Normalizer;
import java.util.Locale;

/** Sign-in names are the same whatever their case or width. */
final class Logins {
  private Logins() {}

  static String key(String login) {
    return Normalizer.normalize(login.strip(), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
  }
}
