package org.tangramcrm.platform.internal.imports;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.dictionary.Dictionaries;
import org.tangramcrm.platform.door.Chain;
import org.tangramcrm.platform.internal.chain.CurrentCall;
import org.tangramcrm.platform.internal.chain.Failures;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.dictionary.DictionaryShelf;
import org.tangramcrm.platform.internal.imports.ImportTable.Settled;
import org.tangramcrm.platform.internal.record.Records;
import org.tangramcrm.platform.internal.sql.Repeat;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.store.RecordStores;
import org.tangramcrm.platform.internal.table.Table;
import org.tangramcrm.platform.internal.text.Wording;
import org.tangramcrm.platform.job.JobKind;

/**
 * Does the rows of a file by portions, each in a transaction; again without a row that was refused
 * after something was written.
 */
final class Portions {
  private static final Logger LOG = LoggerFactory.getLogger(Portions.class);

  /** So often a portion is done again without a row that was refused; then row by row. */
  private static final int MOST_REDONE = 4;

  private final ImportWork work;
  private final Steps steps;
  private final Records records;
  private final RecordStores stores;
  private final Dictionaries dictionaries;
  private final DictionaryShelf shelf;
  private final Chain chain;
  private final Wording wording;
  private final Sql sql;
  private final ImportTable table;
  private final Transactions transactions;
  private final CurrentCall calls;

  Portions(
      ImportWork work,
      Steps steps,
      Records records,
      RecordStores stores,
      Dictionaries dictionaries,
      DictionaryShelf shelf,
      Chain chain,
      Wording wording) {
    this.work = work;
    this.steps = steps;
    this.records = records;
    this.stores = stores;
    this.dictionaries = dictionaries;
    this.shelf = shelf;
    this.chain = chain;
    this.wording = wording;
    this.sql = steps.sql();
    this.table = new ImportTable(sql);
    this.transactions = steps.transactions();
    this.calls = steps.calls();
  }

  /** Does rows and notes that, whatever becomes of each of them. */
  void portion(ImportTask task, List<Table.Row> rows) {
    var refused =
        task.again
            ? new HashMap<Integer, String>()
            : work.planned(task.asked, plan -> twice(task, plan, rows));
    for (int redone = 0; redone < MOST_REDONE; redone++) {
      int before = refused.size();
      if (settled(task, rows, refused)) {
        return;
      } else if (refused.size() == before) {
        // It is not known whose fault it is: that is found one by one.
        break;
      }
    }
    for (var row : rows) {
      if (!settled(task, List.of(row), refused)) {
        settled(task, List.of(row), refused);
      }
    }
  }

  /** As the other, while the module is there: who wants to stop it waits for no more than that. */
  private boolean settled(ImportTask task, List<Table.Row> rows, Map<Integer, String> refused) {
    return work.planned(task.asked, plan -> settled(task, plan, rows, refused));
  }

  /**
   * The rows whose key stands further up in the file, too: which of them is right, nobody knows.
   */
  private Map<Integer, String> twice(ImportTask task, Plan plan, List<Table.Row> rows) {
    var refused = new HashMap<Integer, String>();
    if (task.asked.matchBy != null) {
      var reader = task.reader(plan, dictionaries);
      for (var row : rows) {
        var key = reader.key(row);
        if (key != null && !task.keys.add(sameKey(plan, key))) {
          refused.put(
              row.number(), words(plan, CrmException.invalid(plan.key(), "import-key-twice", key)));
        }
      }
    }
    return refused;
  }

