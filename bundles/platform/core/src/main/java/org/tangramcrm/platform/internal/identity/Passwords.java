package org.tangramcrm.platform.internal.identity;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategy;
import java.security.SecureRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;

/**
 * Hashes passwords and checks them, slowly on purpose. Only so many at once that sign-in tries
 * leave processors to those who are signed in.
 */
@Component(service = Passwords.class)
public class Passwords {
  private static final int WAIT_SECONDS = 10;

  private final IntSupplier cost;
  // bcrypt reads 72 bytes at most: a longer password is digested first.
  private final LongPasswordStrategy longOnes =
      LongPasswordStrategies.hashSha512(BCrypt.Version.VERSION_2A);
  private final SecureRandom random = new SecureRandom();
  private final Semaphore processors =
      new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() - 1));
  private volatile Nobodys nobodys;

  /** What the password of somebody who is not there is compared with. */
  private record Nobodys(int cost, String hash) {}

  @Activate
  public Passwords(@Reference PasswordRules rules) {
    this(rules::cost);
  }

  /**
   * @param cost of a hash made now, as the binary logarithm of its rounds
   */
  Passwords(IntSupplier cost) {
    this.cost = cost;
    this.nobodys = nobodys();
  }

  String hash(char[] password) {
    return slowly(
        () ->
            BCrypt.with(BCrypt.Version.VERSION_2A, random, longOnes)
                .hashToString(cost.getAsInt(), password));
  }

  private Nobodys nobodys() {
    return new Nobodys(cost.getAsInt(), hash(new Secrets().next().toCharArray()));
  }

  /**
   * Whether the password is the one of the hash. Takes as long where there is no hash, so that
   * nobody learns which users there are; after a change of the cost, once passwords are set anew.
   */
  boolean verify(char[] password, String hash) {
    if (nobodys.cost() != cost.getAsInt()) {
      nobodys = nobodys();
    }
    var against = hash == null ? nobodys.hash() : hash;
    var right =
        slowly(
            () ->
                BCrypt.verifyer(BCrypt.Version.VERSION_2A, longOnes)
                    .verify(password, against.toCharArray())
                    .verified);
    return right && hash != null;
  }

  private <T> T slowly(Supplier<T> work) {
    try {
      if (!processors.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
        var busy = CrmException.of(Code.TOO_MANY_REQUESTS);
        busy.retryAfterSeconds = WAIT_SECONDS;
        throw busy;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CrmException.of(Code.UNAVAILABLE);
    }
    try {
      return work.get();
    } finally {
      processors.release();
    }
  }
}
