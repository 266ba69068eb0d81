package org.tangramcrm.platform.internal.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;

/**
 * Slows down who guesses passwords: after some failures each further one doubles the wait, for a
 * sign-in name at an address and for the address as a whole. A name alone is never locked, or
 * anybody could lock out anybody. Remembers a bounded number of the latest.
 */
final class Throttle {
  private static final int CAPACITY = 10_000;
  private static final Duration FORGET = Duration.ofMinutes(15);

  private final Clock clock;
  private final Map<Key, Failures> remembered =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Failures> eldest) {
          return size() > CAPACITY;
        }
      };

  /** How many failures are free of charge differs: many people may share an address. */
  private record Key(String login, String address) {
    int free() {
      return login == null ? 20 : 5;
    }
  }

  private record Failures(int count, Instant last) {}

  Throttle(Clock clock) {
    this.clock = clock;
  }

  /**
   * @throws CrmException {@code too-many-requests} while they have to wait
   */
  synchronized void check(String login, String address) {
    var now = clock.instant();
    for (var key : keys(login, address)) {
      var failures = remembered.get(key);
      if (failures != null) {
        var until = failures.last().plus(penalty(failures.count() - key.free()));
        if (now.isBefore(until)) {
          var refused = CrmException.of(Code.TOO_MANY_REQUESTS);
          refused.retryAfterSeconds = (int) Duration.between(now, until).toSeconds() + 1;
          throw refused;
        }
      }
    }
  }

  synchronized void failed(String login, String address) {
    var now = clock.instant();
    for (var key : keys(login, address)) {
      remembered.merge(
          key,
          new Failures(1, now),
          (before, one) ->
              before.last().plus(FORGET).isBefore(now)
                  ? one
                  : new Failures(before.count() + 1, now));
    }
  }

  /** The address keeps its failures: one password of one's own is no licence to guess others'. */
  synchronized void succeeded(String login, String address) {
    remembered.remove(new Key(login, address));
  }

  private static List<Key> keys(String login, String address) {
    var whole = new Key(null, address);
    return login == null ? List.of(whole) : List.of(new Key(login, address), whole);
  }

  private static Duration penalty(int beyond) {
    if (beyond < 0) {
      return Duration.ZERO;
    }
    var doubled = Duration.ofSeconds(1L << Math.min(beyond, 20));
    return doubled.compareTo(FORGET) > 0 ? FORGET : doubled;
  }
}
