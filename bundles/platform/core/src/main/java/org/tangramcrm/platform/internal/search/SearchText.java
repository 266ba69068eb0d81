package org.tangramcrm.platform.internal.search;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a record can be found by: its searched values in normal form with their readings, initials
 * and bare digits, a line each, and the grams by which an index finds the lines.
 *
 * <p>Names are found by any part, in any script: their characters, and what is typed of their
 * pinyin from a syllable's start, or of their initials. Telephone numbers are found by any four
 * digits in any notation; other codes whole or by their end, from four digits on; e-mail addresses
 * by any part with what stands beside the at sign.
 */
final class SearchText {
  /** As much as the column holds. */
  private static final int LENGTH = 4_000;

  private static final Pattern EMAIL = Pattern.compile("[^@ ]+@[^@ ]+");
  private static final Pattern SEPARATING = Pattern.compile("[^0-9a-z]");
  private static final Pattern RUN = Pattern.compile("[0-9a-z]+");
  private static final Pattern SEPARATED = Pattern.compile("[0-9a-z(+][0-9a-z()+\\-./]*[0-9a-z)]");

  private final Readings readings;
  private final Set<String> lines = new LinkedHashSet<>();
  private final Set<String> grams = new LinkedHashSet<>();

  private SearchText(Readings readings) {
    this.readings = readings;
  }

  static SearchText of(Collection<String> values, Readings readings) {
    var text = new SearchText(readings);
    values.stream().filter(value -> value != null && !value.isBlank()).forEach(text::add);
    return text;
  }

  String text() {
    var text = String.join("\n", lines);
    return text.length() <= LENGTH ? text : text.substring(0, LENGTH);
  }

  Set<String> grams() {
    return grams;
  }

  private void add(String value) {
    var normal = Pinyin.normal(value);
    lines.add(normal);
    var dialled = Phones.dialled(normal);
    if (digits(dialled) >= 5 && Phones.is(dialled)) {
      Phones.kept(dialled).forEach(this::digitsLine);
      return;
    }
    if (EMAIL.matcher(normal).matches()) {
      Grams.address(normal).forEach(way -> grams.addAll(way));
      return;
    }
    var parts = readings.of(normal);
    if (parts.stream().anyMatch(Pinyin.Part::chinese)) {
      chinese(normal, parts);
    }
    var separated = SEPARATED.matcher(normal);
    while (separated.find()) {
      var bare = bare(separated.group());
      if (digits(bare) > 0 && !bare.equals(separated.group())) {
        lines.add(bare);
        code(bare);
      }
    }
    var run = RUN.matcher(normal);
    while (run.find()) {
      code(run.group());
    }
  }

  private void chinese(String normal, Iterable<Pinyin.Part> parts) {
    var reading = new StringBuilder();
    var initials = new StringBuilder();
    var starts = new LinkedHashSet<Integer>();
    for (var part : parts) {
      var word = part.chinese() ? part.reading() : bare(part.reading());
      if (part.chinese()) {
        starts.add(reading.length());
      }
      reading.append(word);
      initials.append(part.chinese() ? word.substring(0, 1) : word);
    }
    lines.add(reading.toString());
    lines.add(initials.toString());
    Grams.chinese(normal, grams);
    for (var start : starts) {
      Grams.of(reading, start, 2, grams);
      Grams.of(reading, start, 3, grams);
      Grams.of(reading, start, Grams.LONG, grams);
    }
    letters(initials);
  }

  private void digitsLine(String line) {
    lines.add(line);
    Grams.each(line, 4, grams);
  }

  private void code(String run) {
    var digits = digits(run);
    if (run.length() >= 10 && digits >= 5) {
      Grams.whole(run, grams);
      Grams.of(run, run.length() - 4, 4, grams);
      var numeric = run.replaceFirst("^[a-z]+", "");
      if (numeric.length() < run.length()) {
        Grams.whole(numeric, grams);
      }
      return;
    }
    letters(run);
    if (digits > 0) {
      Grams.each(run, 4, grams);
    }
  }

  private void letters(CharSequence run) {
    Grams.each(run, 2, grams);
    Grams.each(run, 3, grams);
    Grams.each(run, Grams.LONG, grams);
  }

  static int digits(String text) {
    return (int) text.chars().filter(character -> character >= '0' && character <= '9').count();
  }

  /** Without what only separates. */
  static String bare(String text) {
    return SEPARATING.matcher(text).replaceAll("");
  }
}
