package org.tangramcrm.platform.internal.identity;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.tangramcrm.platform.contract.Contract;
import org.tangramcrm.platform.contract.PublishedContract;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.module.SchemaReady;

/**
 * Which collections show rows of another one. It is kept as their contracts come, so that it is
 * known while a module is stopped: a role that is given then holds when it is back.
 */
@Component(service = Projections.class)
public class Projections {
  private final Sql sql;
  private final FollowingFields following;

  @Activate
  public Projections(
      @Reference Sql sql,
      @Reference FollowingFields following,
      @Reference(target = "(module=platform)") SchemaReady schema) {
    this.sql = sql;
    this.following = following;
  }

  /** Which fields tell others, wherever they are shown. */
  FollowingFields following() {
    return following;
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void add(PublishedContract open) {
    var contract = open.model().type().getAnnotation(Contract.class);
    keep(contract.value(), contract.projectionOf());
    // Of whatever else its operations are called by it is known that it shows nothing.
    open.model().operations().stream()
        .map(operation -> operation.permission().split("\\.", 2)[0])
        .distinct()
        .filter(name -> !name.isEmpty() && !all().containsKey(name))
        .forEach(name -> insert(name, ""));
  }

  /** What is known of a collection stays when it goes. */
  void remove(PublishedContract gone) {}

  void keep(String collection, String of) {
    if (!of.equals(all().get(collection))
        && sql.update(
                "update tangram_projection set shown = ? where collection = ?", of, collection)
            == 0) {
      insert(collection, of);
    }
  }

  private void insert(String collection, String of) {
    // Another node that came up at the same moment has written the same.
    sql.insertUnlessThere(
        "insert into tangram_projection (collection, shown) values (?, ?)", collection, of);
  }

  /**
   * Of each collection that ever was here, that of which it shows rows; empty for none. Nothing is
   * known of others.
   */
  public Map<String, String> all() {
    var all = new HashMap<String, String>();
    sql.query(
        "select collection, shown from tangram_projection",
        List.of(),
        row -> all.put(row.getString(1), row.getString(2)));
    return all;
  }
}
