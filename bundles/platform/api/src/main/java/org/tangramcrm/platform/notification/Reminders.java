package org.tangramcrm.platform.notification;

import java.time.LocalDate;
import java.util.Collection;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Reminds people of what is theirs, as days go by: for what a module comes upon by itself in its
 * {@link org.tangramcrm.platform.job.Upkeep}. That somebody was reminded already is for the module
 * to know.
 */
@ProviderType
public interface Reminders {
  /**
   * Has the owners of records be told, in the open transaction: where that is rolled back nobody
   * was. Nobody is told of what they do not reach, or do not want to be told of; nor is anybody of
   * what is nobody's.
   */
  void remind(String collection, Collection<Reminder> reminders);

  /**
   * What somebody is reminded of.
   *
   * @param code at most 60 characters; the text {@code reminder.<code>} says what there is about
   *     the record, and may name the day by {@code {0}}
   * @param field in which the day stands: who does not see it is told nothing
   * @param day that it is about
   */
  record Reminder(long recordId, String code, String field, LocalDate day) {}
}
