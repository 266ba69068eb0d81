package org.tangramcrm.platform.internal.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.contract.ContractModel;
import org.tangramcrm.platform.contract.Operation.Kind;
import org.tangramcrm.platform.contract.OperationModel;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.imports.Import;
import org.tangramcrm.platform.internal.chain.Publication;
import org.tangramcrm.platform.internal.store.RecordStores;
import org.tangramcrm.platform.internal.table.Table;
import org.tangramcrm.platform.metadata.CollectionMetadata;

/**
 * What becomes of the rows of an import. It holds a module's classes, and is made anew for each
 * portion: the module may be exchanged between two.
 *
 * @param columns where each column goes; null where it is left out
 */
record Plan(
    Publication publication,
    Import asked,
    CollectionMetadata described,
    List<Target> columns,
    OperationModel create,
    OperationModel replace) {
  private static final String NUMBER = "number";
  private static final String ID = "id";
  private static final String OWNER = "ownerId";

  static Plan of(Publication publication, Import asked, CollectionMetadata described) {
    var targets =
        Target.of(described, publication.model()).stream()
            .collect(Collectors.toMap(Target::name, target -> target));
    var columns = new ArrayList<Target>();
    var used = new java.util.HashSet<String>();
    for (int i = 0; i < asked.columns.size(); i++) {
      var name = asked.columns.get(i).field;
      if (name == null || name.isBlank()) {
        columns.add(null);
        continue;
      }
      var at = "columns[" + i + "].field";
      if (!targets.containsKey(name)) {
        throw CrmException.invalid(at, "import-no-field", name);
      } else if (!used.add(name)) {
        throw CrmException.invalid(at, "duplicate");
      }
      columns.add(targets.get(name));
    }
    var plan =
        new Plan(
            publication,
            asked,
            described,
            columns,
            publication.model().primary(Kind.CREATE).orElseThrow(),
            publication.model().primary(Kind.REPLACE).orElse(null));
    plan.checkKey();
    return plan;
  }

  private void checkKey() {
    var matchBy = asked.matchBy;
    if (matchBy == null) {
      if ("update".equals(asked.mode)) {
        throw CrmException.invalid("matchBy", "required");
      }
      return;
    }
    var field = model().fields().stream().filter(each -> each.name().equals(matchBy)).findFirst();
    var known =
        external() != null
            ? Target.upsert(model()).isPresent()
            : given() || field.filter(RecordStores::identifies).isPresent();
    if (!known) {
      throw CrmException.invalid("matchBy", "import-no-field", matchBy);
    }
    if (columns.stream().noneMatch(column -> column != null && isKey(column))) {
      throw CrmException.invalid("matchBy", "import-key-column", matchBy);
    }
  }

  /**
   * That it can be done: there is something to do, by whoever asks.
   *
   * @throws CrmException {@code invalid} or {@code forbidden}
   */
  void checkMay(Caller caller) {
    if (columns.stream().noneMatch(column -> column != null && column.use() == Target.Use.VALUE)) {
      throw CrmException.invalid("columns", "import-no-columns");
    }
    if (!onlyUpdates()) {
      may(caller, create);
      if (external() != null) {
        may(caller, upsert());
      }
    }
    if (asked.matchBy != null && !onlyCreates()) {
      if (replace == null) {
        throw CrmException.invalid("mode", "import-no-update");
      }
      may(caller, replace);
    }
  }

  private static void may(Caller caller, OperationModel operation) {
    if (!caller.may(operation.permission())) {
      throw new CrmException(
          Code.FORBIDDEN, "problem.forbidden.permission", operation.permission());
    }
  }

  ContractModel model() {
    return publication.model();
  }

  boolean onlyCreates() {
    return "create".equals(asked.mode);
  }

  boolean onlyUpdates() {
    return "update".equals(asked.mode);
  }

  boolean allowsDuplicates() {
    return "allow".equals(asked.duplicates);
  }

  boolean skipsDuplicates() {
    return "skip".equals(asked.duplicates);
  }

  /** Whether an empty cell of a column empties the field. */
  boolean clears(Target target) {
    return Boolean.TRUE.equals(asked.emptyClears)
        && target.use() == Target.Use.VALUE
        && !isKey(target)
        && !target.name().equals(OWNER);
  }

  /** The outside system by whose keys records are found; null where they are found otherwise. */
  String external() {
    return asked.matchBy != null && asked.matchBy.startsWith(Target.EXTERNAL)
        ? asked.matchBy.substring(Target.EXTERNAL.length())
        : null;
  }

  OperationModel upsert() {
    return Target.upsert(model()).orElseThrow();
  }

  /** Whether records are found by what the server gave them. */
  boolean given() {
    return NUMBER.equals(asked.matchBy) || ID.equals(asked.matchBy);
  }

  /** The target whose values find records; null where nothing does. */
  String key() {
    return external() != null ? Target.EXTERNAL_KEY : asked.matchBy;
  }

  boolean isKey(Target target) {
    return target.name().equals(key());
  }

  /** The columns that name records, by the collection of these. */
  Map<String, List<Integer>> references() {
    var byCollection = new java.util.LinkedHashMap<String, List<Integer>>();
    for (int i = 0; i < columns.size(); i++) {
      var target = columns.get(i);
      if (target != null && target.refers()) {
        byCollection.computeIfAbsent(target.reference(), key -> new ArrayList<>()).add(i);
      }
    }
    return byCollection;
  }

  /** Whether some rows name records of their own collection, which may stand above them. */
  boolean refersToItself(List<Table.Row> rows) {
    var columns = references().getOrDefault(model().collection(), List.of());
    return rows.stream()
        .anyMatch(row -> columns.stream().anyMatch(column -> !row.cell(column).empty()));
  }

  /** What a field is called in the file; in the caller's language where it is not in it. */
  String header(String field) {
    var name = field.split("[.\\[]")[0];
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i) != null
          && (columns.get(i).name().equals(field) || columns.get(i).name().equals(name))) {
        return asked.columns.get(i).header;
      }
    }
    return described.fields.stream()
        .filter(each -> each.key.equals(name))
        .map(each -> each.title)
        .findFirst()
        .orElse(field);
  }

  Set<String> hidden(Caller caller) {
    return caller.rules(model().collection()).hidden();
  }

  /** What a record is called, by which others name it. */
  Optional<String> title(Object record) {
    return model().fields().stream()
        .filter(field -> field.name().equals(described.titleField))
        .findFirst()
        .map(field -> field.value(record))
        .map(Object::toString);
  }

  /** A record with nothing in it. */
  BusinessRecord blank() {
    try {
      return (BusinessRecord) model().recordType().getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Records have a constructor without arguments", e);
    }
  }
}
