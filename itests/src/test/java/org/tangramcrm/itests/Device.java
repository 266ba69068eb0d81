package org.tangramcrm.itests;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.security.InvalidKeyException;
import java.time.Instant;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;

/** Somebody's telephone, which makes codes of a secret and the time. Each code counts once. */
final class Device {
  private static final int STEP_SECONDS = 30;

  private final TimeBasedOneTimePasswordGenerator generator =
      new TimeBasedOneTimePasswordGenerator();
  private final SecretKeySpec secret;

  /** As the clock of the device goes; a server allows for half a minute in either direction. */
  private int ahead = -STEP_SECONDS;

  Device(String secret) {
    this.secret = new SecretKeySpec(new Base32().decode(secret.replace(" ", "")), "RAW");
  }

  /** One that was not shown yet; three of them without waiting for the time to pass. */
  String next() {
    try {
      var code = generator.generateOneTimePasswordString(secret, Instant.now().plusSeconds(ahead));
      ahead += STEP_SECONDS;
      return code;
    } catch (InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }
}
