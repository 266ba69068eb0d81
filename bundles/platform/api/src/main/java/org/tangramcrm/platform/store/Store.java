package org.tangramcrm.platform.store;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.osgi.annotation.versioning.ProviderType;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Page;
import org.tangramcrm.platform.Query;

/**
 * A collection's rows, as far as the caller reaches them: a row outside the caller's data scope
 * does not exist here. Every write appends a fact in the same transaction.
 *
 * @param <E> the JPA class
 * @param <D> the contract's record
 */
@ProviderType
public interface Store<E extends StoredRow, D extends BusinessRecord> {
  /** Fills a page with what the query asks for. */
  <P extends Page<D>> P page(Query query, P page);

  /**
   * A record as the caller sees it.
   *
   * @throws org.tangramcrm.platform.CrmException {@code not-found}
   */
  D get(long id);

  /**
   * A record that the caller reaches, also with the fields that they do not see: for what its
   * module works out, never for an answer.
   *
   * @throws org.tangramcrm.platform.CrmException {@code not-found}
   */
  D whole(long id);

  D byNumber(String number);

  /** The record that an outside system knows by a key of its own. */
  Optional<D> byExternalKey(String system, String key);

  /**
   * Makes or changes the record that an outside system knows by a key of its own. The system is the
   * master of what it sends: a version guards only where it sends one.
   *
   * @param record what was sent
   * @param create makes it, under that key
   * @param update puts it in the place of the record with that id
   */
  D upsert(String system, String key, D record, Supplier<D> create, LongFunction<D> update);

  /**
   * Adds a row: number, owner, department and time stamps are set here.
   *
   * @param ownerId who is to own it; the caller when null
   */
  D insert(Long ownerId, E row);

  /**
   * Adds many rows of the caller's at once, of a collection of which nothing is kept beside its
   * rows: no numbers, facts, words, keys, names or parents.
   *
   * @throws IllegalStateException for any other collection
   */
  void insertAll(Collection<E> rows);

  /**
   * The next number of a collection whose numbers have no gaps, for a row to be given in the open
   * transaction: who else takes one waits for its end, and takes the same one where it is rolled
   * back.
   *
   * @throws IllegalStateException where the collection's numbers may have gaps
   * @see StoreSpec#numberedWithoutGaps
   */
  String takeNumber();

  /** As {@link #insert(Long, StoredRow)}, under the key that an outside system knows it by. */
  D insert(Long ownerId, E row, String system, String key);

  /**
   * Changes a row. Where a record that was sent to stand in its place says what stands there
   * already, nothing is written: no new version, no fact.
   *
   * @param ownerId who is to own it; the owner stays when null
   * @param version the version that the caller saw
   * @throws org.tangramcrm.platform.CrmException {@code version-required}, {@code stale} or {@code
   *     not-found}
   */
  D update(long id, Integer version, Long ownerId, Consumer<E> change);

  /**
   * Sets what follows from other records, such as a customer's last contact: no new version, no
   * fact.
   *
   * @param field a read-only field, or one of the row alone that no record shows
   * @param value as the column keeps it
   */
  default void derive(long id, String field, Object value) {
    derive(id, Collections.singletonMap(field, value));
  }

  /**
   * Sets several at once, as {@link #derive(long, String, Object)}.
   *
   * @param values by field, as the columns keep them; of money a {@link
   *     org.tangramcrm.platform.Money}, or null for none
   */
  default void derive(long id, Map<String, ?> values) {
    derive(Set.of(id), values);
  }

  /** The same of several rows. */
  void derive(Collection<Long> ids, Map<String, ?> values);

  /**
   * Sets fields of many rows at once, of those that the caller may change; each gets a new version
   * and its fact.
   *
   * @param which a filter that they still have to meet once nobody else is at them; null for none
   * @param values by field, as the columns keep them; of fields that nothing else follows from:
   *     neither searched nor identifying, no money
   * @return which rows they were
   */
  Set<Long> mark(Collection<Long> ids, String which, Map<String, ?> values);

  /**
   * How many records that the caller reaches refer to each of some others.
   *
   * @param by the field that does
   * @param which a filter of those that count; null for none
   * @return without those that none refers to
   */
  Map<Long, Long> count(String by, Collection<Long> of, String which);

  /**
   * Keeps a row for the open transaction: who else changes or holds it waits for its end. For what
   * is worked out of several records, which must be done by one at a time. Nothing where it is not
   * there.
   */
  void hold(long id);

  /**
   * Has rows belong to nobody: those that are somebody's and that the caller may change. Each gets
   * a new version and its fact; nobody reaches what belongs to it through its owner any more, and
   * its team ends.
   *
   * @param which a filter that they still have to meet once nobody else is at them; null for none
   * @param marks read-only fields that are set with it, as the columns keep them
   * @return which rows they were
   */
  Set<Long> release(Collection<Long> ids, String which, Map<String, ?> marks);

  /**
   * Gives a row that is nobody's to somebody, whether or not the caller reaches it: whether they
   * may is for the module to say. Until the transaction ends nothing else is given to that user in
   * this way, so that what is theirs can be counted.
   *
   * @param marks read-only fields that are set with it, as the columns keep them
   * @return false where it is somebody's by now, or not there
   * @throws org.tangramcrm.platform.CrmException {@code invalid} of {@code ownerId} where the user
   *     does not work here, or the caller does not reach what is theirs
   */
  boolean assign(long id, long ownerId, Map<String, ?> marks);

  /**
   * Hands over what belongs to a record, is a certain user's and goes on, whether or not the caller
   * reaches it: whether they may is for the module to say.
   *
   * @param from whose rows go; all others stay whose they are
   */
  void handOver(StoreSpec.Parent of, long from, long to);

  /** Moves a row to the recycle bin. */
  void delete(long id, Integer version);

  /**
   * Brings a row back from the recycle bin.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} for one that went there with
   *     another
   */
  D restore(long id);

  /**
   * Moves rows to the recycle bin along with the record that they belong to, whether or not the
   * caller reaches them; each has its fact. The bin shows the record alone, and they come back with
   * it. For the transaction in which it goes.
   *
   * @throws org.tangramcrm.platform.CrmException {@code in-use} where others refer to one of them
   */
  void deleteWith(StoreSpec.Parent gone, Collection<Long> ids);

  /** Brings back the rows that went with a record, in the transaction in which it comes back. */
  void restoreWith(StoreSpec.Parent back);

  /** The fields in which two states of a record differ, of those that facts tell of. */
  Set<String> differing(D one, D other);

  /** Nested values as the column keeps them that {@link Row#list} reads; null for none. */
  String nested(List<?> values);

  /** Whether a record is there for the caller; for the check of references. */
  boolean exists(long id);
}
