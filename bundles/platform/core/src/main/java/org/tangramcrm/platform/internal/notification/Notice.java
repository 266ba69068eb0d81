package org.tangramcrm.platform.internal.notification;

import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.Set;
import org.tangramcrm.platform.notification.Reminders.Reminder;

/**
 * What somebody is told.
 *
 * @param recordId null where it is about several
 * @param title what the record was called, where its reader does not reach it any more
 * @param fields that were changed
 * @param at when it happened the last time
 * @param reminder the code of what there is about the record
 * @param day that the reminder is about
 */
record Notice(
    Key key,
    String collection,
    Long recordId,
    Long commentId,
    Long jobId,
    long byId,
    int times,
    String title,
    Set<String> fields,
    Instant at,
    String reminder,
    LocalDate day) {

  /** Of something that was done. */
  Notice(
      Key key,
      String collection,
      Long recordId,
      Long commentId,
      Long jobId,
      long byId,
      int times,
      String title,
      Set<String> fields,
      Instant at) {
    this(key, collection, recordId, commentId, jobId, byId, times, title, fields, at, null, null);
  }

  /**
   * What is told once.
   *
   * @param collapse what is one notice until it is read
   */
  record Key(long userId, String kind, String collapse) {}

  /** That a job has ended; the system tells so. */
  static Notice ofJob(Key key, long job, Instant at) {
    return new Notice(key, null, null, null, job, 0, 1, null, Set.of(), at);
  }

  /** What there is about a record of somebody's; the system tells so. */
  static Notice ofReminder(Key key, String collection, Reminder of, Instant at) {
    return new Notice(
        key,
        collection,
        of.recordId(),
        null,
        null,
        0,
        1,
        null,
        Set.of(of.field()),
        at,
        of.code(),
        of.day());
  }

  Notice withFields(Set<String> seen) {
    return new Notice(
        key, collection, recordId, commentId, jobId, byId, times, title, seen, at, reminder, day);
  }

  Notice untitled() {
    return new Notice(
        key, collection, recordId, commentId, jobId, byId, times, null, fields, at, reminder, day);
  }

  /** Both, with who did the later one; of different records, of none in particular. */
  Notice and(Notice later) {
    var all = new LinkedHashSet<>(fields);
    all.addAll(later.fields);
    var sameCollection = collection != null && collection.equals(later.collection);
    var sameRecord = sameCollection && recordId != null && recordId.equals(later.recordId);
    return new Notice(
        key,
        sameCollection ? collection : null,
        sameRecord ? recordId : null,
        later.commentId,
        later.jobId,
        later.byId,
        times + later.times,
        null,
        sameCollection ? all : Set.of(),
        later.at,
        later.reminder,
        later.day);
  }
}
