package org.tangramcrm.platform.internal.layout;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.internal.chain.Publication;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.contract.ContractCatalog;
import org.tangramcrm.platform.internal.custom.CustomFieldShelf;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.store.Condition;
import org.tangramcrm.platform.internal.store.Demands;
import org.tangramcrm.platform.internal.store.RecordStores;
import org.tangramcrm.platform.layout.Layout;
import org.tangramcrm.platform.layout.LayoutField;
import org.tangramcrm.platform.layout.LayoutPage;
import org.tangramcrm.platform.layout.LayoutSection;
import org.tangramcrm.platform.layout.Layouts;
import org.tangramcrm.platform.store.Row;
import org.tangramcrm.platform.store.Store;
import org.tangramcrm.platform.store.StoreSpec;

/** Keeps layouts. */
@Component
@TangramContract(Layouts.class)
public class LayoutService implements Layouts {
  private static final int STEP = 10;

  private final Store<LayoutRow, Layout> store;
  private final RecordStores stores;
  private final Sql sql;
  private final Transactions transactions;
  private final ContractCatalog contracts;
  private final CustomFieldShelf custom;
  private final Demands demands;

  @Activate
  public LayoutService(
      @Reference RecordStores stores,
      @Reference(target = "(osgi.unit.name=tangram-platform)") JpaTemplate jpa,
      @Reference Sql sql,
      @Reference Transactions transactions,
      @Reference ContractCatalog contracts,
      @Reference CustomFieldShelf custom,
      @Reference Demands demands) {
    this.store =
        stores.open(
            StoreSpec.of(
                "layouts",
                "tangram_layout",
                LayoutRow.class,
                Layout.class,
                jpa,
                LayoutService::read),
            caller -> Condition.TRUE);
    this.stores = stores;
    this.sql = sql;
    this.transactions = transactions;
    this.contracts = contracts;
    this.custom = custom;
    this.demands = demands;
  }

  private static Layout read(Row row) {
    var layout = row.base(new Layout());
    layout.collection = row.text("collection");
    layout.roleId = row.id("roleId");
    layout.position = row.integer("position");
    layout.sections = row.list("sections", LayoutSection.class);
    layout.fields = row.list("fields", LayoutField.class);
    return layout;
  }

  @Override
  public LayoutPage list(Query query) {
    return store.page(query, new LayoutPage());
  }

  @Override
  public Layout get(long id) {
    return store.get(id);
  }

  @Override
  public Layout create(Layout layout) {
    return transactions.run(
        () -> {
          var id = sql.next("tangram_layout_seq");
          if (contracts
              .find(layout.collection)
              .filter(one -> CustomFieldShelf.takes(one, stores))
              .isEmpty()) {
            throw CrmException.invalid("collection", "no-records");
          }
          check(layout, null, id);
          if (layout.position == null) {
            layout.position = last(layout.collection) + STEP;
          }
          var row = new LayoutRow(id);
          take(row, layout);
          return store.insert(null, row);
        });
  }

  private int last(String collection) {
    return sql.query(
            "select max(position) from tangram_layout where collection = ? and deleted_key = 0",
            List.of(collection),
            row -> row.getInt(1))
        .get(0);
  }

  @Override
  public Layout update(long id, Layout layout) {
    return transactions.run(
        () -> {
          var before = store.get(id);
          var problem = new CrmException(Code.INVALID, null);
          if (!layout.collection.equals(before.collection)) {
            problem.error("collection", "fixed");
          }
          if (!Objects.equals(layout.roleId, before.roleId)) {
            problem.error("roleId", "fixed");
          }
          refuse(problem);
          check(layout, before, id);
          if (layout.position == null) {
            layout.position = before.position;
          }
          return store.update(id, layout.version, null, row -> take(row, layout));
        });
  }

  private void take(LayoutRow row, Layout layout) {
    row.take(layout, store.nested(layout.sections), store.nested(layout.fields));
  }

  @Override
  public void delete(long id, Integer version) {
    transactions.run(
        () -> {
          store.delete(id, version);
          return null;
        });
  }

  @Override
  public Layout restore(long id) {
    return transactions.run(
        () -> {
          // Before: the database refuses a second one without saying of what.
          if (isReplaced(id)) {
            throw CrmException.invalid("roleId", "duplicate");
          }
          return store.restore(id);
        });
  }

  // ---- what makes no sense

