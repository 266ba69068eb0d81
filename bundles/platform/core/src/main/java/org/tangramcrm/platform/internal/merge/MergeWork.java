package org.tangramcrm.platform.internal.merge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.contract.ContractModel;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.contract.Operation.Kind;
import org.tangramcrm.platform.door.CallContext;
import org.tangramcrm.platform.door.Chain;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.internal.chain.CurrentCall;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.contract.ContractCatalog;
import org.tangramcrm.platform.internal.facts.Facts;
import org.tangramcrm.platform.internal.facts.Json;
import org.tangramcrm.platform.internal.record.Records;
import org.tangramcrm.platform.internal.record.Undertaking;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.store.Condition;
import org.tangramcrm.platform.internal.store.Handover;
import org.tangramcrm.platform.internal.store.Handover.Holder;
import org.tangramcrm.platform.internal.store.RecordStores;
import org.tangramcrm.platform.internal.store.Repointing;
import org.tangramcrm.platform.internal.store.Repointing.Union;
import org.tangramcrm.platform.merge.Merge;
import org.tangramcrm.platform.merge.MergeChoice;
import org.tangramcrm.platform.merge.MergePart;
import org.tangramcrm.platform.merge.MergeParticipant;
import org.tangramcrm.platform.merge.MergePreview;

/**
 * What a merge consists of, whichever module's records it is about. What refers to them follows by
 * {@link Repointing}; the records themselves are changed, deleted and restored by the operations of
 * their own contract, so that their module's rules hold.
 */
@Component(service = MergeWork.class, configurationPid = "org.tangramcrm.platform")
public class MergeWork {

  private final Records records;
  private final RecordStores stores;
  private final ContractCatalog contracts;
  private final Chain chain;
  private final CurrentUser user;
  private final CurrentCall calls;
  private final Facts facts;
  private final Sql sql;
  private final Transactions transactions;
  private final List<MergeParticipant> participants = new CopyOnWriteArrayList<>();
  private final ObjectMapper json = Json.mapper();
  private volatile Duration undoable;

  /** {@code etc/org.tangramcrm.platform.cfg}. */
  @interface Config {
    /** For how many days a merge can be undone. */
    int merge_undoDays() default 30;
  }

  @Activate
  public MergeWork(
      @Reference Records records,
      @Reference RecordStores stores,
      @Reference ContractCatalog contracts,
      @Reference Chain chain,
      @Reference CurrentUser user,
      @Reference CurrentCall calls,
      @Reference Facts facts,
      @Reference Sql sql,
      @Reference Transactions transactions,
      Config config) {
    this.records = records;
    this.stores = stores;
    this.contracts = contracts;
    this.chain = chain;
    this.user = user;
    this.calls = calls;
    this.facts = facts;
    this.sql = sql;
    this.transactions = transactions;
    configure(config);
  }

  @Modified
  final void configure(Config config) {
    undoable = Duration.ofDays(config.merge_undoDays());
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bind(MergeParticipant participant) {
    participants.add(participant);
  }

  void unbind(MergeParticipant participant) {
    participants.remove(participant);
  }

  // ---- what is asked for

  /** That a merge can be done as it is asked for. */
  void check(Merge merge) {
    checked(
        merge,
        (model, all) -> {
          rehearse(merge, wanted(merge, fields(model), all));
          return all;
        });
  }

  /** Thrown to have forgotten what was done in order to see whether it can be. */
  private static final class Rehearsed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Rehearsed() {
      super(null, null, false, false);
    }
  }

  /** In a transaction of its own, which comes to nothing. */
  private void rehearse(Runnable work) {
    try {
      transactions.apart(
          () ->
              transactions.run(
                  () -> {
                    work.run();
                    throw new Rehearsed();
                  }));
    } catch (Rehearsed e) {
      // As far as it was to go.
    }
  }

