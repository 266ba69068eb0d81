package org.tangramcrm.platform.internal.layout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.internal.facts.Json;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.layout.Layout;
import org.tangramcrm.platform.layout.LayoutField;
import org.tangramcrm.platform.layout.LayoutSection;

/**
 * Which layouts hold for a user: of each collection the first of those for their roles, else the
 * one for everybody (ADR 31). One statement, and nothing is kept: clients keep the metadata that it
 * goes into.
 */
@Component(service = LayoutShelf.class)
public class LayoutShelf {
  private static final String SELECT =
      "select l.collection, l.role_id, l.position, l.sections, l.fields, l.id from tangram_layout l"
          + " where l.deleted_key = 0 and (l.role_id is null or l.role_id in"
          + " (select m.role_id from tangram_user_role m join tangram_role r on r.id = m.role_id"
          + " where m.user_id = ? and r.deleted_at is null))";

  private static final Comparator<Layout> FIRST =
      Comparator.<Layout, Boolean>comparing(layout -> layout.roleId == null)
          .thenComparing(layout -> layout.position)
          .thenComparing(layout -> layout.id);

  private final Sql sql;
  private final ObjectMapper json = Json.mapper();

  @Activate
  public LayoutShelf(@Reference Sql sql) {
    this.sql = sql;
  }

  /**
   * @param collection null for all of them
   */
  public Map<String, Layout> of(long user, String collection) {
    var found =
        collection == null
            ? sql.query(SELECT, List.of(user), this::read)
            : sql.query(SELECT + " and l.collection = ?", List.of(user, collection), this::read);
    var first = new HashMap<String, Layout>();
    found.stream().sorted(FIRST).forEach(one -> first.putIfAbsent(one.collection, one));
    return first;
  }

  private Layout read(ResultSet row) throws SQLException {
    var layout = new Layout();
    layout.collection = row.getString(1);
    layout.roleId = (Long) row.getObject(2);
    layout.position = row.getInt(3);
    layout.sections = list(row.getString(4), LayoutSection.class);
    layout.fields = list(row.getString(5), LayoutField.class);
    layout.id = row.getLong(6);
    return layout;
  }

  private <T> List<T> list(String text, Class<T> type) {
    try {
      return text == null ? new ArrayList<>() : json.readerForListOf(type).readValue(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A layout cannot be read", e);
    }
  }
}
