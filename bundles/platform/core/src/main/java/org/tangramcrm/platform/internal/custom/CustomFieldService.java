package org.tangramcrm.platform.internal.custom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.Texts;
import org.tangramcrm.platform.contract.ContractModel;
import org.tangramcrm.platform.contract.Operation;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.custom.CustomFieldDefinition;
import org.tangramcrm.platform.custom.CustomFieldDefinitionPage;
import org.tangramcrm.platform.custom.CustomFieldUsage;
import org.tangramcrm.platform.custom.CustomFieldUsage.Place;
import org.tangramcrm.platform.custom.CustomFields;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.internal.chain.Constraints;
import org.tangramcrm.platform.internal.chain.CurrentCall;
import org.tangramcrm.platform.internal.chain.Publication;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.company.BusinessDay;
import org.tangramcrm.platform.internal.contract.ContractCatalog;
import org.tangramcrm.platform.internal.contract.Fields;
import org.tangramcrm.platform.internal.dictionary.DictionaryShelf;
import org.tangramcrm.platform.internal.dictionary.Overrides;
import org.tangramcrm.platform.internal.facts.Json;
import org.tangramcrm.platform.internal.formula.Formula;
import org.tangramcrm.platform.internal.formula.Formula.Kind;
import org.tangramcrm.platform.internal.job.JobDesk;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.store.Computed;
import org.tangramcrm.platform.internal.store.Condition;
import org.tangramcrm.platform.internal.store.CustomDefaults;
import org.tangramcrm.platform.internal.store.CustomLimits;
import org.tangramcrm.platform.internal.store.RecordStores;
import org.tangramcrm.platform.layout.LayoutField;
import org.tangramcrm.platform.store.Row;
import org.tangramcrm.platform.store.Store;
import org.tangramcrm.platform.store.StoreSpec;

/** Defines custom fields. */
@Component
@TangramContract(CustomFields.class)
public class CustomFieldService implements CustomFields {
  /** So many of one collection: more than any form has room for. */
  private static final int MOST = 200;

  private static final int STEP = 10;

  /** So many records are counted. */
  private static final int COUNTED = 1_000;

  /** So many views or roles are told by name, of so many that are looked at. */
  private static final int NAMED = 20;

  private static final int LOOKED_AT = 200;

  private static final Set<String> NUMBERS = Set.of("decimal", "money");
  private static final Set<String> COMPUTED = Set.of("decimal", "date");
  private static final Set<String> CODES = Set.of("code", "set");

  private final Store<CustomFieldRow, CustomFieldDefinition> store;
  private final RecordStores stores;
  private final Sql sql;
  private final Transactions transactions;
  private final ContractCatalog contracts;
  private final DictionaryShelf dictionaries;
  private final Overrides stamps;
  private final CurrentCall calls;
  private final Texts texts;
  private final CurrentUser user;
  private final BusinessDay day;
  private final JobDesk jobs;
  private final ObjectMapper json = Json.mapper();

  @Activate
  public CustomFieldService(
      @Reference RecordStores stores,
      @Reference(target = "(osgi.unit.name=tangram-platform)") JpaTemplate jpa,
      @Reference Sql sql,
      @Reference Transactions transactions,
      @Reference ContractCatalog contracts,
      @Reference DictionaryShelf dictionaries,
      @Reference Overrides stamps,
      @Reference CurrentCall calls,
      @Reference Texts texts,
      @Reference CurrentUser user,
      @Reference BusinessDay day,
      @Reference JobDesk jobs) {
    this.store =
        stores.open(
            StoreSpec.of(
                CustomFieldShelf.COLLECTION,
                "tangram_custom_field",
                CustomFieldRow.class,
                CustomFieldDefinition.class,
                jpa,
                this::read),
            caller -> Condition.TRUE);
    this.stores = stores;
    this.sql = sql;
    this.transactions = transactions;
    this.contracts = contracts;
    this.dictionaries = dictionaries;
    this.stamps = stamps;
    this.calls = calls;
    this.texts = texts;
    this.user = user;
    this.day = day;
    this.jobs = jobs;
  }