  /**
   * While the collection's module is away, what it has is not known: fields and sections are taken
   * as they come then. What was right when it was kept may stay: a field that has to be filled
   * since is shown all the same.
   *
   * @param before null for a new one
   */
  private void check(Layout layout, Layout before, long id) {
    var problem = new CrmException(Code.INVALID, null);
    if (layout.roleId != null && before == null && !isRole(layout.roleId)) {
      problem.error("roleId", "unknown-reference", "roles");
    } else if (taken(layout, id)) {
      problem.error("roleId", "duplicate");
    }
    var known =
        contracts.find(layout.collection).map(Publication::model).stream()
            .flatMap(model -> model.fields().stream())
            .collect(Collectors.toMap(FieldModel::name, Function.identity()));
    checkSections(layout, before, known, problem);
    checkFields(layout, before, known, problem);
    refuse(problem);
  }

  private boolean isRole(long id) {
    return sql.first(
            "select 1 from tangram_role where id = ? and deleted_key = 0", List.of(id), row -> 1)
        .isPresent();
  }

  private boolean taken(Layout layout, long id) {
    return sql.first(
            "select 1 from tangram_layout where collection = ? and role_key = ? and deleted_key = 0"
                + " and id <> ?",
            List.of(layout.collection, layout.roleId == null ? 0L : layout.roleId, id),
            row -> 1)
        .isPresent();
  }

  /** Whether there is another in the place of one that was deleted. */
  private boolean isReplaced(long id) {
    return sql.first(
            "select 1 from tangram_layout d join tangram_layout o on o.collection = d.collection"
                + " and o.role_key = d.role_key and o.deleted_key = 0 where d.id = ? and"
                + " d.deleted_key <> 0",
            List.of(id),
            row -> 1)
        .isPresent();
  }

  private static void checkSections(
      Layout layout, Layout before, Map<String, FieldModel> known, CrmException problem) {
    var were =
        before == null
            ? Set.<String>of()
            : before.sections.stream().map(section -> section.key).collect(Collectors.toSet());
    var named =
        known.values().stream()
            .map(field -> field.declaration().section())
            .collect(Collectors.toSet());
    var keys = new HashSet<String>();
    for (int at = 0; at < layout.sections.size(); at++) {
      var section = layout.sections.get(at);
      section.labelZh = stripped(section.labelZh);
      section.labelEn = stripped(section.labelEn);
      if (!keys.add(section.key)) {
        problem.error("sections[" + at + "].key", "duplicate");
      }
      if (section.labelZh == null
          && section.labelEn == null
          && !known.isEmpty()
          && !named.contains(section.key)
          && !were.contains(section.key)) {
        problem.error("sections[" + at + "].labelZh", "required");
      }
    }
  }

  private void checkFields(
      Layout layout, Layout before, Map<String, FieldModel> known, CrmException problem) {
    var sections = layout.sections.stream().map(section -> section.key).collect(Collectors.toSet());
    var retired = names(custom.retired(layout.collection));
    var were =
        before == null
            ? Map.<String, LayoutField>of()
            : before.fields.stream()
                .collect(Collectors.toMap(field -> field.field, Function.identity()));
    var fields = new HashSet<String>();
    for (int at = 0; at < layout.fields.size(); at++) {
      var field = layout.fields.get(at);
      var model = known.get(field.field);
      var path = "fields[" + at + "]";
      if (!fields.add(field.field)) {
        problem.error(path + ".field", "duplicate");
      } else if (model == null
          && !known.isEmpty()
          && !retired.contains(field.field)
          && !were.containsKey(field.field)) {
        problem.error(path + ".field", "unknown-field");
      }
      if (field.section != null && !sections.contains(field.section)) {
        problem.error(path + ".section", "unknown-section");
      } else if (field.section == null
          && !isLeftOut(were.get(field.field))
          && model != null
          && !model.declaration().readOnly()
          && demands.required(layout.collection, model)) {
        problem.error(path + ".section", "required");
      }
    }
  }

  private static boolean isLeftOut(LayoutField was) {
    return was != null && was.section == null;
  }

  private static Set<String> names(List<FieldModel> fields) {
    return fields.stream().map(FieldModel::name).collect(Collectors.toSet());
  }

  private static String stripped(String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }

  private static void refuse(CrmException problem) {
    if (!problem.errors.isEmpty()) {
      throw problem;
    }
  }
}
