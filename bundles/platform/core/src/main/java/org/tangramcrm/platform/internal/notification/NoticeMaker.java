package org.tangramcrm.platform.internal.notification;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tangramcrm.platform.contract.Contract;
import org.tangramcrm.platform.contract.Operation.Kind;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.internal.comment.CommentService;
import org.tangramcrm.platform.internal.contract.ContractCatalog;
import org.tangramcrm.platform.internal.facts.FactCursor.Logged;
import org.tangramcrm.platform.internal.facts.Facts;
import org.tangramcrm.platform.internal.facts.Facts.Change;
import org.tangramcrm.platform.internal.identity.LaterCallers;
import org.tangramcrm.platform.internal.notification.Notice.Key;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.store.RecordStores;
import org.tangramcrm.platform.internal.store.RecordStores.Named;
import org.tangramcrm.platform.notification.Reminders.Reminder;

/** Tells what facts come to for whom. */
final class NoticeMaker {
  static final String MENTION = "mention";
  static final String COMMENT = "comment";
  static final String CHANGE = "change";
  static final String GIVEN = "given";
  static final String TAKEN = "taken";
  static final String SHARED = "shared";
  static final String JOB = "job";
  static final String REMINDER = "reminder";
  static final List<String> KINDS =
      List.of(MENTION, COMMENT, CHANGE, GIVEN, TAKEN, SHARED, JOB, REMINDER);

  private static final Logger LOG = LoggerFactory.getLogger(NoticeMaker.class);
  private static final long SYSTEM = 0;
  private static final String JOBS = "jobs";
  private static final String CALL = "call ";

  /** Follows from the owner. */
  private static final String DEPARTMENT = "departmentId";

  /** Who changes as many records in one call is told of as one who did one thing. */
  private static final int SEVERAL = 5;

  private final RecordStores stores;
  private final ContractCatalog contracts;
  private final LaterCallers callers;
  private final Facts facts;
  private final Sql sql;
  private final FollowTable follows;
  private final NoticeTable table;

  NoticeMaker(
      RecordStores stores,
      ContractCatalog contracts,
      LaterCallers callers,
      Facts facts,
      Sql sql,
      NoticeTable table) {
    this.stores = stores;
    this.contracts = contracts;
    this.callers = callers;
    this.facts = facts;
    this.sql = sql;
    this.follows = new FollowTable(sql);
    this.table = table;
  }

  /** The record that is followed where a fact is to be heard of. */
  private record Home(String collection, long id) {
    static Home of(Logged fact) {
      return fact.isPart()
          ? new Home(fact.parentCollection(), fact.parentId())
          : new Home(fact.collection(), fact.recordId());
    }
  }

  /** What some facts come to, with who hears of them. */
  List<Notice> make(List<Logged> logged) {
    var hearers = hearers(logged);
    var several = several(logged);
    var titles = new Titles(logged);
    var notices = new ArrayList<Notice>();
    for (var fact : logged) {
      try {
        notices.addAll(
            new Reading(fact, hearers.getOrDefault(Home.of(fact), Set.of()), several, titles)
                .notices());
      } catch (IllegalStateException | NumberFormatException e) {
        // One that cannot be read must not keep all others from being told.
        LOG.warn("Nobody is told of fact {}: {}", fact.id(), e.toString());
      }
    }
    // What somebody may not know is left out before it is counted.
    return wanted(notices);
  }

  /** What owners are reminded of. */
  List<Notice> make(String collection, Collection<Reminder> reminders, Instant at) {
    var owners =
        stores.owners(
            collection, reminders.stream().map(Reminder::recordId).collect(Collectors.toSet()));
    return wanted(
        reminders.stream()
            .filter(reminder -> owners.get(reminder.recordId()) != null)
            .map(
                reminder ->
                    Notice.ofReminder(
                        new Key(
                            owners.get(reminder.recordId()),
                            REMINDER,
                            "%s/%d %s".formatted(collection, reminder.recordId(), reminder.code())),
                        collection,
                        reminder,
                        at))
            .toList());
  }

