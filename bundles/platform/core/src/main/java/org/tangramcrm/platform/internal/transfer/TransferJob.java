package org.tangramcrm.platform.internal.transfer;

import java.io.OutputStream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.job.JobKind;

/** Does transfers and undoes them, each in one transaction. */
@Component
public class TransferJob implements JobKind {
  static final String NAME = "transfer";

  private final TransferWork work;

  /**
   * @param undo whether it is to be undone
   */
  record Request(long transfer, boolean undo) {}

  @Activate
  public TransferJob(@Reference TransferWork work) {
    this.work = work;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void ended(Run run, String status) {
    var request = run.request(Request.class);
    if (!request.undo()) {
      work.end(request.transfer(), status);
    }
  }

  /** Those whose job has ended without anybody being there to tell them. */
  @Override
  public void sweep() {
    work.endForsaken();
  }

  @Override
  public boolean atOnce() {
    return true;
  }

  /** It has none. */
  @Override
  public void checkMay(String collection) {}

  @Override
  public String run(Run run, OutputStream out) {
    var request = run.request(Request.class);
    if (request.undo()) {
      work.undo(request.transfer(), run::progress);
    } else {
      work.transfer(request.transfer(), run::progress);
    }
    return null;
  }
}
