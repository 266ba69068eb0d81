package org.tangramcrm.sales.internal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.analysis.Analysis;
import org.tangramcrm.platform.analysis.AnalysisDrill;
import org.tangramcrm.platform.analysis.AnalysisParameters;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.currency.Rates;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.store.Relations;

/**
 * What salespeople, or departments, bring about (M-36, R-37): won and lost in the period, as things
 * are now, with rate, mean amount and mean days from beginning to close; what passed with customers
 * meanwhile; what is open; and velocity = open × win rate × mean amount won ÷ mean days to win:
 * base currency a day. What would be made of fewer than five is left out. Whoever sells stands
 * there, also with nothing.
 */
@Component
public class SalesAbility implements Analysis {
  /** Of fewer there is no mean and no rate. */
  private static final int FEWEST = 5;

  private static final String OPPORTUNITIES = SalesStores.OPPORTUNITIES;
  private static final String LOG = "contact-logs";

  /** Before any deal. */
  private static final LocalDate EVER = LocalDate.of(1900, 1, 1);

  private static final String BY_PERSON = "ownerId";
  private static final String BY_DEPARTMENT = "departmentId";

  private static final String ENDED =
      """
select o.%1$s as grp, o.state as state, count(*) as n, count(o.amount_base) as priced,
  sum(o.amount_base) as amount,
  sum({fn timestampdiff(SQL_TSI_DAY, cast(o.opened_on as timestamp), cast(o.closed_on as timestamp))}) as days
from {opportunities} o
where o.state = 'open' or o.state in ('won', 'lost') and o.closed_on >= ? and o.closed_on <= ?
group by o.%1$s, o.state\
""";

  private static final String CONTACTS =
      """
      select l.%1$s as grp, count(*) as n from {contact-logs} l
      where l.status = 'done' and l.start_at >= ? and l.start_at < ? group by l.%1$s\
      """;

  private final Relations relations;
  private final Sellers sellers;
  private final CompanyDay day;
  private final Rates rates;
  private final CurrentUser user;

  @Activate
  public SalesAbility(
      @Reference Relations relations,
      @Reference Sellers sellers,
      @Reference CompanyDay day,
      @Reference Rates rates,
      @Reference CurrentUser user) {
    this.relations = relations;
    this.sellers = sellers;
    this.day = day;
    this.rates = rates;
    this.user = user;
  }

  @Override
  public String code() {
    return "R-37";
  }

  @Override
  public String collection() {
    return OPPORTUNITIES;
  }

  @Override
  public List<String> needs() {
    return List.of("state", "closedOn", "openedOn");
  }

  @Override
  public Map<String, List<String>> parameters() {
    var parameters = new LinkedHashMap<String, List<String>>();
    parameters.put("by", List.of(BY_PERSON, BY_DEPARTMENT));
    for (var free : List.of("from", "to", "departmentId", "userId", "filter")) {
      parameters.put(free, List.of());
    }
    return parameters;
  }

  /** Deals of somebody in one state; days only of those that ended. */
  private record Part(
      Long group, String state, int deals, int priced, BigDecimal amount, BigDecimal days) {
    static final Part NONE = new Part(null, null, 0, 0, BigDecimal.ZERO, BigDecimal.ZERO);

    Part and(Part other) {
      return new Part(
          null,
          null,
          deals + other.deals,
          priced + other.priced,
          amount.add(other.amount),
          days.add(other.days));
    }

    BigDecimal meanAmount() {
      return mean(amount, priced);
    }

    BigDecimal meanDays() {
      return mean(days, deals);
    }

    private static BigDecimal mean(BigDecimal sum, int of) {
      return of < FEWEST ? null : sum.divide(BigDecimal.valueOf(of), 2, RoundingMode.HALF_UP);
    }
  }

  private record Sum(Part open, Part won, Part lost, int contacts) {
    static final Sum NOTHING = new Sum(Part.NONE, Part.NONE, Part.NONE, 0);

    Sum with(Part part) {
      return switch (part.state()) {
        case "won" -> new Sum(open, won.and(part), lost, contacts);
        case "lost" -> new Sum(open, won, lost.and(part), contacts);
        default -> new Sum(open.and(part), won, lost, contacts);
      };
    }

    Sum with(int more) {
      return new Sum(open, won, lost, contacts + more);
    }

    int ended() {
      return won.deals() + lost.deals();
    }

    BigDecimal rate() {
      return ended() < FEWEST
          ? null
          : BigDecimal.valueOf(won.deals() * 100L)
              .divide(BigDecimal.valueOf(ended()), 2, RoundingMode.HALF_UP);
    }

    /** Of exact parts, rounded once. */
    BigDecimal velocity() {
      if (ended() < FEWEST
          || won.deals() < FEWEST
          || won.priced() < FEWEST
          || won.days().signum() <= 0) {
        return null;
      }
      // open × won ÷ ended × amount ÷ priced ÷ (days ÷ won)
      var above =
          BigDecimal.valueOf((long) open.deals() * won.deals() * won.deals())
              .multiply(won.amount());
      var below = BigDecimal.valueOf((long) ended() * won.priced()).multiply(won.days());
      return above.divide(below, 2, RoundingMode.HALF_UP);
    }
  }

