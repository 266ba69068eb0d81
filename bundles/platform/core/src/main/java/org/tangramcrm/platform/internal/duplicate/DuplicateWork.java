package org.tangramcrm.platform.internal.duplicate;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.contract.ContractModel;
import org.tangramcrm.platform.duplicate.DuplicateGroup;
import org.tangramcrm.platform.duplicate.DuplicateGroupList;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.duplicate.GroupTable.Found;
import org.tangramcrm.platform.internal.facts.Facts;
import org.tangramcrm.platform.internal.facts.Json;
import org.tangramcrm.platform.internal.merge.MergeWork;
import org.tangramcrm.platform.internal.record.Records;
import org.tangramcrm.platform.internal.record.Undertaking;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.store.Alike;
import org.tangramcrm.platform.internal.store.RecordStores;
import org.tangramcrm.platform.internal.store.RecordStores.Named;
import org.tangramcrm.platform.internal.store.SharedMarks.Mark;
import org.tangramcrm.platform.module.SchemaReady;

/**
 * Finds records of a collection that are likely there twice, whichever module's they are, and tells
 * what was found. What somebody's search finds is what they could merge; what of it they could not
 * any more is not told.
 */
@Component(service = DuplicateWork.class)
public class DuplicateWork {
  static final String OPEN = "open";
  static final String DISMISSED = "dismissed";
  static final String MERGED = "merged";

  private static final int MOST_IN_GROUP = 50;
  private static final int PAGE = 50;

  /** So many records are asked for in one statement. */
  private static final int AT_ONCE = 500;

  private static final Duration KEPT = Duration.ofDays(7);

  private final Records records;
  private final RecordStores stores;
  private final MergeWork merges;
  private final CurrentUser user;
  private final Transactions transactions;
  private final Facts facts;
  private final GroupTable table;
  private final ObjectMapper json = Json.mapper();

  @Activate
  public DuplicateWork(
      @Reference Records records,
      @Reference RecordStores stores,
      @Reference MergeWork merges,
      @Reference CurrentUser user,
      @Reference Transactions transactions,
      @Reference Facts facts,
      @Reference Sql sql,
      @Reference(target = "(module=platform)") SchemaReady schema) {
    this.records = records;
    this.stores = stores;
    this.merges = merges;
    this.user = user;
    this.transactions = transactions;
    this.facts = facts;
    this.table = new GroupTable(sql);
  }

  /**
   * That the caller may search a collection: what is found is there to be merged.
   *
   * @throws CrmException {@code not-found} where its records are not merged, or by nothing compared
   */
  void checkMay(String collection) {
    var searched =
        records.within(
            collection,
            model ->
                records.takes(Undertaking.MERGE, model)
                    && model.fields().stream().anyMatch(RecordStores::compares));
    if (!searched) {
      throw CrmException.notFound();
    }
    merges.checkMay(collection);
  }

  void search(String collection, BiConsumer<Integer, Integer> told) {
    checkMay(collection);
    // The module may go meanwhile: what is kept of its records is looked through, not itself.
    var marks = records.within(collection, model -> stores.shared(model, user.get()));
    var grouping = new Grouping(GroupTable.MOST_GROUPS, MOST_IN_GROUP);
    marks.each(
        found -> {
          grouping.add(found, table.distinct(collection, ids(found)));
          return !grouping.full();
        },
        told);
    table.keep(user.get().id(), collection, grouping.groups());
  }

  private static Set<Long> ids(List<Mark> marks) {
    var ids = new HashSet<Long>();
    marks.forEach(mark -> ids.addAll(mark.records()));
    return ids;
  }

  void sweep() {
    transactions.run(
        () -> {
          table.forgetBefore(Instant.now().minus(KEPT));
          return null;
        });
  }

  /** Whether what was found at some time is not forgotten yet. */
  static boolean isKept(Instant foundAt) {
    return foundAt.isAfter(Instant.now().minus(KEPT));
  }

  // ---- what was found

  /** Nobody's for whoever looks at the system as somebody else. */
  private long owner() {
    return user.get().viewerId() == null ? user.get().id() : -1;
  }

