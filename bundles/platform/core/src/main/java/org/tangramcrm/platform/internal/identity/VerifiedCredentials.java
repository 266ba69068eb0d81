package org.tangramcrm.platform.internal.identity;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Passwords found right a moment ago, so that a program that sends its password with every call
 * does not pay the slow hash every time. Kept by a digest under a key that never leaves this
 * process, together with the hash that they were right for: with another hash in the database they
 * are forgotten at once, on every node.
 */
final class VerifiedCredentials {
  private static final int CAPACITY = 10_000;
  private static final Duration IDLE = Duration.ofSeconds(60);
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final String ALGORITHM = "HmacSHA256";

  private final Clock clock;
  private final SecretKeySpec key;
  private final Map<String, Verified> verified =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Verified> eldest) {
          return size() > CAPACITY;
        }
      };

  private record Verified(String hash, Instant since, Instant used) {}

  VerifiedCredentials(Clock clock) {
    this.clock = clock;
    var bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    this.key = new SecretKeySpec(bytes, ALGORITHM);
  }

  /** What a sign-in name and a password are kept by. */
  String digest(String login, char[] password) {
    var encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(login.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      mac.update(encoded.duplicate());
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } finally {
      Arrays.fill(encoded.array(), (byte) 0);
    }
  }

  synchronized boolean contains(String digest, String hash) {
    var found = verified.get(digest);
    if (found == null) {
      return false;
    }
    var now = clock.instant();
    if (!found.hash().equals(hash)
        || now.isAfter(found.used().plus(IDLE))
        || now.isAfter(found.since().plus(LONGEST))) {
      verified.remove(digest);
      return false;
    }
    verified.put(digest, new Verified(hash, found.since(), now));
    return true;
  }

  synchronized void add(String digest, String hash) {
    var now = clock.instant();
    verified.put(digest, new Verified(hash, now, now));
  }
}
