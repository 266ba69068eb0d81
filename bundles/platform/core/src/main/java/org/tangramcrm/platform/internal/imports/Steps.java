package org.tangramcrm.platform.internal.imports;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.tangramcrm.platform.door.CallContext;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.imports.Import;
import org.tangramcrm.platform.internal.chain.CurrentCall;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.facts.Facts;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.job.JobKind.Run;

/** What every step of an import has, as whoever asked for it. */
record Steps(Transactions transactions, Facts facts, Sql sql, CurrentUser user, CurrentCall calls) {
  /**
   * Writes something in a transaction, unless somebody has cancelled the job meanwhile or taken it
   * over: what begins after that finds nothing that comes in later.
   */
  void written(Run job, Runnable work) {
    transactions.run(
        () -> {
          work.run();
          job.hold();
          return null;
        });
  }

  void tell(Import asked, String before, String after) {
    var json = new ObjectMapper();
    facts.append(
        "imports",
        Facts.Kind.UPDATED,
        asked.id,
        sql.query(
                "select version from tangram_import where id = ?",
                List.of(asked.id),
                row -> row.getInt(1))
            .get(0),
        json.createObjectNode().put("status", before),
        json.createObjectNode().put("status", after),
        user.get().id());
  }

  CallContext context() {
    var call = calls.get();
    return new CallContext(user.get(), call.locale(), call.door(), call.traceId(), null, null);
  }
}
