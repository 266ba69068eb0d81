package org.tangramcrm.platform.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.validation.constraints.NotBlank;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.Field;
import org.tangramcrm.platform.dictionary.Dictionaries;
import org.tangramcrm.platform.dictionary.Dictionary;
import org.tangramcrm.platform.internal.contract.Fields;
import org.tangramcrm.platform.internal.table.Cell;
import org.tangramcrm.platform.internal.table.NestedTexts;
import org.tangramcrm.platform.metadata.CollectionMetadata.FieldMetadata;

class ValuesTest {
  /** A value within a record. */
  public static class Line {
    @Field(dictionary = "kind")
    public String kind;

    @NotBlank @Field public String number;
    @Field public String remark;
    @Field public Boolean primary;
  }

  /** A value that consists of numbers. */
  public static class Item {
    @Field public String name;
    @Field public BigDecimal quantity;
    @Field public BigDecimal price;
    @Field public LocalDate day;
  }

  /** A record. */
  public static class Thing extends BusinessRecord {
    @Field public String name;

    @Field(dictionary = "kind")
    public String kind;

    @Field(dictionary = "kind")
    public List<String> kinds = new ArrayList<>();

    @Field public Integer count;
    @Field public BigDecimal share;
    @Field public Money price;
    @Field public LocalDate day;
    @Field public Instant moment;
    @Field public Boolean flag;
    @Field public List<Line> lines = new ArrayList<>();
    @Field public List<Item> items = new ArrayList<>();
  }

  private final Values values = new Values(ZoneId.of("Asia/Shanghai"), false, dictionaries());

  private static Dictionaries dictionaries() {
    var dictionary = new Dictionary();
    for (var item : List.of("office 办公 Office", "home 家庭 Home", "a 同名 Same", "b 同名 Same")) {
      var choice = new Dictionary.Choice();
      choice.code = item.split(" ")[0];
      choice.title = item.split(" ")[1];
      choice.alias = item.split(" ")[2];
      dictionary.items.add(choice);
    }
    return (Dictionaries)
        Proxy.newProxyInstance(
            ValuesTest.class.getClassLoader(),
            new Class<?>[] {Dictionaries.class},
            (proxy, method, arguments) -> dictionary);
  }

  private static Target target(String name) {
    var field =
        Fields.of(Thing.class).stream().filter(it -> it.name().equals(name)).findFirst().get();
    var described = new FieldMetadata();
    described.key = name;
    described.dictionary = "kind";
    return new Target(name, Target.Use.VALUE, described, field);
  }

  private Object read(String field, String text) {
    return values.read(target(field), Cell.text(text), null);
  }

  @Test
  void whatConsistsOfNumbersIsReadByItsPartsAsItIsShown() {
    var first = new Item();
    first.name = "Bolt | 6\\ mm = a, b; c";
    first.quantity = new BigDecimal("2.0000");
    first.price = new BigDecimal("1200");
    var second = new Item();
    second.quantity = new BigDecimal("0.00");
    second.day = LocalDate.of(2026, 3, 1);
    var field = target("items").field();
    var shown = NestedTexts.shown(field, List.of(first, second));
    assertThat(shown)
        .isEqualTo(
            "name=Bolt \\| 6\\\\ mm = a, b; c | quantity=2 | price=1200\nquantity=0 | day=2026-03-01");
    var read = (List<?>) read("items", shown);
    assertThat(NestedTexts.shown(field, read)).isEqualTo(shown);
    assertThat(((Item) read.get(0)).name).isEqualTo(first.name);
    // As people write it.
    var typed = (Item) ((List<?>) read("items", "quantity = 1,000 ｜price=9.5|day=2026/3/1")).get(0);
    assertThat(typed.quantity).isEqualByComparingTo("1000");
    assertThat(typed.day).isEqualTo(LocalDate.of(2026, 3, 1));
    for (var wrong : List.of("Bolt 2", "quantity=x", "colour=red", "=2")) {
      assertThatThrownBy(() -> read("items", wrong))
          .as(wrong)
          .isInstanceOfSatisfying(
              CrmException.class, e -> assertThat(e.errors.get(0).field).isEqualTo("items"));
    }
  }

  private Object number(String field, String digits) {
    return values.read(target(field), new Cell(Cell.Kind.NUMBER, digits), null);
  }

  private void refused(String field, Cell cell, String rule) {
    assertThatThrownBy(() -> values.read(target(field), cell, null))
        .isInstanceOfSatisfying(
            CrmException.class,
            refusal -> {
              assertThat(refusal.errors.get(0).code).isEqualTo(rule);
              assertThat(refusal.errors.get(0).field).isEqualTo(field);
            });
  }

