package org.tangramcrm.platform.internal.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.contract.FieldType;
import org.tangramcrm.platform.internal.contract.Fields;
import org.tangramcrm.platform.internal.text.FieldName;
import org.tangramcrm.platform.store.Relations;
import org.tangramcrm.platform.store.StoreSpec.Link;

/**
 * The fields of a record and the columns they are kept in: the whitelist of everything that a query
 * may name.
 */
final class Columns {
  private static final List<String> MONEY_PARTS = List.of("_amount", "_currency", "_base", "_rate");

  /** Selected whatever is asked for: what a record is told apart and guarded by. */
  private static final Set<String> ALWAYS = Set.of("id", "version");

  /** More items than stand below any country; a bound on the statement's size. */
  private static final int MOST_CODES = 1_000;

  private final Map<String, FieldModel> fields = new LinkedHashMap<>();
  private final String collection;
  private final Map<String, String> sortKeys;
  private final Codes codes;

  /** What fields refer to, for filters by it. */
  private Others beyond = Others.NONE;

  /** Fields that follow from others, whichever those are. */
  private final Set<String> computed = new HashSet<>();

  /** Fields that a table of pairs tells. */
  private final Map<String, FieldModel> linked = new LinkedHashMap<>();

  private final Map<String, Link> links;

  Columns(String collection, List<FieldModel> models, Map<String, String> sortKeys, Codes codes) {
    this(collection, models, sortKeys, codes, Map.of());
  }

  Columns(
      String collection,
      List<FieldModel> models,
      Map<String, String> sortKeys,
      Codes codes,
      Map<String, Link> links) {
    this.links = links;
    this.collection = collection;
    this.codes = codes;
    for (var model : models) {
      if (!model.declaration().stored()) {
        computed.add(model.name());
        if (links.containsKey(model.name())) {
          linked.put(model.name(), model);
        }
      } else if (!model.declaration().writeOnly()) {
        fields.put(model.name(), model);
      }
    }
    this.sortKeys = sortKeys;
  }

  /** As they are to somebody who does not see some of the fields: those are not there at all. */
  Columns without(Set<String> hidden) {
    if (hidden.isEmpty()) {
      return this;
    }
    var seen =
        fields.values().stream()
            .filter(field -> !hidden.contains(field.name()) || ALWAYS.contains(field.name()))
            .toList();
    var others = new Columns(collection, seen, sortKeys, codes, links);
    others.linked.putAll(linked);
    others.linked.keySet().removeAll(hidden);
    others.computed.addAll(computed);
    others.computed.removeAll(hidden);
    return others.reaching(beyond);
  }

  /** Has filters ask by what fields refer to. */
  Columns reaching(Others others) {
    beyond = others;
    return this;
  }

  /** The fields of these, as they are kept; what follows from others is worked out with them. */
  List<String> kept(Set<String> names) {
    return fields.values().stream()
        .filter(
            field -> !field.declaration().readOnly() || field.declaration().follows().length == 0)
        .filter(field -> names.contains(field.name()) && !ALWAYS.contains(field.name()))
        .filter(field -> field.custom() == null)
        .flatMap(field -> names(field).stream())
        .toList();
  }

  /**
   * All columns of the contract's own fields, as those are seen: empty, though still there, where a
   * field is not.
   */
  String relation(Columns seen) {
    return fields.values().stream()
        .filter(field -> field.custom() == null)
        .flatMap(
            field ->
                names(field).stream()
                    .map(
                        column ->
                            seen.fields.containsKey(field.name())
                                ? "t." + column
                                : "case when 1 = 0 then t." + column + " end as " + column))
        .collect(Collectors.joining(", "));
  }

  private static List<String> names(FieldModel field) {
    return field.type() == FieldType.MONEY
        ? moneyColumns(field.name())
        : List.of(Relations.column(field.name()));
  }

  /** The texts that free text is looked for in. */
  List<String> searchedColumns() {
    return fields.values().stream().filter(Fields::searched).map(this::column).toList();
  }

  static List<String> moneyColumns(String field) {
    return MONEY_PARTS.stream().map(part -> Relations.column(field) + part).toList();
  }

  /** The columns of the fields that are asked for; of all where none are. */
  Selection select(Set<String> names) {
    var columns = new ArrayList<String>();
    var positions = new HashMap<String, Integer>();
    var custom = new ArrayList<FieldModel>();
    for (var field : fields.values()) {
      if (field.custom() != null) {
        if (names.isEmpty() || names.contains(field.name()) || names.contains(CustomValues.ALL)) {
          custom.add(field);
        }
      } else if (names.isEmpty() || names.contains(field.name()) || ALWAYS.contains(field.name())) {
        positions.put(field.name(), columns.size() + 1);
        if (field.type() == FieldType.MONEY) {
          moneyColumns(field.name()).forEach(column -> columns.add("t." + column));
        } else {
          columns.add("t." + Relations.column(field.name()));
        }
      }
    }
    if (!custom.isEmpty()) {
      positions.put(CustomValues.ALL, columns.size() + 1);
      columns.add(CustomValues.content(collection));
    }
    return new Selection(columns, positions, custom);
  }

  /**
   * What a query selects.
   *
   * @param columns of a row {@code t}
   * @param positions of each field's first column, counted from 1
   * @param custom those of the fields that the company added
   */
  record Selection(List<String> columns, Map<String, Integer> positions, List<FieldModel> custom) {
    String list() {
      return String.join(", ", columns);
    }
  }