  /**
   * That the record that stays may become what is wanted. What is unique may still be the others':
   * that is seen when they are gone.
   */
  private void rehearse(Merge merge, Wanted wanted) {
    try {
      rehearse(() -> patch(merge, wanted::put));
    } catch (CrmException e) {
      var refused = new CrmException(e.code, e.messageKey, e.arguments);
      for (var error : e.errors) {
        if (!error.code.equals("duplicate")) {
          refused.error(
              choice(merge, root(error.field)),
              error.code,
              error instanceof CrmException.RuleError rule ? rule.arguments : new Object[0]);
        }
      }
      if (e.errors.isEmpty() || !refused.errors.isEmpty()) {
        throw refused;
      }
    }
  }

  /** What a caller wrote who is told of a field. */
  private static String choice(Merge merge, String field) {
    for (int i = 0; i < merge.choices.size(); i++) {
      if (merge.choices.get(i).field.equals(field)) {
        return "choices[" + i + "]." + field;
      }
    }
    return field;
  }

  private static String root(String path) {
    return path.startsWith("customFields.") ? path : path.split("[.\\[]", 2)[0];
  }

  /**
   * Does something with the records of a merge that the caller may do.
   *
   * @param work gets the records, the one that stays first
   */
  private <T> T checked(Merge merge, BiFunction<ContractModel, List<BusinessRecord>, T> work) {
    checkMay(merge.collection);
    return records.within(
        merge.collection,
        model -> {
          var all = new ArrayList<BusinessRecord>();
          all.add(read("survivorId", merge.collection, merge.survivorId));
          var named = new HashSet<Long>(Set.of(merge.survivorId));
          for (int i = 0; i < merge.mergedIds.size(); i++) {
            var field = "mergedIds[" + i + "]";
            if (!named.add(merge.mergedIds.get(i))) {
              throw CrmException.invalid(field, "duplicate");
            }
            all.add(read(field, merge.collection, merge.mergedIds.get(i)));
          }
          var fields = fields(model);
          checkChoices(merge, fields, named);
          fields.checkOwner(merge.choices, all);
          checkEvidence(merge, fields);
          checkShares(merge);
          var ids = all.stream().map(record -> record.id).toList();
          participants.forEach(participant -> participant.check(merge.collection, ids));
          return work.apply(model, all);
        });
  }

  /** That the one that stays comes to have all that must not be lost, whoever merges. */
  private void checkEvidence(Merge merge, MergeFields fields) {
    if (fields.keepsAllUnchanged()
        && fields.losesEvidence(
            user.callAsSystem(
                () ->
                    Stream.concat(Stream.of(merge.survivorId), merge.mergedIds.stream())
                        .map(id -> records.read(merge.collection, id))
                        .toList()))) {
      throw new CrmException(Code.FORBIDDEN, "merge.evidence");
    }
  }

  /** With whom they are shared comes along: that is not for those who are only members. */
  private void checkShares(Merge merge) {
    checkShares(merge.collection, "survivorId", merge.survivorId);
    for (int i = 0; i < merge.mergedIds.size(); i++) {
      checkShares(merge.collection, "mergedIds[" + i + "]", merge.mergedIds.get(i));
    }
  }

  private void checkShares(String collection, String field, long id) {
    var caller = user.get();
    if (!stores.reached(collection, stores.reach(caller, collection), Set.of(id)).contains(id)
        || !stores.shares(caller, collection, id)) {
      throw new CrmException(Code.FORBIDDEN, "merge.only-shared").error(field, "out-of-reach");
    }
  }

  /** That the caller may merge in a collection at all. */
  public void checkMay(String collection) {
    records.check(Undertaking.MERGE, collection);
    records.within(
        collection,
        model -> {
          // What it and its undoing are made of.
          Stream.of(
                  model.primary(Kind.REPLACE),
                  model.primary(Kind.DELETE),
                  Undertaking.restoring(model))
              .map(Optional::orElseThrow)
              .forEach(records::authorise);
          return model;
        });
  }

  private BusinessRecord read(String field, String collection, long id) {
    try {
      var record = records.read(collection, id);
      if (record.id == id) {
        return record;
      }
    } catch (CrmException e) {
      if (e.code != Code.NOT_FOUND) {
        throw e;
      }
    }
    throw CrmException.invalid(field, "unknown-reference", collection);
  }

