package org.tangramcrm.platform.internal.chain;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Component;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.CustomField;
import org.tangramcrm.platform.Language;

/** The call from outside that this thread is serving; what a fact says of how it came about. */
@Component(service = {CurrentCall.class, Language.class})
public class CurrentCall implements Language {
  private final ThreadLocal<Call> current = new ThreadLocal<>();
  private final ThreadLocal<Sent> sent = new ThreadLocal<>();
  private final ThreadLocal<Boolean> givingBack = new ThreadLocal<>();

  /**
   * The custom fields of the record that a call writes.
   *
   * @param id null where only its service tells which record that is
   * @param part whether nothing is asked of fields that it leaves as they are
   */
  private record Sent(
      String collection,
      Long id,
      boolean part,
      BusinessRecord record,
      List<CustomField> fields,
      AtomicBoolean taken) {
    boolean stillFor(String written, Long writtenId) {
      return collection.equals(written) && (id == null || id.equals(writtenId)) && !taken.get();
    }
  }

  /**
   * @param operation {@code customers.create}
   */
  public record Call(String door, String operation, String traceId, Locale locale) {}

  /** Null outside of any call. */
  public Call get() {
    return current.get();
  }

  /** The language to answer in. */
  @Override
  public Locale locale() {
    var call = get();
    return call == null ? Locale.ENGLISH : call.locale();
  }

  /** Works as if within a call. */
  public <T> T during(Call call, Supplier<T> work) {
    var outer = get();
    set(call);
    try {
      return work.get();
    } finally {
      set(outer);
    }
  }

  /**
   * Writes a record with its custom fields: the service of its collection need not know of them.
   *
   * @param record as it was sent
   * @param id of the record; null where only the service tells: then it is the first of its
   *     collection that is written
   */
  <T> T writing(String collection, Long id, BusinessRecord record, Supplier<T> work) {
    return writing(collection, id, false, record, work);
  }

  /** The same where some fields of the record change: nothing is asked of the others. */
  <T> T partly(String collection, long id, BusinessRecord record, Supplier<T> work) {
    return writing(collection, id, true, record, work);
  }

  private <T> T writing(
      String collection, Long id, boolean part, BusinessRecord record, Supplier<T> work) {
    var outer = sent.get();
    var fields = record.customFields;
    var mine = new Sent(collection, id, part, record, fields, new AtomicBoolean());
    sent.set(mine);
    try {
      var result = work.get();
      if (!fields.isEmpty() && !mine.taken().get()) {
        // Better refused than lost.
        throw new IllegalStateException("No record of " + collection + " took its custom fields");
      }
      return result;
    } finally {
      if (outer == null) {
        sent.remove();
      } else {
        sent.set(outer);
      }
    }
  }

  /**
   * The custom fields that were sent for a record that is about to be written, once; empty where
   * none were: they stay as they are.
   *
   * @param id of the record; null for a new one
   */
  public Optional<List<CustomField>> sent(String collection, Long id) {
    var there = sent.get();
    return there != null
            && there.stillFor(collection, id)
            && there.taken().compareAndSet(false, true)
        ? Optional.of(there.fields())
        : Optional.empty();
  }

  /**
   * The record that was sent for one that is about to be written, as its service has made it; empty
   * where none was, or its custom fields are taken already.
   *
   * @param id of the record; null for a new one
   */
  public Optional<BusinessRecord> written(String collection, Long id) {
    var there = sent.get();
    return there != null && there.stillFor(collection, id)
        ? Optional.of(there.record())
        : Optional.empty();
  }

  /** Whether only some fields of a record are changed that is written now. */
  public boolean changesPart(String collection, long id) {
    var there = sent.get();
    return there != null
        && there.part()
        && there.collection().equals(collection)
        && there.id() == id;
  }

  /** Puts records back to what they were: what is else only added to may have less then. */
  public <T> T givingBack(Supplier<T> work) {
    var outer = givingBack.get();
    givingBack.set(true);
    try {
      return work.get();
    } finally {
      if (outer == null) {
        givingBack.remove();
      }
    }
  }

  /** Whether what is written now was there before. */
  public boolean givesBack() {
    return givingBack.get() != null;
  }

  void set(Call call) {
    if (call == null) {
      current.remove();
    } else {
      current.set(call);
    }
  }
}
