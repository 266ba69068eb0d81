package org.tangramcrm.platform.internal.imports;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.contract.FieldType;
import org.tangramcrm.platform.dictionary.Dictionaries;
import org.tangramcrm.platform.internal.contract.Fields;
import org.tangramcrm.platform.internal.table.Cell;
import org.tangramcrm.platform.internal.table.NestedTexts;
import org.tangramcrm.platform.internal.table.Serials;
import org.tangramcrm.platform.internal.table.Table;

/**
 * Values as people write them into cells. What cannot be told for certain is refused and says why;
 * a guess would be found years later.
 */
final class Values {
  /** Spreadsheets count in doubles, which are exact up to here. */
  private static final int EXACT = 15;

  private static final MathContext AS_SHOWN = new MathContext(EXACT, RoundingMode.HALF_UP);

  private static final Pattern FULL_WIDTH_DIGIT = Pattern.compile("[０-９]");
  private static final Pattern ASCII = Pattern.compile("[\\x20-\\x7e]*");
  private static final Pattern THOUSANDS = Pattern.compile("(?<=\\d),(?=\\d{3}(\\D|$))");
  private static final Pattern DATE =
      Pattern.compile(
          "(\\d{4})(?:[-/.](\\d{1,2})[-/.](\\d{1,2})|年(\\d{1,2})月(\\d{1,2})[日号]?|(\\d{2})(\\d{2}))"
              + "(?:[T ]*(\\d{1,2})[:时](\\d{1,2})(?:[:分](\\d{1,2}))?(?:\\.\\d+)?[分秒]?)?");

  /** As a spreadsheet writes digits into a file of texts that it has not room for. */
  private static final Pattern LOST = Pattern.compile("[+-]?\\d(\\.\\d+)?[Ee]\\+\\d+");

  private static final Pattern EIGHT_DIGITS = Pattern.compile("\\d{8}");

  /** Numbers that are a year to everybody, and a day in 1905 to a spreadsheet. */
  private static final Pattern YEAR = Pattern.compile("19\\d\\d|20\\d\\d|2100");

  /** Longer than any number that is one of something. */
  private static final int LONGEST = 400;

  private static final Pattern AMOUNT =
      Pattern.compile("([^\\d+\\-.]*)([+-]?[\\d.]+)\\s*([万亿]?)(.*)");
  private static final Map<String, BigDecimal> UNITS =
      Map.of(
          "", BigDecimal.ONE,
          "万", BigDecimal.valueOf(10_000),
          "亿", BigDecimal.valueOf(100_000_000));
  private static final Map<String, String> CURRENCIES =
      Map.ofEntries(
          Map.entry("¥", "CNY"),
          Map.entry("元", "CNY"),
          Map.entry("人民币", "CNY"),
          Map.entry("RMB", "CNY"),
          Map.entry("$", "USD"),
          Map.entry("US$", "USD"),
          Map.entry("美元", "USD"),
          Map.entry("€", "EUR"),
          Map.entry("欧元", "EUR"),
          Map.entry("£", "GBP"),
          Map.entry("英镑", "GBP"),
          Map.entry("HK$", "HKD"),
          Map.entry("港币", "HKD"),
          Map.entry("港元", "HKD"),
          Map.entry("日元", "JPY"));

  /** That nothing stands there, where that says something: the field is to be emptied. */
  static final Object NOTHING = new Object();

  private static final Set<String> YES = Set.of("是", "有", "√", "✓", "yes", "y", "true", "1", "对");
  private static final Set<String> NO = Set.of("否", "无", "×", "✗", "no", "n", "false", "0", "错");

  private final ZoneId zone;
  private final boolean later;
  private final Dictionaries dictionaries;
  private final Map<String, Codes> codes = new HashMap<>();

  /**
   * An amount of money.
   *
   * @param amount null where only its currency stands there
   * @param currency null where only the amount does
   */
  record Amount(BigDecimal amount, String currency) {
    Amount with(Amount other) {
      return new Amount(
          amount == null ? other.amount : amount, currency == null ? other.currency : currency);
    }
  }

