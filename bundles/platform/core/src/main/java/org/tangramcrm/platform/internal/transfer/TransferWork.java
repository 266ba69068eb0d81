package org.tangramcrm.platform.internal.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.ContractModel;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.contract.FieldType;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.contract.ContractCatalog;
import org.tangramcrm.platform.internal.contract.Fields;
import org.tangramcrm.platform.internal.facts.Facts;
import org.tangramcrm.platform.internal.facts.Json;
import org.tangramcrm.platform.internal.identity.Leavers;
import org.tangramcrm.platform.internal.identity.Stamps;
import org.tangramcrm.platform.internal.record.Records;
import org.tangramcrm.platform.internal.record.Undertaking;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.store.Handover;
import org.tangramcrm.platform.internal.store.Handover.Holder;
import org.tangramcrm.platform.internal.store.RecordStores;
import org.tangramcrm.platform.transfer.Transfer;
import org.tangramcrm.platform.transfer.TransferPart;
import org.tangramcrm.platform.transfer.TransferPool;

/**
 * What a transfer consists of, whichever modules' records it is about: the records that a filter
 * finds, then those of other collections that belong to them. It knows no module; what belongs to
 * what is told by references, what is still open by the module's store.
 */
@Component(service = TransferWork.class)
public class TransferWork {
  /** What a transfer is that has not come about yet, and still may. */
  private static final Set<String> WAITING =
      Set.of(TransferService.SCHEDULED, TransferService.PLANNED);

  private final Records records;
  private final RecordStores stores;
  private final ContractCatalog contracts;
  private final Transactions transactions;
  private final CurrentUser user;
  private final Facts facts;
  private final Sql sql;
  private final Leavers leavers;
  private final Stamps stamps;
  private final ObjectMapper json = Json.mapper();
  private final Map<String, TransferPool> pools = new ConcurrentHashMap<>();

