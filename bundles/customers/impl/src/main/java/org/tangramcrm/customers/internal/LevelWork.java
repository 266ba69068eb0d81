package org.tangramcrm.customers.internal;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.customers.Customer;
import org.tangramcrm.customers.CustomerLevel;
import org.tangramcrm.customers.CustomerPage;
import org.tangramcrm.customers.LevelCount;
import org.tangramcrm.customers.LevelPreview;
import org.tangramcrm.customers.LevelSkipped;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.identity.CurrentUser;

/**
 * Goes through customers by the rules of levels (M-84), some hundreds at a time: their values are
 * asked for together, and those that change alike are written together. As the system: the rules
 * hold for all of them, whoever has them applied.
 */
@Component(service = LevelWork.class)
public class LevelWork {
  private static final String CONCERNED = "types==customer";

  /** Who looks at what rules come to waits for it: as many as take some seconds. */
  private static final int MOST_PREVIEWED = 20_000;

  private static final String UNLOCKED = "(levelLocked=null=true,levelLocked==false)";

  private final CustomerStores stores;
  private final Levels levels;
  private final CurrentUser user;
  private final CompanyDay day;

  /** A customer that comes to another level. */
  record Move(long customer, String from, LevelScale.Verdict verdict) {}

  /**
   * Some customers.
   *
   * @param next where those after them begin; null where there are none
   */
  record Portion(List<Customer> customers, List<Move> moves, String next) {}

  private record Way(String from, String to) {}

  @Activate
  public LevelWork(
      @Reference CustomerStores stores,
      @Reference Levels levels,
      @Reference CurrentUser user,
      @Reference CompanyDay day) {
    this.stores = stores;
    this.levels = levels;
    this.user = user;
    this.day = day;
  }

  LevelScale scale() {
    return new LevelScale(levels.read());
  }

  /** How many customers there are to go through. */
  int total() {
    var query = Query.filter(CONCERNED);
    query.limit = 1;
    query.fields = "id";
    query.count = "exact";
    return user.callAsSystem(() -> stores.customers.page(query, new CustomerPage()).total.value);
  }

  /** What the rules make of some customers. */
  Portion look(LevelScale scale, String from) {
    return user.callAsSystem(
        () -> {
          var query = Query.filter(CONCERNED);
          query.fields = "id,level,levelLocked";
          query.sort = "id";
          query.limit = Query.MAX_LIMIT;
          query.count = "none";
          query.cursor = from;
          var page = stores.customers.page(query, new CustomerPage());
          return new Portion(page.items, moves(scale, page.items), page.next);
        });
  }

  private List<Move> moves(LevelScale scale, List<Customer> customers) {
    var free = customers.stream().filter(customer -> !locked(customer)).toList();
    var values = values(scale, free.stream().map(customer -> customer.id).toList());
    return free.stream()
        .flatMap(
            customer ->
                scale
                    .move(
                        customer.level,
                        measure -> values.getOrDefault(measure, Map.of()).get(customer.id))
                    .map(verdict -> new Move(customer.id, customer.level, verdict))
                    .stream())
        .toList();
  }

  /** By measure and customer; nothing for what nobody measures just now. */
  private Map<String, Map<Long, BigDecimal>> values(LevelScale scale, Collection<Long> customers) {
    var measures = levels.measures();
    return scale.steps().stream()
        .map(step -> measures.get(step.measure))
        .filter(Objects::nonNull)
        .distinct()
        .collect(Collectors.toMap(measure -> measure.code(), measure -> measure.values(customers)));
  }

  private static boolean locked(Customer customer) {
    return Boolean.TRUE.equals(customer.levelLocked);
  }

  /**
   * Goes through customers, portion by portion.
   *
   * @param portion does the one that begins somewhere; null at the beginning
   * @param on whether to go on, once so many are through
   */
  void goThrough(Function<String, Portion> portion, IntPredicate on) {
    int through = 0;
    String from = null;
    do {
      var done = portion.apply(from);
      through += done.customers().size();
      from = done.next();
    } while (on.test(through) && from != null);
  }