  /**
   * Does rows and notes that.
   *
   * @param refused reasons of rows that are not written; what is refused now is added
   * @return false where a row was refused, or something went wrong that is the fault of one of
   *     several; the others are to be done again
   */
  private boolean settled(
      ImportTask task, Plan plan, List<Table.Row> rows, Map<Integer, String> refused) {
    var writer = new Writer(plan, records, stores, chain, steps, task);
    Supplier<List<Settled>> write =
        () -> {
          writer.forget();
          var settled = new ArrayList<Settled>();
          for (var some : read(plan, rows)) {
            settled.addAll(
                writer.write(
                    task.reader(plan, dictionaries).read(some),
                    refused,
                    problem -> words(plan, problem)));
          }
          return settled;
        };
    shelf.prepare();
    try {
      if (task.dry) {
        var tried = tried(write);
        transactions.run(() -> noted(task, tried));
        writer.remember();
        task.references.forget(task.asked.collection);
      } else {
        transactions.run(() -> noted(task, sql.together(write)));
      }
      task.done += task.again ? 0 : rows.size();
      return true;
    } catch (JobKind.Given e) {
      throw e;
    } catch (Writer.Refused e) {
      task.references.forget(task.asked.collection);
      if (Writer.others(e.why) || e.why.code == Code.CONFLICT && Repeat.helps(e.why)) {
        throw e.why;
      }
      if (e.why.code == Code.INTERNAL) {
        LOG.error("Row {} of import {} failed", e.line, task.asked.id, e.why);
      }
      refused.put(e.line, words(plan, e.why));
      return false;
    } catch (RuntimeException e) {
      fault(task, plan, rows, refused, e);
      return false;
    }
  }

  /**
   * What went wrong and is of no row by itself, as what a database does not take: of several rows
   * it is one's, and of one alone it is that one's.
   */
  private void fault(
      ImportTask task,
      Plan plan,
      List<Table.Row> rows,
      Map<Integer, String> refused,
      RuntimeException fault) {
    var why = Failures.map(fault);
    int line = rows.get(0).number();
    if (Writer.others(why)
        || why.code == Code.CONFLICT && (why == fault || Repeat.helps(fault))
        || rows.size() == 1 && refused.containsKey(line)) {
      throw fault;
    }
    LOG.error("Rows from {} on of import {} failed", line, task.asked.id, fault);
    task.references.forget(task.asked.collection);
    if (rows.size() == 1) {
      refused.put(line, words(plan, why));
    }
  }

  /** Together; one by one where a row may name one that stands above it. */
  private static List<List<Table.Row>> read(Plan plan, List<Table.Row> rows) {
    return plan.refersToItself(rows) ? rows.stream().map(List::of).toList() : List.of(rows);
  }

  private Void noted(ImportTask task, List<Settled> rows) {
    if (task.again) {
      table.settleAgain(task.asked.id, rows);
    } else {
      table.settle(task.asked.id, task.done, rows);
    }
    task.job.hold();
    return null;
  }

  /** Thrown to have forgotten what was only tried. */
  private static final class Tried extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<Settled> rows;

    Tried(List<Settled> rows) {
      super(null, null, false, false);
      this.rows = rows;
    }
  }

  private List<Settled> tried(Supplier<List<Settled>> write) {
    try {
      return transactions.run(
          () -> {
            throw new Tried(sql.tried(write));
          });
    } catch (Tried tried) {
      return tried.rows;
    }
  }

  /** Why a row is refused, by the headers of the file. */
  private String words(Plan plan, CrmException refused) {
    var problem = wording.of(refused, calls.locale(), calls.get().traceId());
    return problem.errors().isEmpty()
        ? problem.detail()
        : problem.errors().stream()
            .map(error -> plan.header(error.field) + ": " + error.message)
            .distinct()
            .collect(Collectors.joining("; "));
  }

  /** That what stands in rows which were done before counts as seen. */
  void see(ImportTask task, List<Table.Row> rows) {
    work.planned(
        task.asked,
        plan -> {
          var reader = task.reader(plan, dictionaries);
          rows.stream()
              .map(reader::key)
              .filter(java.util.Objects::nonNull)
              .forEach(key -> task.keys.add(sameKey(plan, key)));
          return null;
        });
  }

  /** However it is written, as identifying fields are compared; other keys are what they are. */
  private static String sameKey(Plan plan, String key) {
    if (plan.external() != null || plan.given()) {
      return key;
    }
    return Normalizer.normalize(key, Normalizer.Form.NFKC)
        .toLowerCase(Locale.ROOT)
        .replaceAll("\\s+", "");
  }
}
