package org.tangramcrm.platform.internal.comment;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.comment.Comment;
import org.tangramcrm.platform.comment.CommentPage;
import org.tangramcrm.platform.comment.Comments;
import org.tangramcrm.platform.comment.Mention;
import org.tangramcrm.platform.comment.MentionList;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.identity.DataScope;
import org.tangramcrm.platform.identity.UserDirectory;
import org.tangramcrm.platform.identity.UserPage;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.facts.Facts;
import org.tangramcrm.platform.internal.identity.UserNames;
import org.tangramcrm.platform.internal.notification.FollowTable;
import org.tangramcrm.platform.internal.record.RecordFilter;
import org.tangramcrm.platform.internal.record.Records;
import org.tangramcrm.platform.internal.record.Sight;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.store.Condition;
import org.tangramcrm.platform.internal.store.RecordStores;
import org.tangramcrm.platform.store.Row;
import org.tangramcrm.platform.store.Store;
import org.tangramcrm.platform.store.StoreSpec;

/**
 * Comments. Whether the caller has anything to do with one is the affair of the record that it is
 * about, and is asked there first; then all comments are within reach, and otherwise none.
 */
@Component
@TangramContract(Comments.class)
public class CommentService implements Comments {
  /** The collection, by which its facts are told from others. */
  public static final String COLLECTION = "comments";

  /** Of a caller who was asked for the record; a name that no collection has. */
  private static final String ASKED = "comments of a record";

  private static final String MANAGE = "comments.manage";
  private static final int OFFERED = 10;

  /** So many are looked at together for some who see the record, a few times at most. */
  private static final int LOOKED_AT = 50;

  private static final int PAGES = 4;

  private final Store<CommentRow, Comment> store;
  private final Records records;
  private final Sight sight;
  private final UserDirectory users;
  private final Facts facts;
  private final Transactions transactions;
  private final Sql sql;
  private final CurrentUser user;
  private final UserNames names;
  private final FollowTable follows;

  @Activate
  public CommentService(
      @Reference RecordStores stores,
      @Reference(target = "(osgi.unit.name=tangram-platform)") JpaTemplate jpa,
      @Reference Records records,
      @Reference Sight sight,
      @Reference UserDirectory users,
      @Reference Facts facts,
      @Reference Transactions transactions,
      @Reference Sql sql,
      @Reference CurrentUser user) {
    this.store =
        stores.open(
            StoreSpec.of(
                COLLECTION,
                "tangram_comment",
                CommentRow.class,
                Comment.class,
                jpa,
                CommentService::read),
            // No role reaches comments by itself.
            caller -> caller.scopes().containsKey(ASKED) ? Condition.TRUE : Condition.FALSE);
    this.records = records;
    this.sight = sight;
    this.users = users;
    this.facts = facts;
    this.transactions = transactions;
    this.sql = sql;
    this.user = user;
    this.names = new UserNames(sql);
    this.follows = new FollowTable(sql);
  }

  private static Comment read(Row row) {
    var comment = row.base(new Comment());
    comment.collection = row.text("collection");
    comment.recordId = row.id("recordId");
    comment.parentId = row.id("parentId");
    comment.text = row.text("text");
    comment.mentions = row.list("mentions", Mention.class);
    comment.editedAt = row.instant("editedAt");
    return comment;
  }

  // ---- reading

  @Override
  public CommentPage list(Query query) {
    var record = RecordFilter.of(query == null ? null : query.filter);
    records.read(record.collection(), record.recordId());
    var page = reaching(() -> store.page(query, new CommentPage()));
    named(page.items);
    return page;
  }

  @Override
  public Comment get(long id) {
    return named(reached(id));
  }

  /** A comment on a record that the caller reads. */
  private Comment reached(long id) {
    var comment = reaching(() -> store.get(id));
    records.read(comment.collection, comment.recordId);
    return comment;
  }

  private Comment named(Comment comment) {
    named(List.of(comment));
    return comment;
  }

  private void named(Collection<Comment> comments) {
    var people = new HashSet<Long>();
    for (var comment : comments) {
      if (comment.createdBy != null) {
        people.add(comment.createdBy);
      }
      comment.mentions.forEach(mention -> people.add(mention.userId));
    }
    var known = names.of(people);
    for (var comment : comments) {
      comment.authorName = known.get(comment.createdBy);
      comment.mentions.forEach(mention -> mention.name = known.get(mention.userId));
    }
  }

  @Override
  public MentionList people(String collection, Long recordId, String q) {
    var record = commentable(collection, recordId);
    var looked = new HashSet<Long>(List.of(user.get().id()));
    var seeing = new ArrayList<Long>();
    Consumer<List<Long>> look =
        candidates ->
            candidates.stream()
                .filter(looked::add)
                .filter(candidate -> sight.sees(candidate, collection, recordId))
                .limit(OFFERED - seeing.size())
                .forEach(seeing::add);
    if (q == null || q.isBlank()) {
      if (record.ownerId != null) {
        look.accept(List.of(record.ownerId));
      }
      look.accept(concerned(collection, recordId));
    }
    String next = null;
    for (int page = 0; page < PAGES && seeing.size() < OFFERED; page++) {
      var found = found(q, next);
      look.accept(found.items.stream().map(one -> one.id).toList());
      next = found.next;
      if (next == null) {
        break;
      }
    }
    var known = names.of(seeing);
    var list = new MentionList();
    for (var candidate : seeing) {
      var mention = new Mention();
      mention.userId = candidate;
      mention.name = known.get(candidate);
      list.items.add(mention);
    }
    return list;
  }