  private MergeFields fields(ContractModel model) {
    return new MergeFields(model, user.get().rules(model.collection()));
  }

  private static void checkChoices(Merge merge, MergeFields fields, Set<Long> ids) {
    var named = new HashSet<String>();
    for (int i = 0; i < merge.choices.size(); i++) {
      var at = "choices[" + i + "].";
      var choice = merge.choices.get(i);
      var field =
          fields
              .find(choice.field)
              .orElseThrow(() -> CrmException.invalid(at + "field", "unknown-code", choice.field));
      if (!named.add(choice.field)) {
        throw CrmException.invalid(at + "field", "duplicate");
      }
      if (Boolean.TRUE.equals(choice.united)) {
        if (!MergeFields.unites(field) || choice.fromId != null) {
          throw CrmException.invalid(at + "united", "wrong");
        }
      } else if (MergeFields.keepsAll(field)) {
        throw CrmException.invalid(at + "fromId", "append-only");
      } else if (choice.fromId == null) {
        throw CrmException.invalid(at + "fromId", "required");
      } else if (!ids.contains(choice.fromId)) {
        throw CrmException.invalid(at + "fromId", "unknown-reference", merge.collection);
      }
    }
  }

  /**
   * That a merge can be undone: the record that stayed is there, not merged itself, nor took in
   * others since.
   */
  void checkOne(Merge merge) {
    var is = records.within(merge.collection, model -> repointing(merge));
    if (is.merged(merge.survivorId)) {
      throw new CrmException(Code.CONFLICT, "merge.merged-again");
    }
    if (sql.first(
            "select 1 from tangram_merge later where collection = ? and survivor_id = ? and status = ? and id <> ?"
                + " and done_at >= (select done_at from tangram_merge where id = ?)",
            List.of(merge.collection, merge.survivorId, MergeService.DONE, merge.id, merge.id),
            row -> 1)
        .isPresent()) {
      throw new CrmException(Code.CONFLICT, "merge.merged-since");
    }
    read("survivorId", merge.collection, merge.survivorId);
    checkShares(merge);
  }

  /** That nobody is at it: what it is to be is not decided yet. */
  void checkIdle(Merge merge) {
    if (sql.first(
            "select 1 from tangram_job where id = ? and status in (?, ?)",
            List.of(merge.jobId, "queued", "running"),
            row -> 1)
        .isPresent()) {
      throw new CrmException(Code.CONFLICT, "merge.under-way");
    }
  }

  private Repointing repointing(Merge merge) {
    return stores.repointing(merge.collection);
  }

  private static Union union(Merge merge) {
    return new Union(merge.id == null ? 0 : merge.id, merge.survivorId, merge.mergedIds);
  }

  MergePreview preview(Merge merge) {
    return checked(
        merge,
        (model, all) -> {
          var fields = fields(model);
          var preview = new MergePreview();
          preview.fields = fields.differing(all);
          preview.parts = counted(repointing(merge).referring(union(merge)));
          var wanted = wanted(merge, fields, all);
          var hidden = user.get().rules(merge.collection).hidden();
          wanted.emptied().stream()
              .filter(field -> !hidden.contains(field))
              .forEach(preview.emptied::add);
          // Whoever looks at the system as somebody else changes nothing, not even to see how.
          if ((!merge.choices.isEmpty() || wanted.unites()) && user.get().viewerId() == null) {
            rehearse(merge, wanted);
          }
          return preview;
        });
  }

  /** How many of what follows the caller reaches. */
  private List<MergePart> counted(Map<String, Set<Long>> referring) {
    var parts = new ArrayList<MergePart>();
    referring.forEach(
        (collection, ids) -> {
          var count = reached(collection, List.copyOf(ids));
          if (count > 0) {
            var part = new MergePart();
            part.collection = collection;
            part.count = count;
            parts.add(part);
          }
        });
    return parts;
  }