  @Activate
  public TransferWork(
      @Reference Records records,
      @Reference RecordStores stores,
      @Reference ContractCatalog contracts,
      @Reference Transactions transactions,
      @Reference CurrentUser user,
      @Reference Facts facts,
      @Reference Sql sql,
      @Reference Leavers leavers) {
    this.records = records;
    this.stores = stores;
    this.contracts = contracts;
    this.transactions = transactions;
    this.user = user;
    this.facts = facts;
    this.sql = sql;
    this.leavers = leavers;
    this.stamps = new Stamps(sql);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bind(TransferPool pool) {
    pools.put(pool.collection(), pool);
  }

  void unbind(TransferPool pool) {
    pools.remove(pool.collection(), pool);
  }

  static TransferPart part(String collection, Integer count) {
    var part = new TransferPart();
    part.collection = collection;
    part.count = count;
    return part;
  }

  // ---- what is asked for

  void check(Transfer transfer) {
    records.check(Undertaking.TRANSFER, transfer.collection);
    checkMay(transfer);
    checkParts(transfer);
    if (toPool(transfer)) {
      checkPool(transfer);
    } else if (transfer.toUserId == null) {
      throw CrmException.invalid("toUserId", "required");
    } else if (holder(transfer.toUserId).isEmpty()) {
      throw CrmException.invalid("toUserId", "unknown-reference", "users");
    } else if (transfer.toUserId.equals(transfer.fromUserId)) {
      throw CrmException.invalid("toUserId", "duplicate");
    }
    if (Boolean.TRUE.equals(transfer.deactivates)) {
      checkDeactivates(transfer.fromUserId);
    }
    if (transfer.fromUserId == null
        && (transfer.recordFilter == null || transfer.recordFilter.isBlank())) {
      throw CrmException.invalid("recordFilter", "required");
    }
    // By itself: beside another condition, brackets that do not match could mean something else.
    var query = Query.filter(transfer.recordFilter);
    query.limit = 1;
    query.fields = "id";
    query.count = "none";
    records.page(transfer.collection, query);
  }

  private void checkDeactivates(Long leaver) {
    records.authorise("users.edit");
    if (leaver == null) {
      throw CrmException.invalid("fromUserId", "required");
    } else if (leaver == user.get().id()) {
      throw CrmException.invalid("fromUserId", "oneself");
    }
    try {
      leavers.check(leaver);
    } catch (CrmException e) {
      throw e.code == Code.NOT_FOUND
          ? CrmException.invalid("fromUserId", "unknown-reference", "users")
          : e;
    }
  }

  private static boolean toPool(Transfer transfer) {
    return Boolean.TRUE.equals(transfer.toPool);
  }

  private void checkPool(Transfer transfer) {
    records.authorise(pool(transfer).permission());
    if (transfer.toUserId != null) {
      throw CrmException.invalid("toUserId", "not-to-pool");
    }
    if (!transfer.parts.isEmpty()) {
      throw CrmException.invalid("parts", "not-to-pool");
    }
    if (Boolean.TRUE.equals(transfer.keepAccess)) {
      throw CrmException.invalid("keepAccess", "not-to-pool");
    }
  }

  private TransferPool pool(Transfer transfer) {
    return Optional.ofNullable(pools.get(transfer.collection))
        .orElseThrow(() -> CrmException.invalid("toPool", "no-pool"));
  }

  private void checkParts(Transfer transfer) {
    var following = following(transfer.collection);
    var named = new HashSet<String>();
    for (int i = 0; i < transfer.parts.size(); i++) {
      var field = "parts[" + i + "].collection";
      var part = transfer.parts.get(i).collection;
      if (!named.add(part)) {
        throw CrmException.invalid(field, "duplicate");
      }
      if (!following.contains(part)) {
        if (records.knows(part)) {
          // Says so where its module is not there just now.
          records.within(part, model -> model);
        }
        throw CrmException.invalid(field, "unknown-code", part);
      }
    }
  }

  /** That the caller may hand over all that the transfer is about. */
  void checkMay(Transfer transfer) {
    var collections = new LinkedHashSet<String>();
    collections.add(transfer.collection);
    transfer.parts.forEach(part -> collections.add(part.collection));
    collections.stream().map(Undertaking.TRANSFER::permission).forEach(records::authorise);
  }

  private static Query query(Transfer transfer) {
    var from = transfer.fromUserId == null ? null : "ownerId==" + transfer.fromUserId;
    var filter =
        transfer.recordFilter == null || transfer.recordFilter.isBlank()
            ? null
            : transfer.recordFilter;
    var query =
        Query.filter(from == null ? filter : filter == null ? from : from + ";(" + filter + ")");
    query.fields = "id";
    query.count = "none";
    return query;
  }

  /** The collections whose records belong to those of one. */
  private Set<String> following(String collection) {
    var following = new LinkedHashSet<String>();
    contracts.publications().stream()
        .map(publication -> publication.model())
        .filter(model -> !model.collection().equals(collection))
        .filter(
            model -> stores.child(model.collection()) && records.takes(Undertaking.TRANSFER, model))
        .filter(model -> model.fields().stream().anyMatch(field -> refers(field, collection)))
        .map(ContractModel::collection)
        .sorted()
        .forEach(following::add);
    return following;
  }

  private static boolean refers(FieldModel field, String collection) {
    return field.declaration().reference().equals(collection)
        || field.type() == FieldType.NESTED
            && Fields.within(field).stream().anyMatch(part -> refers(part, collection));
  }

  private Optional<Holder> holder(long id) {
    return sql.first(
        "select id, department_id from tangram_user where id = ? and active = true and deleted_key"
            + " = 0",
        List.of(id),
        row -> new Holder(row.getLong(1), (Long) row.getObject(2)));
  }

  // ---- counting

  /** Thrown to have forgotten what was noted in order to be counted. */
  private static final class Counted extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<TransferPart> parts;

    Counted(List<TransferPart> parts) {
      super(null, null, false, false);
      this.parts = parts;
    }
  }

  List<TransferPart> counted(Transfer transfer) {
    try {
      transactions.run(
          () -> {
            var id = sql.next("tangram_transfer_seq");
            var parts = new ArrayList<String>();
            (toPool(transfer) ? Set.<String>of() : following(transfer.collection))
                .stream()
                    .filter(
                        part ->
                            user.get().may(Undertaking.TRANSFER.permission(part))
                                && records.readable(part))
                    .forEach(parts::add);
            var counted = note(id, transfer, parts);
            counted.forEach(
                part -> part.worth = within(part.collection, h -> h.worth(id)).orElse(null));
            throw new Counted(counted);
          });
      throw new IllegalStateException();
    } catch (Counted counted) {
      return counted.parts;
    }
  }

  /** Notes what goes; answers how many of each part. */
  private List<TransferPart> note(long id, Transfer transfer, List<String> following) {
    var query = query(transfer);
    query.limit = Query.MAX_LIMIT;
    var counts = new ArrayList<TransferPart>();
    counts.add(
        within(
            transfer.collection,
            handover -> {
              do {
                var page = records.page(transfer.collection, query);
                handover.note(
                    id,
                    page.items.stream().map(item -> ((BusinessRecord) item).id).toList(),
                    transfer.toUserId);
                query.cursor = page.next;
              } while (query.cursor != null);
              return part(transfer.collection, handover.noted(id));
            }));
    var leaves =
        transfer.fromUserId != null
            && (transfer.recordFilter == null || transfer.recordFilter.isBlank());
    for (var collection : following) {
      counts.add(
          within(
              collection,
              handover -> {
                handover.noteFollowing(id, transfer.collection);
                if (leaves) {
                  handover.noteAllOf(id, transfer.fromUserId);
                }
                return part(collection, handover.noted(id));
              }));
    }
    return counts;
  }

