package org.tangramcrm.platform.internal.imports;

import java.io.IOException;
import java.io.OutputStream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.job.JobKind;

/** Tries imports, does them and takes them back; its result is the file of errors. */
@Component
public class ImportJob implements JobKind {
  static final String NAME = "import";

  private final ImportWork work;
  private final ImportDesk desk;

  /** What is to be done with an import. */
  enum Action {
    CHECK,
    RUN,
    UNDO
  }

  record Request(long imported, Action action) {}

  @Activate
  public ImportJob(@Reference ImportWork work, @Reference ImportDesk desk) {
    this.work = work;
    this.desk = desk;
  }

  @Override
  public String name() {
    return NAME;
  }

  /** In portions, each of which is noted with it. */
  @Override
  public boolean atOnce() {
    return false;
  }

  @Override
  public void checkMay(String collection) {
    work.checkMay(collection);
  }

  @Override
  public void sweep() {
    work.sweep();
  }

  @Override
  public String run(Run run, OutputStream out) throws IOException {
    var request = run.request(Request.class);
    var asked = desk.store().get(request.imported());
    work.checkMay(asked.collection);
    return switch (request.action()) {
      case CHECK -> work.check(asked, run, out);
      case RUN -> work.run(asked, run, out);
      case UNDO -> {
        work.undo(asked, run);
        yield null;
      }
    };
  }
}