  /**
   * @param after the group before; null for the first page
   */
  DuplicateGroupList page(String collection, Long after) {
    checkMay(collection);
    return records.within(
        collection,
        model -> {
          var groups = table.page(owner(), collection, after == null ? 0 : after, PAGE + 1);
          var list = new DuplicateGroupList();
          if (groups.size() > PAGE) {
            list.next = groups.get(PAGE - 1).id();
          }
          list.items = shown(model, groups.subList(0, Math.min(PAGE, groups.size())));
          return list;
        });
  }

  DuplicateGroup dismiss(String collection, long id) {
    checkMay(collection);
    return records.within(
        collection,
        model -> {
          var group = shown(model, id);
          if (group.status.equals(OPEN)) {
            var ids = group.records.stream().map(record -> record.id).toList();
            table.dismiss(id, collection, ids, user.get().id());
            tell(id, ids);
          } else if (!group.status.equals(DISMISSED)) {
            throw new CrmException(Code.CONFLICT, "duplicates.merged");
          }
          group.status = DISMISSED;
          return group;
        });
  }

  private DuplicateGroup shown(ContractModel model, long id) {
    return table
        .find(owner(), model.collection(), id)
        .flatMap(group -> shown(model, List.of(group)).stream().findAny())
        .orElseThrow(CrmException::notFound);
  }

  private void tell(long id, List<Long> ids) {
    var before = json.createObjectNode().put("status", OPEN);
    var after = json.createObjectNode().put("status", DISMISSED);
    ids.forEach(record -> after.withArray("recordIds").add(record.toString()));
    facts.append(DuplicateJob.NAME, Facts.Kind.UPDATED, id, 1, before, after, user.get().id());
  }

  /**
   * Of what the caller could merge by now; without groups of which nothing is left to do or tell.
   */
  private List<DuplicateGroup> shown(ContractModel model, List<Found> groups) {
    var all = new TreeSet<Long>();
    groups.forEach(group -> all.addAll(group.members().keySet()));
    var names = named(model, all);
    all.removeAll(names.keySet());
    var merged = table.merged(model.collection(), all);
    var hidden = user.get().rules(model.collection()).hidden();
    return groups.stream()
        .map(group -> shown(model, group, names, merged, hidden))
        .filter(group -> group.status != null)
        .toList();
  }

  /** What those of some records are called that the caller could merge. */
  private Map<Long, Named> named(ContractModel model, Collection<Long> ids) {
    var all = List.copyOf(ids);
    var names = new HashMap<Long, Named>();
    for (int at = 0; at < all.size(); at += AT_ONCE) {
      var some = all.subList(at, Math.min(all.size(), at + AT_ONCE));
      names.putAll(stores.named(model, stores.mergeable(model.collection(), user.get(), some)));
    }
    return names;
  }

  private static DuplicateGroup shown(
      ContractModel model,
      Found found,
      Map<Long, Named> names,
      Set<Long> merged,
      Set<String> hidden) {
    var group = new DuplicateGroup();
    group.id = found.id();
    var alikes = new ArrayList<Alike>();
    var fields = new TreeSet<String>();
    found
        .members()
        .forEach(
            (record, its) -> {
              var seen = new TreeSet<>(its);
              seen.removeAll(hidden);
              if (names.containsKey(record) && !seen.isEmpty()) {
                alikes.add(new Alike(record, seen));
                fields.addAll(seen);
              }
            });
    group.fields.addAll(fields);
    alikes.stream()
        .sorted(Comparator.comparing(Alike::id))
        .map(alike -> DuplicateService.shown(alike, names, true, model, hidden))
        .forEach(group.records::add);
    group.status = status(found, alikes.size(), merged);
    return group;
  }

  /** Null where there is nothing to tell. */
  private static String status(Found found, int left, Set<Long> merged) {
    if (left > 1) {
      return found.dismissed() ? DISMISSED : OPEN;
    }
    return left == 1 && found.members().keySet().stream().anyMatch(merged::contains)
        ? MERGED
        : null;
  }
}
