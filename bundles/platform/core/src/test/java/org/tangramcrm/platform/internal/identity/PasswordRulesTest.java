package org.tangramcrm.platform.internal.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.CrmException;

class PasswordRulesTest {
  private static final Instant NOW = Instant.parse("2026-11-26T09:00:00Z");

  @Test
  void lengthIsAskedForAndMoreThanTheSignInName() {
    var rules = new PasswordRules(Map.of("password.minLength", "12"));
    assertThatCode(() -> rules.check("long enough to hold", "li.na")).doesNotThrowAnyException();
    assertThatCode(() -> rules.check(null, "li.na")).doesNotThrowAnyException();
    refused(rules, "just short!", "li.na", "too-short");
    refused(rules, "Administrator1", "administrator", "little-but-login");
    assertThatCode(() -> rules.check("administrator of things", "administrator"))
        .doesNotThrowAnyException();
  }

  @Test
  void aConfigurationNeverAsksForLessThanTheContract() {
    refused(new PasswordRules(Map.of("password.minLength", "4")), "short", "li.na", "too-short");
    assertThat(new PasswordRules(Map.of()).cost()).isEqualTo(12);
    assertThat(new PasswordRules(Map.of("password.cost", "3")).cost()).isEqualTo(4);
    assertThat(new PasswordRules(Map.of("password.cost", "13")).cost()).isEqualTo(13);
    assertThat(new PasswordRules(Map.of("password.cost", "31")).cost()).isEqualTo(16);
    assertThatThrownBy(() -> new PasswordRules(Map.of("password.days", "many")))
        .hasMessageContaining("password.days");
  }

  @Test
  void aPasswordExpiresAfterItsDaysWhereTheyAreSaid() {
    var clock = Clock.fixed(NOW, ZoneOffset.UTC);
    var rules = new PasswordRules(10, Duration.ofDays(90), clock);
    assertThat(rules.expired(NOW.minus(Duration.ofDays(90)))).isTrue();
    assertThat(rules.expired(NOW.minus(Duration.ofDays(90)).plusMillis(1))).isFalse();
    assertThat(rules.expired(null)).isFalse();
    assertThat(new PasswordRules(Map.of()).expired(NOW.minus(Duration.ofDays(9999)))).isFalse();
  }

  private static void refused(PasswordRules rules, String password, String login, String rule) {
    assertThatThrownBy(() -> rules.check(password, login))
        .isInstanceOfSatisfying(
            CrmException.class, e -> assertThat(e.errors.get(0).code).isEqualTo(rule));
  }
}