  private CustomFieldDefinition read(Row row) {
    var field = row.base(new CustomFieldDefinition());
    field.collection = row.text("collection");
    field.code = row.text("code");
    field.labelZh = row.text("labelZh");
    field.labelEn = row.text("labelEn");
    field.help = row.text("help");
    field.type = row.text("type");
    field.dictionary = row.text("dictionary");
    field.reference = row.text("reference");
    field.required = row.flag("required");
    field.maxLength = row.integer("maxLength");
    field.decimals = row.integer("decimals");
    field.minimum = CustomFieldShelf.plain(row.decimal("minimum"));
    field.maximum = CustomFieldShelf.plain(row.decimal("maximum"));
    field.defaultValue = row.text("defaultValue");
    field.formula = row.text("formula");
    field.searched = row.flag("searched");
    field.listed = row.flag("listed");
    field.position = row.integer("position");
    field.active = row.flag("active");
    field.title = CustomFieldShelf.label(field, calls.locale());
    return field;
  }

  @Override
  public CustomFieldDefinitionPage list(Query query) {
    return store.page(query, new CustomFieldDefinitionPage());
  }

  @Override
  public CustomFieldDefinition get(long id) {
    return store.get(id);
  }

  @Override
  public CustomFieldDefinition create(CustomFieldDefinition field) {
    return transactions.run(
        () -> {
          var id = sql.next("tangram_custom_field_seq");
          check(field, null, id);
          var last = last(field.collection);
          if (last.count() >= MOST) {
            throw CrmException.invalid("collection", "too-many", MOST);
          }
          if (field.position == null) {
            field.position = last.position() + STEP;
          }
          var row = new CustomFieldRow(id);
          row.take(field);
          stamps.changed();
          if (field.formula != null) {
            compute(field.collection);
          }
          return store.insert(null, row);
        });
  }

  private record Last(int count, int position) {}

  private Last last(String collection) {
    return sql.query(
            "select count(*), max(position) from tangram_custom_field where collection = ? and"
                + " deleted_key = 0",
            List.of(collection),
            row -> new Last(row.getInt(1), row.getInt(2)))
        .get(0);
  }

  @Override
  public CustomFieldDefinition update(long id, CustomFieldDefinition field) {
    return transactions.run(
        () -> {
          var before = store.get(id);
          var problem = new CrmException(Code.INVALID, null);
          fixed(problem, "collection", before.collection, field.collection);
          fixed(problem, "code", before.code, field.code);
          refuse(problem);
          fixed(problem, "type", before.type, field.type);
          fixed(problem, "dictionary", before.dictionary, field.dictionary);
          fixed(problem, "reference", before.reference, field.reference);
          fixed(
              problem,
              "searched",
              Boolean.TRUE.equals(before.searched),
              Boolean.TRUE.equals(field.searched));
          fixed(problem, "formula", before.formula != null, stripped(field.formula) != null);
          if (!problem.errors.isEmpty()
              && (used(id) || !formulas(before.collection, before.code).isEmpty())) {
            throw problem;
          }
          check(field, before, id);
          if (field.position == null) {
            field.position = before.position;
          }
          stamps.changed();
          if (recomputes(before, field)) {
            compute(field.collection);
          }
          return store.update(id, field.version, null, row -> row.take(field));
        });
  }

  /** Whether records have other values of formulas than before. */
  private boolean recomputes(CustomFieldDefinition before, CustomFieldDefinition field) {
    var active = Boolean.FALSE.equals(field.active) != Boolean.FALSE.equals(before.active);
    return active && !formulas(field.collection, field.code).isEmpty()
        || field.formula != null
            && (active
                || !field.formula.equals(before.formula)
                || !field.type.equals(before.type)
                || !Objects.equals(field.decimals, before.decimals));
  }

  /** Once the transaction is done, and whoever writes meanwhile computes by what holds then. */
  private void compute(String collection) {
    jobs.start(FormulaJob.NAME, collection, Map.of());
  }