  private int reached(String collection, List<Long> ids) {
    if (!records.readable(collection)) {
      return 0;
    }
    // What is kept beside a record is reached with it.
    var reach =
        Repointing.beside(collection) ? Condition.TRUE : stores.reach(user.get(), collection);
    int count = 0;
    for (int at = 0; at < ids.size(); at += Handover.PORTION) {
      count +=
          stores.present(
              collection, reach, ids.subList(at, Math.min(ids.size(), at + Handover.PORTION)));
    }
    return count;
  }

  /**
   * What the record that stays is to become.
   *
   * @param values of fields that were chosen
   * @param emptied all fields by which it would stand above itself
   * @param detached those of them that are not chosen, and are emptied whoever may change them
   */
  private record Wanted(Map<FieldModel, Object> values, Set<String> emptied, Set<String> detached) {
    /** Whether lists are united without a choice, which may then be too long. */
    boolean unites() {
      return values.keySet().stream().anyMatch(MergeFields::keepsAll);
    }

    void put(Object record) {
      values.forEach((field, value) -> field.set(record, value));
    }
  }

  private Wanted wanted(Merge merge, MergeFields fields, List<BusinessRecord> all) {
    var wanted =
        new Wanted(
            new LinkedHashMap<>(fields.chosen(merge.choices, all)),
            new LinkedHashSet<>(),
            new LinkedHashSet<>());
    var repointing = repointing(merge);
    for (var field : fields.above()) {
      var chosen = wanted.values().containsKey(field);
      var above =
          chosen
              ? (Long) wanted.values().get(field)
              : repointing.above(merge.survivorId, field.name());
      if (above != null && repointing.circular(union(merge), field.name(), above)) {
        wanted.emptied().add(field.name());
        if (chosen) {
          wanted.values().put(field, null);
        } else {
          wanted.detached().add(field.name());
        }
      }
    }
    return wanted;
  }

  // ---- doing it

  void merge(long id, BiConsumer<Integer, Integer> told) {
    var merge = read(id);
    checkMay(merge.collection);
    records.within(
        merge.collection,
        model -> {
          var union = union(merge);
          var repointing = repointing(merge);
          repointing.hold(union);
          // Now: the order in which merges say that they are done is that in which they were.
          keep(merge, MergeService.DONE);
          return checked(
              merge,
              (same, all) -> {
                merge(merge, union, repointing, all, told);
                return null;
              });
        });
  }

  private void merge(
      Merge merge,
      Union union,
      Repointing repointing,
      List<BusinessRecord> all,
      BiConsumer<Integer, Integer> told) {
    var by = user.get().id();
    var publication = contracts.find(merge.collection).orElseThrow(CrmException::notFound);
    var model = publication.model();
    var fields = fields(model);
    var wanted = wanted(merge, fields, all);
    var referring = repointing.referring(union);
    var parts = counted(referring);
    repointing.follow(union, referring, by, progress(referring, told));
    repointing.detach(union, merge.survivorId, wanted.detached(), by);
    repointing.redirect(union);
    for (var gone : merge.mergedIds) {
      chain.call(
          publication,
          model.primary(Kind.DELETE).orElseThrow(),
          new Object[] {gone, repointing.version(gone)},
          context());
      facts.retell(
          merge.collection,
          gone,
          repointing.version(gone),
          Facts.Kind.MERGED,
          List.of(change("mergedInto", List.of(merge.survivorId))),
          false);
    }
    var before = snapshot(merge, fields, repointing);
    change(merge, union, by, wanted::put);
    retell(merge, Facts.Kind.MERGED);
    var after = snapshot(merge, fields, repointing);
    sql.update(
        "update tangram_merge set parts = ?, changes = ?, undoable_until = ? where id = ?",
        written(parts),
        fields.changes(before, after),
        now().plus(undoable),
        merge.id);
    participants.forEach(
        participant -> participant.merged(merge.collection, Set.of(merge.survivorId)));
  }

  private Map<String, JsonNode> snapshot(Merge merge, MergeFields fields, Repointing repointing) {
    return fields.snapshot(
        records.read(merge.collection, merge.survivorId), repointing.ownerOf(merge.survivorId));
  }