  @Test
  void digitsAreKeptOrRefusedAndNeverMadeUp() {
    assertThat(number("name", "6222021234567")).isEqualTo("6222021234567");
    assertThat(number("name", "100000000000000")).isEqualTo("100000000000000");
    assertThat(number("name", "0.30000000000000004")).isEqualTo("0.3");
    assertThat(read("name", "　６２２２０２１２３４５６７８９０１２　")).isEqualTo("622202123456789012");
    assertThat(read("name", "＝1+1")).isEqualTo("＝1+1");
    assertThat(read("name", "第１车间")).isEqualTo("第１车间");
    refused("name", new Cell(Cell.Kind.NUMBER, "6222021234567890000"), "import-digits");
    // As a spreadsheet writes them into a file of texts.
    for (var text : List.of("9.13501E+17", "6.2220212345679e+18", "1E+15")) {
      refused("name", Cell.text(text), "import-digits");
      refused("lines", Cell.text("办公 " + text), "import-digits");
    }
    assertThat(read("name", "1E5")).isEqualTo("1E5");
    refused("share", Cell.text("1E999999999"), "import-number");
    refused("count", new Cell(Cell.Kind.NUMBER, "1000000000000000"), "import-digits");
    refused("name", new Cell(Cell.Kind.ERROR, "#N/A"), "import-formula");
  }

  @Test
  void numbersAreReadAsTheyAreWritten() {
    assertThat(read("count", "１，２００")).isEqualTo(1200);
    assertThat(number("count", "30.000000000000004")).isEqualTo(30);
    assertThat(read("share", "12.5%")).isEqualTo(new BigDecimal("0.125"));
    refused("count", Cell.text("1.5"), "import-integer");
    refused("count", Cell.text("1,2,3"), "import-number");
    refused("share", Cell.text("many"), "import-number");
  }

  @Test
  void amountsComeWithAndWithoutCurrency() {
    assertThat(read("price", "¥1,234.50")).isEqualTo(amount("1234.50", "CNY"));
    assertThat(read("price", "USD 12")).isEqualTo(amount("12", "USD"));
    assertThat(read("price", "12 欧元")).isEqualTo(amount("12", "EUR"));
    assertThat(read("price", "3.5万元")).isEqualTo(amount("35000.0", "CNY"));
    assertThat(number("price", "0.30000000000000004")).isEqualTo(amount("0.3", null));
    refused("price", Cell.text("12 apples"), "import-value");
    refused("price", Cell.text("twelve"), "import-number");
    refused("price", Cell.text("1.2.3"), "import-number");
  }

  private static Values.Amount amount(String amount, String currency) {
    return new Values.Amount(new BigDecimal(amount), currency);
  }

  @Test
  void daysAreReadInEveryNotationThatMeansOne() {
    var day = LocalDate.of(2026, 1, 5);
    for (var text :
        List.of(
            "2026-01-05",
            "2026/1/5",
            "2026.1.5",
            "2026年1月5日",
            "20260105",
            "２０２６／１／５",
            "46027",
            "2026-01-05 14:30")) {
      assertThat(read("day", text)).as(text).isEqualTo(day);
    }
    assertThat(number("day", "46027")).isEqualTo(day);
    assertThat(number("day", "20260105")).isEqualTo(day);
    // A year is no day of 1905.
    refused("day", new Cell(Cell.Kind.NUMBER, "1998"), "import-date");
    refused("day", Cell.text("2026"), "import-date");
    assertThat(
            new Values(ZoneId.of("Asia/Shanghai"), true, dictionaries())
                .read(target("day"), new Cell(Cell.Kind.NUMBER, "44565"), null))
        .isEqualTo(day);
    assertThat(read("moment", "2026/1/5 14:30")).isEqualTo(Instant.parse("2026-01-05T06:30:00Z"));
    assertThat(read("moment", "2026-01-05T14:30:00Z"))
        .isEqualTo(Instant.parse("2026-01-05T14:30:00Z"));
    assertThat(number("moment", "46027.5")).isEqualTo(Instant.parse("2026-01-05T04:00:00Z"));
    for (var text : List.of("05/01/2026", "2026-13-01", "2026-02-30", "soon", "5.1.26")) {
      refused("day", Cell.text(text), "import-date");
    }
  }

  @Test
  void codesAreKnownByCodeAndByNameInBothLanguages() {
    for (var text : List.of("office", "OFFICE", "办公", " Ｏｆｆｉｃｅ ")) {
      assertThat(read("kind", text)).isEqualTo("office");
    }
    assertThat(read("kinds", "办公、home，办公")).isEqualTo(List.of("office", "home"));
    refused("kind", Cell.text("nowhere"), "import-value");
    refused("kind", Cell.text("同名"), "import-ambiguous");
    assertThat(read("flag", "是")).isEqualTo(true);
    assertThat(values.read(target("flag"), new Cell(Cell.Kind.BOOLEAN, "false"), null))
        .isEqualTo(false);
    refused("flag", Cell.text("maybe"), "import-yes-no");
  }

