package org.tangramcrm.platform.internal.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;

class SecondFactorsTest {
  private static final Instant NOW = Instant.parse("2026-11-26T08:00:10Z");

  private IdentityDatabase database;
  private long user;

  @BeforeEach
  void setUp() throws Exception {
    database = new IdentityDatabase();
    user = database.user("Li.Na", null, "unused");
  }

  private SecondFactors at(int seconds) {
    return new SecondFactors(database.sql, Clock.fixed(NOW.plusSeconds(seconds), ZoneOffset.UTC));
  }

  private static String code(String secret, int seconds) throws Exception {
    return new TimeBasedOneTimePasswordGenerator()
        .generateOneTimePasswordString(
            new SecretKeySpec(new Base32().decode(secret), "HmacSHA1"), NOW.plusSeconds(seconds));
  }

  /** A wrong one for all the steps that are looked at. */
  private static String wrong(String secret) throws Exception {
    for (int i = 0; ; i++) {
      var code = "%06d".formatted(i);
      if (!code.equals(code(secret, -30))
          && !code.equals(code(secret, 0))
          && !code.equals(code(secret, 30))) {
        return code;
      }
    }
  }

  private String confirmed() throws Exception {
    var secret = at(0).begin(user, "Li.Na").secret;
    at(0).confirm(user, code(secret, -30));
    return secret;
  }

  @Test
  void tellsADeviceWhatItNeeds() {
    var begun = at(0).begin(user, "Li Na@south");
    assertThat(begun.secret).matches("[A-Z2-7]{32}");
    assertThat(begun.uri)
        .isEqualTo(
            "otpauth://totp/Tangram%20CRM:Li%20Na%40south?secret="
                + begun.secret
                + "&issuer=Tangram%20CRM");
  }

  @Test
  void takesEachCodeOnceAndOneStepToEitherSide() throws Exception {
    var secret = confirmed();
    refused(Code.UNAUTHENTICATED, "required", () -> at(0).check(user, null));
    refused(Code.UNAUTHENTICATED, "wrong", () -> at(0).check(user, code(secret, -30)));
    at(0).check(user, code(secret, 0));
    refused(Code.UNAUTHENTICATED, "wrong", () -> at(0).check(user, code(secret, 0)));
    at(0).check(user, code(secret, 30));
    refused(Code.UNAUTHENTICATED, "wrong", () -> at(30).check(user, code(secret, 90)));
    assertThatCode(() -> at(90).check(user, code(secret, 60))).doesNotThrowAnyException();
  }

  @Test
  void isThereOnceItIsConfirmedAndUntilItIsRemoved() throws Exception {
    var first = at(0).begin(user, "Li.Na").secret;
    var secret = at(0).begin(user, "Li.Na").secret;
    assertThat(secret).isNotEqualTo(first);
    refused(Code.INVALID, "wrong", () -> at(0).confirm(user, wrong(secret)));
    at(0).confirm(user, code(secret, 0));
    refused(Code.CONFLICT, null, () -> at(0).begin(user, "Li.Na"));
    refused(Code.CONFLICT, null, () -> at(30).confirm(user, code(secret, 30)));
    assertThat(at(0).remove(user)).isTrue();
    assertThat(at(0).remove(user)).isFalse();
    refused(Code.CONFLICT, null, () -> at(30).confirm(user, code(secret, 30)));
  }

  @Test
  void stopsWhoTriesOneCodeAfterTheOther() throws Exception {
    var secret = confirmed();
    var factors = at(0);
    for (int i = 0; i < 5; i++) {
      refused(Code.UNAUTHENTICATED, "wrong", () -> factors.check(user, wrong(secret)));
    }
    refused(Code.TOO_MANY_REQUESTS, null, () -> factors.check(user, code(secret, 0)));
  }

  private static void refused(Code code, String rule, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CrmException.class,
            e -> {
              assertThat(e.code).isEqualTo(code);
              if (rule != null) {
                assertThat(e.errors.get(0).field).isEqualTo("code");
                assertThat(e.errors.get(0).code).isEqualTo(rule);
              }
            });
  }
}
