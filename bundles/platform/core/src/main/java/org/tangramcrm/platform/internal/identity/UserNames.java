package org.tangramcrm.platform.internal.identity;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.tangramcrm.platform.internal.sql.Sql;

/** What users are called, for whoever sees what they did; also those who left. */
public record UserNames(Sql sql) {
  public Map<Long, String> of(Collection<Long> users) {
    var names = new HashMap<Long, String>();
    var ids = new HashSet<>(users);
    if (!ids.isEmpty()) {
      sql.query(
          "select id, name from tangram_user where id in (" + Sql.marks(ids.size()) + ")",
          List.copyOf(ids),
          row -> names.put(row.getLong(1), row.getString(2)));
    }
    return names;
  }
}