  private <T> T within(String collection, java.util.function.Function<Handover, T> work) {
    return records.within(collection, model -> work.apply(stores.handover(model)));
  }

  // ---- doing it

  void transfer(long id, BiConsumer<Integer, Integer> told) {
    var transfer = read(id);
    check(transfer);
    var parts = transfer.parts.stream().map(part -> part.collection).toList();
    var counts = note(id, transfer, parts);
    keep(id, counts);
    if (!WAITING.contains(transfer.status)) {
      throw new CrmException(Code.CONFLICT, "transfer.not-scheduled");
    }
    change(id, transfer.status, TransferService.DONE, user.get().id());
    var done = new Progress(counts.stream().mapToInt(part -> part.count).sum(), told);
    if (toPool(transfer)) {
      release(transfer, done);
    } else {
      handOver(transfer, counts, done);
    }
    if (Boolean.TRUE.equals(transfer.deactivates)) {
      leavers.deactivate(transfer.fromUserId);
    }
  }

  private void handOver(Transfer transfer, List<TransferPart> counts, Progress done) {
    long id = transfer.id;
    var to = holder(transfer.toUserId).orElseThrow();
    for (var part : counts) {
      within(
          part.collection,
          handover -> {
            handover.handOver(id, to, user.get().id(), done::within);
            return null;
          });
      done.part(part.count);
    }
    if (Boolean.TRUE.equals(transfer.keepAccess)) {
      join(id, transfer.collection);
    }
  }

  private void release(Transfer transfer, Progress done) {
    var pool = pool(transfer);
    records.within(
        transfer.collection,
        model -> {
          stores
              .handover(model)
              .release(
                  transfer.id,
                  marks(model, pool),
                  ids -> pool.release(ids, transfer.reason),
                  done::within);
          return null;
        });
  }

  private static List<FieldModel> marks(ContractModel model, TransferPool pool) {
    return model.fields().stream().filter(field -> pool.marks().contains(field.name())).toList();
  }

  /**
   * That those work here whose the records were: nobody else could be given them back.
   *
   * @throws CrmException {@code conflict}
   */
  void checkThere(long id) {
    var left =
        sql.query(
            "select distinct r.owner_id from tangram_transfer_row r join tangram_user u on u.id ="
                + " r.owner_id where r.transfer_id = ? and (u.active = ? or u.deleted_key <> 0)",
            List.of(id, false),
            row -> row.getLong(1));
    if (!left.isEmpty()) {
      throw new CrmException(Code.CONFLICT, "transfer.left");
    }
  }

  void undo(long id, BiConsumer<Integer, Integer> told) {
    var transfer = read(id);
    checkMay(transfer);
    var collections =
        sql.query(
            "select collection, count(*) from tangram_transfer_row where transfer_id = ? group by"
                + " collection order by collection",
            List.of(id),
            row -> part(row.getString(1), row.getInt(2)));
    checkThere(id);
    change(id, TransferService.DONE, TransferService.UNDONE, user.get().id());
    var done = new Progress(collections.stream().mapToInt(part -> part.count).sum(), told);
    if (toPool(transfer)) {
      var pool = pool(transfer);
      records.within(
          transfer.collection,
          model -> {
            stores.handover(model).takeBack(id, marks(model, pool), user.get().id(), done::within);
            return null;
          });
      return;
    }
    // Whoever it went to may have left since; what is theirs goes back all the same.
    var from =
        sql.first(
                "select id, department_id from tangram_user where id = ?",
                List.of(transfer.toUserId),
                row -> new Holder(row.getLong(1), (Long) row.getObject(2)))
            .orElseThrow(CrmException::notFound);
    for (var part : collections) {
      within(
          part.collection,
          handover -> {
            handover.giveBack(id, from, user.get().id(), done::within);
            return null;
          });
      done.part(part.count);
    }
    // Last: it holds the rows of those who are signed in.
    leave(id);
  }

  /** How far it is, over all parts. */
  private static final class Progress {
    private final int total;
    private final BiConsumer<Integer, Integer> told;
    private int before;

    Progress(int total, BiConsumer<Integer, Integer> told) {
      this.total = total;
      this.told = told;
      told.accept(0, total);
    }

    void within(int part) {
      told.accept(before + part, total);
    }

    void part(int count) {
      before += count;
    }
  }

