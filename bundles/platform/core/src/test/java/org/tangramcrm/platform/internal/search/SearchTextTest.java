package org.tangramcrm.platform.internal.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SearchTextTest {
  private static final SearchText RECORD =
      SearchText.of(
          List.of(
              "上海华东科技有限公司",
              "重庆 Goodsilron 3M 7-11",
              "010-8888 8888",
              "0755-83765566-8008",
              "138 0013 8000 转 12",
              "C-2026-000123",
              "91310000MA1K35XY7B",
              "曾丽",
              "绿地",
              "sales.12345@hengtai.example"),
          new Readings());

  /** As the database does: the index leads to the record, and the text is compared. */
  private static boolean finds(String typed) {
    return Words.of(typed).stream()
        .allMatch(
            word ->
                RECORD.text().contains(word.text())
                    && word.ways().stream().allMatch(SearchTextTest::leads));
  }

  private static boolean leads(Set<String> way) {
    return way.stream().anyMatch(RECORD.grams()::contains);
  }

  @TestFactory
  Stream<DynamicTest> isFoundBy() {
    return Stream.of(
            "华",
            "华东",
            "东科",
            "有限公司",
            "司",
            "科技有限",
            "hdkj",
            "hu",
            "do",
            "zengli",
            "sales.12345@hengtai.example",
            "12345@heng",
            "sales.12345@",
            "5@h",
            "@hengtai",
            "huadong",
            "dongke",
            "dongk",
            "dongkeji",
            "hdkjyxgs",
            "goodsil",
            "odsilron",
            "HuaDong",
            "chongqing",
            "华东 3m",
            "3m",
            "silron",
            "GOODSILRON",
            "７－１１",
            "7-11",
            "010-8888 8888",
            "(010) 88888888",
            "+86 10 8888 8888",
            "0086-10-88888888",
            "01088888888",
            "86-010-88888888",
            "+86 (0)10 8888 8888",
            "０１０－８８８８８８８８",
            "010‑8888–8888",
            "tel: 010-88888888",
            "010-88888888转123",
            "010 8888 8888 ext. 5",
            "83765566",
            "+86 755 8376 5566",
            "0755-83765566-8008",
            "0755 83765566 分机 8008",
            "13800138000",
            "0086 138-0013-8000",
            "电话：13800138000",
            "8888",
            "c-2026-000123",
            "2026-000123",
            "000123",
            "2026000123",
            "91310000MA1K35XY7B",
            "91310000MA1K",
            "35XY7B")
        .map(typed -> DynamicTest.dynamicTest(typed, () -> assertThat(finds(typed)).isTrue()));
  }

  @TestFactory
  Stream<DynamicTest> isNotFoundBy() {
    return Stream.of(
            "华南", "cengli", "12346@hengtai", "@example", "zhongqing", "8889", "xyz", "有限责任")
        .map(typed -> DynamicTest.dynamicTest(typed, () -> assertThat(finds(typed)).isFalse()));
  }

  @Test
  void namesSortByPinyinAndThenByCharacter() {
    assertThat(
            Stream.of("张三", "章二", "阿里", "重庆", "ABC", "长沙", "zoo")
                .sorted(
                    (a, b) ->
                        Pinyin.sortKey(a, 400, new Readings())
                            .compareTo(Pinyin.sortKey(b, 400, new Readings()))))
        .containsExactly("ABC", "阿里", "长沙", "重庆", "张三", "章二", "zoo");
  }

  @Test
  void whatNearlyEveryFirmIsCalledLeadsNowhere() {
    assertThat(Words.of("有限公司").get(0).ways()).isEmpty();
    assertThat(RECORD.grams()).doesNotContain("有", "公司", "yxgs");
  }

  @Test
  void twoSyllablesLeadToTheirOwnRows() {
    assertThat(Words.of("huadong").get(0).ways()).containsExactly(Set.of("hua"), Set.of("huado"));
  }

  @Test
  void anyFourDigitsLeadToATelephoneNumberAndTheLastOfThemAloneToACode() {
    assertThat(Words.of("13912345678").get(0).ways())
        .hasSize(8)
        .contains(Set.of("5678"), Set.of("1391", "=13912345678"));
  }
}
