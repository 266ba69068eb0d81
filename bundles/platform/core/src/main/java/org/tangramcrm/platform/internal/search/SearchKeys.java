package org.tangramcrm.platform.internal.search;

/** What a short name is found by as somebody types it: 杭州 by hangzhou and hz. */
public final class SearchKeys {
  private SearchKeys() {}

  /** The reading and the initials of a name; null where nothing in it is read. */
  public static String of(String name) {
    var parts = Pinyin.read(Pinyin.normal(name));
    if (parts.stream().noneMatch(Pinyin.Part::chinese)) {
      return null;
    }
    var reading = new StringBuilder();
    var initials = new StringBuilder();
    for (var part : parts) {
      if (part.chinese()) {
        reading.append(part.reading());
        initials.appendCodePoint(part.reading().codePointAt(0));
      }
    }
    return reading + " " + initials;
  }
}
