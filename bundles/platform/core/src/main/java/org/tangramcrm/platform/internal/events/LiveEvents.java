package org.tangramcrm.platform.internal.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.contract.Contract;
import org.tangramcrm.platform.contract.ContractModel;
import org.tangramcrm.platform.contract.Operation.Kind;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.internal.contract.ContractCatalog;
import org.tangramcrm.platform.internal.events.FactTail.FactEvent;
import org.tangramcrm.platform.internal.facts.Facts;
import org.tangramcrm.platform.internal.facts.Json;
import org.tangramcrm.platform.internal.identity.SignIn;
import org.tangramcrm.platform.internal.module.ModuleRegistry;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.sql.SqlFailure;
import org.tangramcrm.platform.internal.store.Condition;
import org.tangramcrm.platform.internal.store.RecordStores;
import org.tangramcrm.platform.internal.work.Workers;
import org.tangramcrm.platform.module.SchemaReady;

/**
 * Tells those who listen what was changed, as soon as the log of facts says so. One thread looks
 * for all of them, once a second and only while there are any; what a change may be told to is
 * asked once for each caller who does not reach everything, not for each event and stream.
 */
@Component(service = LiveEvents.class)
public class LiveEvents {
  private static final Logger LOG = LoggerFactory.getLogger(LiveEvents.class);

  private static final long EVERY_MILLIS = 1_000;

  /** Below the time after which servers and proxies drop a connection on which nothing happens. */
  private static final int BEATS = 15;

  /** For a client that reads first and listens then. */
  private static final Duration JUST_NOW = Duration.ofSeconds(10);

  private static final int MANY = 50;
  private static final int KEPT = 2_000;
  private static final int MOST_STREAMS = 2_000;
  private static final int MOST_PER_USER = 50;

  /** A change in one of these changes what cards and forms consist of, for whoever it concerns. */
  private static final Set<String> FIELDS = Set.of("custom-fields", "layouts", "roles");

  /** A change in one of these may change what a caller reaches. */
  private static final Set<String> IDENTITY = Set.of("users", "roles", "departments");

  private final Sql sql;
  private final RecordStores stores;
  private final ContractCatalog contracts;
  private final ModuleRegistry modules;
  private final SignIn signIn;
  private final Facts facts;
  private final CurrentUser user;
  private final BundleContext context;
  private final Clock clock = Clock.systemUTC();
  private final FactTail tail;
  private final ObjectMapper json = Json.mapper();
  private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
  private final Deque<Told> kept = new ArrayDeque<>();
  private final Map<Long, String> names = new HashMap<>();

  /**
   * Numbers are of one node, and of one time that it follows the log without a pause: of others it
   * is not known here what came after.
   */
  private String series = "";

