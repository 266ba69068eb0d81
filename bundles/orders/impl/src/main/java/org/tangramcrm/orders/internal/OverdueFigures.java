package org.tangramcrm.orders.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Figure;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.currency.Rates;
import org.tangramcrm.platform.figure.FigureSource;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.store.Relations;

/**
 * What a customer should have paid before today, at the head of their card (M-11): told by {@link
 * OrderFigures} to who may see orders, too.
 */
@Component(service = {FigureSource.class, OverdueFigures.class})
public class OverdueFigures implements FigureSource {
  private static final String SUMS =
      """
      select r.customer_id, r.outstanding_currency as currency,
        sum(r.outstanding_amount) as outstanding, sum(r.outstanding_base) as outstanding_base
      from {receivables} r
      group by r.customer_id, r.outstanding_currency order by r.outstanding_currency""";

  private final Relations relations;
  private final Rates rates;
  private final CompanyDay day;
  private final CurrentUser user;

  /** Once the module's tables are there. */
  @Activate
  public OverdueFigures(
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

  @Override
  public String collection() {
    return "customers";
  }

  @Override
  public String permission() {
    return "receivables.view";
  }

  private record Late(long customer, Amounts.Part part) {}

  /** Which instalments are overdue; absent for who may not be told. */
  Optional<String> filter() {
    var hidden = user.get().rules(ReceivableStores.RECEIVABLES).hidden();
    var told =
        user.get().may(permission())
            && Stream.of("customerId", "state", "dueOn", "outstanding").noneMatch(hidden::contains);
    return told
        ? Optional.of("state==" + Ledger.OPEN + ";dueOn=lt=" + day.today())
        : Optional.empty();
  }

  /**
   * @param late the filter of what is overdue
   */
  Figure figure(long customer, List<Amounts.Part> parts, String late) {
    return FigureSource.of(
        Amounts.figure("overdue", parts, rates.base()),
        ReceivableStores.RECEIVABLES,
        "customerId==" + customer + ";" + late);
  }

  @Override
  public Map<Long, List<Figure>> figures(Set<Long> ids) {
    return OrderFigures.tells(user.get())
        ? Map.of()
        : filter().map(late -> figures(ids, late)).orElse(Map.of());
  }

  private Map<Long, List<Figure>> figures(Set<Long> ids, String late) {
    return relations
        .query(
            SUMS,
            Map.of(ReceivableStores.RECEIVABLES, Amounts.of(ids) + ";" + late),
            List.of(),
            row -> new Late(row.number("customer_id"), Amounts.part(row, "outstanding")))
        .stream()
        .collect(
            Collectors.groupingBy(
                Late::customer, Collectors.mapping(Late::part, Collectors.toList())))
        .entrySet()
        .stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, one -> List.of(figure(one.getKey(), one.getValue(), late))));
  }
}