  /** The fields of a collection whose formulas name one of it; labels by id. */
  private List<Named> formulas(String collection, String code) {
    var name = CustomFieldShelf.name(code);
    return sql
        .query(
            "select id, label_zh, label_en, formula from tangram_custom_field"
                + " where collection = ? and deleted_key = 0 and formula is not null order by id",
            List.of(collection),
            row -> {
              var one = new CustomFieldDefinition();
              one.id = row.getLong(1);
              one.labelZh = row.getString(2);
              one.labelEn = row.getString(3);
              one.formula = row.getString(4);
              return one;
            })
        .stream()
        .filter(one -> Formula.fieldsOf(one.formula).contains(name))
        .map(one -> new Named(one.id, CustomFieldShelf.label(one, calls.locale())))
        .toList();
  }

  private static void fixed(CrmException problem, String name, Object before, Object now) {
    if (!Objects.equals(before, now)) {
      problem.error(name, "fixed");
    }
  }

  private static void refuse(CrmException problem) {
    if (!problem.errors.isEmpty()) {
      throw problem;
    }
  }

  /**
   * That all is there that the type needs, and nothing else. What was there is not looked for
   * again: its module may be away just now.
   *
   * @param before null for a new one
   */
  private void check(CustomFieldDefinition field, CustomFieldDefinition before, long id) {
    field.labelZh = stripped(field.labelZh);
    field.labelEn = stripped(field.labelEn);
    field.help = stripped(field.help);
    field.defaultValue = stripped(field.defaultValue);
    field.formula = stripped(field.formula);
    var problem = new CrmException(Code.INVALID, null);
    var contract = contracts.find(field.collection);
    var model = contract.map(Publication::model);
    if (before == null && contract.filter(one -> CustomFieldShelf.takes(one, stores)).isEmpty()) {
      problem.error("collection", "no-records");
    }
    if (field.labelZh == null && field.labelEn == null) {
      problem.error("labelZh", "required");
    }
    only(problem, "dictionary", field.dictionary, CODES.contains(field.type), true);
    if (field.dictionary != null
        && !(before != null && field.dictionary.equals(before.dictionary))
        && !dictionaries.has(field.dictionary)) {
      problem.error("dictionary", "unknown-reference", "dictionaries");
    }
    only(problem, "reference", field.reference, field.type.equals("reference"), true);
    if (field.reference != null
        && !(before != null && field.reference.equals(before.reference))
        && !referable(field.reference)) {
      problem.error("reference", "no-records");
    }
    only(problem, "maxLength", field.maxLength, field.type.endsWith("text"), false);
    if (field.type.equals("text")
        && field.maxLength != null
        && field.maxLength > CustomFieldShelf.TEXT) {
      problem.error("maxLength", "too-large", CustomFieldShelf.TEXT);
    }
    only(problem, "decimals", field.decimals, field.type.equals("decimal"), false);
    only(problem, "minimum", field.minimum, NUMBERS.contains(field.type), false);
    only(problem, "maximum", field.maximum, NUMBERS.contains(field.type), false);
    if (field.minimum != null
        && field.maximum != null
        && field.minimum.compareTo(field.maximum) > 0) {
      problem.error("maximum", "too-small", field.minimum.toPlainString());
    }
    if (Boolean.TRUE.equals(field.searched)
        && !(before != null
            && Boolean.TRUE.equals(before.searched)
            && field.type.equals(before.type))
        && !(field.type.equals("text")
            && model
                .filter(one -> one.fields().stream().anyMatch(this::ownSearched))
                .isPresent())) {
      problem.error("searched", "not-searched");
    }
    if (taken(field, id)) {
      problem.error("code", "duplicate");
    }
    only(problem, "formula", field.formula, COMPUTED.contains(field.type), false);
    if (field.formula != null) {
      // Nobody enters it.
      only(problem, "defaultValue", field.defaultValue, false, false);
      only(problem, "minimum", field.minimum, false, false);
      only(problem, "maximum", field.maximum, false, false);
      only(problem, "required", Boolean.TRUE.equals(field.required) ? true : null, false, false);
    }
    refuse(problem);
    checkDefault(field, before);
    checkFormula(field, before, model);
  }

