package org.tangramcrm.platform.internal.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.internal.sql.Estimates;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.module.SchemaReady;

/**
 * Finds rows by parts of what stands in them, in a time that does not grow with the table. An index
 * row stands for a gram and a record; it is written in the transaction of the record.
 */
@Component(service = SearchIndex.class)
public class SearchIndex {
  /** From so many rows on, one gram is as common as another. */
  public static final int COMMON = 20_000;

  private static final Sql.Insert ADD =
      new Sql.Insert(
          "tangram_gram", List.of("gram", "record_id"), List.of("bigint", "bigint"), true);

  private final Sql sql;
  private final Readings readings = new Readings();
  private final Estimates counts = new Estimates();

  /**
   * What a query's text comes to.
   *
   * @param texts that must all occur in a row's search text
   * @param keys rows of the index that lead to every row in question, by any of them; empty where
   *     only reading the text tells
   * @param rows how many index rows those are, as far as it is known; at most {@link #COMMON}
   */
  public record Search(List<String> texts, List<Long> keys, int rows) {}

  @Activate
  public SearchIndex(
      @Reference Sql sql, @Reference(target = "(module=platform)") SchemaReady schema) {
    this.sql = sql;
  }

  /** What a record can be found by. */
  public record Entry(String text, Set<Long> keys) {
    public static final Entry NONE = new Entry(null, Set.of());
  }

  public Entry entry(String collection, Collection<String> values) {
    var text = SearchText.of(values, readings);
    var keys = new LinkedHashSet<Long>();
    long of = Grams.of(collection);
    text.grams().forEach(gram -> keys.add(Grams.key(of, gram)));
    return new Entry(text.text(), keys);
  }

  /** The version of readings and order that entries and sort keys are made by. */
  public int version() {
    return Pinyin.VERSION;
  }

  public String sortKey(String name, int length) {
    return name == null ? null : Pinyin.sortKey(name, length, readings);
  }

  /** Brings the index rows of a record from one entry to another. */
  public void write(long record, Entry before, Entry after) {
    var gone = without(before.keys(), after.keys());
    if (!gone.isEmpty()) {
      var values = new ArrayList<Object>(gone);
      values.add(record);
      sql.settle();
      sql.update(
          "delete from tangram_gram where gram in ("
              + Sql.marks(gone.size())
              + ") and record_id = ?",
          values.toArray());
    }
    sql.later(
        ADD,
        without(after.keys(), before.keys()).stream()
            .map(key -> new Object[] {key, record})
            .toList());
  }

  private static List<Long> without(Set<Long> keys, Set<Long> others) {
    return keys.stream().filter(key -> !others.contains(key)).toList();
  }

  /** Empty where nothing is looked for. */
  public Optional<Search> search(String collection, String typed) {
    var words = typed == null ? List.<Words>of() : Words.of(typed);
    if (words.isEmpty()) {
      return Optional.empty();
    }
    long of = Grams.of(collection);
    List<Long> best = List.of();
    int rows = Integer.MAX_VALUE;
    for (var word : words) {
      for (var way : word.ways()) {
        var keys = way.stream().map(gram -> Grams.key(of, gram)).toList();
        var count = keys.stream().mapToInt(this::count).sum();
        if (count < rows) {
          best = keys;
          rows = count;
        }
      }
    }
    return Optional.of(
        new Search(words.stream().map(Words::text).toList(), best, Math.min(rows, COMMON)));
  }

  private int count(long key) {
    return counts.of(
        key,
        () ->
            sql.query(
                    "select count(*) from (select record_id from tangram_gram where gram = ? fetch first "
                        + COMMON
                        + " rows only) g",
                    List.of(key),
                    row -> row.getInt(1))
                .get(0));
  }
}
