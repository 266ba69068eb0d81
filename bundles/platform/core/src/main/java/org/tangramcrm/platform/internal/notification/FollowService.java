package org.tangramcrm.platform.internal.notification;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.comment.CommentService;
import org.tangramcrm.platform.internal.identity.UserNames;
import org.tangramcrm.platform.internal.record.Records;
import org.tangramcrm.platform.internal.record.Sight;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.store.RecordStores;
import org.tangramcrm.platform.module.SchemaReady;
import org.tangramcrm.platform.notification.FollowedList;
import org.tangramcrm.platform.notification.FollowedRecord;
import org.tangramcrm.platform.notification.Following;
import org.tangramcrm.platform.notification.Following.Follower;
import org.tangramcrm.platform.notification.Follows;

/** Who follows which records. */
@Component
@TangramContract(Follows.class)
public class FollowService implements Follows {
  private static final int MOST = 200;
  private static final int PAGES = 5;
  private static final int FOLLOWERS = 50;

  private final FollowTable table;
  private final Records records;
  private final Sight sight;
  private final RecordStores stores;
  private final Transactions transactions;
  private final CurrentUser user;
  private final Sql sql;
  private final UserNames names;

  @Activate
  public FollowService(
      @Reference Sql sql,
      @Reference Records records,
      @Reference Sight sight,
      @Reference RecordStores stores,
      @Reference Transactions transactions,
      @Reference CurrentUser user,
      @Reference(target = "(module=platform)") SchemaReady schema) {
    this.table = new FollowTable(sql);
    this.records = records;
    this.sight = sight;
    this.stores = stores;
    this.transactions = transactions;
    this.user = user;
    this.sql = sql;
    this.names = new UserNames(sql);
  }

  @Override
  public FollowedList mine() {
    var list = new FollowedList();
    // Of those that are out of reach by now there may be many.
    for (int page = 0; page < PAGES && list.items.size() < MOST; page++) {
      var chosen = chosen(page);
      named(chosen).stream().limit(MOST - list.items.size()).forEach(list.items::add);
      if (chosen.size() < MOST) {
        break;
      }
    }
    return list;
  }

  private List<FollowedRecord> chosen(int page) {
    return sql.query(
        "select collection, record_id, since from tangram_follow where user_id = ? and following = ?"
            + " order by since desc, collection, record_id offset "
            + page * MOST
            + " rows fetch first "
            + MOST
            + " rows only",
        List.of(user.get().id(), true),
        row -> {
          var record = new FollowedRecord();
          record.collection = row.getString(1);
          record.recordId = row.getLong(2);
          record.since = row.getTimestamp(3).toInstant();
          return record;
        });
  }

  /** Those of some records that the caller reaches, with what they are called. */
  private List<FollowedRecord> named(List<FollowedRecord> chosen) {
    var ids = new LinkedHashMap<String, List<Long>>();
    chosen.forEach(
        record ->
            ids.computeIfAbsent(record.collection, name -> new ArrayList<>()).add(record.recordId));
    var titles = new HashMap<String, Map<Long, Optional<String>>>();
    ids.forEach(
        (collection, some) ->
            records
                .open(collection)
                .ifPresent(
                    model -> titles.put(collection, stores.titles(model, some, user.get()))));
    var named = new ArrayList<FollowedRecord>();
    for (var record : chosen) {
      var title = titles.getOrDefault(record.collection, Map.of()).get(record.recordId);
      if (title != null) {
        record.title = title.orElse(null);
        named.add(record);
      }
    }
    return named;
  }

  @Override
  public Following get(String collection, long id) {
    return following(collection, followed(collection, id));
  }

  /** A record that the caller reads; who wants to hear of a comment follows what it is about. */
  private BusinessRecord followed(String collection, long id) {
    if (collection.equals(CommentService.COLLECTION)) {
      throw CrmException.invalid("collection", "no-records");
    }
    return records.read(collection, id);
  }

  private Following following(String collection, BusinessRecord record) {
    var me = user.get().id();
    var chosen = table.chosen(collection, List.of(record.id)).getOrDefault(record.id, Map.of());
    var following = new Following();
    following.following = chosen.getOrDefault(me, record.ownerId != null && record.ownerId == me);
    var others =
        chosen.keySet().stream()
            .filter(one -> chosen.get(one) && one != me)
            .sorted()
            // Whether somebody sees a record costs some statements.
            .limit(FOLLOWERS)
            .filter(one -> sight.sees(one, collection, record.id))
            .toList();
    var known = names.of(others);
    for (var other : others) {
      var follower = new Follower();
      follower.userId = other;
      follower.name = known.get(other);
      following.followers.add(follower);
    }
    return following;
  }

  @Override
  public Following set(String collection, long id, Following following) {
    return transactions.run(
        () -> {
          var record = followed(collection, id);
          // Before anything is written: of two who begin to follow it at once each would wait for
          // what the other has written.
          var told = following(collection, record);
          table.choose(user.get().id(), collection, id, following.following);
          told.following = following.following;
          return told;
        });
  }
}
