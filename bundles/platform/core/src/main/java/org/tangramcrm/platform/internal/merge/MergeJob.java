package org.tangramcrm.platform.internal.merge;

import java.io.OutputStream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.job.JobKind;

/** Does merges and undoes them, each in one transaction. */
@Component
public class MergeJob implements JobKind {
  static final String NAME = "merge";

  private final MergeWork work;

  /**
   * @param undo whether it is to be undone
   */
  record Request(long merge, boolean undo) {}

  @Activate
  public MergeJob(@Reference MergeWork work) {
    this.work = work;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean atOnce() {
    return true;
  }

  @Override
  public void ended(Run run, String status) {
    var request = run.request(Request.class);
    if (!request.undo()) {
      work.end(request.merge(), status);
    }
  }

  /** It has none. */
  @Override
  public void checkMay(String collection) {}

  @Override
  public String run(Run run, OutputStream out) {
    var request = run.request(Request.class);
    if (request.undo()) {
      work.undo(request.merge(), run::progress);
    } else {
      work.merge(request.merge(), run::progress);
    }
    return null;
  }
}
