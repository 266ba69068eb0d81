package org.tangramcrm.sales.internal;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.tangramcrm.sales.AttitudeChange;

/** How somebody's attitude changed in the course of time (M-22). */
final class Attitudes {
  private Attitudes() {}

  /**
   * The course with what the attitude is now; of several changes on one day the last one stays.
   *
   * @param most so many are kept, the last ones
   */
  static List<AttitudeChange> course(
      List<AttitudeChange> before, int attitude, LocalDate today, int most) {
    var course = new ArrayList<>(before);
    if (!course.isEmpty() && last(course).attitude == attitude) {
      return course;
    }
    if (!course.isEmpty() && last(course).since.equals(today)) {
      course.remove(course.size() - 1);
    }
    if (course.isEmpty() || last(course).attitude != attitude) {
      var change = new AttitudeChange();
      change.since = today;
      change.attitude = attitude;
      course.add(change);
    }
    return course.size() > most ? course.subList(course.size() - most, course.size()) : course;
  }

  private static AttitudeChange last(List<AttitudeChange> course) {
    return course.get(course.size() - 1);
  }
}
