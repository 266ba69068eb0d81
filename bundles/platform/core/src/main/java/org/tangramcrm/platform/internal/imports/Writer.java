package org.tangramcrm.platform.internal.imports;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.door.CallContext;
import org.tangramcrm.platform.door.Chain;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.imports.ImportTable.Settled;
import org.tangramcrm.platform.internal.imports.Line.Outcome;
import org.tangramcrm.platform.internal.record.Records;
import org.tangramcrm.platform.internal.sql.Repeat;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.store.RecordStores;

/**
 * Makes records of rows, each by the contract's own operation as the caller. What can be asked for
 * many rows at once is: which records are there already, and which look like new ones.
 */
final class Writer {
  private final Plan plan;
  private final Records records;
  private final RecordStores stores;
  private final Chain chain;
  private final Sql sql;
  private final Transactions transactions;
  private final CallContext context;
  private final Changes changes;

  /** What new records of rows that were only tried would be like. */
  private final Seen tried;

  private final Seen named;

  /**
   * A row that was refused while it was written: what its transaction did so far is to be
   * forgotten.
   */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final int line;
    final transient CrmException why;

    Refused(int line, CrmException why) {
      super(null, why, false, false);
      this.line = line;
      this.why = why;
    }
  }

  Writer(
      Plan plan, Records records, RecordStores stores, Chain chain, Steps steps, ImportTask task) {
    this.plan = plan;
    this.records = records;
    this.stores = stores;
    this.chain = chain;
    this.sql = steps.sql();
    this.transactions = steps.transactions();
    this.context = steps.context();
    this.changes = new Changes(stores.baseCurrency());
    this.tried = task.tried;
    this.named = task.named;
  }

  /** The marks of what a portion made, to be remembered where it is only tried. */
  private final Set<String> made = new HashSet<>();

  /** What the records are called that a portion made. */
  private final Set<String> called = new HashSet<>();

  /**
   * Writes rows.
   *
   * @param refused reasons of rows that are refused already
   * @param words puts a refusal into words
   * @throws Refused where a row is refused after something was written
   */
  List<Settled> write(
      List<Line> lines,
      Map<Integer, String> refused,
      java.util.function.Function<CrmException, String> words) {
    var there = there(lines);
    var marks = marks(lines, there, refused.keySet());
    var taken = plan.allowsDuplicates() ? Set.<String>of() : stores.taken(plan.model(), all(marks));
    var settled = new ArrayList<Settled>();
    for (var line : lines) {
      if (refused.containsKey(line.number)) {
        settled.add(refusal(line, refused.get(line.number)));
        continue;
      }
      try {
        settled.add(
            write(
                line,
                line.key == null ? List.of() : there.getOrDefault(line.key, List.of()),
                marks.getOrDefault(line.number, Map.of()),
                taken));
      } catch (Unwritten e) {
        var reason = words.apply(e.why);
        settled.add(
            line.waits
                ? new Settled(line.number, Outcome.WAITING, null, null, reason)
                : refusal(line, reason));
      }
    }
    return settled;
  }

  /** Begins again: what was written before was rolled back. */
  void forget() {
    made.clear();
    called.clear();
  }

  /** That what was written was only tried, or is kept where all know of it. */
  void remember() {
    made.forEach(tried::add);
    called.forEach(named::add);
  }

  private static Settled refusal(Line line, String reason) {
    return new Settled(line.number, Outcome.REFUSED, null, null, reason);
  }

  /** A row that was refused before anything of it was written. */
  private static final class Unwritten extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient CrmException why;

    Unwritten(CrmException why) {
      super(null, why, false, false);
      this.why = why;
    }
  }

  private static Unwritten no(String field, String rule, Object... arguments) {
    return new Unwritten(CrmException.invalid(field, rule, arguments));
  }

  private Settled write(
      Line line, List<BusinessRecord> found, Map<String, String> marks, Set<String> taken) {
    if (line.refused != null) {
      throw new Unwritten(line.refused);
    } else if (found.size() > 1) {
      throw no(plan.key(), "import-several", line.key);
    } else if (found.size() == 1) {
      return plan.onlyCreates() ? settled(line, Outcome.SKIPPED) : update(line, found.get(0));
    } else if (line.key == null
        && plan.asked().matchBy != null
        && (plan.onlyUpdates() || plan.external() != null)) {
      throw no(plan.key(), "required");
    } else if (plan.onlyUpdates() || line.key != null && plan.given()) {
      throw no(plan.key(), "import-no-record", line.key);
    }
    for (var mark : marks.entrySet()) {
      if (!plan.allowsDuplicates()
          && (taken.contains(mark.getKey())
              || made.contains(mark.getKey())
              || tried.has(mark.getKey()))) {
        if (plan.skipsDuplicates()) {
          return settled(line, Outcome.SKIPPED);
        }
        throw no(mark.getValue(), "import-alike");
      }
    }
    return create(line, marks);
  }

  private static Settled settled(Line line, Outcome outcome) {
    return new Settled(line.number, outcome, null, null, null);
  }

  private Settled create(Line line, Map<String, String> marks) {
    var record = plan.blank();
    changes.make(line, record);
    var operation = plan.external() == null ? plan.create() : plan.upsert();
    var arguments =
        Arrays.stream(operation.method().getParameters())
            .map(
                parameter ->
                    switch (parameter.getName()) {
                      case "system" -> plan.external();
                      case "key" -> line.key;
                      default -> record;
                    })
            .toArray();
    var written =
        written(line, () -> chain.call(plan.publication(), operation, arguments, context));
    made.addAll(marks.keySet());
    plan.title(record).ifPresent(called::add);
    return new Settled(line.number, Outcome.CREATED, written.id, written.version, null);
  }

  /** What most rows that are wrong are refused for is found before anything of them is written. */
  private BusinessRecord written(Line line, Supplier<Object> call) {
    long before = sql.writes();
    try {
      return (BusinessRecord) call.get();
    } catch (CrmException e) {
      // A service that works in one transaction of its own has given up that of all rows.
      if (e.code == Code.INVALID
          && Repeat.sqlState(e) == null
          && sql.writes() == before
          && !transactions.doomed()) {
        throw new Unwritten(e);
      }
      throw new Refused(line.number, e);
    }
  }

  private Settled update(Line line, BusinessRecord there) {
    if (!changes.any(line, there)) {
      return settled(line, Outcome.UNCHANGED);
    }
    var written =
        written(
            line,
            () ->
                chain.patch(
                    plan.publication(),
                    there.id,
                    there.version,
                    record -> {
                      changes.apply(line, record);
                      return record;
                    },
                    context));
    return written.version.equals(there.version)
        ? settled(line, Outcome.UNCHANGED)
        : new Settled(line.number, Outcome.UPDATED, written.id, written.version, null);
  }

  // ---- what is there

  /** The records that rows are about, by their keys, as far as the caller reaches them. */
  private Map<String, List<BusinessRecord>> there(List<Line> lines) {
    var keys = new LinkedHashSet<String>();
    lines.stream().filter(line -> line.key != null).forEach(line -> keys.add(line.key));
    if (plan.asked().matchBy == null || keys.isEmpty()) {
      return Map.of();
    }
    if (plan.given()) {
      var numeric = plan.asked().matchBy.equals("id");
      keys.removeIf(key -> numeric && !key.matches("\\d{1,18}"));
      return References.byValue(
          page(plan.asked().matchBy, keys), record -> numeric ? record.id : record.number);
    }
    var ids =
        plan.external() != null
            ? external(keys)
            : stores.having(plan.model(), plan.asked().matchBy, keys);
    var all = new LinkedHashSet<String>();
    ids.values().forEach(some -> some.forEach(id -> all.add(id.toString())));
    var byId = References.byValue(page("id", all), record -> record.id);
    var there = new HashMap<String, List<BusinessRecord>>();
    ids.forEach(
        (key, some) ->
            some.forEach(
                id ->
                    byId.getOrDefault(id.toString(), List.of())
                        .forEach(
                            record ->
                                there.computeIfAbsent(key, any -> new ArrayList<>()).add(record))));
    return there;
  }

  private List<BusinessRecord> page(String field, Set<String> values) {
    var all = new ArrayList<BusinessRecord>();
    References.portions(values)
        .forEach(
            some -> all.addAll(References.page(records, plan.model().collection(), field, some)));
    return all;
  }

  private Map<String, List<Long>> external(Set<String> keys) {
    var ids = new HashMap<String, List<Long>>();
    for (var some : References.portions(keys)) {
      var values = new ArrayList<Object>(List.of(plan.model().collection(), plan.external()));
      values.addAll(some);
      sql.query(
              "select external_key, record_id from tangram_external_key where collection = ? and system_name = ?"
                  + " and external_key in ("
                  + Sql.marks(some.size())
                  + ")",
              values,
              row -> Map.entry(row.getString(1), row.getLong(2)))
          .forEach(found -> ids.put(found.getKey(), List.of(found.getValue())));
    }
    return ids;
  }

  /** What new records could be found to be like others by, by row. */
  private Map<Integer, Map<String, String>> marks(
      List<Line> lines, Map<String, List<BusinessRecord>> there, Set<Integer> refused) {
    var marks = new HashMap<Integer, Map<String, String>>();
    if (plan.allowsDuplicates()) {
      return marks;
    }
    var of = stores.marks(plan.model(), plan.hidden(context.caller()));
    for (var line : lines) {
      if (line.refused == null
          && !refused.contains(line.number)
          && (line.key == null || !there.containsKey(line.key))) {
        var record = plan.blank();
        changes.make(line, record);
        marks.put(line.number, of.apply((BusinessRecord) record));
      }
    }
    return marks;
  }

  private static Set<String> all(Map<Integer, Map<String, String>> marks) {
    var all = new LinkedHashSet<String>();
    marks.values().forEach(each -> all.addAll(each.keySet()));
    return all;
  }

  /** Whether a refusal is none of the row's, and passes or is the same for all rows. */
  static boolean others(CrmException refused) {
    return switch (refused.code) {
      case UNAVAILABLE, MODULE_STOPPED, MODULE_NOT_INSTALLED, UNAUTHENTICATED, TOO_MANY_REQUESTS ->
          true;
      case FORBIDDEN -> "problem.forbidden.permission".equals(refused.messageKey);
      default -> false;
    };
  }
}