  private Transfer read(long id) {
    return sql.first(
            "select collection, record_filter, from_user_id, to_user_id, parts, keep_access,"
                + " reason, status, to_pool, deactivates from tangram_transfer where id = ?",
            List.of(id),
            row -> {
              var transfer = new Transfer();
              transfer.id = id;
              transfer.collection = row.getString(1);
              transfer.recordFilter = row.getString(2);
              transfer.fromUserId = (Long) row.getObject(3);
              transfer.toUserId = (Long) row.getObject(4);
              transfer.parts = following(row.getString(1), row.getString(5));
              transfer.keepAccess = row.getBoolean(6);
              transfer.reason = row.getString(7);
              transfer.status = row.getString(8);
              transfer.toPool = row.getBoolean(9);
              transfer.deactivates = row.getBoolean(10);
              return transfer;
            })
        .orElseThrow(CrmException::notFound);
  }

  /** What follows; the first part of what is kept is the collection itself. */
  private List<TransferPart> following(String collection, String kept) {
    try {
      var parts = new ArrayList<>(List.of(json.readValue(kept, TransferPart[].class)));
      parts.removeIf(part -> part.collection.equals(collection));
      return parts;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void keep(long id, List<TransferPart> counts) {
    try {
      sql.update(
          "update tangram_transfer set parts = ? where id = ?",
          json.writeValueAsString(counts),
          id);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A transfer that does not come about any more, as its job does not.
   *
   * @param status {@code failed} or {@code cancelled}
   */
  void end(long id, String status) {
    owner(id).ifPresent(owner -> end(id, status, owner));
  }

  /** Ends those that wait for a job which has ended. */
  void endForsaken() {
    sql.query(
            "select t.id, j.status from tangram_transfer t join tangram_job j on j.id = t.job_id"
                + " where t.status in (?, ?) and j.status in (?, ?)",
            List.of(
                TransferService.SCHEDULED,
                TransferService.PLANNED,
                TransferService.FAILED,
                TransferService.CANCELLED),
            row -> Map.entry(row.getLong(1), row.getString(2)))
        .forEach(forsaken -> end(forsaken.getKey(), forsaken.getValue()));
  }

  private Optional<Long> owner(long id) {
    return sql.first(
        "select owner_id from tangram_transfer where id = ?", List.of(id), row -> row.getLong(1));
  }

  /**
   * @param by who ends it
   */
  void end(long id, String status, long by) {
    transactions.run(
        () ->
            sql.first(
                    "select status from tangram_transfer where id = ? and status in (?, ?)",
                    List.of(id, TransferService.SCHEDULED, TransferService.PLANNED),
                    row -> row.getString(1))
                .map(
                    before -> {
                      change(id, before, status, by);
                      return before;
                    }));
  }

  private void change(long id, String expected, String status, long by) {
    var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    var done = Set.of(TransferService.DONE, TransferService.UNDONE).contains(status);
    if (sql.update(
            "update tangram_transfer set status = ?, done_at = ?, version = version + 1, updated_at"
                + " = ? where id = ? and status = ?",
            status,
            done ? now : null,
            now,
            id,
            expected)
        != 1) {
      throw new CrmException(Code.CONFLICT, "transfer.not-done");
    }
    var before = json.createObjectNode().put("status", expected);
    var after = json.createObjectNode().put("status", status);
    var version =
        sql.query(
                "select version from tangram_transfer where id = ?",
                List.of(id),
                row -> row.getInt(1))
            .get(0);
    facts.append("transfers", Facts.Kind.UPDATED, id, version, before, after, by);
  }

  /** Those whose the records were go on reading them. */
  private void join(long id, String collection) {
    sql.update(
        "update tangram_transfer_row set joined = 1 where transfer_id = ? and collection = ? and"
            + " not exists (select 1 from tangram_team_member m where m.user_id ="
            + " tangram_transfer_row.owner_id and m.collection = tangram_transfer_row.collection"
            + " and m.record_id = tangram_transfer_row.record_id)",
        id,
        collection);
    sql.update(
        "insert into tangram_team_member (user_id, collection, record_id, access) select"
            + " r.owner_id, r.collection, r.record_id, 'read' from tangram_transfer_row r where"
            + " r.transfer_id = ? and r.joined = 1",
        id);
    stampFormer(id);
  }

  private void leave(long id) {
    sql.update(
        "delete from tangram_team_member where access = 'read' and exists (select 1 from"
            + " tangram_transfer_row r where r.transfer_id = ? and r.joined = 1 and r.collection ="
            + " tangram_team_member.collection and r.record_id = tangram_team_member.record_id and"
            + " r.owner_id = tangram_team_member.user_id)",
        id);
    stampFormer(id);
  }

  private void stampFormer(long id) {
    sql.query(
            "select distinct owner_id from tangram_transfer_row where transfer_id = ? and joined ="
                + " 1",
            List.of(id),
            row -> row.getLong(1))
        .forEach(stamps::viewersOf);
  }
}