  // ---- who hears of a record

  private Map<Home, Set<Long>> hearers(List<Logged> logged) {
    var ids = new HashMap<String, Set<Long>>();
    logged.stream()
        .map(Home::of)
        .forEach(
            home -> ids.computeIfAbsent(home.collection(), name -> new HashSet<>()).add(home.id()));
    var hearers = new HashMap<Home, Set<Long>>();
    ids.forEach(
        (collection, some) -> {
          var chosen = follows.chosen(collection, some);
          var owners = owned(collection) ? stores.owners(collection, some) : Map.<Long, Long>of();
          for (var id : some) {
            var choices = chosen.getOrDefault(id, Map.of());
            var hear = new LinkedHashSet<Long>();
            var owner = owners.get(id);
            if (owner != null && choices.getOrDefault(owner, true)) {
              hear.add(owner);
            }
            choices.forEach(
                (user, following) -> {
                  if (following) {
                    hear.add(user);
                  }
                });
            hearers.put(new Home(collection, id), hear);
          }
        });
    return hearers;
  }

  /** Whether records are somebody's, by choice. */
  private boolean owned(String collection) {
    return stores.owned(collection)
        && contracts
            .find(collection)
            .map(open -> open.model().type().getAnnotation(Contract.class).owned())
            .orElse(true);
  }