  /** The codes of a dictionary by what they are called. */
  private record Codes(boolean open, Map<String, Set<String>> byName) {}

  /**
   * @param later whether the file counts its days from 1904 on
   */
  Values(ZoneId zone, boolean later, Dictionaries dictionaries) {
    this.zone = zone;
    this.later = later;
    this.dictionaries = dictionaries;
  }

  /**
   * Reads a cell.
   *
   * @param cell not an empty one
   * @throws CrmException {@code invalid} naming the target
   */
  Object read(Target target, Cell cell, References references) {
    if (cell.kind() == Cell.Kind.ERROR) {
      throw CrmException.invalid(target.name(), "import-formula", cell.text());
    }
    if (target.use() == Target.Use.CURRENCY) {
      return new Amount(null, currency(target, width(cell.text())));
    }
    if (target.field() == null || target.use() == Target.Use.KEY) {
      return text(target, cell);
    }
    return switch (target.field().type()) {
      case TEXT, LONGTEXT -> text(target, cell);
      case CODE -> code(target, target.described().dictionary, text(target, cell));
      case SET ->
          Arrays.stream(text(target, cell).split("[;；,，、\\r\\n]"))
              .map(Table::strip)
              .filter(each -> !each.isEmpty())
              .map(each -> code(target, target.described().dictionary, each))
              .distinct()
              .collect(Collectors.toCollection(ArrayList::new));
      case INTEGER -> integer(target, cell);
      case DECIMAL -> decimal(target, cell);
      case MONEY -> money(target, cell);
      case DATE -> moment(target, cell).toLocalDate();
      case INSTANT -> instant(target, cell);
      case BOOLEAN -> flag(target, cell);
      case REFERENCE -> references.id(target, text(target, cell));
      case REFERENCES ->
          NestedTexts.parted(text(target, cell)).stream()
              .map(each -> references.id(target, each))
              .distinct()
              .collect(Collectors.toCollection(ArrayList::new));
      case NESTED ->
          NestedTexts.byParts(target.field())
              ? told(target, text(target, cell), references)
              : nested(target, text(target, cell), references);
    };
  }

  // ---- texts

  /** What of a cell stands for a text; digits that the file has lost are not made up. */
  static String text(Target target, Cell cell) {
    return switch (cell.kind()) {
      case NUMBER -> digits(target, cell);
      case DATE -> cell.text().replace('T', ' ');
      default -> plain(target, cell.text());
    };
  }

  private static String digits(Target target, Cell cell) {
    var number = new BigDecimal(cell.text());
    if (number.precision() - number.scale() > EXACT) {
      throw CrmException.invalid(target.name(), "import-digits");
    }
    return shown(number).toPlainString();
  }

  /** As a spreadsheet shows it: 0.1 + 0.2 is 0.3. */
  private static BigDecimal shown(BigDecimal number) {
    var rounded = number.round(AS_SHOWN).stripTrailingZeros();
    return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
  }

  /** Numbers and codes in full width are what they are in half; other texts stay as they are. */
  private static String plain(Target target, String text) {
    var stripped = Table.strip(text);
    if (LOST.matcher(stripped).matches()) {
      throw CrmException.invalid(target.name(), "import-digits");
    }
    if (FULL_WIDTH_DIGIT.matcher(stripped).find()) {
      var narrow = width(stripped);
      return ASCII.matcher(narrow).matches() ? narrow : stripped;
    }
    return stripped;
  }

  private static String width(String text) {
    return Table.strip(Normalizer.normalize(text, Normalizer.Form.NFKC));
  }

  // ---- codes

  private String code(Target target, String dictionary, String text) {
    var known = codes.computeIfAbsent(dictionary, this::codes);
    var found = known.byName().getOrDefault(name(text), Set.of());
    if (found.size() == 1) {
      return found.iterator().next();
    } else if (found.contains(text)) {
      return text;
    } else if (found.isEmpty() && known.open()) {
      return text;
    }
    throw found.isEmpty()
        ? CrmException.invalid(target.name(), "import-value", text)
        : CrmException.invalid(target.name(), "import-ambiguous", text, String.join(", ", found));
  }