  /** What it names has to be there, and not to follow from it; what was there stays as it is. */
  private void checkFormula(
      CustomFieldDefinition field, CustomFieldDefinition before, Optional<ContractModel> model) {
    var unchanged =
        before != null
            && field.type.equals(before.type)
            && Objects.equals(field.formula, before.formula);
    if (field.formula == null || unchanged) {
      return;
    }
    var name = CustomFieldShelf.name(field.code);
    var others =
        model.orElseThrow(() -> CrmException.invalid("formula", "no-records")).fields().stream()
            .filter(other -> !other.name().equals(name))
            .toList();
    var kinds = Computed.kinds(others);
    var wanted = field.type.equals("date") ? Kind.DATE : Kind.NUMBER;
    kinds.put(name, wanted);
    try {
      var formula = Formula.read(field.formula, kinds);
      if (formula.kind() != wanted) {
        throw CrmException.invalid("formula", "formula-kind");
      }
      var formulas = new HashMap<String, Set<String>>();
      others.stream()
          .filter(other -> other.custom() != null && other.custom().formula != null)
          .forEach(other -> formulas.put(other.name(), Formula.fieldsOf(other.custom().formula)));
      formulas.put(name, formula.fields());
      if (reaches(name, name, formulas, new HashSet<>())) {
        throw CrmException.invalid("formula", "formula-cycle");
      }
    } catch (Formula.Unreadable e) {
      throw CrmException.invalid("formula", e.rule, e.part).initCause(e);
    }
  }

  /** Whether a field follows from another, by whatever lies between them. */
  private static boolean reaches(
      String from, String to, Map<String, Set<String>> formulas, Set<String> seen) {
    return formulas.getOrDefault(from, Set.of()).stream()
        .anyMatch(next -> next.equals(to) || seen.add(next) && reaches(next, to, formulas, seen));
  }

  /**
   * It has to be a value that a new record may have, or nobody could make one; asked again where
   * what it has to keep to changes.
   */
  private void checkDefault(CustomFieldDefinition field, CustomFieldDefinition before) {
    var unchanged =
        before != null
            && Stream.<Function<CustomFieldDefinition, Object>>of(
                    one -> one.type,
                    one -> one.dictionary,
                    one -> one.reference,
                    one -> one.maxLength,
                    one -> one.decimals,
                    one -> one.minimum,
                    one -> one.maximum,
                    one -> one.defaultValue)
                .allMatch(rule -> Objects.equals(rule.apply(field), rule.apply(before)));
    if (field.defaultValue == null || unchanged) {
      return;
    }
    var model = CustomFieldShelf.model(field);
    Object value;
    try {
      value = CustomDefaults.value(model, day.today(), user.get(), stores.baseCurrency());
    } catch (IllegalArgumentException e) {
      throw CrmException.invalid("defaultValue", "format").initCause(e);
    }
    var problem = new CrmException(Code.INVALID, null);
    CustomLimits.check(problem, model, "defaultValue", null, value);
    if (value instanceof Money money && !Constraints.isCurrency(money.currency)) {
      problem.error("defaultValue", "unknown-currency", money.currency);
    }
    if (CODES.contains(field.type)) {
      (value instanceof List<?> codes ? codes.stream() : Stream.of(value))
          .map(Object::toString)
          .filter(
              code ->
                  !dictionaries.accepts(field.dictionary, code)
                      || dictionaries.retired(field.dictionary, code))
          .forEach(code -> problem.error("defaultValue", "unknown-code", code, field.dictionary));
    }
    if (value instanceof Long id
        && stores.present(field.reference, stores.reach(user.get(), field.reference), Set.of(id))
            == 0) {
      problem.error("defaultValue", "unknown-reference", field.reference);
    }
    refuse(problem);
  }

  private boolean ownSearched(org.tangramcrm.platform.contract.FieldModel field) {
    return field.custom() == null && Fields.searched(field);
  }

  private static String stripped(String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }

  private static void only(
      CrmException problem, String name, Object value, boolean fits, boolean needed) {
    if (value != null && !fits) {
      problem.error(name, "not-of-type");
    } else if (value == null && fits && needed) {
      problem.error(name, "required");
    }
  }

  private boolean referable(String collection) {
    return stores.known(collection) && !collection.equals(CustomFieldShelf.COLLECTION);
  }

  private boolean taken(CustomFieldDefinition field, long id) {
    return sql.first(
            "select 1 from tangram_custom_field where collection = ? and code = ? and deleted_key ="
                + " 0 and id <> ?",
            List.of(field.collection, field.code, id),
            row -> 1)
        .isPresent();
  }

