package org.tangramcrm.platform.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeysTest {
  @Test
  void doesNotGoByCaseWidthOrSpaces() {
    assertThat(Keys.key("  ＡＣＭＥ　 Tools ")).isEqualTo("acmetools");
    assertThat(Keys.key("A.B@Example.com")).isEqualTo("a.b@example.com");
    assertThat(Keys.key("华东 电子")).isEqualTo(Keys.key("华东　电子")).isEqualTo("华东电子");
    assertThat(Keys.key("x".repeat(300))).hasSize(200);
  }
}
