package org.tangramcrm.platform.internal.search;

import com.github.houbb.pinyin.constant.enums.PinyinStyleEnum;
import com.github.houbb.pinyin.util.PinyinHelper;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** How Chinese text is read: 重庆 is chongqing, not zhongqing. */
final class Pinyin {
  /** Grows when names are read or sorted differently, so that what is stored is made anew. */
  static final int VERSION = 4;

  /**
   * A part of a text: a Chinese character with its reading, or a run of anything else as it is.
   *
   * @param reading the syllable without its tone; the text itself where it has none
   */
  record Part(String text, String reading, boolean chinese) {}

  /** Characters that are read otherwise where they are the name of a family. */
  private static final Map<String, String> FAMILIES =
      Map.ofEntries(
          Map.entry("曾", "zeng"),
          Map.entry("单", "shan"),
          Map.entry("仇", "qiu"),
          Map.entry("解", "xie"),
          Map.entry("区", "ou"),
          Map.entry("查", "zha"),
          Map.entry("翟", "zhai"),
          Map.entry("朴", "piao"),
          Map.entry("覃", "qin"),
          Map.entry("缪", "miao"),
          Map.entry("盖", "ge"),
          Map.entry("乐", "yue"),
          Map.entry("种", "chong"),
          Map.entry("召", "shao"),
          Map.entry("员", "yun"),
          Map.entry("洗", "xian"),
          Map.entry("折", "she"),
          Map.entry("黑", "he"),
          Map.entry("秘", "bi"));

  private static final Pattern SPACES = Pattern.compile("\\s+");

  private Pinyin() {}

  /** Half width, lower case, single blanks: as it is compared and looked for. */
  static String normal(String text) {
    var normal = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT).strip();
    return SPACES.matcher(normal).replaceAll(" ");
  }

  static boolean chinese(int character) {
    return Character.isIdeographic(character);
  }

  /** Reads a text that is in its {@link #normal} form. */
  static List<Part> read(String text) {
    var parts = new ArrayList<Part>();
    int start = 0;
    while (start < text.length()) {
      var chinese = chinese(text.codePointAt(start));
      int end = start;
      while (end < text.length() && chinese(text.codePointAt(end)) == chinese) {
        end += Character.charCount(text.codePointAt(end));
      }
      var run = text.substring(start, end);
      if (chinese) {
        syllables(run, parts, run.equals(text) && isPerson(run));
      } else {
        parts.add(new Part(run, run, false));
      }
      start = end;
    }
    return List.copyOf(parts);
  }

  /** People are called by two or three characters, firms by more. */
  private static boolean isPerson(String text) {
    int characters = text.codePointCount(0, text.length());
    return characters == 2 || characters == 3;
  }

  private static void syllables(String run, List<Part> parts, boolean person) {
    var characters = run.codePoints().mapToObj(Character::toString).toList();
    var read = List.of(PinyinHelper.toPinyin(run, PinyinStyleEnum.INPUT).split(" "));
    for (int i = 0; i < characters.size(); i++) {
      // Characters that the dictionary does not know, beyond the basic plane, stand for themselves.
      var syllable = read.size() == characters.size() ? read.get(i) : characters.get(i);
      if (person && i == 0) {
        syllable = FAMILIES.getOrDefault(characters.get(i), syllable);
      }
      var known = syllable.chars().allMatch(letter -> letter >= 'a' && letter <= 'z');
      parts.add(new Part(characters.get(i), known ? syllable : characters.get(i), true));
    }
  }

  /**
   * What a name is sorted by, the same in every database: character by character its reading, then
   * the character itself, so that 张 and 章 do not mix.
   *
   * @param length at most so long
   */
  static String sortKey(String name, int length, Readings readings) {
    var key = new StringBuilder();
    for (var part : readings.of(normal(name))) {
      if (part.chinese()) {
        key.append(part.reading()).append(part.text()).append(' ');
      } else {
        key.append(part.text());
      }
    }
    return key.length() <= length ? key.toString() : key.substring(0, length);
  }
}
