package org.tangramcrm.platform.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tangramcrm.platform.contract.Likeness;

class LikenessesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          上海华东科技有限公司 | 上海华东科技
          上海华东科技股份有限公司 | 上海华东科技有限责任公司
          上海华东科技（集团）有限公司 | 上海华东科技(集团) 有限公司
          ＡＣＭＥ　Tools Co., Ltd. | acme tools
          Acme Tools Company Limited | ACME TOOLS, INC.
          Müller GmbH & Co. KG | Müller
          Johnson & Johnson | Johnson and Johnson
          A.C.M.E. S.A. | ACME
          """)
  void firmsAreAlikeWhateverTheirLegalForm(String one, String other) {
    assertThat(Likenesses.key(Likeness.COMPANY, one))
        .isEqualTo(Likenesses.key(Likeness.COMPANY, other))
        .isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          上海华东科技有限公司 | 上海华东电子有限公司
          上海华东科技有限公司 | 上海华东科技有限公司北京分公司
          Acme Tools Ltd | Acme Toys Ltd
          有限公司 | 公司
          Company | Limited
          """)
  void firmsThatAreCalledOtherwiseAreNot(String one, String other) {
    assertThat(Likenesses.key(Likeness.COMPANY, one))
        .isNotEqualTo(Likenesses.key(Likeness.COMPANY, other));
  }

  @ParameterizedTest
  @CsvSource({
    "010-8888 8888, 01088888888",
    "+86 10 8888 8888, (010)88888888",
    "0086-10-88888888, 010-88888888转123",
    "+86 138 1111 2222, 13811112222",
    "+1 650 555 0100, 0016505550100",
    "０１０－８８８８８８８８, 010-88888888 ext. 7"
  })
  void telephonesAreAlikeInAnyNotation(String one, String other) {
    assertThat(Likenesses.key(Likeness.PHONE, one))
        .isEqualTo(Likenesses.key(Likeness.PHONE, other))
        .isNotEmpty();
  }

  @Test
  void shortNumbersAreLikeNoOther() {
    assertThat(Likenesses.key(Likeness.PHONE, "110")).isEmpty();
    assertThat(Likenesses.key(Likeness.PHONE, "ext. 12345678")).isEmpty();
  }

  @Test
  void addressesAreAlikeByTheDomainUnlessItIsEverybodys() {
    assertThat(Likenesses.key(Likeness.MAIL_DOMAIN, "Li@Huadong.CN")).isEqualTo("huadong.cn");
    assertThat(Likenesses.key(Likeness.MAIL_DOMAIN, "li@163.com")).isEmpty();
    assertThat(Likenesses.key(Likeness.MAIL_DOMAIN, "no address")).isEmpty();
  }

  @Test
  void whatIsTheSameDoesNotGoByCaseWidthOrSpaces() {
    assertThat(Likenesses.key(Likeness.NONE, "  ＡＣＭＥ　 Tools ")).isEqualTo("acmetools");
    assertThat(Likenesses.key(Likeness.NONE, "A.B@Example.com")).isEqualTo("a.b@example.com");
    assertThat(Likenesses.key(Likeness.NONE, "华东 电子")).isEqualTo("华东电子");
  }
}