  @Test
  void severalValuesStandInOneCell() {
    var lines = (List<?>) read("lines", "办公 021-1234; 138 0000 1111\nhome: １３９");
    assertThat(lines)
        .extracting(line -> ((Line) line).kind + "/" + ((Line) line).number)
        .containsExactly("office/021-1234", "null/138 0000 1111", "home/139");
  }

  private final Changes changes = new Changes("EUR");

  /** An amount without a currency is in the one that the company counts in. */
  @Test
  void amountsAreInTheBaseCurrencyUnlessTheySayOtherwise() {
    var thing = new Thing();
    var said = new org.tangramcrm.platform.internal.imports.Line(2);
    said.values.put(target("price").field(), amount("12", null));
    changes.make(said, thing);
    assertThat(thing.price).isEqualTo(Money.of(new BigDecimal("12"), "EUR"));
  }

  @Test
  void valuesKeepWhatACellDoesNotTellOfThem() {
    var first = new Line();
    first.kind = "office";
    first.number = "021-1234";
    first.remark = "front desk";
    first.primary = true;
    var second = new Line();
    second.kind = "home";
    second.number = "139";
    var thing = new Thing();
    thing.lines = new ArrayList<>(List.of(first, second));
    var field = target("lines").field();
    var said = new org.tangramcrm.platform.internal.imports.Line(2);
    said.values.put(field, read("lines", "139; office 021-1234 front desk"));
    changes.apply(said, thing);
    assertThat(thing.lines)
        .extracting(line -> line.kind + "/" + line.number + "/" + line.remark + "/" + line.primary)
        .containsExactly("home/139/null/null", "office/021-1234/front desk/true");
    // Said in any shape, it is no change.
    assertThat(changes.any(said, thing)).isFalse();
    said.values.put(field, read("lines", "139; home 021-1234 front desk; 555"));
    changes.apply(said, thing);
    assertThat(thing.lines)
        .extracting(line -> line.kind + "/" + line.number + "/" + line.remark + "/" + line.primary)
        .containsExactly(
            "home/139/null/null", "home/021-1234/front desk/true", "null/555/null/null");
  }

  @Test
  void whatIsSaidAlreadyIsNoChange() {
    var thing = new Thing();
    thing.name = "a";
    thing.price = Money.of(new BigDecimal("12.00"), "USD");
    thing.kinds = List.of("home", "office");
    thing.moment = Instant.parse("2026-01-05T06:30:00.123Z");
    var said = new org.tangramcrm.platform.internal.imports.Line(2);
    said.values.put(target("name").field(), "a");
    said.values.put(target("price").field(), amount("12", null));
    said.values.put(target("kinds").field(), List.of("office", "home"));
    said.values.put(target("moment").field(), Instant.parse("2026-01-05T06:30:00Z"));
    assertThat(changes.any(said, thing)).isFalse();
    said.values.put(target("price").field(), new Values.Amount(null, "EUR"));
    assertThat(changes.any(said, thing)).isTrue();
    changes.apply(said, thing);
    assertThat(thing.price).isEqualTo(Money.of(new BigDecimal("12.00"), "EUR"));
  }

  @Test
  void headersAreKnownByAllTheirNamesEachOnce() {
    Map<String, Set<String>> names = new LinkedHashMap<>();
    names.put("name", Set.of("name", "名称", "客户名称"));
    names.put("revenue", Set.of("revenue", "年营业额"));
    names.put("revenue.currency", Set.of("revenue.currency", "年营业额 (ISO 4217)"));
    assertThat(
            Headers.guessed(
                List.of("客户名称*", "年营业额 (ISO 4217)", " 年 营业额（必填）", "Name", "", "else"), names))
        .containsExactly("name", "revenue.currency", "revenue", null, null, null);
    assertThat(Headers.key(List.of("Name *", "b"))).isEqualTo(Headers.key(List.of("name", "B")));
    assertThat(Headers.key(List.of("a", "b"))).isNotEqualTo(Headers.key(List.of("b", "a")));
  }

  @Test
  void manyTextsAreRememberedInLittleRoom() {
    var seen = new Seen();
    for (int i = 0; i < 20_000; i++) {
      assertThat(seen.add("text " + i)).isTrue();
    }
    assertThat(seen.add("text 19999")).isFalse();
    assertThat(seen.has("text 0")).isTrue();
    assertThat(seen.has("text 20000")).isFalse();
  }
}