  void undo(long id, BiConsumer<Integer, Integer> told) {
    var merge = read(id);
    checkMay(merge.collection);
    records.within(
        merge.collection,
        model ->
            calls.givingBack(
                () -> {
                  undo(merge, model, told);
                  return null;
                }));
  }

  private void undo(Merge merge, ContractModel model, BiConsumer<Integer, Integer> told) {
    var by = user.get().id();
    var union = union(merge);
    var repointing = repointing(merge);
    var fields = fields(model);
    var changes =
        sql.query(
                "select changes from tangram_merge where id = ?",
                List.of(merge.id),
                row -> row.getString(1))
            .get(0);
    checkOne(merge);
    // Before anything is held: what is rehearsed would wait for it.
    var refused = refused(merge, fields, changes);
    repointing.hold(union);
    checkOne(merge);
    keep(merge, MergeService.UNDONE);
    repointing.forgetRedirects(union);
    var publication = contracts.find(merge.collection).orElseThrow(CrmException::notFound);
    // First: what the others get back may have to be there only once.
    var back = fields.back(records.read(merge.collection, merge.survivorId), changes);
    back.keep(refused);
    if (back.values().isEmpty()) {
      repointing.touch(union, by);
    } else {
      change(merge, union, by, record -> fields.put(record, back.values()));
    }
    retell(merge, Facts.Kind.UNMERGED, owner(repointing.ownerOf(merge.survivorId), back.holder()));
    if (back.holder() != null) {
      repointing.giveTo(union, back.holder(), by);
    }
    for (var gone : merge.mergedIds) {
      repointing.bringBack(
          gone,
          () ->
              chain.call(
                  publication,
                  Undertaking.restoring(model).orElseThrow(),
                  new Object[] {gone},
                  context()));
      facts.retell(
          merge.collection,
          gone,
          repointing.version(gone),
          Facts.Kind.UNMERGED,
          List.of(change("unmergedFrom", List.of(merge.survivorId))),
          false);
    }
    var total = repointing.noted(union);
    var keptRecords = repointing.giveBack(union, by, done -> told.accept(done, total));
    // Somebody may have put them above each other in another way since.
    for (var id : union.all()) {
      var circular =
          fields.above().stream()
              .map(FieldModel::name)
              .filter(
                  field ->
                      repointing.circular(
                          new Union(merge.id, id, List.of()), field, repointing.above(id, field)))
              .collect(Collectors.toSet());
      repointing.detach(union, id, circular, by);
      if (id.equals(merge.survivorId)) {
        back.kept().addAll(circular);
      }
    }
    sql.update(
        "update tangram_merge set kept_fields = ?, kept_records = ? where id = ?",
        back.kept().isEmpty() ? null : String.join(",", back.kept()),
        keptRecords == 0 ? null : keptRecords,
        merge.id);
    participants.forEach(participant -> participant.merged(merge.collection, union.all()));
  }

  private static IntConsumer progress(
      Map<String, Set<Long>> referring, BiConsumer<Integer, Integer> told) {
    var total = referring.values().stream().mapToInt(Set::size).sum();
    told.accept(0, total);
    return done -> told.accept(done, total);
  }

  /**
   * Fields that cannot be put back any more: their codes are retired, what they refer to is out of
   * reach, or they must not be empty. They stay, as those do that somebody changed.
   */
  private Set<String> refused(Merge merge, MergeFields fields, String changes) {
    var refused = new TreeSet<String>();
    var more = Set.<String>of();
    do {
      refused.addAll(more);
      var back = fields.back(records.read(merge.collection, merge.survivorId), changes);
      back.keep(refused);
      more = back.values().isEmpty() ? Set.of() : refused(merge, fields, back);
    } while (!more.isEmpty());
    return refused;
  }

  private Set<String> refused(Merge merge, MergeFields fields, MergeFields.Back back) {
    try {
      rehearse(() -> patch(merge, record -> fields.put(record, back.values())));
      return Set.of();
    } catch (CrmException e) {
      if (e.code != Code.INVALID) {
        throw e;
      }
      var named =
          e.errors.stream()
              .map(error -> root(error.field))
              .filter(back.fields()::contains)
              .collect(Collectors.toSet());
      // Whatever stands in the way, it is none of these alone.
      return named.isEmpty() ? back.fields() : named;
    }
  }

