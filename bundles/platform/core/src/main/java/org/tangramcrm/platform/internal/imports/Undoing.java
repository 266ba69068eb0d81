package org.tangramcrm.platform.internal.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.contract.ContractModel;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.contract.Operation.Kind;
import org.tangramcrm.platform.door.Chain;
import org.tangramcrm.platform.imports.Import;
import org.tangramcrm.platform.internal.chain.CurrentCall;
import org.tangramcrm.platform.internal.chain.Publication;
import org.tangramcrm.platform.internal.facts.Facts;
import org.tangramcrm.platform.internal.facts.Json;
import org.tangramcrm.platform.internal.imports.ImportTable.Settled;
import org.tangramcrm.platform.internal.imports.Line.Outcome;
import org.tangramcrm.platform.internal.record.Records;
import org.tangramcrm.platform.internal.sql.Repeat;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.job.JobKind.Run;

/** Takes back what an import wrote, as far as nobody changed it since. */
record Undoing(
    ImportWork work,
    Steps steps,
    Records records,
    Chain chain,
    CurrentCall calls,
    Facts facts,
    Sql sql,
    ImportTable table) {
  private static final Logger LOG = LoggerFactory.getLogger(Undoing.class);

  void undo(Import asked, Run job) {
    if (!Set.of(ImportTable.STARTED, ImportTable.DONE).contains(asked.status)) {
      return;
    }
    records.within(
        asked.collection,
        model -> {
          checkMayUndo(asked, model);
          return null;
        });
    int undone;
    do {
      // One that others of the file hang on can go when those are gone, wherever they stood.
      undone = all(asked, job);
    } while (undone > 0 && !table.written(asked.id, Integer.MAX_VALUE, 1).isEmpty());
    steps.written(
        job,
        () -> {
          table.status(asked.id, ImportTable.UNDONE);
          steps.tell(asked, asked.status, ImportTable.UNDONE);
        });
  }

  /** Gives back what can be given back; answers how many that were. */
  private int all(Import asked, Run job) {
    int before = Integer.MAX_VALUE;
    int done = 0;
    int undone = 0;
    var total = asked.created + asked.updated - asked.undone;
    for (var some = table.written(asked.id, before, ImportWork.PORTION);
        !some.isEmpty();
        some = table.written(asked.id, before, ImportWork.PORTION)) {
      job.progress(Math.min(done, total), total);
      undone += undo(asked, job, some);
      before = some.get(some.size() - 1).line();
      done += some.size();
    }
    return undone;
  }

  /**
   * What is made goes by the operation that deletes it; what was changed, by the one that changes.
   */
  void checkMayUndo(Import asked, ContractModel model) {
    if (table.made(asked.id)) {
      records.authorise(
          model.primary(Kind.DELETE).orElseThrow(() -> CrmException.of(Code.FORBIDDEN)));
    }
    if (asked.updated > 0) {
      records.authorise(
          model.primary(Kind.REPLACE).orElseThrow(() -> CrmException.of(Code.FORBIDDEN)));
    }
  }

  private int undo(Import asked, Run job, List<Settled> rows) {
    if (undone(asked, job, rows)) {
      return rows.size();
    }
    return rows.size() == 1
        ? 0
        : (int) rows.stream().filter(row -> undone(asked, job, List.of(row))).count();
  }

  /** False where one of them was not given back: then none was. */
  private boolean undone(Import asked, Run job, List<Settled> rows) {
    return records.within(
        asked.collection,
        model -> {
          try {
            steps.written(
                job,
                () -> {
                  rows.forEach(row -> giveBack(work.publication(asked.collection), row));
                  table.forget(asked.id, rows);
                });
            return true;
          } catch (CrmException e) {
            if (Writer.others(e) || e.code == Code.CONFLICT && Repeat.helps(e)) {
              throw e;
            }
            LOG.debug("What import {} wrote stays as it is", asked.id, e);
            return false;
          }
        });
  }

  private void giveBack(Publication publication, Settled row) {
    if (row.outcome() == Outcome.CREATED) {
      var delete = publication.model().primary(Kind.DELETE).orElseThrow();
      var types = delete.method().getParameterTypes();
      var arguments = new Object[types.length];
      for (int i = 0; i < types.length; i++) {
        arguments[i] = types[i] == Integer.class ? (Object) row.version() : row.record();
      }
      chain.call(publication, delete, arguments, steps.context());
      return;
    }
    var before = before(publication.model(), row);
    calls.givingBack(
        () ->
            chain.patch(
                publication,
                row.record(),
                row.version(),
                record -> {
                  before.forEach((field, value) -> field.set(record, value));
                  return record;
                },
                steps.context()));
  }

  /** What fields were before a change, as its fact tells. */
  private Map<FieldModel, Object> before(ContractModel model, Settled row) {
    var json = Json.mapper();
    var before = new HashMap<FieldModel, Object>();
    var changes =
        sql.first(
                "select changes from tangram_fact where collection = ? and record_id = ? and record_version = ? and kind = 'updated'",
                List.of(model.collection(), row.record(), row.version()),
                fact -> fact.getString(1))
            .orElseThrow(CrmException::notFound);
    for (var change : facts.read(changes)) {
      model.fields().stream()
          .filter(field -> field.name().equals(change.field()) && !field.declaration().readOnly())
          .forEach(field -> before.put(field, was(json, field, change.before())));
    }
    return before;
  }

  private static Object was(ObjectMapper json, FieldModel field, JsonNode before) {
    var type = json.constructType(field.javaField().getGenericType());
    if (before == null || before.isNull()) {
      return Collection.class.isAssignableFrom(field.javaField().getType())
          ? new ArrayList<>()
          : null;
    }
    return json.convertValue(before, type);
  }
}