  private Codes codes(String dictionary) {
    var described = dictionaries.get(dictionary);
    var byName = new HashMap<String, Set<String>>();
    for (var item : described.items) {
      for (var name : Arrays.asList(item.title, item.alias)) {
        if (name != null && !item.retired) {
          byName.computeIfAbsent(name(name), key -> new TreeSet<>()).add(item.code);
        }
      }
    }
    // A code is what it is, whatever else is called so.
    for (var item : described.items) {
      byName.put(name(item.code), new TreeSet<>(Set.of(item.code)));
    }
    return new Codes(described.open, byName);
  }

  private static String name(String text) {
    return width(text).toLowerCase(Locale.ROOT);
  }

  // ---- numbers

  private static Integer integer(Target target, Cell cell) {
    try {
      return decimal(target, cell).intValueExact();
    } catch (ArithmeticException e) {
      throw CrmException.invalid(target.name(), "import-integer", cell.text()).initCause(e);
    }
  }

  private static BigDecimal decimal(Target target, Cell cell) {
    if (cell.kind() == Cell.Kind.NUMBER) {
      return number(target, cell);
    }
    var text = width(cell.text());
    var percent = text.endsWith("%");
    try {
      if (text.length() > LONGEST) {
        throw new NumberFormatException();
      }
      var number =
          new BigDecimal(
              THOUSANDS
                  .matcher(percent ? text.substring(0, text.length() - 1) : text)
                  .replaceAll("")
                  .strip());
      if (Math.abs((long) number.scale()) > LONGEST) {
        throw new NumberFormatException();
      }
      return percent ? number.movePointLeft(2) : number;
    } catch (NumberFormatException e) {
      throw CrmException.invalid(target.name(), "import-number", cell.text()).initCause(e);
    }
  }

  private static BigDecimal number(Target target, Cell cell) {
    return new BigDecimal(digits(target, cell));
  }

  private static Amount money(Target target, Cell cell) {
    if (cell.kind() == Cell.Kind.NUMBER) {
      return new Amount(number(target, cell), null);
    }
    var text = THOUSANDS.matcher(width(cell.text())).replaceAll("");
    var parts = AMOUNT.matcher(text);
    if (cell.kind() != Cell.Kind.TEXT || !parts.matches()) {
      throw CrmException.invalid(target.name(), "import-number", cell.text());
    }
    var before = parts.group(1).strip();
    var after = parts.group(4).strip();
    try {
      var amount = new BigDecimal(parts.group(2)).multiply(UNITS.get(parts.group(3)));
      if (before.endsWith("-")) {
        throw new NumberFormatException();
      }
      var said = before.isEmpty() ? after : before;
      return new Amount(amount, said.isEmpty() ? null : currency(target, said));
    } catch (NumberFormatException e) {
      throw CrmException.invalid(target.name(), "import-number", cell.text()).initCause(e);
    }
  }

  private static String currency(Target target, String text) {
    var sign = text.toUpperCase(Locale.ROOT);
    if (CURRENCIES.containsKey(sign)) {
      return CURRENCIES.get(sign);
    } else if (sign.matches("[A-Z]{3}")) {
      return sign;
    }
    throw CrmException.invalid(target.name(), "import-value", text);
  }

  private static Boolean flag(Target target, Cell cell) {
    var text = name(cell.text());
    if (YES.contains(text)) {
      return true;
    } else if (NO.contains(text)) {
      return false;
    }
    throw CrmException.invalid(target.name(), "import-yes-no", cell.text());
  }

  // ---- time

