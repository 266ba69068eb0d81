package org.tangramcrm.platform.internal.duplicate;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.contract.ContractModel;
import org.tangramcrm.platform.duplicate.DistinctPair;
import org.tangramcrm.platform.duplicate.DistinctPairList;
import org.tangramcrm.platform.duplicate.DuplicateGroup;
import org.tangramcrm.platform.duplicate.DuplicateGroupList;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.duplicate.GroupTable.Found;
import org.tangramcrm.platform.internal.duplicate.GroupTable.Said;
import org.tangramcrm.platform.internal.duplicate.Grouping.Group;
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
import org.tangramcrm.platform.job.JobKind.Run;
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

  /** As many as are merged at once. */
  private static final int MOST_PROPOSED = 10;

  private static final int MOST_PAIRS = 100;

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

  /** Looks outside a transaction, however long it takes; what is found is kept in one. */
  void search(Run run) {
    var collection = run.collection();
    checkMay(collection);
    // The module may go meanwhile: what is kept of its records is looked through, not itself.
    var marks = records.within(collection, model -> stores.shared(model, user.get()));
    var grouping = new Grouping(GroupTable.MOST_GROUPS, MOST_IN_GROUP);
    marks.each(
        found -> {
          grouping.add(found, table.distinct(collection, ids(found)));
          return !grouping.full();
        },
        run::progress);
    transactions.run(
        () -> {
          table.keep(user.get().id(), collection, grouping.groups(), grouping.more());
          run.hold();
          return null;
        });
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
          table
              .search(owner(), collection)
              .filter(search -> search.foundAt().isAfter(Instant.now().minus(KEPT)))
              .ifPresent(
                  search -> {
                    list.searchedAt = search.foundAt();
                    list.more = search.more();
                  });
          list.items = shown(model, groups.subList(0, Math.min(PAGE, groups.size())));
          return list;
        });
  }

  DuplicateGroup dismiss(String collection, long id, List<Long> ids) {
    checkMay(collection);
    return records.within(
        collection,
        model -> {
          if (shown(model, id).status.equals(MERGED)) {
            throw new CrmException(Code.CONFLICT, "duplicates.merged");
          }
          var found = found(collection, id);
          var left = Grouping.members(left(found, view(model, List.of(found))));
          var named = new HashSet<Long>();
          for (int i = 0; i < ids.size(); i++) {
            if (!named.add(ids.get(i))) {
              throw CrmException.invalid("recordIds[" + i + "]", "duplicate");
            } else if (!left.containsKey(ids.get(i))) {
              throw CrmException.invalid("recordIds[" + i + "]", "unknown-reference", collection);
            }
          }
          if (table.dismiss(collection, ids, user.get().id())) {
            tell(id, OPEN, DISMISSED, ids);
          }
          return shown(model, id);
        });
  }

  // ---- what is not the same

  DistinctPairList dismissals(String collection) {
    checkMay(collection);
    return records.within(
        collection,
        model -> {
          var hidden = user.get().rules(collection).hidden();
          var list = new DistinctPairList();
          int at = 0;
          List<Said> some;
          do {
            some = table.said(collection, at, AT_ONCE);
            var names =
                named(
                    model,
                    some.stream()
                        .flatMap(said -> Stream.of(said.pair().one(), said.pair().other()))
                        .collect(Collectors.toSet()));
            for (var said : some) {
              var both = List.of(said.pair().one(), said.pair().other());
              if (names.keySet().containsAll(both)) {
                list.more = list.items.size() == MOST_PAIRS;
                if (list.more) {
                  return list;
                }
                list.items.add(pair(said, both, names, model, hidden));
              }
            }
            at += AT_ONCE;
          } while (some.size() == AT_ONCE);
          return list;
        });
  }

  private static DistinctPair pair(
      Said said, List<Long> both, Map<Long, Named> names, ContractModel model, Set<String> hidden) {
    var pair = new DistinctPair();
    pair.saidAt = said.at();
    pair.saidBy = said.by();
    both.forEach(
        id ->
            pair.records.add(
                DuplicateService.shown(new Alike(id, Set.of()), names, true, model, hidden)));
    return pair;
  }

  void withdraw(String collection, List<Long> ids) {
    checkMay(collection);
    records.within(
        collection,
        model -> {
          var there = named(model, ids).keySet();
          for (int i = 0; i < ids.size(); i++) {
            if (!there.contains(ids.get(i))) {
              throw CrmException.invalid("recordIds[" + i + "]", "unknown-reference", collection);
            }
          }
          if (table.withdraw(collection, ids)) {
            tell(ids.get(0), DISMISSED, OPEN, ids);
          }
          return ids;
        });
  }

  private Found found(String collection, long id) {
    return table.find(owner(), collection, id).orElseThrow(CrmException::notFound);
  }

  private DuplicateGroup shown(ContractModel model, long id) {
    return shown(model, List.of(found(model.collection(), id))).stream()
        .findAny()
        .orElseThrow(CrmException::notFound);
  }

  private void tell(long id, String from, String to, List<Long> ids) {
    var before = json.createObjectNode().put("status", from);
    var after = json.createObjectNode().put("status", to);
    ids.forEach(record -> after.withArray("recordIds").add(record.toString()));
    facts.append(DuplicateJob.NAME, Facts.Kind.UPDATED, id, 1, before, after, user.get().id());
  }

  /** What the caller may know of some groups by now. */
  private record View(
      ContractModel model,
      Map<Long, Named> names,
      Set<Long> merged,
      Set<Pair> distinct,
      Set<String> hidden) {}

  private View view(ContractModel model, List<Found> groups) {
    var collection = model.collection();
    var all = new TreeSet<Long>();
    groups.forEach(group -> all.addAll(group.records()));
    var names = named(model, all);
    all.removeAll(names.keySet());
    return new View(
        model,
        names,
        table.merged(collection, all),
        table.distinct(collection, names.keySet()),
        user.get().rules(collection).hidden());
  }

  /**
   * Of what the caller could merge by now; without groups of which nothing is left to do or tell.
   */
  private List<DuplicateGroup> shown(ContractModel model, List<Found> groups) {
    var view = view(model, groups);
    return groups.stream()
        .map(group -> shown(group, view))
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

  /**
   * What connected them may be gone, or hidden, or said not to be the same: what is left is united
   * again. Of several parts that are left the next is shown when the first is dealt with.
   */
  private static DuplicateGroup shown(Found found, View view) {
    var group = new DuplicateGroup();
    group.id = found.id();
    var left = left(found, view);
    var open = part(left, view.distinct());
    if (open.isPresent()) {
      group.status = OPEN;
      group.proposedIds.addAll(proposed(open.get(), view.distinct()));
      tell(group, open.get().members(), view);
      return group;
    }
    var dismissed = part(left, Set.of());
    if (dismissed.isPresent()) {
      group.status = DISMISSED;
      tell(group, dismissed.get().members(), view);
      return group;
    }
    var members = Grouping.members(left);
    if (!members.isEmpty() && seen(found, view).anyMatch(view.merged()::contains)) {
      group.status = MERGED;
      tell(group, members, view);
    }
    return group;
  }

  /** The first of the groups that some marks make. */
  private static Optional<Group> part(List<Mark> marks, Set<Pair> distinct) {
    var grouping = new Grouping(MOST_IN_GROUP, MOST_IN_GROUP);
    grouping.add(marks, distinct);
    return grouping.groups().stream().findFirst();
  }

  /** What connects a group as far as the caller may see it. */
  private static List<Mark> left(Found found, View view) {
    return found.marks().stream()
        .filter(mark -> !view.hidden().contains(mark.field()))
        .map(
            mark ->
                new Mark(
                    mark.field(),
                    mark.records().stream().filter(view.names()::containsKey).sorted().toList()))
        .toList();
  }

  private static Stream<Long> seen(Found found, View view) {
    return found.marks().stream()
        .filter(mark -> !view.hidden().contains(mark.field()))
        .flatMap(mark -> mark.records().stream());
  }

  /** Those that are alike only one through another are seldom all the same. */
  private static List<Long> proposed(Group group, Set<Pair> distinct) {
    return group.marks().stream()
        .map(Mark::records)
        .filter(all -> all.size() <= MOST_PROPOSED && Pair.of(all).noneMatch(distinct::contains))
        .reduce((one, other) -> other.size() > one.size() ? other : one)
        .orElse(List.of());
  }

  private static void tell(DuplicateGroup group, Map<Long, Set<String>> members, View view) {
    var fields = new TreeSet<String>();
    members.forEach(
        (record, its) -> {
          fields.addAll(its);
          group.records.add(
              DuplicateService.shown(
                  new Alike(record, its), view.names(), true, view.model(), view.hidden()));
        });
    group.fields.addAll(fields);
  }
}