  /** Those with whom a record is shared, who commented on it or follow it. */
  private List<Long> concerned(String collection, long recordId) {
    return sql.query(
        "select c.user_id from (select user_id from tangram_team_member where collection = ? and record_id = ?"
            + " union select user_id from tangram_follow where collection = ? and record_id = ? and following = ?"
            + " union select created_by as user_id from tangram_comment where collection = ? and record_id = ?"
            + " and deleted_key = 0) c order by c.user_id fetch first "
            + LOOKED_AT
            + " rows only",
        List.of(collection, recordId, collection, recordId, true, collection, recordId),
        row -> row.getLong(1));
  }

  /**
   * Whether the caller may see users at large is not the question: only who sees the record is
   * offered.
   */
  private UserPage found(String q, String cursor) {
    var query = Query.filter("active==true");
    query.q = q;
    query.sort = "name";
    query.fields = "id";
    query.count = "none";
    query.limit = LOOKED_AT;
    query.cursor = cursor;
    return user.callAsSystem(() -> users.list(query));
  }

  // ---- writing

  @Override
  public Comment create(Comment comment) {
    return transactions.run(
        () -> {
          commentable(comment.collection, comment.recordId);
          checkParent(comment);
          checkMentions(comment, Set.of());
          var row =
              new CommentRow(
                  sql.next("tangram_comment_seq"),
                  comment.collection,
                  comment.recordId,
                  comment.parentId);
          row.say(comment.text.strip(), kept(comment));
          var made = told(reaching(() -> store.insert(null, row)));
          follow(made, made.createdBy);
          return named(made);
        });
  }

  /** A record that the caller reads, and that is no comment itself. */
  private BusinessRecord commentable(String collection, long recordId) {
    if (collection.equals(COLLECTION) || !records.knows(collection)) {
      throw CrmException.invalid("collection", "no-records");
    }
    return records.read(collection, recordId);
  }

  private void checkParent(Comment comment) {
    if (comment.parentId == null) {
      return;
    }
    var answers =
        sql.first(
            "select 1 from tangram_comment where id = ? and collection = ? and record_id = ?"
                + " and parent_id is null and deleted_key = 0",
            List.of(comment.parentId, comment.collection, comment.recordId),
            row -> 1);
    if (answers.isEmpty()) {
      throw CrmException.invalid("parentId", "unknown-reference", COLLECTION);
    }
  }

  /**
   * Whoever does not see the record, and whoever is not there at all, get the same answer.
   *
   * @param before those who were mentioned before, and stay so
   */
  private void checkMentions(Comment comment, Set<Long> before) {
    var refused = CrmException.of(Code.INVALID);
    var named = new HashSet<Long>();
    for (int i = 0; i < comment.mentions.size(); i++) {
      var mentioned = comment.mentions.get(i).userId;
      if (named.add(mentioned)
          && !before.contains(mentioned)
          && !sight.sees(mentioned, comment.collection, comment.recordId)) {
        refused.error("mentions[" + i + "].userId", "does-not-see");
      }
    }
    if (!refused.errors.isEmpty()) {
      throw refused;
    }
  }

  /** As it is kept: each once, and by their id alone. */
  private String kept(Comment comment) {
    var mentions = new ArrayList<Mention>();
    for (var id : mentioned(comment)) {
      var mention = new Mention();
      mention.userId = id;
      mentions.add(mention);
    }
    return store.nested(mentions);
  }

  private static Set<Long> mentioned(Comment comment) {
    return comment.mentions.stream()
        .map(mention -> mention.userId)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private void follow(Comment comment, long author) {
    var followers = new LinkedHashSet<>(mentioned(comment));
    followers.add(author);
    followers.forEach(one -> follows.begin(one, comment.collection, comment.recordId));
  }

  @Override
  public Comment update(long id, Comment comment) {
    return transactions.run(
        () -> {
          var before = reached(id);
          if (before.createdBy != user.get().id()) {
            throw new CrmException(Code.FORBIDDEN, "comment.not-author");
          }
          comment.collection = before.collection;
          comment.recordId = before.recordId;
          checkMentions(comment, mentioned(before));
          var text = comment.text.strip();
          var mentions = kept(comment);
          var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
          var made =
              told(
                  reaching(
                      () ->
                          store.update(
                              id, comment.version, null, row -> row.edit(now, text, mentions))));
          follow(made, made.createdBy);
          return named(made);
        });
  }

  @Override
  public void delete(long id, Integer version) {
    transactions.run(
        () -> {
          var before = reached(id);
          checkTakesBack(before.createdBy);
          reaching(
              () -> {
                store.delete(id, version);
                return null;
              });
          return told(before);
        });
  }

  /** What is asked of a comment that is in the recycle bin. */
  private record Kept(String collection, long recordId, long author) {}

  @Override
  public Comment restore(long id) {
    return transactions.run(
        () -> {
          var kept =
              sql.first(
                      "select collection, record_id, created_by from tangram_comment where id = ?",
                      List.of(id),
                      row -> new Kept(row.getString(1), row.getLong(2), row.getLong(3)))
                  .orElseThrow(CrmException::notFound);
          records.read(kept.collection(), kept.recordId());
          checkTakesBack(kept.author());
          return named(told(reaching(() -> store.restore(id))));
        });
  }

  private void checkTakesBack(long author) {
    var caller = user.get();
    if (author != caller.id() && !caller.may(MANAGE)) {
      throw new CrmException(Code.FORBIDDEN, "comment.not-author");
    }
  }

  /** What happened to the comment happened to its record, too. */
  private Comment told(Comment comment) {
    facts.belong(COLLECTION, comment.id, comment.collection, comment.recordId);
    return comment;
  }

  /** Works as the caller, to whom every comment is within reach: the record has been asked. */
  private <T> T reaching(Supplier<T> work) {
    return user.callAs(user.get().within(ASKED, DataScope.ALL), work);
  }
}