  /** Calls that changed several records, here or in what was told just before. */
  private Set<String> several(List<Logged> logged) {
    var begun =
        table.told(
            logged.stream()
                .filter(fact -> fact.traceId() != null)
                .map(fact -> CALL + fact.traceId())
                .collect(Collectors.toSet()));
    return logged.stream()
        .filter(fact -> fact.traceId() != null)
        .collect(
            Collectors.groupingBy(
                Logged::traceId, Collectors.mapping(Home::of, Collectors.toSet())))
        .entrySet()
        .stream()
        .filter(call -> call.getValue().size() > SEVERAL || begun.contains(CALL + call.getKey()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  // ---- what is left of it

  /**
   * Without what somebody does not want to know, or may not; and nobody who left is told anything.
   */
  private List<Notice> wanted(List<Notice> notices) {
    var users = notices.stream().map(notice -> notice.key().userId()).collect(Collectors.toSet());
    var unwanted = table.unwanted(users);
    var known = new HashMap<Long, Optional<Caller>>();
    users.forEach(user -> known.put(user, callers.of(user, Set.of())));
    var reached = reached(notices, known);
    var wanted = new ArrayList<Notice>();
    for (var notice : notices) {
      var key = notice.key();
      var caller = known.get(key.userId());
      if (caller.isEmpty()
          || unwanted.contains(new Key(key.userId(), key.kind(), ""))
          || notice.recordId() != null
              && !reached.get(Shelf.of(notice)).contains(notice.recordId())) {
        continue;
      }
      if (notice.fields().isEmpty()) {
        wanted.add(
            notice.title() != null && !named(caller.get(), notice.collection())
                ? notice.untitled()
                : notice);
        continue;
      }
      var seen = new LinkedHashSet<>(notice.fields());
      seen.removeAll(caller.get().rules(notice.collection()).hidden());
      // Where all that changed is hidden, nothing happened.
      if (!seen.isEmpty()) {
        wanted.add(notice.withFields(seen));
      }
    }
    return wanted;
  }

  /** The records of a collection, as one user has them. */
  private record Shelf(long userId, String collection) {
    static Shelf of(Notice notice) {
      return new Shelf(notice.key().userId(), notice.collection());
    }
  }

  /**
   * Which records their hearers reach. Of a notice about several nobody can tell later which they
   * were, so this is asked while they are still apart.
   */
  private Map<Shelf, Set<Long>> reached(List<Notice> notices, Map<Long, Optional<Caller>> hearers) {
    return notices.stream()
        .filter(notice -> notice.recordId() != null)
        .collect(
            Collectors.groupingBy(
                Shelf::of, Collectors.mapping(Notice::recordId, Collectors.toSet())))
        .entrySet()
        .stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                shelf -> {
                  var collection = shelf.getKey().collection();
                  return hearers
                      .get(shelf.getKey().userId())
                      .filter(caller -> reads(caller, collection))
                      .map(
                          caller ->
                              stores.reached(
                                  collection, stores.reach(caller, collection), shelf.getValue()))
                      .orElse(Set.of());
                }));
  }

  /** Whether a caller sees what the records of a collection are called. */
  private boolean named(Caller caller, String collection) {
    return contracts
        .find(collection)
        .filter(open -> !caller.rules(collection).hidden().contains(open.model().titleField()))
        .isPresent();
  }

  /** Of a module that is just being replaced nobody can say; it is asked again on reading. */
  private boolean reads(Caller caller, String collection) {
    return contracts
        .find(collection)
        .flatMap(open -> open.model().primary(Kind.READ))
        .map(read -> caller.may(read.permission()))
        .orElse(true);
  }

  /**
   * What records of facts are called; asked once for all of a collection, where one is asked for.
   */
  private final class Titles {
    private final List<Logged> logged;
    private final Map<String, Map<Long, Named>> known = new HashMap<>();

    Titles(List<Logged> logged) {
      this.logged = logged;
    }

    String of(Logged fact) {
      var named = known.computeIfAbsent(fact.collection(), this::named).get(fact.recordId());
      return named == null ? null : named.title();
    }

    private Map<Long, Named> named(String collection) {
      return contracts
          .find(collection)
          .map(
              open ->
                  stores.named(
                      open.model(),
                      logged.stream()
                          .filter(fact -> fact.collection().equals(collection))
                          .map(Logged::recordId)
                          .collect(Collectors.toSet())))
          .orElse(Map.of());
    }
  }

  // ---- one fact

  /** A fact being read. */
  private final class Reading {
    private final Logged fact;
    private final Home home;

    /** Who hears of its record. */
    private final Set<Long> hearers;

    /** Whether it is told by itself, and not as part of all that was done in one call. */
    private final boolean single;

    private final Titles titles;
    private final List<Notice> made = new ArrayList<>();

    /**
     * @param several calls that changed several records
     */
    Reading(Logged fact, Set<Long> hearers, Set<String> several, Titles titles) {
      this.fact = fact;
      this.titles = titles;
      this.home = Home.of(fact);
      this.hearers = hearers;
      this.single =
          fact.traceId() == null || !fact.door().equals("job") && !several.contains(fact.traceId());
    }

    List<Notice> notices() {
      switch (fact.collection()) {
        case CommentService.COLLECTION -> comment();
        case JOBS -> job();
        default -> record();
      }
      return made;
    }

    private void comment() {
      var changes = changes();
      var mentioned = users(changes.get("mentions"), false);
      mentioned.removeAll(users(changes.get("mentions"), true));
      if (fact.kind().equals("created") || fact.kind().equals("updated")) {
        mentioned.forEach(user -> tell(user, MENTION, "comment " + fact.recordId(), Set.of()));
      }
      if (fact.kind().equals("created")) {
        var hear = new LinkedHashSet<>(hearers);
        id(changes.get("parentId")).flatMap(this::author).ifPresent(hear::add);
        hear.removeAll(mentioned);
        hear.forEach(user -> tell(user, COMMENT, name(), Set.of()));
      }
    }

    private Optional<Long> author(long comment) {
      return sql.first(
          "select created_by from tangram_comment where id = ?",
          List.of(comment),
          row -> row.getLong(1));
    }

    private void job() {
      var status = changes().get("status");
      if (fact.kind().equals("updated") && status != null) {
        var key = new Key(fact.userId(), JOB, "job " + fact.recordId());
        made.add(Notice.ofJob(key, fact.recordId(), fact.at()));
      }
    }

    private void record() {
      if (fact.isPart()) {
        changed(hearers, Set.of(fact.collection()));
        return;
      }
      var changes = changes();
      var others = new LinkedHashSet<>(hearers);
      taken(changes.get("ownerId"));
      if ((fact.kind().equals("created") || fact.kind().equals("updated"))
          && fact.userId() != SYSTEM
          && owned(fact.collection())) {
        id(changes.get("ownerId"))
            .ifPresent(
                owner -> {
                  tell(owner, GIVEN, giving(), Set.of());
                  others.remove(owner);
                });
      }
      if (fact.kind().equals("updated")) {
        var members = users(changes.get("team"), false);
        members.removeAll(users(changes.get("team"), true));
        members.forEach(member -> tell(member, SHARED, name(), Set.of()));
        others.removeAll(members);
        var fields = new LinkedHashSet<>(changes.keySet());
        fields.remove(DEPARTMENT);
        if (!fields.isEmpty()) {
          changed(others, fields);
        }
      }
    }

    /**
     * Whose record is nobody's or somebody else's now may reach it no more: what it was called is
     * kept, so that they are told; also where the system did it. Whoever releases many does so one
     * by one: that is one thing. So is a transfer, of whatever collections.
     */
    private void taken(Change owner) {
      if (fact.kind().equals("updated")
          && owner != null
          && owner.before() != null
          && !owner.before().isNull()
          && owned(fact.collection())) {
        var user = owner.before().asLong();
        var now = id(owner);
        if (user != fact.userId() && user != SYSTEM && !now.equals(Optional.of(user))) {
          made.add(
              new Notice(
                  new Key(user, TAKEN, now.isEmpty() ? by() : giving()),
                  home.collection(),
                  null,
                  null,
                  null,
                  fact.userId(),
                  1,
                  titles.of(fact),
                  Set.of(),
                  fact.at()));
        }
      }
    }

    private void changed(Set<Long> who, Set<String> fields) {
      if (fact.userId() != SYSTEM) {
        who.forEach(user -> tell(user, CHANGE, single ? name() : call(), fields));
      }
    }

    /** What one person or program makes for another piece by piece is one thing, too. */
    private String giving() {
      return fact.kind().equals("created") ? by() : fact.traceId() == null ? name() : call();
    }

    private String by() {
      return "by " + fact.userId();
    }

    private String name() {
      return home.collection() + "/" + home.id();
    }

    private String call() {
      return CALL + fact.traceId();
    }

    /** Nobody is told what they did themselves. */
    private void tell(long user, String kind, String collapse, Set<String> fields) {
      if (user != fact.userId() && user != SYSTEM) {
        var comment = fact.collection().equals(CommentService.COLLECTION) ? fact.recordId() : null;
        made.add(
            new Notice(
                new Key(user, kind, collapse),
                home.collection(),
                home.id(),
                comment,
                null,
                fact.userId(),
                1,
                null,
                fields,
                fact.at()));
      }
    }

    private Map<String, Change> changes() {
      return facts.read(fact.changes()).stream()
          .collect(
              Collectors.toMap(
                  Change::field, change -> change, (one, other) -> one, LinkedHashMap::new));
    }
  }

  /** The id that a field has now; empty where it did not change, or has none. */
  private static Optional<Long> id(Change change) {
    return change == null || change.after() == null || change.after().isNull()
        ? Optional.empty()
        : Optional.of(change.after().asLong());
  }

  /** The users that a field's values name. */
  private static Set<Long> users(Change change, boolean before) {
    var users = new LinkedHashSet<Long>();
    var values = change == null ? null : before ? change.before() : change.after();
    if (values != null) {
      values.forEach(value -> users.add(value.path("userId").asLong()));
    }
    return users;
  }
}
