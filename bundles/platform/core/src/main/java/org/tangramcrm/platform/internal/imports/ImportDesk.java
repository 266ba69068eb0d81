package org.tangramcrm.platform.internal.imports;

import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.imports.Import;
import org.tangramcrm.platform.imports.ImportColumn;
import org.tangramcrm.platform.internal.store.Condition;
import org.tangramcrm.platform.internal.store.RecordStores;
import org.tangramcrm.platform.store.Row;
import org.tangramcrm.platform.store.Store;
import org.tangramcrm.platform.store.StoreSpec;

/** Where imports are kept. */
@Component(service = ImportDesk.class)
public class ImportDesk {
  private final Store<ImportRow, Import> store;

  @Activate
  public ImportDesk(
      @Reference RecordStores stores,
      @Reference(target = "(osgi.unit.name=tangram-platform)") JpaTemplate jpa) {
    store =
        stores.open(
            StoreSpec.of(
                "imports", "tangram_import", ImportRow.class, Import.class, jpa, ImportDesk::read),
            // One's own, whatever one's data scope: what a file holds, nobody else was shown.
            caller -> Condition.of("t.owner_id = ?", caller.viewerId() == null ? caller.id() : -1));
  }

  private static Import read(Row row) {
    var imported = row.base(new Import());
    imported.collection = row.text("collection");
    imported.fileName = row.text("fileName");
    imported.charset = row.text("charset");
    imported.columns = row.list("columns", ImportColumn.class);
    imported.matchBy = row.text("matchBy");
    imported.mode = row.text("mode");
    imported.duplicates = row.text("duplicates");
    imported.emptyClears = row.flag("emptyClears");
    imported.status = row.text("status");
    imported.total = row.integer("total");
    imported.done = row.integer("done");
    imported.created = row.integer("created");
    imported.updated = row.integer("updated");
    imported.unchanged = row.integer("unchanged");
    imported.skipped = row.integer("skipped");
    imported.refused = row.integer("refused");
    imported.undone = row.integer("undone");
    imported.jobId = row.id("jobId");
    imported.doneAt = row.instant("doneAt");
    return imported;
  }

  Store<ImportRow, Import> store() {
    return store;
  }
}
