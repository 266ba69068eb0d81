package org.tangramcrm.orders.internal;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.orders.internal.Amounts.Part;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.currency.Rates;
import org.tangramcrm.platform.hint.HintSource.Notice;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.store.Relations;
import org.tangramcrm.platform.store.Tuple;

/** What is owed now, as far as the caller reaches and sees it: for hints (M-12). */
@Component(service = Debt.class)
public class Debt {
  private static final String OWED =
      """
      select r.outstanding_currency as currency,
        sum(r.outstanding_amount) as owed, sum(r.outstanding_base) as owed_base,
        sum(case when r.due_on < ? then r.outstanding_amount else 0 end) as late,
        sum(case when r.due_on < ? then r.outstanding_base else 0 end) as late_base,
        min(case when r.due_on < ? then r.due_on else null end) as due,
        sum(case when r.promised_on < ? then r.outstanding_amount else 0 end) as broken,
        sum(case when r.promised_on < ? then r.outstanding_base else 0 end) as broken_base,
        min(case when r.promised_on < ? then r.promised_on else null end) as promised
      from {receivables} r group by r.outstanding_currency""";

  private final Relations relations;
  private final Rates rates;
  private final CompanyDay day;
  private final CurrentUser user;

  /** Once the module's tables are there. */
  @Activate
  public Debt(
      @Reference Relations relations,
      @Reference ReceivableStores stores,
      @Reference Rates rates,
      @Reference CompanyDay day,
      @Reference CurrentUser user) {
    this.relations = relations;
    this.rates = rates;
    this.day = day;
    this.user = user;
  }

  /** What is owed in one currency. */
  private record Owed(Part all, Part late, LocalDate due, Part broken, LocalDate promised) {
    static Owed read(Tuple row) {
      return new Owed(
          Amounts.part(row, "owed"),
          Amounts.part(row, "late"),
          row.date("due"),
          Amounts.part(row, "broken"),
          row.date("promised"));
    }
  }

  /**
   * @param of a filter of instalments
   * @param overdue the hint that tells what is overdue
   * @param limit up to how much may be owed, in the base currency; null for no limit
   */
  List<Notice> hints(String of, String overdue, BigDecimal limit) {
    var hidden = user.get().rules(ReceivableStores.RECEIVABLES).hidden();
    if (!user.get().may("receivables.view")
        || hidden.contains("outstanding")
        || hidden.contains("state")) {
      return List.of();
    }
    var today = day.today();
    var owed =
        relations.query(
            OWED,
            Map.of(ReceivableStores.RECEIVABLES, of + ";state==" + Ledger.OPEN),
            List.of(today, today, today, today, today, today),
            Owed::read);
    var notices = new ArrayList<Notice>();
    first(owed, Owed::due)
        .ifPresent(
            due ->
                notices.add(
                    Notice.danger(
                        overdue, text(owed, Owed::late), ChronoUnit.DAYS.between(due, today))));
    first(owed, Owed::promised)
        .ifPresent(
            promised ->
                notices.add(
                    Notice.warning(
                        "promise-broken", text(owed, Owed::broken), promised.toString())));
    if (limit != null && sum(owed, Owed::all).compareTo(limit) > 0) {
      notices.add(
          Notice.danger("credit-exceeded", text(owed, Owed::all), text(limit, rates.base())));
    }
    return notices;
  }

  private static Optional<LocalDate> first(List<Owed> owed, Function<Owed, LocalDate> which) {
    return owed.stream().map(which).filter(Objects::nonNull).min(Comparator.naturalOrder());
  }

  private static BigDecimal sum(List<Owed> owed, Function<Owed, Part> part) {
    return owed.stream()
        .map(part)
        .map(Part::base)
        .filter(Objects::nonNull)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** In the base currency; by currency where a rate is not known. */
  private String text(List<Owed> owed, Function<Owed, Part> which) {
    var parts = owed.stream().map(which).filter(part -> part.amount().signum() != 0).toList();
    return parts.stream().allMatch(part -> part.base() != null)
        ? text(sum(owed, which), rates.base())
        : parts.stream()
            .map(part -> text(part.amount(), part.currency()))
            .collect(Collectors.joining(" + "));
  }

  private static String text(BigDecimal amount, String currency) {
    var format = new DecimalFormat("#,##0.00##", DecimalFormatSymbols.getInstance(Locale.ROOT));
    return format.format(amount) + " " + currency;
  }
}
