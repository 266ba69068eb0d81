package org.tangramcrm.platform.identity;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The company as it was at the end of a day in its own time zone, for analyses that ask about the
 * past (M-82): what was moved on a day stands on that day where it was moved to. It narrows nothing
 * to what the caller sees; rows are found by stores, which do.
 */
@ProviderType
public interface CompanyAsAt {
  /**
   * A department and all that were below it.
   *
   * @param day one to come is as now
   * @return empty where it was not there
   */
  Set<Long> below(long department, LocalDate day);

  /**
   * Below which other one each department stood; one that was made later, as it does now, since
   * what is older than itself may have been put into it.
   *
   * @param day one to come is as now
   * @return null for those at the top
   */
  Map<Long, Long> places(LocalDate day);

  /**
   * In which departments users were.
   *
   * @return by user; nothing of those who were in none
   */
  Map<Long, Long> departmentsOf(Collection<Long> users, LocalDate day);

  /**
   * How many people were in departments, each without those below it.
   *
   * @return by department; nothing of those that had none
   */
  Map<Long, Integer> people(LocalDate day);

  /** In which department a user was. */
  default Optional<Long> departmentOf(long user, LocalDate day) {
    return Optional.ofNullable(departmentsOf(Set.of(user), day).get(user));
  }
}