  private final BundleListener arrivals = event -> bundlesChanged = true;
  private volatile boolean bundlesChanged;
  private long numbered;
  private long beat;
  private boolean following;
  private String board = "";
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "tangram-events"));

  /** A change that was told, with its number. */
  private record Told(long number, FactEvent fact, String message) {}

  /** A notice that was changed, and when. */
  private record Changed(long id, Instant at) {}

  @Activate
  public LiveEvents(
      BundleContext context,
      @Reference Sql sql,
      @Reference RecordStores stores,
      @Reference ContractCatalog contracts,
      @Reference ModuleRegistry modules,
      @Reference SignIn signIn,
      @Reference Facts facts,
      @Reference CurrentUser user,
      @Reference(target = "(module=platform)") SchemaReady schema) {
    this.context = context;
    this.sql = sql;
    this.stores = stores;
    this.contracts = contracts;
    this.modules = modules;
    this.signIn = signIn;
    this.facts = facts;
    this.user = user;
    this.tail = new FactTail(sql, clock);
    context.addBundleListener(arrivals);
    worker.scheduleWithFixedDelay(this::look, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Deactivate
  void close() {
    context.removeBundleListener(arrivals);
    Workers.end(worker);
    streams.forEach(EventStream::end);
  }

  int streams() {
    return streams.size();
  }

  /** Whether one more stream of a caller can be served. */
  void admit(Caller caller) {
    var theirs = streams.stream().filter(open -> open.caller().id() == caller.id()).count();
    if (streams.size() >= MOST_STREAMS || theirs >= MOST_PER_USER) {
      throw CrmException.of(Code.TOO_MANY_REQUESTS);
    }
  }

  /**
   * Takes a stream up.
   *
   * @param last number of the last event that the client got; null for none
   */
  void open(EventStream stream, String last) {
    stream.begin();
    worker.execute(() -> quietly(() -> greet(stream, last)));
  }

  void gone(EventStream stream) {
    streams.remove(stream);
  }

  // ---- on the one thread

  private void look() {
    quietly(
        () -> {
          if (streams.isEmpty()) {
            following = false;
            return;
          }
          lookForModules();
          follow();
          tell(tail.next());
          ring();
          if (++beat % BEATS == 0) {
            streams.forEach(this::check);
            streams.forEach(stream -> stream.send(": \n\n"));
          }
        });
  }

  private void quietly(Runnable work) {
    try {
      work.run();
    } catch (SqlFailure e) {
      LOG.debug("The log of facts cannot be read now", e);
    } catch (RuntimeException e) {
      LOG.error("Changes could not be told", e);
    }
  }

  private void follow() {
    if (!following) {
      var justNow = tail.begin(clock.instant().minus(JUST_NOW));
      series = UUID.randomUUID().toString().substring(0, 8);
      kept.clear();
      board = modules.fingerprint();
      following = true;
      remember(justNow);
    }
  }

  private void greet(EventStream stream, String last) {
    follow();
    streams.add(stream);
    var missed = missed(last);
    stream.send("retry: 3000\n\n" + event(missed == null ? "reset" : "ready", "{}"));
    deliver(missed == null ? justNow() : missed, List.of(stream));
  }

  /** What came after an event; null where that is not known any more. */
  private List<Told> missed(String last) {
    if (last == null) {
      return justNow();
    }
    var parts = last.split("-");
    if (parts.length != 2 || !parts[0].equals(series) || !parts[1].matches("[0-9]{1,18}")) {
      return null;
    }
    var number = Long.parseLong(parts[1]);
    var known = number == numbered || !kept.isEmpty() && kept.peekFirst().number() <= number + 1;
    return known ? kept.stream().filter(told -> told.number() > number).toList() : null;
  }

  private List<Told> justNow() {
    var since = clock.instant().minus(JUST_NOW);
    return kept.stream().filter(told -> told.fact().at().isAfter(since)).toList();
  }

  private void lookForModules() {
    var now = modules.fingerprint();
    if (bundlesChanged || !now.equals(board)) {
      bundlesChanged = false;
      board = now;
      tell(Topics.MODULES, streams);
    }
  }

  private static void tell(String what, Collection<EventStream> to) {
    to.stream()
        .filter(stream -> stream.topics().modules())
        .forEach(stream -> stream.send(event(what, "{}")));
  }

  /** Tells those whose notices changed, whichever node made them, that they did. */
  private void ring() {
    var listening =
        streams.stream()
            .filter(stream -> stream.topics().notifications() && stream.caller().viewerId() == null)
            .toList();
    if (listening.isEmpty()) {
      return;
    }
    // Each by itself: one that was changed before another may be there after it.
    var latest = new HashMap<Long, Set<Changed>>();
    sql.query(
        "select user_id, id, changed_at from tangram_notification where changed_at > ?",
        List.of(clock.instant().minus(JUST_NOW).truncatedTo(ChronoUnit.MILLIS)),
        row ->
            latest
                .computeIfAbsent(row.getLong(1), user -> new HashSet<>())
                .add(new Changed(row.getLong(2), row.getTimestamp(3).toInstant())));
    listening.stream()
        .filter(stream -> stream.isNews(latest.getOrDefault(stream.caller().id(), Set.of())))
        .forEach(stream -> stream.send(event(Topics.NOTIFICATIONS, "{}")));
  }

  private void tell(List<FactEvent> facts) {
    if (facts.isEmpty()) {
      return;
    }
    if (facts.stream().anyMatch(fact -> IDENTITY.contains(fact.collection()))) {
      names.clear();
      // One user's change may concern whoever is above them.
      streams.forEach(this::check);
    }
    deliver(remember(facts), List.copyOf(streams));
  }

  private List<Told> remember(List<FactEvent> facts) {
    learnNames(facts);
    var told = new ArrayList<Told>();
    for (var fact : facts) {
      var number = ++numbered;
      told.add(new Told(number, fact, id(number) + event("change", data(fact))));
    }
    kept.addAll(told);
    while (kept.size() > KEPT) {
      kept.removeFirst();
    }
    return told;
  }

  private void deliver(List<Told> told, List<EventStream> to) {
    // Whoever looks at any records has to know what fields they have now.
    if (told.stream().anyMatch(change -> FIELDS.contains(change.fact().collection()))) {
      tell("fields", to);
    } else {
      // Other roles, other layouts.
      var changed =
          told.stream()
              .filter(change -> change.fact().collection().equals("users"))
              .map(change -> change.fact().recordId())
              .collect(Collectors.toSet());
      tell("fields", to.stream().filter(one -> changed.contains(one.caller().id())).toList());
    }
    var byCollection = new LinkedHashMap<String, List<Told>>();
    for (var each : told) {
      byCollection
          .computeIfAbsent(each.fact().homeCollection(), name -> new ArrayList<>())
          .add(each);
    }
    byCollection.forEach(
        (collection, changes) -> {
          var permission = permission(collection);
          var reached = new HashMap<Condition, Set<Long>>();
          for (var stream : to) {
            var theirs = changes.stream().filter(change -> isAbout(stream, change.fact())).toList();
            if (!theirs.isEmpty() && permission != null && stream.caller().may(permission)) {
              var visible =
                  reached.computeIfAbsent(
                      stores.reach(stream.caller(), collection),
                      reach -> stores.reached(collection, reach, ids(changes)));
              send(
                  stream,
                  theirs.stream()
                      .filter(change -> visible.contains(change.fact().homeId()))
                      .toList());
            }
          }
          showElsewhere(collection, changes, to);
        });
  }

  /**
   * Tells those who look at rows of a collection through another one that these are not as they
   * were, or not there any more: no more than that, since they may not reach them otherwise.
   */
  private void showElsewhere(String collection, List<Told> changes, List<EventStream> to) {
    var own = changes.stream().filter(change -> !change.fact().isPart()).toList();
    contracts.publications().stream()
        .map(open -> open.model())
        .filter(
            model -> model.type().getAnnotation(Contract.class).projectionOf().equals(collection))
        .forEach(model -> show(model, own, to));
  }

  private void show(ContractModel model, List<Told> changes, List<EventStream> to) {
    var permission = permission(model.collection());
    var listening =
        to.stream()
            .filter(stream -> permission != null && stream.caller().may(permission))
            .filter(stream -> changes.stream().anyMatch(change -> looks(stream, model, change)))
            .toList();
    if (listening.isEmpty()) {
      return;
    }
    var visible = user.callAsSystem(() -> stores.shown(model, ids(changes)));
    var moved = moved(model, changes);
    var told =
        changes.stream()
            .filter(
                change ->
                    visible.contains(change.fact().recordId())
                        || moved.contains(change.fact().id()))
            .toList();
    for (var stream : listening) {
      send(
          stream,
          model.collection(),
          told.stream().filter(change -> looks(stream, model, change)).toList(),
          change -> id(change.number()) + event("change", masked(model, change.fact())));
    }
  }

  private static boolean looks(EventStream stream, ContractModel model, Told change) {
    return stream.topics().about(model.collection(), change.fact().recordId());
  }

  /** The facts by which a row came to be shown, or is no more. */
  private Set<Long> moved(ContractModel model, List<Told> changes) {
    var ids = changes.stream().map(change -> change.fact().id()).toList();
    return Set.copyOf(
        sql
            .query(
                "select id, changes from tangram_fact where id in (" + Sql.marks(ids.size()) + ")",
                ids,
                row -> Map.entry(row.getLong(1), row.getString(2)))
            .stream()
            .filter(
                fact ->
                    facts.read(fact.getValue()).stream()
                        .anyMatch(change -> stores.shownBy(model, change.field())))
            .map(Map.Entry::getKey)
            .toList());
  }

  /** Neither who did it nor what. */
  private String masked(ContractModel model, FactEvent fact) {
    return json.createObjectNode()
        .put("collection", model.collection())
        .put("id", String.valueOf(fact.recordId()))
        .put("version", fact.version())
        .put("kind", "updated")
        .put("at", fact.at().toString())
        .toString();
  }

  /** Who looks at a record hears of its parts, too. */
  private static boolean isAbout(EventStream stream, FactEvent fact) {
    return stream.topics().about(fact.collection(), fact.recordId())
        || stream.topics().about(fact.homeCollection(), fact.homeId());
  }

  /** Where so much happens at once, a client does better to read again than to hear of each. */
  private void send(EventStream stream, List<Told> changes) {
    if (!changes.isEmpty()) {
      send(stream, changes.get(0).fact().homeCollection(), changes, Told::message);
    }
  }

  private void send(
      EventStream stream, String collection, List<Told> changes, Function<Told, String> message) {
    if (changes.size() <= MANY) {
      changes.forEach(change -> stream.send(message.apply(change)));
      return;
    }
    var last = changes.get(changes.size() - 1);
    var data = json.createObjectNode().put("collection", collection);
    stream.send(id(last.number()) + event("many", data.toString()));
  }

  private String id(long number) {
    return "id: " + series + "-" + number + "\n";
  }

  private static Set<Long> ids(List<Told> changes) {
    var ids = new HashSet<Long>();
    changes.forEach(change -> ids.add(change.fact().homeId()));
    return ids;
  }

  /** What a caller needs to read a collection; null where it is not open. */
  private String permission(String collection) {
    return contracts.publications().stream()
        .filter(open -> open.collection().equals(collection))
        .flatMap(open -> open.model().primary(Kind.LIST).stream())
        .map(list -> list.permission())
        .findFirst()
        .orElse(null);
  }

  /** Who signed out, was locked or lost a role since: from now on they listen as who they are. */
  private void check(EventStream stream) {
    if (stream.session() == null) {
      // Other credentials are not kept here: the client shows them again.
      stream.end();
    } else {
      try {
        stream.caller(signIn.stillSignedIn(stream.session()));
      } catch (CrmException e) {
        stream.end();
      }
    }
  }

  private void learnNames(List<FactEvent> facts) {
    var unknown =
        facts.stream()
            .map(FactEvent::userId)
            .filter(id -> id != 0 && !names.containsKey(id))
            .distinct()
            .toList();
    if (!unknown.isEmpty()) {
      var marks = Sql.marks(unknown.size());
      sql.query(
              "select id, name from tangram_user where id in (" + marks + ")",
              unknown,
              row -> Map.entry(row.getLong(1), row.getString(2)))
          .forEach(found -> names.put(found.getKey(), found.getValue()));
    }
  }

  private String data(FactEvent fact) {
    var data = json.createObjectNode();
    data.put("collection", fact.collection());
    data.put("id", String.valueOf(fact.recordId()));
    data.put("version", fact.version());
    data.put("kind", fact.kind());
    data.put("at", fact.at().toString());
    data.put("by", String.valueOf(fact.userId()));
    if (fact.isPart()) {
      data.put("of", fact.parentCollection() + "/" + fact.parentId());
    }
    var name = names.get(fact.userId());
    if (name != null) {
      data.put("name", name);
    }
    try {
      return json.writeValueAsString(data);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String event(String name, String data) {
    return "event: " + name + "\ndata: " + data + "\n\n";
  }
}
