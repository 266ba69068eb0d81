package org.tangramcrm.platform.internal.events;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;

/**
 * What a stream is about: {@code customers} (any of them), {@code customers/7} (that one), {@code
 * modules} (that modules come and go, and that the company changed the fields of its records),
 * {@code notifications} (that the caller's own changed).
 */
record Topics(
    Set<String> collections, Set<String> records, boolean modules, boolean notifications) {
  static final String MODULES = "modules";
  static final String NOTIFICATIONS = "notifications";

  private static final int MOST = 50;
  private static final Pattern TOPIC = Pattern.compile("[a-z][a-z0-9-]{0,59}(/[1-9][0-9]{0,17})?");

  static Topics of(String text) {
    var collections = new HashSet<String>();
    var records = new HashSet<String>();
    var modules = false;
    var notifications = false;
    var parts = text == null || text.isBlank() ? new String[0] : text.split(",");
    if (parts.length > MOST) {
      throw new CrmException(Code.MALFORMED, null).error("topics", "too-many", MOST);
    }
    for (var part : parts) {
      if (!TOPIC.matcher(part).matches()) {
        throw new CrmException(Code.MALFORMED, null).error("topics", "format");
      }
      if (part.equals(MODULES)) {
        modules = true;
      } else if (part.equals(NOTIFICATIONS)) {
        notifications = true;
      } else {
        (part.indexOf('/') < 0 ? collections : records).add(part);
      }
    }
    return new Topics(Set.copyOf(collections), Set.copyOf(records), modules, notifications);
  }

  boolean about(String collection, long id) {
    return collections.contains(collection) || records.contains(collection + "/" + id);
  }
}
