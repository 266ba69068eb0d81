package org.tangramcrm.platform.internal.duplicate;

import java.io.OutputStream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.job.JobKind;

/** Looks for records that are likely there twice. */
@Component
public class DuplicateJob implements JobKind {
  static final String NAME = "duplicates";

  private final DuplicateWork work;

  @Activate
  public DuplicateJob(@Reference DuplicateWork work) {
    this.work = work;
  }

  @Override
  public String name() {
    return NAME;
  }

  /** It may take longer than a transaction may; what it found is kept in one. */
  @Override
  public boolean atOnce() {
    return false;
  }

  @Override
  public void checkMay(String collection) {
    work.checkMay(collection);
  }

  @Override
  public String run(Run run, OutputStream out) {
    work.search(run);
    return null;
  }

  @Override
  public void sweep() {
    work.sweep();
  }
}