  /** Changes the record that stays; where that comes to nothing, it has a new version still. */
  private void change(Merge merge, Union union, long by, Consumer<Object> change) {
    var repointing = repointing(merge);
    var before = repointing.version(merge.survivorId);
    patch(merge, change);
    if (repointing.version(merge.survivorId) == before) {
      repointing.touch(union, by);
    }
  }

  /** Changes the record that stays, as whoever merges would. */
  private void patch(Merge merge, Consumer<Object> change) {
    chain.patch(
        contracts.find(merge.collection).orElseThrow(CrmException::notFound),
        merge.survivorId,
        repointing(merge).version(merge.survivorId),
        record -> {
          change.accept(record);
          return record;
        },
        context());
  }

  /** Has the last fact of the record that stays say what it is a part of. */
  private void retell(Merge merge, Facts.Kind kind, Facts.Change... more) {
    var told = new ArrayList<Facts.Change>();
    told.add(change(kind == Facts.Kind.MERGED ? "mergedIds" : "unmergedIds", merge.mergedIds));
    told.addAll(List.of(more));
    facts.retell(
        merge.collection,
        merge.survivorId,
        repointing(merge).version(merge.survivorId),
        kind,
        told,
        true);
  }

  private Facts.Change[] owner(Holder is, Holder back) {
    return back == null
        ? new Facts.Change[0]
        : new Facts.Change[] {new Facts.Change("ownerId", text(is.userId()), text(back.userId()))};
  }

  private JsonNode text(Long id) {
    return id == null ? null : json.getNodeFactory().textNode(String.valueOf(id));
  }

  private Facts.Change change(String field, List<Long> ids) {
    var told = json.createArrayNode();
    ids.forEach(id -> told.add(String.valueOf(id)));
    return new Facts.Change(field, null, told);
  }

  private CallContext context() {
    var call = calls.get();
    return new CallContext(user.get(), call.locale(), call.door(), call.traceId(), null, null);
  }

  private Merge read(long id) {
    return sql.first(
            "select collection, survivor_id, merged_ids, choices, status from tangram_merge where id = ?",
            List.of(id),
            row -> {
              var merge = new Merge();
              merge.id = id;
              merge.collection = row.getString(1);
              merge.survivorId = row.getLong(2);
              for (var merged : row.getString(3).split(",")) {
                if (!merged.isEmpty()) {
                  merge.mergedIds.add(Long.valueOf(merged));
                }
              }
              merge.choices = choices(row.getString(4));
              merge.status = row.getString(5);
              return merge;
            })
        .orElseThrow(CrmException::notFound);
  }

  private List<MergeChoice> choices(String kept) {
    try {
      return kept == null ? List.of() : List.of(json.readValue(kept, MergeChoice[].class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private String written(List<MergePart> parts) {
    try {
      return json.writeValueAsString(parts);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  /** Says of a merge that nobody is going to do it: its job has ended without. */
  void end(long id, String status) {
    sql.update(
        "update tangram_merge set status = ?, version = version + 1, updated_at = ? where id = ? and status = ?",
        status,
        now(),
        id,
        MergeService.PLANNED);
  }

  private void keep(Merge merge, String status) {
    var expected = status.equals(MergeService.DONE) ? MergeService.PLANNED : MergeService.DONE;
    if (sql.update(
            "update tangram_merge set status = ?, done_at = ?, version = version + 1, updated_at = ? where id = ? and status = ?",
            status,
            now(),
            now(),
            merge.id,
            expected)
        != 1) {
      throw new CrmException(Code.CONFLICT, "merge.not-done");
    }
    var version =
        sql.query(
                "select version from tangram_merge where id = ?",
                List.of(merge.id),
                row -> row.getInt(1))
            .get(0);
    facts.append(
        "merges",
        Facts.Kind.UPDATED,
        merge.id,
        version,
        json.createObjectNode().put("status", expected),
        json.createObjectNode().put("status", status),
        user.get().id());
  }
}
