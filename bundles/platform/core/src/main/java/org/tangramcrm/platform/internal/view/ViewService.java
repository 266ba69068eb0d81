package org.tangramcrm.platform.internal.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.facts.Json;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.store.Condition;
import org.tangramcrm.platform.internal.store.RecordStores;
import org.tangramcrm.platform.store.Row;
import org.tangramcrm.platform.store.Store;
import org.tangramcrm.platform.store.StoreSpec;
import org.tangramcrm.platform.view.SavedView;
import org.tangramcrm.platform.view.SavedViewPage;
import org.tangramcrm.platform.view.SavedViews;
import org.tangramcrm.platform.view.ViewPreference;

/** Saved views, and what each user prefers. */
@Component
@TangramContract(SavedViews.class)
public class ViewService implements SavedViews {
  private static final String MANAGE = "views.manage";

  private final Store<ViewRow, SavedView> store;
  private final Sql sql;
  private final Transactions transactions;
  private final CurrentUser user;
  private final ObjectMapper json = Json.mapper();

  @Activate
  public ViewService(
      @Reference RecordStores stores,
      @Reference(target = "(osgi.unit.name=tangram-platform)") JpaTemplate jpa,
      @Reference Sql sql,
      @Reference Transactions transactions,
      @Reference CurrentUser user) {
    this.store =
        stores.open(
            StoreSpec.of(
                "views", "tangram_view", ViewRow.class, SavedView.class, jpa, ViewService::read),
            ViewService::reach);
    this.sql = sql;
    this.transactions = transactions;
    this.user = user;
  }

  /** One's own, and what is shared: views go by whom they are shared with, not by data scopes. */
  private static Condition reach(Caller caller) {
    var mine = "t.owner_id = ? or t.shared_with = 'all'";
    return caller.departmentId() == null
        ? Condition.of(mine, caller.id())
        : Condition.of(
            mine
                + " or t.shared_with = 'team' and t.owner_id in"
                + " (select u.id from tangram_user u where u.department_id = ?)",
            caller.id(),
            caller.departmentId());
  }

  private static SavedView read(Row row) {
    var view = row.base(new SavedView());
    view.name = row.text("name");
    view.collection = row.text("collection");
    view.definition = row.text("definition");
    view.sharedWith = row.text("sharedWith");
    return view;
  }

  @Override
  public SavedViewPage list(Query query) {
    return store.page(query, new SavedViewPage());
  }

  @Override
  public SavedView get(long id) {
    return store.get(id);
  }

  @Override
  public SavedView create(SavedView view) {
    return transactions.run(
        () -> {
          var id = sql.next("tangram_view_seq");
          check(id, user.get().id(), view);
          var row = new ViewRow(id);
          row.take(view);
          return store.insert(null, row);
        });
  }

  @Override
  public SavedView update(long id, SavedView view) {
    return transactions.run(
        () -> {
          check(id, editable(store.get(id)).ownerId, view);
          return store.update(id, view.version, null, row -> row.take(view));
        });
  }

  @Override
  public void delete(long id, Integer version) {
    transactions.run(
        () -> {
          editable(store.get(id));
          store.delete(id, version);
          return null;
        });
  }

  @Override
  public SavedView restore(long id) {
    return transactions.run(
        () -> {
          var back = editable(store.restore(id));
          check(id, back.ownerId, back);
          return back;
        });
  }

  private SavedView editable(SavedView view) {
    var caller = user.get();
    if (view.ownerId != caller.id() && !caller.may(MANAGE)) {
      throw new CrmException(Code.FORBIDDEN, "view.not-owner");
    }
    return view;
  }

  private void check(long id, long owner, SavedView view) {
    object("definition", view.definition);
    var taken =
        sql.query(
            "select 1 from tangram_view where owner_id = ? and collection = ? and name = ?"
                + " and deleted_key = 0 and id <> ?",
            List.of(owner, view.collection, view.name.strip(), id),
            row -> 1);
    if (!taken.isEmpty()) {
      throw CrmException.invalid("name", "duplicate");
    }
  }

  /** Whoever reads it later shall not stumble over it. */
  private void object(String field, String text) {
    try {
      if (!json.readTree(text).isObject()) {
        throw CrmException.invalid(field, "format");
      }
    } catch (JsonProcessingException e) {
      throw CrmException.invalid(field, "format").initCause(e);
    }
  }

  @Override
  public ViewPreference preference(String collection) {
    return sql.first(
            "select default_view, layout from tangram_view_preference"
                + " where user_id = ? and collection = ?",
            List.of(user.get().id(), collection),
            row -> {
              var preference = new ViewPreference();
              preference.defaultView = row.getString(1);
              preference.layout = row.getString(2);
              return preference;
            })
        .orElseGet(ViewPreference::new);
  }

  @Override
  public ViewPreference prefer(String collection, ViewPreference preference) {
    if (preference.layout != null) {
      object("layout", preference.layout);
    }
    if (!collection.matches("[a-z][a-z0-9-]{0,59}")) {
      throw CrmException.notFound();
    }
    var caller = user.get().id();
    if (sql.update(
            "update tangram_view_preference set default_view = ?, layout = ?"
                + " where user_id = ? and collection = ?",
            preference.defaultView,
            preference.layout,
            caller,
            collection)
        == 0) {
      sql.update(
          "insert into tangram_view_preference (user_id, collection, default_view, layout)"
              + " values (?, ?, ?, ?)",
          caller,
          collection,
          preference.defaultView,
          preference.layout);
    }
    return preference;
  }
}
