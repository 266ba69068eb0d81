package org.tangramcrm.platform.internal.identity;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.identity.SecondFactor;
import org.tangramcrm.platform.internal.sql.Sql;

/**
 * The second factor of users: codes that their device makes of a secret and the time (RFC 6238), by
 * the step of half a minute. A code counts once; one step to either side allows for clocks that
 * differ. There is one of these: wherever codes are shown, wrong ones are counted together.
 */
@Component(service = SecondFactors.class)
public class SecondFactors {
  private static final String ISSUER = "Tangram CRM";
  private static final int SECRET_BYTES = 20;
  private static final int STEPS_ASIDE = 1;
  private static final int STRIPES = 64;

  private final Sql sql;
  private final Clock clock;
  private final Throttle throttle;
  private final TimeBasedOneTimePasswordGenerator generator =
      new TimeBasedOneTimePasswordGenerator();

  /** One try at a time for a user: the next one sees what became of it. */
  private final List<Object> stripes =
      IntStream.range(0, STRIPES).mapToObj(i -> new Object()).toList();

  private final SecureRandom random = new SecureRandom();

  private record Kept(String secret, long lastStep) {}

  @Activate
  public SecondFactors(@Reference Sql sql) {
    this(sql, Clock.systemUTC());
  }

  SecondFactors(Sql sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
    this.throttle = new Throttle(clock);
  }

  /** A new secret for a user, in place of one that was never confirmed. */
  SecondFactor begin(long user, String login) {
    if (has(user)) {
      throw new CrmException(Code.CONFLICT, "identity.has-second-factor");
    }
    var bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    var begun = new SecondFactor();
    begun.secret = new Base32().encodeToString(bytes);
    begun.uri =
        "otpauth://totp/%s:%s?secret=%s&issuer=%s"
            .formatted(encoded(ISSUER), encoded(login), begun.secret, encoded(ISSUER));
    sql.update("delete from tangram_second_factor where user_id = ?", user);
    sql.update(
        "insert into tangram_second_factor (user_id, secret, last_step) values (?, ?, 0)",
        user,
        begun.secret);
    return begun;
  }

  /**
   * @throws CrmException {@code invalid} naming {@code code}; {@code conflict} where nothing was
   *     begun
   */
  void confirm(long user, String code) {
    if (has(user) || kept(user).isEmpty()) {
      throw new CrmException(Code.CONFLICT, "identity.no-second-factor-begun");
    }
    if (!matches(user, code)) {
      throw CrmException.invalid("code", "wrong");
    }
    sql.update("update tangram_user set second_factor = ? where id = ?", true, user);
  }

  /** Whether there was one. */
  boolean remove(long user) {
    sql.update("delete from tangram_second_factor where user_id = ?", user);
    return sql.update(
            "update tangram_user set second_factor = ? where id = ? and second_factor = ?",
            false,
            user,
            true)
        > 0;
  }

  /**
   * What is asked of who has shown the password of a user with a second factor.
   *
   * @param code null where none was given
   * @throws CrmException {@code unauthenticated} naming {@code code}; {@code too-many-requests}
   */
  void check(long user, String code) {
    if (code == null) {
      throw CrmException.of(Code.UNAUTHENTICATED).error("code", "required");
    }
    if (!counted(user, code)) {
      throw CrmException.of(Code.UNAUTHENTICATED).error("code", "wrong");
    }
  }

  /**
   * That whoever is signed in has the device, where there is one.
   *
   * @throws CrmException {@code invalid} naming {@code code}; {@code too-many-requests}
   */
  void prove(long user, String code) {
    if (has(user) && (code == null || !counted(user, code))) {
      throw CrmException.invalid("code", code == null ? "required" : "wrong");
    }
  }

  private boolean counted(long user, String code) {
    // Whoever knows the password is to be stopped wherever they call from, and they alone: failures
    // are counted for the user, and not for an address.
    var key = "second factor of " + user;
    synchronized (stripes.get((int) (user % STRIPES))) {
      throttle.check(key, key);
      if (!matches(user, code)) {
        throttle.failed(key, key);
        return false;
      }
      throttle.succeeded(key, key);
      return true;
    }
  }

  /** Spends the code where it is right: two who show the same one at once do not both get in. */
  private boolean matches(long user, String code) {
    var kept = kept(user);
    if (kept.isEmpty()) {
      return false;
    }
    var width = generator.getTimeStep().toSeconds();
    var now = clock.instant().getEpochSecond() / width;
    for (long step = now - STEPS_ASIDE; step <= now + STEPS_ASIDE; step++) {
      if (step > kept.get().lastStep() && same(code, code(kept.get().secret(), step * width))) {
        return sql.update(
                "update tangram_second_factor set last_step = ? where user_id = ? and last_step < ?",
                step,
                user,
                step)
            > 0;
      }
    }
    return false;
  }

  private String code(String secret, long second) {
    try {
      return generator.generateOneTimePasswordString(
          new SecretKeySpec(new Base32().decode(secret), generator.getAlgorithm()),
          java.time.Instant.ofEpochSecond(second));
    } catch (InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private boolean has(long user) {
    return sql.first(
            "select second_factor from tangram_user where id = ?",
            List.of(user),
            row -> row.getBoolean(1))
        .orElse(false);
  }

  private Optional<Kept> kept(long user) {
    return sql.first(
        "select secret, last_step from tangram_second_factor where user_id = ?",
        List.of(user),
        row -> new Kept(row.getString(1), row.getLong(2)));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
