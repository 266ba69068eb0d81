package org.tangramcrm.platform.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.aries.jpa.template.JpaTemplate;
import org.tangramcrm.platform.BusinessRecord;

/**
 * How a collection's records are kept.
 *
 * <p>A collection that has {@link org.tangramcrm.platform.contract.Field#searched} fields needs the
 * column {@code search_text varchar(4000)} in its table; the store fills it.
 *
 * @param collection its name; data scopes, facts and numbers go by it
 * @param table its table; a field's column is its name in snake_case
 * @param entity the JPA class that writes go through
 * @param record the contract's class; its {@link org.tangramcrm.platform.contract.Field}s say what
 *     can be filtered
 * @param reads makes a record of a row
 * @param numbers pattern of its business numbers, {@code C-{year}-{000000}}; null where it has none
 *     of its own
 * @param gapless whether numbers have no gaps: a row has none until {@link Store#takeNumber} gives
 *     one
 * @param names fields that are sorted as people sort names, by pinyin, with the column that the
 *     store keeps the sort key in
 * @param parents the records that a record belongs to: who reaches the owner of one of them reaches
 *     it too; null where records belong to nothing
 * @param open a filter of those records that still go on: only they follow the record that they
 *     belong to when it is handed over; null where all do
 * @param worth the field of money that a transfer sums; null where records are worth nothing
 * @param remembersOwners whether the store keeps, in the columns {@code owned_since} and {@code
 *     previous_owner_id}, since when a record is whose it is and whose it was before
 * @param reached whom records are reached by
 * @param facts whether what becomes of records is told by facts of their own
 * @param ownedWith the field that refers to the record whose owner is theirs; null where they have
 *     owners of their own
 * @param links fields that are not stored and can be filtered by, with what tells them
 * @param handedOver what is done when records are somebody else's; null for nothing
 */