  @Override
  public Table run(AnalysisParameters asked) {
    var worth = !user.get().rules(OPPORTUNITIES).hidden().contains("amount");
    var contacts = tellsContacts();
    var sums = new TreeMap<Long, Sum>();
    var none = Sum.NOTHING;
    for (var part : parts(asked)) {
      if (part.group() == null) {
        none = none.with(part);
      } else {
        sums.merge(part.group(), Sum.NOTHING.with(part), (was, one) -> was.with(part));
      }
    }
    sellers.groups(asked.by, asked).forEach(id -> sums.putIfAbsent(id, Sum.NOTHING));
    if (contacts) {
      var made = contacts(asked);
      sums.replaceAll((id, sum) -> sum.with(made.getOrDefault(id, 0)));
    }
    var table =
        Table.in(
            rates.base(),
            new Column(
                asked.by, Type.REFERENCE, asked.by.equals(BY_PERSON) ? "users" : "departments"),
            Column.of("won", Type.INTEGER),
            Column.of("lost", Type.INTEGER),
            Column.of("rate", Type.PERCENT),
            Column.of("wonAmount", Type.MONEY),
            Column.of("meanAmount", Type.MONEY),
            Column.of("daysWon", Type.DECIMAL),
            Column.of("daysLost", Type.DECIMAL),
            Column.of("contacts", Type.INTEGER),
            Column.of("open", Type.INTEGER),
            Column.of("velocity", Type.MONEY));
    var ordered = new ArrayList<>(sums.entrySet());
    ordered.sort(
        Comparator.comparing((Map.Entry<Long, Sum> row) -> row.getValue().won().deals())
            .reversed());
    ordered.forEach(
        row ->
            row(table, asked, row.getKey(), cells(row.getKey(), row.getValue(), worth, contacts)));
    if (!none.equals(Sum.NOTHING)) {
      row(table, asked, null, cells(null, none, worth, contacts));
    }
    var all =
        Stream.concat(sums.values().stream(), Stream.of(none))
            .reduce(
                Sum.NOTHING,
                (one, other) ->
                    new Sum(
                        one.open().and(other.open()),
                        one.won().and(other.won()),
                        one.lost().and(other.lost()),
                        one.contacts() + other.contacts()));
    var totals = cells(null, all, worth, contacts);
    for (int i = 1; i < totals.length; i++) {
      if (totals[i] != null) {
        table.total(table.columns().get(i).key(), totals[i]);
      }
    }
    return table;
  }

  /** With the deals behind each of its figures; a mean and a rate are of all of them. */
  private void row(Table table, AnalysisParameters asked, Long group, Object[] cells) {
    var closed = "closedOn=ge=" + from(asked) + ";closedOn=le=" + to(asked);
    var won = behind(asked, group, "state==won;" + closed);
    var lost = behind(asked, group, "state==lost;" + closed);
    var open = behind(asked, group, "state==open");
    table.row(behind(asked, group, "(state=in=(won,lost);" + closed + "),(state==open)"), cells);
    for (var key : List.of("won", "wonAmount", "meanAmount", "daysWon")) {
      table.behind(key, won);
    }
    table.behind("lost", lost).behind("daysLost", lost).behind("open", open);
    table.behind("rate", behind(asked, group, "state=in=(won,lost);" + closed));
  }

  private static AnalysisDrill behind(AnalysisParameters asked, Long group, String which) {
    var whose = asked.by + (group == null ? "=null=true" : "==" + group);
    return Analysis.drill(OPPORTUNITIES, Query.and(asked.filter, which, whose));
  }

  private static Object[] cells(Long group, Sum sum, boolean worth, boolean contacts) {
    return new Object[] {
      group,
      sum.won().deals(),
      sum.lost().deals(),
      sum.rate(),
      worth ? sum.won().amount() : null,
      worth ? sum.won().meanAmount() : null,
      sum.won().meanDays(),
      sum.lost().meanDays(),
      contacts ? sum.contacts() : null,
      sum.open().deals(),
      worth ? sum.velocity() : null
    };
  }

  /** Whether the caller is told how often others are in contact. */
  private boolean tellsContacts() {
    var hidden = user.get().rules(LOG).hidden();
    return user.get().may("contact-logs.view")
        && List.of("status", "startAt").stream().noneMatch(hidden::contains);
  }

  private List<Part> parts(AnalysisParameters asked) {
    return relations.query(
        ENDED.formatted(column(asked.by)),
        asked.filter.isEmpty() ? Map.of() : Map.of(OPPORTUNITIES, asked.filter),
        List.of(from(asked), to(asked)),
        row ->
            new Part(
                row.number("grp"),
                row.text("state"),
                row.number("n").intValue(),
                row.number("priced").intValue(),
                orZero(row.decimal("amount")),
                orZero(row.decimal("days"))));
  }

  private Map<Long, Integer> contacts(AnalysisParameters asked) {
    var made = new HashMap<Long, Integer>();
    relations.query(
        CONTACTS.formatted(column(asked.by)),
        Map.of(),
        List.of(
            from(asked).atStartOfDay(day.zone()).toInstant(),
            to(asked).plusDays(1).atStartOfDay(day.zone()).toInstant()),
        row -> made.put(row.number("grp"), row.number("n").intValue()));
    return made;
  }

  private static LocalDate from(AnalysisParameters asked) {
    return asked.from == null ? EVER : asked.from;
  }

  private LocalDate to(AnalysisParameters asked) {
    return asked.to == null ? day.today() : asked.to;
  }

  private static BigDecimal orZero(BigDecimal value) {
    return value == null ? BigDecimal.ZERO : value;
  }

  private static String column(String by) {
    return by.equals(BY_PERSON) ? "owner_id" : "department_id";
  }
}