  @Override
  public void delete(long id, Integer version) {
    transactions.run(
        () -> {
          var field = store.get(id);
          var used = used(id);
          var usage = usage(field, used && field.formula == null);
          if (!usage.places.isEmpty()) {
            throw new CrmException(Code.IN_USE, "custom.in-use", words(usage));
          }
          stamps.changed();
          store.delete(id, version);
          forgetInLayouts(field.collection, CustomFieldShelf.name(field.code));
          return null;
        });
  }

  @Override
  public CustomFieldDefinition restore(long id) {
    return transactions.run(
        () -> {
          // Before: the database refuses a second one without saying of what.
          if (isReplaced(id)) {
            throw CrmException.invalid("code", "duplicate");
          }
          var back = store.restore(id);
          stamps.changed();
          if (back.formula != null || !formulas(back.collection, back.code).isEmpty()) {
            compute(back.collection);
          }
          return back;
        });
  }

  /** Whether another field has the code of one that was deleted. */
  private boolean isReplaced(long id) {
    return sql.first(
            "select 1 from tangram_custom_field d join tangram_custom_field o on o.collection ="
                + " d.collection and o.code = d.code and o.deleted_key = 0 where d.id = ? and"
                + " d.deleted_key <> 0",
            List.of(id),
            row -> 1)
        .isPresent();
  }

  private record Naming(long id, List<LayoutField> fields) {}

  /** Another field that gets the name later is not to be left out where this one was. */
  private void forgetInLayouts(String collection, String name) {
    sql
        .query(
            "select id, fields from tangram_layout where collection = ?",
            List.of(collection),
            row -> new Naming(row.getLong(1), placed(row.getString(2))))
        .stream()
        .filter(layout -> layout.fields().removeIf(placed -> placed.field.equals(name)))
        .forEach(
            layout ->
                sql.update(
                    "update tangram_layout set fields = ?, version = version + 1 where id = ?",
                    store.nested(layout.fields()),
                    layout.id()));
  }

  // ---- where a field is used

  @Override
  public CustomFieldUsage usage(long id) {
    var field = store.get(id);
    // What is computed comes again with the field.
    return usage(field, field.formula == null && valued(id));
  }

  /**
   * Totals and names are told as anywhere: of records, views and roles that the caller sees. That
   * there are others is told, too, for they are in the way of a deletion.
   *
   * @param valued whether any record has a value
   */
  private CustomFieldUsage usage(CustomFieldDefinition field, boolean valued) {
    var usage = new CustomFieldUsage();
    if (valued) {
      place(usage, "records", null).count = lists(field.collection) ? reached(field) : 0;
    }
    var name = CustomFieldShelf.name(field.code);
    // Whoever looks after fields sees all of them.
    formulas(field.collection, field.code).forEach(one -> place(usage, "formulas", one.name()));
    places(usage, "views", views(field.collection, name), "views");
    var roles =
        sql.query(
            "select r.id, r.name from tangram_role_field f join tangram_role r on r.id = f.role_id"
                + " where f.collection = ? and f.field = ? and r.deleted_at is null order by"
                + " r.name",
            List.of(field.collection, name),
            row -> new Named(row.getLong(1), row.getString(2)));
    places(usage, "roles", roles, user.get().may("roles.view") ? "roles" : null);
    var layouts = layouts(field.collection, name);
    if (layouts.stream().anyMatch(layout -> layout.name() == null)) {
      place(usage, "layouts", null).count = 0;
    }
    var ofRoles = layouts.stream().filter(layout -> layout.name() != null).toList();
    places(usage, "layouts", ofRoles, user.get().may("roles.view") ? "roles" : null);
    return usage;
  }

  private record Named(long id, String name) {}

  private boolean lists(String collection) {
    return contracts
        .find(collection)
        .flatMap(contract -> contract.model().primary(Operation.Kind.LIST))
        .filter(list -> user.get().may(list.permission()))
        .isPresent();
  }

  private int reached(CustomFieldDefinition field) {
    return stores.valued(field.collection, field.id, COUNTED);
  }