public record StoreSpec<E extends StoredRow, D extends BusinessRecord>(
    String collection,
    String table,
    Class<E> entity,
    Class<D> record,
    JpaTemplate jpa,
    Function<Row, D> reads,
    String numbers,
    boolean gapless,
    Map<String, String> names,
    Function<D, List<Parent>> parents,
    String open,
    String worth,
    boolean remembersOwners,
    Reached reached,
    boolean facts,
    String ownedWith,
    Map<String, Link> links,
    Consumer<Collection<Long>> handedOver) {

  /**
   * A table of pairs that tells what a field refers to which is in no column of its own.
   *
   * @param own the column with the record's id
   * @param other the column with the id that is referred to
   */
  public record Link(String table, String own, String other) {}

  /** A record that another belongs to. */
  public record Parent(String collection, long id) {}

  /**
   * Whom records are reached by.
   *
   * @param by their own owners, everybody, or whoever reaches the record that a field refers to
   * @param field that field; null in the other cases
   */
  public record Reached(By by, String field) {
    /** What decides it. */
    public enum By {
      SCOPE,
      EVERYBODY,
      REFERENCE
    }

    static final Reached BY_SCOPE = new Reached(By.SCOPE, null);
  }

  /** A collection without numbers, sorted names and parents. */
  public static <E extends StoredRow, D extends BusinessRecord> StoreSpec<E, D> of(
      String collection,
      String table,
      Class<E> entity,
      Class<D> record,
      JpaTemplate jpa,
      Function<Row, D> reads) {
    return new StoreSpec<>(
        collection,
        table,
        entity,
        record,
        jpa,
        reads,
        null,
        false,
        Map.of(),
        null,
        null,
        null,
        false,
        Reached.BY_SCOPE,
        true,
        null,
        Map.of(),
        null);
  }

  public StoreSpec<E, D> numbered(String pattern) {
    return numbered(pattern, false);
  }

  /**
   * Numbers that no auditor misses one of: a row is inserted without, and {@link Store#takeNumber}
   * gives it the next one in the transaction that has it count. Who takes one waits for the end of
   * the transaction of who took the one before; so it is for what counts, not for what is many.
   */
  public StoreSpec<E, D> numberedWithoutGaps(String pattern) {
    return numbered(pattern, true);
  }

  private StoreSpec<E, D> numbered(String pattern, boolean withoutGaps) {
    return with(
        said -> {
          said.numbers = pattern;
          said.gapless = withoutGaps;
        });
  }

  public StoreSpec<E, D> sortedByName(String field, String column) {
    var more = new HashMap<>(names);
    more.put(field, column);
    return with(said -> said.names = Map.copyOf(more));
  }

  public StoreSpec<E, D> childOf(Function<D, List<Parent>> whose) {
    return with(said -> said.parents = whose);
  }

  /** Says which records still go on, as a filter of the collection: {@code status==planned}. */
  public StoreSpec<E, D> openWhile(String filter) {
    return with(said -> said.open = filter);
  }

  /**
   * Says which field tells what a record comes to: a transfer sums it before it is begun, in the
   * base currency and for those who see it.
   *
   * @param money a field of type money
   */
  public StoreSpec<E, D> worth(String money) {
    return with(said -> said.worth = money);
  }

  /**
   * Has the store keep whose a record was, in the fields {@code ownedSince} and {@code
   * previousOwnerId}; neither is set until it changes hands.
   */
  public StoreSpec<E, D> rememberingOwners() {
    return with(said -> said.remembersOwners = true);
  }

  /** Records of the company, not of users: whoever may ask for them at all reaches all of them. */
  public StoreSpec<E, D> common() {
    return reached(new Reached(Reached.By.EVERYBODY, null));
  }

  /**
   * Records that have no owners of their own: each is a part of the one that a field refers to.
   * Whoever reaches that reaches it, whoever may change that may change and add it, and its facts
   * are told among those of that.
   *
   * @param field a reference to a collection that a store is opened for before
   */
  public StoreSpec<E, D> reachedThrough(String field) {
    return reached(new Reached(Reached.By.REFERENCE, field));
  }

  /**
   * Records that are whose the one is that a field refers to: they are made with its owner and
   * department, and change hands with it in the same transaction, whichever way that is. Nobody
   * hands them over on their own. Unlike what is {@link #reachedThrough} another record, they are
   * found by their owner as fast as any.
   *
   * @param field a reference that stays as it is, to a collection that a store is opened for before
   */
  public StoreSpec<E, D> ownedWith(String field) {
    return with(said -> said.ownedWith = field);
  }

  /**
   * Has something done whenever records have another owner or department than before, whichever way
   * they changed hands: in the same transaction, when they are whose they are to be. What is kept
   * of whose they were is written there.
   *
   * @param work gets the ids of some hundreds at most; it is called as whoever hands them over, who
   *     may reach them no more
   */
  public StoreSpec<E, D> whenHandedOver(Consumer<Collection<Long>> work) {
    return with(said -> said.handedOver = work);
  }

  /**
   * Records that only say what the facts of others tell already: they append none. Auditors reach
   * facts by collection, not through what a record refers to, and would read here what is kept from
   * them there.
   */
  public StoreSpec<E, D> withoutFacts() {
    return with(said -> said.facts = false);
  }

  /** Has a field that is not stored be filtered by, through the table that tells it. */
  public StoreSpec<E, D> linked(String field, Link link) {
    var more = new HashMap<>(links);
    more.put(field, link);
    return with(said -> said.links = Map.copyOf(more));
  }

  private StoreSpec<E, D> reached(Reached by) {
    return with(said -> said.reached = by);
  }

  /** What a module may say of a collection beside what it is, each in a method of its own. */
  private static final class Said<D> {
    private String numbers;
    private boolean gapless;
    private Map<String, String> names;
    private Function<D, List<Parent>> parents;
    private String open;
    private String worth;
    private boolean remembersOwners;
    private Reached reached;
    private boolean facts;
    private String ownedWith;
    private Map<String, Link> links;
    private Consumer<Collection<Long>> handedOver;
  }

  /** The same, with something said otherwise. */
  private StoreSpec<E, D> with(Consumer<Said<D>> change) {
    var said = new Said<D>();
    said.numbers = numbers;
    said.gapless = gapless;
    said.names = names;
    said.parents = parents;
    said.open = open;
    said.worth = worth;
    said.remembersOwners = remembersOwners;
    said.reached = reached;
    said.facts = facts;
    said.ownedWith = ownedWith;
    said.links = links;
    said.handedOver = handedOver;
    change.accept(said);
    return new StoreSpec<>(
        collection,
        table,
        entity,
        record,
        jpa,
        reads,
        said.numbers,
        said.gapless,
        said.names,
        said.parents,
        said.open,
        said.worth,
        said.remembersOwners,
        said.reached,
        said.facts,
        said.ownedWith,
        said.links,
        said.handedOver);
  }
}
