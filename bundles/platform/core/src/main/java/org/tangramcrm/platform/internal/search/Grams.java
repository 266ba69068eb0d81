package org.tangramcrm.platform.internal.search;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Pieces of text that an index keeps; each stands for the rows whose text it occurs in. */
final class Grams {
  /** Letters of a piece that tells two syllables of pinyin from one: huado is 华东, hua may be 花. */
  static final int LONG = 5;

  /** What nearly every firm's name ends with: pieces of these find nothing in particular. */
  private static final Set<String> LEGAL_FORMS = legalForms();

  private Grams() {}

  private static Set<String> legalForms() {
    var pieces = new LinkedHashSet<String>();
    pieces("有限责任公司", 1, 2, pieces);
    pieces("股份有限公司", 1, 2, pieces);
    pieces("yxzrgs", 2, 3, pieces);
    pieces("gfyxgs", 2, 3, pieces);
    pieces("yxzrgs", LONG, LONG, pieces);
    pieces("gfyxgs", LONG, LONG, pieces);
    pieces("youxianzerengongsi", LONG, LONG, pieces);
    pieces("gufenyouxiangongsi", LONG, LONG, pieces);
    return Set.copyOf(pieces);
  }

  private static void pieces(String form, int shortest, int longest, Set<String> into) {
    for (int length = shortest; length <= longest; length++) {
      for (int i = 0; i + length <= form.length(); i++) {
        into.add(form.substring(i, i + length));
      }
    }
  }

  static boolean tells(String gram) {
    return !LEGAL_FORMS.contains(gram);
  }

  /** The piece at a place, if it is whole and tells something. */
  static void of(CharSequence text, int start, int length, Set<String> into) {
    if (start + length <= text.length()) {
      tell(text.subSequence(start, start + length).toString(), into);
    }
  }

  static void each(CharSequence text, int length, Set<String> into) {
    for (int i = 0; i + length <= text.length(); i++) {
      of(text, i, length, into);
    }
  }

  /**
   * The pieces of an e-mail address, or of a part of one that has the at sign in it: the end of
   * what stands before it and the beginning of what follows, each as long as there is enough of it.
   */
  static List<Set<String>> address(String text) {
    int at = text.indexOf('@');
    var before = text.substring(0, at + 1);
    var after = text.substring(at);
    return Stream.of(4, 6)
        .flatMap(
            length ->
                Stream.of(
                    before.substring(Math.max(0, before.length() - length)),
                    after.substring(0, Math.min(length, after.length()))))
        .filter(piece -> piece.length() == 4 || piece.length() == 6)
        .map(Set::of)
        .distinct()
        .toList();
  }

  /** Single Chinese characters, and pairs of them. */
  static void chinese(String text, Set<String> into) {
    var characters = text.codePoints().toArray();
    for (int i = 0; i < characters.length; i++) {
      if (Pinyin.chinese(characters[i])) {
        tell(Character.toString(characters[i]), into);
        if (i + 1 < characters.length && Pinyin.chinese(characters[i + 1])) {
          tell(Character.toString(characters[i]) + Character.toString(characters[i + 1]), into);
        }
      }
    }
  }

  private static void tell(String gram, Set<String> into) {
    if (tells(gram)) {
      into.add(gram);
    }
  }

  /** A code that is looked for as a whole. */
  static void whole(String code, Set<String> into) {
    into.add("=" + code);
  }

  /**
   * What the index keeps instead of the text. Two that fall together do no harm: what the index
   * finds is compared with the text. Another version of readings has keys of its own.
   */
  static long key(long collection, String gram) {
    long hash = hashed(collection, gram);
    return hash ^ (hash >>> 29);
  }

  /** What the keys of a collection's pieces begin with. */
  static long of(String collection) {
    return hashed(0xcbf29ce484222325L, collection + "\0" + Pinyin.VERSION);
  }

  private static long hashed(long hash, String text) {
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
