package org.tangramcrm.platform.internal.duplicate;

import java.io.OutputStream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.internal.job.JobKind;

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

  /** What was found before stays until there is all that is found now. */
  @Override
  public boolean atOnce() {
    return true;
  }

  @Override
  public void checkMay(String collection) {
    work.checkMay(collection);
  }

  @Override
  public String run(Run run, OutputStream out) {
    work.search(run.collection(), run::progress);
    return null;
  }

  @Override
  public void sweep() {
    work.sweep();
  }
}
