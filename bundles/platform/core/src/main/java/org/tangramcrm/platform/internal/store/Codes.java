package org.tangramcrm.platform.internal.store;

import java.util.List;

/** What the query layer needs to know of dictionaries. */
public interface Codes {
  /** For records that have none. */
  Codes NONE =
      new Codes() {
        @Override
        public boolean retired(String dictionary, String code) {
          return false;
        }

        @Override
        public List<String> below(String dictionary, String code) {
          return List.of(code);
        }
      };

  /** Whether a code is not for new values any more. */
  boolean retired(String dictionary, String code);

  /** A code with those of all items below it. */
  List<String> below(String dictionary, String code);
}
