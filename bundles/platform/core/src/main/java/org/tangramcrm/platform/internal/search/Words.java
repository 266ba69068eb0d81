package org.tangramcrm.platform.internal.search;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What somebody looks for, word by word: each must occur in a record's search text.
 *
 * @param text to be found as it is
 * @param ways sets of grams, each of which finds every record with the word: a record has at least
 *     one gram of the set. None where only reading the text tells.
 */
record Words(String text, List<Set<String>> ways) {
  private static final int PHONE_DIGITS = 7;

  /** A business number, or a unified social credit code, from the first to the last character. */
  private static final Pattern CODE = Pattern.compile("[a-z]{1,3}[0-9]{10}|[0-9a-z]{18}");

  static List<Words> of(String typed) {
    var normal = Pinyin.normal(typed);
    var dialled = Phones.dialled(normal);
    if (SearchText.digits(dialled) >= PHONE_DIGITS && Phones.is(dialled)) {
      // A telephone number, in whatever notation: its blanks do not part words.
      return List.of(word(Phones.digits(dialled)));
    }
    var words = new ArrayList<Words>();
    for (var word : normal.split(" ")) {
      if (!word.isEmpty()) {
        words.add(word(separated(word) ? SearchText.bare(word) : word));
      }
    }
    return words;
  }

  /** Numbers stand in the text without what separates their parts, too. */
  private static boolean separated(String word) {
    return word.matches("[0-9a-z()+\\-./]+")
        && SearchText.digits(word) > 0
        && !SearchText.bare(word).isEmpty();
  }

  private static Words word(String text) {
    var ways = new ArrayList<Set<String>>();
    var chinese = new LinkedHashSet<String>();
    Grams.chinese(text, chinese);
    var pairs =
        chinese.stream().filter(gram -> gram.codePointCount(0, gram.length()) == 2).toList();
    (pairs.isEmpty() ? chinese : pairs).forEach(gram -> ways.add(Set.of(gram)));
    if (ways.isEmpty() && text.indexOf('@') >= 0) {
      ways.addAll(Grams.address(text));
    }
    if (ways.isEmpty() && text.matches("[0-9a-z]+")) {
      latin(text, ways);
    }
    return new Words(text, ways);
  }

  private static void latin(String text, List<Set<String>> ways) {
    var digits = SearchText.digits(text);
    if (digits == text.length() && digits >= 4) {
      numbers(text, ways);
    } else if (digits > 0 && CODE.matcher(text).matches()) {
      var whole = new LinkedHashSet<String>();
      Grams.whole(text, whole);
      ways.add(whole);
    } else if (digits == 0 && text.length() >= 3) {
      one(text.substring(0, 3), ways);
      if (text.length() >= Grams.LONG) {
        one(text.substring(0, Grams.LONG), ways);
      }
    } else if (digits < 2 && text.length() == 2) {
      one(text, ways);
    }
  }

  /**
   * Any four digits of a telephone number lead to it. Long codes are kept whole and by their last
   * four, so that the end of what is typed leads to them by itself, and other parts do not.
   */
  private static void numbers(String text, List<Set<String>> ways) {
    int last = text.length() - 4;
    ways.add(Set.of(text.substring(last)));
    for (int start = 0; start < last; start++) {
      var part = new LinkedHashSet<>(Set.of(text.substring(start, start + 4)));
      Grams.whole(text, part);
      ways.add(part);
    }
  }

  private static void one(String gram, List<Set<String>> ways) {
    if (Grams.tells(gram)) {
      ways.add(Set.of(gram));
    }
  }
}