  private LocalDateTime moment(Target target, Cell cell) {
    var text = width(cell.text());
    try {
      if (YEAR.matcher(text).matches()) {
        throw date(target, cell);
      }
      if (cell.kind() == Cell.Kind.NUMBER && !EIGHT_DIGITS.matcher(text).matches()
          || text.matches("\\d{5}(\\.\\d+)?")) {
        return Serials.moment(new BigDecimal(text), later).orElseThrow(() -> date(target, cell));
      }
      var parts = DATE.matcher(text);
      if (!parts.matches()) {
        throw date(target, cell);
      }
      var date =
          LocalDate.of(
              Integer.parseInt(parts.group(1)),
              Integer.parseInt(first(parts.group(2), parts.group(4), parts.group(6))),
              Integer.parseInt(first(parts.group(3), parts.group(5), parts.group(7))));
      return date.atTime(
          parts.group(8) == null
              ? LocalTime.MIDNIGHT
              : LocalTime.of(
                  Integer.parseInt(parts.group(8)),
                  Integer.parseInt(parts.group(9)),
                  parts.group(10) == null ? 0 : Integer.parseInt(parts.group(10))));
    } catch (DateTimeException e) {
      throw (CrmException) date(target, cell).initCause(e);
    }
  }

  private static String first(String... some) {
    return Arrays.stream(some).filter(java.util.Objects::nonNull).findFirst().orElseThrow();
  }

  private static CrmException date(Target target, Cell cell) {
    return CrmException.invalid(target.name(), "import-date", cell.text());
  }

  private Instant instant(Target target, Cell cell) {
    try {
      return OffsetDateTime.parse(width(cell.text())).toInstant();
    } catch (DateTimeException e) {
      return moment(target, cell).atZone(zone).toInstant();
    }
  }

  // ---- several values in a cell

  /** Each value by its parts, as a line of its own. */
  private List<Object> told(Target target, String text, References references) {
    var parts =
        NestedTexts.parts(target.field()).stream()
            .collect(Collectors.toMap(FieldModel::name, part -> part));
    var values = new ArrayList<Object>();
    for (var told :
        NestedTexts.told(text)
            .orElseThrow(() -> CrmException.invalid(target.name(), "import-parts", text))) {
      var value = Fields.made(target.field());
      told.forEach(
          (name, said) -> {
            var part = parts.get(name);
            if (part == null) {
              throw CrmException.invalid(target.name(), "import-parts", name);
            }
            part.set(value, part(target, part, Cell.text(said), references));
          });
      values.add(value);
    }
    return values;
  }

  private Object part(Target target, FieldModel part, Cell cell, References references) {
    return switch (part.type()) {
      case CODE -> code(target, part.declaration().dictionary(), cell.text());
      case INTEGER -> integer(target, cell);
      case DECIMAL -> decimal(target, cell);
      case MONEY -> {
        var amount = money(target, cell);
        yield Money.of(amount.amount(), amount.currency());
      }
      case DATE -> moment(target, cell).toLocalDate();
      case BOOLEAN -> flag(target, cell);
      case REFERENCE -> references.id(target, cell.text());
      default -> plain(target, cell.text());
    };
  }

  /**
   * Each value by its one needed text or record, with the name of a kind before it where it has
   * kinds.
   */
  private List<Object> nested(Target target, String text, References references) {
    var main = NestedTexts.main(target.field()).orElseThrow();
    var coded =
        NestedTexts.parts(target.field()).stream()
            .filter(part -> part.type() == FieldType.CODE)
            .toList();
    var values = new ArrayList<Object>();
    for (var each : NestedTexts.parted(text)) {
      var value = Fields.made(target.field());
      var rest = each;
      for (var part : coded) {
        var words = rest.split("[\\s:：]+", 2);
        var dictionary = codes.computeIfAbsent(part.declaration().dictionary(), this::codes);
        var found = dictionary.byName().getOrDefault(name(words[0]), Set.of());
        if (words.length == 2 && found.size() == 1) {
          part.set(value, found.iterator().next());
          rest = words[1];
        }
      }
      main.set(
          value,
          main.type() == FieldType.REFERENCE
              ? references.id(target, NestedTexts.named(rest))
              : plain(target, rest));
      values.add(value);
    }
    return values;
  }
}
