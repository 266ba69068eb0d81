package org.tangramcrm.platform.internal.imports;

import java.time.ZoneId;
import org.tangramcrm.platform.dictionary.Dictionaries;
import org.tangramcrm.platform.imports.Import;
import org.tangramcrm.platform.job.JobKind.Run;

/** What a job knows of its import, from one portion to the next. */
final class ImportTask {
  final Import asked;
  final boolean dry;
  final Run job;
  final ZoneId zone;
  Values values;
  boolean later;
  final References references;
  final Seen keys = new Seen();
  final Seen tried = new Seen();

  /** What records are called that were only tried. */
  final Seen named = new Seen();

  /** Whether rows are done again that named what stood further down. */
  boolean again;

  Integer total;
  int done;

  ImportTask(Import asked, boolean dry, Run job, ZoneId zone, References references) {
    this.asked = asked;
    this.dry = dry;
    this.job = job;
    this.total = asked.total;
    this.done = asked.done == null ? 0 : asked.done;
    this.zone = zone;
    this.references = references;
  }

  LineReader reader(Plan plan, Dictionaries dictionaries) {
    if (values == null) {
      values = new Values(zone, later, dictionaries);
    }
    return new LineReader(plan, values, references, dry && again ? named : null);
  }
}