  /** The fields that a {@code fields} parameter names; empty stands for all. */
  Set<String> parseFields(String text) {
    var names = new LinkedHashSet<String>();
    if (text != null && !text.isBlank()) {
      for (var name : text.split(",")) {
        var trimmed = name.trim();
        if (computed.contains(trimmed)) {
          return Set.of();
        }
        if (!fields.containsKey(trimmed) && !trimmed.equals(CustomValues.ALL)) {
          throw unknown(trimmed, String.join(", ", fields.keySet()));
        }
        names.add(trimmed);
      }
    }
    return names;
  }

  /** The fields that a {@code sums} parameter names. */
  List<FieldModel> parseSums(String text) {
    var summed = new LinkedHashSet<FieldModel>();
    if (text != null && !text.isBlank()) {
      for (var name : text.split(",")) {
        var field = fields.get(name.trim());
        if (field == null || !numeric(field)) {
          throw unknown(name.trim(), String.join(", ", names(Columns::numeric)));
        }
        summed.add(field);
      }
    }
    return List.copyOf(summed);
  }

  private static boolean numeric(FieldModel field) {
    return switch (field.type()) {
      case INTEGER, DECIMAL, MONEY -> true;
      default -> false;
    };
  }

  /** What tells a field that is in no column; null where one does. */
  Link link(FieldModel field) {
    return linked.containsKey(field.name()) ? links.get(field.name()) : null;
  }

  FieldModel filterable(String name) {
    var field = fields.getOrDefault(name, linked.get(name));
    if (field == null || !field.declaration().filterable()) {
      throw notFilterable(name);
    }
    return field;
  }

  CrmException notFilterable(String name) {
    return new CrmException(
        Code.INVALID_FILTER,
        "query.filter-field",
        name,
        Stream.concat(
                names(model -> model.declaration().filterable()).stream(), linked.keySet().stream())
            .collect(Collectors.joining(", ")));
  }

  /** The reference that a path leads through: that of {@code customerId.region}. */
  Optional<FieldModel> through(String path) {
    var dot = path.indexOf('.');
    return dot < 0 || fields.containsKey(path)
        ? Optional.empty()
        : Optional.ofNullable(fields.get(path.substring(0, dot)))
            .filter(
                field ->
                    field.type() == FieldType.REFERENCE
                        && field.custom() == null
                        && field.declaration().filterable());
  }

  Others beyond() {
    return beyond;
  }

  /** The values that a filter's values stand for: a code stands for those below it, too. */
  List<String> meant(FieldModel field, List<String> values) {
    var dictionary = field.declaration().dictionary();
    if (dictionary.isEmpty()) {
      return values;
    }
    var meant =
        values.stream().flatMap(code -> codes.below(dictionary, code).stream()).distinct().toList();
    if (meant.size() > MOST_CODES) {
      throw new CrmException(
          Code.INVALID_FILTER,
          "query.filter-codes",
          new FieldName(collection, field.name()),
          MOST_CODES);
    }
    return meant;
  }

  FieldModel sortable(String name) {
    var field = fields.get(name);
    if (field == null || !field.declaration().sortable()) {
      throw unknown(name, String.join(", ", names(model -> model.declaration().sortable())));
    }
    return field;
  }

  /** Whether free text finds records here. */
  boolean searched() {
    return fields.values().stream().anyMatch(Fields::searched);
  }

  String collection() {
    return collection;
  }

  /** The column of a row {@code t} that a field is compared by, or what stands for one. */
  String column(FieldModel field) {
    return field.custom() == null ? "t." + own(field) : CustomValues.compared(field);
  }

  private static String own(FieldModel field) {
    return field.type() == FieldType.MONEY
        ? Relations.column(field.name()) + "_base"
        : Relations.column(field.name());
  }

  /** Null where an amount of money has none, whether or not its rate is known. */
  String amount(FieldModel field) {
    return field.custom() == null
        ? "t." + moneyColumns(field.name()).get(0)
        : CustomValues.there(field);
  }

  /** The columns of a field that nobody enters: four of money, one of anything else. */
  List<String> derived(String name) {
    var field = fields.get(name);
    if (field == null) {
      // One of the module's row that its records do not show.
      return List.of(Relations.column(name));
    }
    if (!field.declaration().readOnly()) {
      throw new IllegalArgumentException(name + " is not read-only");
    }
    return field.type() == FieldType.MONEY ? moneyColumns(name) : List.of(own(field));
  }

  /**
   * The column of a field that is set for many rows at once: nothing may follow from it that is
   * kept elsewhere.
   */
  String plain(String name) {
    var field = fields.get(name);
    if (field == null
        || field.custom() != null
        || field.type() == FieldType.MONEY
        || field.declaration().searched()
        || field.declaration().identifying()
        || field.declaration().parent()
        || sortKeys.containsKey(name)) {
      throw new IllegalArgumentException(name + " is not set by itself");
    }
    return own(field);
  }

  /** The column of a row {@code t} that a field is sorted by, or what stands for one. */
  String sortColumn(FieldModel field) {
    if (field.custom() != null) {
      return CustomValues.sorted(field);
    }
    var key = sortKeys.get(field.name());
    return "t." + (key != null ? key : own(field));
  }

  private List<String> names(Predicate<FieldModel> which) {
    return fields.values().stream().filter(which).map(FieldModel::name).toList();
  }

  private static CrmException unknown(String name, String valid) {
    return new CrmException(Code.UNKNOWN_FIELD, "query.unknown-field", name, valid)
        .error(name, "unknown-field", valid);
  }
}