  /** Has customers come to their levels, as far as they are still as they were looked at. */
  void apply(List<Move> moves) {
    var ways =
        moves.stream()
            .collect(
                Collectors.groupingBy(
                    move -> new Way(move.from(), move.verdict().to()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    user.callAsSystem(
        () -> {
          // All of them before the first is written: each way for itself, they would be held out of
          // order.
          stores.hold(moves.stream().map(Move::customer).toList());
          levels.changedByRule(
              ways.entrySet().stream()
                  .flatMap(way -> apply(way.getKey(), way.getValue()).stream())
                  .toList());
          return null;
        });
  }

  /** Has those that are alike come to their level, and says which did. */
  private List<Move> apply(Way way, List<Move> moves) {
    var values = new HashMap<String, Object>();
    values.put("level", way.to());
    values.put("levelSince", Instant.now().truncatedTo(ChronoUnit.MILLIS));
    var still =
        way.from() == null ? "level=null=true" : "level=='" + way.from().replace("'", "\\'") + "'";
    var ids = moves.stream().map(Move::customer).toList();
    var marked = stores.customers.mark(ids, CONCERNED + ";" + still + ";" + UNLOCKED, values);
    return moves.stream().filter(move -> marked.contains(move.customer())).toList();
  }

  /** Whether customers are to be gone through by themselves today. */
  boolean due(LevelScale scale) {
    return scale.due(today());
  }

  /** Keeps that all customers were gone through. */
  void checked(LevelScale scale) {
    scale.steps().forEach(step -> stores.levels.derive(step.id, "checkedOn", today()));
  }

  LocalDate today() {
    return day.today();
  }

  LevelPreview preview() {
    var scale = scale();
    var preview = new LevelPreview();
    var before = new HashMap<String, Integer>();
    var after = new HashMap<String, Integer>();
    preview.total = total();
    preview.customers = 0;
    preview.rises = 0;
    preview.falls = 0;
    preview.locked = 0;
    goThrough(
        from -> {
          var portion = look(scale, from);
          count(scale, portion, preview, before, after);
          return portion;
        },
        through -> through < MOST_PREVIEWED);
    preview.stays = preview.customers - preview.rises - preview.falls;
    var named = scale.steps().stream().map(step -> step.level);
    Stream.concat(
            named,
            before.keySet().stream()
                .filter(level -> level != null && scale.height(level) == 0)
                .sorted())
        .forEach(level -> preview.levels.add(count(level, before, after)));
    preview.levels.add(count(null, before, after));
    var measures = levels.measures();
    scale.steps().stream()
        .filter(step -> !measures.containsKey(step.measure))
        .map(LevelWork::skipped)
        .forEach(preview.skipped::add);
    return preview;
  }

  private static void count(
      LevelScale scale,
      Portion portion,
      LevelPreview preview,
      Map<String, Integer> before,
      Map<String, Integer> after) {
    preview.customers += portion.customers().size();
    for (var customer : portion.customers()) {
      preview.locked += locked(customer) ? 1 : 0;
      before.merge(customer.level, 1, Integer::sum);
      after.merge(customer.level, 1, Integer::sum);
    }
    for (var move : portion.moves()) {
      after.merge(move.from(), -1, Integer::sum);
      after.merge(move.verdict().to(), 1, Integer::sum);
      if (scale.height(move.verdict().to()) > scale.height(move.from())) {
        preview.rises++;
      } else {
        preview.falls++;
      }
    }
  }

  private static LevelCount count(
      String level, Map<String, Integer> before, Map<String, Integer> after) {
    var count = new LevelCount();
    count.level = level;
    count.before = before.getOrDefault(level, 0);
    count.after = after.getOrDefault(level, 0);
    return count;
  }

  private static LevelSkipped skipped(CustomerLevel level) {
    var skipped = new LevelSkipped();
    skipped.level = level.level;
    skipped.measure = level.measure;
    return skipped;
  }
}