  /**
   * Some by name, and how many others there are.
   *
   * @param collection that they are records of; null where the caller sees none of them
   */
  private void places(CustomFieldUsage usage, String kind, List<Named> all, String collection) {
    var some = all.stream().limit(LOOKED_AT).toList();
    var seen =
        collection == null
            ? Set.<Long>of()
            : stores.reached(
                collection,
                stores.reach(user.get(), collection),
                some.stream().map(Named::id).toList());
    var told = some.stream().filter(one -> seen.contains(one.id())).limit(NAMED).toList();
    told.forEach(one -> place(usage, kind, one.name()));
    if (told.size() < all.size()) {
      place(usage, kind, null).count = all.size() - told.size();
    }
  }

  private static Place place(CustomFieldUsage usage, String kind, String name) {
    var place = new Place();
    place.kind = kind;
    place.name = name;
    usage.places.add(place);
    return place;
  }

  /**
   * Whether any record has a value, those in the recycle bin too; none gets one from now on, until
   * the transaction ends.
   */
  private boolean used(long id) {
    store.hold(id);
    return valued(id);
  }

  private boolean valued(long id) {
    return sql.first(
            "select 1 from tangram_custom_value where field_id = ? fetch first 1 rows only",
            List.of(id),
            row -> 1)
        .isPresent();
  }

  private record View(Named view, String definition) {}

  private List<Named> views(String collection, String name) {
    var named = Pattern.compile("(?<![\\w.])" + Pattern.quote(name) + "(?!\\w)");
    return sql
        .query(
            "select id, name, definition from tangram_view where collection = ? and deleted_key = 0"
                + " and definition like ? order by name",
            List.of(collection, "%" + name + "%"),
            row -> new View(new Named(row.getLong(1), row.getString(2)), row.getString(3)))
        .stream()
        .filter(view -> texts(view.definition()).stream().anyMatch(named.asPredicate()))
        .map(View::view)
        .toList();
  }

  private record Arranged(Named role, String fields) {}

  /** The layouts that show a field, by the roles that they are for; one without a name for all. */
  private List<Named> layouts(String collection, String name) {
    return sql
        .query(
            "select l.role_key, r.name, l.fields from tangram_layout l"
                + " left join tangram_role r on r.id = l.role_id"
                + " where l.collection = ? and l.deleted_key = 0 and r.deleted_at is null"
                + " order by r.name",
            List.of(collection),
            row -> new Arranged(new Named(row.getLong(1), row.getString(2)), row.getString(3)))
        .stream()
        .filter(layout -> shows(layout.fields(), name))
        .map(Arranged::role)
        .toList();
  }

  private boolean shows(String fields, String name) {
    return placed(fields).stream()
        .anyMatch(placed -> placed.section != null && placed.field.equals(name));
  }

  private List<LayoutField> placed(String fields) {
    try {
      return fields == null
          ? new ArrayList<>()
          : new ArrayList<>(
              json.readerForListOf(LayoutField.class).<List<LayoutField>>readValue(fields));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A layout cannot be read", e);
    }
  }

  /** All texts within a view. */
  private List<String> texts(String definition) {
    var found = new ArrayList<String>();
    try {
      collect(json.readTree(definition), found);
    } catch (JsonProcessingException e) {
      found.add(definition);
    }
    return found;
  }

  private static void collect(JsonNode node, List<String> found) {
    if (node.isTextual()) {
      found.add(node.textValue());
    }
    node.fieldNames().forEachRemaining(found::add);
    node.forEach(child -> collect(child, found));
  }

  /** The places in words: {@code 12 records; view "Big ones"; 3 other views}. */
  private String words(CustomFieldUsage usage) {
    return usage.places.stream()
        .map(
            place -> {
              var key = "custom.place." + place.kind;
              if (place.name != null) {
                return texts.get(calls.locale(), key, place.name);
              }
              if (place.kind.equals("layouts") && place.count == 0) {
                return texts.get(calls.locale(), key + ".all");
              }
              return place.count == 0 || !place.kind.equals("records")
                  ? texts.get(calls.locale(), key + ".others", place.count)
                  : texts.get(
                      calls.locale(),
                      key,
                      place.count < COUNTED ? place.count.toString() : COUNTED + "+");
            })
        .collect(Collectors.joining("; "));
  }
}
