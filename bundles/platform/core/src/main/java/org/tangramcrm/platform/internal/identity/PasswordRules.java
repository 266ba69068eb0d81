package org.tangramcrm.platform.internal.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.tangramcrm.platform.CrmException;

/**
 * What passwords have to be like, and how long they hold. Length is what counts; a rule that wants
 * digits and signs makes people write them down.
 */
@Component(service = PasswordRules.class, configurationPid = "org.tangramcrm.platform")
public class PasswordRules {
  /** What the contracts ask for; a configuration can ask for more. */
  private static final int SHORTEST = 10;

  /** What has to be left without the sign-in name. */
  private static final int BESIDE_LOGIN = 6;

  /** What guessing costs unless a configuration says otherwise. */
  private static final int COST = 12;

  /** The least that bcrypt knows: for tests, which sign in more often than people do. */
  private static final int CHEAPEST = 4;

  /** Seconds for each try. */
  private static final int DEAREST = 16;

  private final Clock clock;
  private volatile Settings settings;

  /**
   * @param lifetime after which a password has to be changed; zero for never
   * @param cost of a hash, as the binary logarithm of its rounds
   */
  private record Settings(int minLength, Duration lifetime, int cost) {
    static Settings of(Map<String, Object> configuration) {
      return new Settings(
          Math.max(SHORTEST, number(configuration, "password.minLength", SHORTEST)),
          Duration.ofDays(number(configuration, "password.days", 0)),
          Math.min(DEAREST, Math.max(CHEAPEST, number(configuration, "password.cost", COST))));
    }
  }

  @Activate
  public PasswordRules(Map<String, Object> configuration) {
    this.clock = Clock.systemUTC();
    this.settings = Settings.of(configuration);
  }

  PasswordRules(int minLength, Duration lifetime, Clock clock) {
    this.clock = clock;
    this.settings = new Settings(minLength, lifetime, COST);
  }

  /** In place: everything that signs in rests on this service. */
  @Modified
  void modified(Map<String, Object> configuration) {
    settings = Settings.of(configuration);
  }

  private static int number(Map<String, Object> configuration, String key, int otherwise) {
    var value = configuration.get(key);
    try {
      return value == null ? otherwise : Integer.parseInt(value.toString().strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "org.tangramcrm.platform.cfg: " + key + " is no number", e);
    }
  }

  /**
   * @param password null for none
   * @throws CrmException {@code invalid} naming the field {@code password}
   */
  void check(String password, String login) {
    if (password == null) {
      return;
    }
    var shortest = settings.minLength();
    if (password.length() < shortest) {
      throw CrmException.invalid("password", "too-short", shortest);
    }
    var rest = password.toLowerCase(Locale.ROOT).replace(login.toLowerCase(Locale.ROOT), "");
    if (rest.length() < BESIDE_LOGIN) {
      throw CrmException.invalid("password", "little-but-login");
    }
  }

  /** What the hash of a password set now costs, as the binary logarithm of its rounds. */
  int cost() {
    return settings.cost();
  }

  /** Whether passwords have to be changed from time to time, to others. */
  boolean expire() {
    return !settings.lifetime().isZero();
  }

  /**
   * @param changed when it was set; null where that is not known
   */
  boolean expired(Instant changed) {
    var lifetime = settings.lifetime();
    return expire() && changed != null && !clock.instant().isBefore(changed.plus(lifetime));
  }
}
