package org.tangramcrm.platform.internal.search;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the last texts were read: what a record is called is read for its sort key and for the index,
 * and firms of one town have that in common. To read is most of the work of either.
 */
final class Readings {
  private static final int KEPT = 1_000;

  private final Map<String, List<Pinyin.Part>> last =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<Pinyin.Part>> eldest) {
          return size() > KEPT;
        }
      };

  /** Reads a text that is in its {@link Pinyin#normal} form. */
  List<Pinyin.Part> of(String text) {
    synchronized (last) {
      var known = last.get(text);
      if (known != null) {
        return known;
      }
    }
    var read = Pinyin.read(text);
    synchronized (last) {
      last.put(text, read);
    }
    return read;
  }
}
