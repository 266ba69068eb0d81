package org.tangramcrm.platform.internal.numbering;

import java.time.LocalDate;
import java.util.Locale;
import java.util.regex.Matcher;
import org.tangramcrm.platform.CrmException;

/**
 * What numbers are made by.
 *
 * @param text such as {@code C-{year}-{000000}}
 * @see org.tangramcrm.platform.numbering.NumberPattern
 */
public record Pattern(String text) {
  private static final java.util.regex.Pattern PART =
      java.util.regex.Pattern.compile("\\{([^{}]*)}");
  private static final java.util.regex.Pattern COUNTER = java.util.regex.Pattern.compile("0{3,10}");

  /** Numbers stand in addresses, and people type them. */
  private static final java.util.regex.Pattern PLAIN =
      java.util.regex.Pattern.compile("[A-Za-z0-9._-]*");

  private enum Period {
    YEAR("%1$tY"),
    YY("%1$ty"),
    MONTH("%1$tm"),
    DAY("%1$td");

    private final String format;

    Period(String format) {
      this.format = format;
    }

    static Period of(String name) {
      for (var period : values()) {
        if (period.name().toLowerCase(Locale.ROOT).equals(name)) {
          return period;
        }
      }
      throw CrmException.invalid("pattern", "number-part", "{" + name + "}");
    }

    String of(LocalDate date) {
      return String.format(Locale.ROOT, format, date);
    }
  }

  /**
   * A pattern that somebody entered.
   *
   * @throws CrmException {@code invalid}
   */
  static Pattern entered(String text) {
    var counters = 0;
    var parts = PART.matcher(text);
    while (parts.find()) {
      if (COUNTER.matcher(parts.group(1)).matches()) {
        counters++;
      } else {
        Period.of(parts.group(1));
      }
    }
    if (counters != 1) {
      throw CrmException.invalid("pattern", "number-counter", "{0000}");
    }
    if (!PLAIN.matcher(PART.matcher(text).replaceAll("")).matches()) {
      throw CrmException.invalid("pattern", "number-characters");
    }
    return new Pattern(text);
  }

  /** What tells the series of a day from those of others: nothing, where one goes on for ever. */
  public String series(LocalDate day) {
    var series = new StringBuilder();
    PART.matcher(text)
        .results()
        .map(part -> part.group(1))
        .filter(name -> !COUNTER.matcher(name).matches())
        .map(Period::of)
        // 2026 and 26 are one year.
        .map(period -> period == Period.YY ? Period.YEAR : period)
        .distinct()
        .sorted()
        .forEach(period -> series.append('-').append(period.of(day)));
    return series.toString();
  }

  /**
   * A number.
   *
   * @param value its place in the series, from 1
   */
  public String number(LocalDate day, long value) {
    return PART.matcher(text)
        .replaceAll(
            part -> {
              var name = part.group(1);
              return Matcher.quoteReplacement(
                  COUNTER.matcher(name).matches()
                      ? String.format(Locale.ROOT, "%0" + name.length() + "d", value)
                      : Period.of(name).of(day));
            });
  }
}
