package org.tangramcrm.sales.internal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Figure;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.currency.Rates;
import org.tangramcrm.platform.figure.FigureSource;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.sales.Opportunity;
import org.tangramcrm.sales.OpportunityPage;

/** What a customer may buy: the open opportunities, at the head of their card (M-10). */
@Component
public class DealFigures implements FigureSource {
  private static final String AMOUNT = "amount";

  private final SalesStores stores;
  private final Rates rates;
  private final CurrentUser user;

  @Activate
  public DealFigures(
      @Reference SalesStores stores, @Reference Rates rates, @Reference CurrentUser user) {
    this.stores = stores;
    this.rates = rates;
    this.user = user;
  }

  @Override
  public String collection() {
    return "customers";
  }

  @Override
  public String permission() {
    return "opportunities.view";
  }

  @Override
  public Map<Long, List<Figure>> figures(Set<Long> ids) {
    var hidden = user.get().rules(SalesStores.OPPORTUNITIES).hidden();
    return hidden.contains("state")
        ? Map.of()
        : ids.stream()
            .collect(
                Collectors.toMap(Function.identity(), id -> figures(id, !hidden.contains(AMOUNT))));
  }

  private List<Figure> figures(long customer, boolean worth) {
    var filter = "customerId==" + customer + ";state==" + OpportunityService.OPEN;
    var query = Query.filter(filter);
    query.fields = worth ? AMOUNT : "id";
    query.limit = Query.MAX_LIMIT;
    query.count = "none";
    var open = new ArrayList<Opportunity>();
    do {
      var page = stores.opportunities.page(query, new OpportunityPage());
      open.addAll(page.items);
      query.cursor = page.next;
    } while (query.cursor != null);
    var figures = new ArrayList<Figure>();
    if (open.isEmpty()) {
      return figures;
    }
    figures.add(
        FigureSource.of(
            FigureSource.count("open-deals", open.size()), SalesStores.OPPORTUNITIES, filter));
    if (worth) {
      figures.add(FigureSource.of(worth(open), SalesStores.OPPORTUNITIES, filter));
    }
    return figures;
  }

  private Figure worth(List<Opportunity> open) {
    var amounts = open.stream().map(one -> one.amount).filter(one -> one != null).toList();
    var base =
        amounts.stream()
            .filter(money -> money.baseAmount != null)
            .map(money -> money.baseAmount)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    var parts = new TreeMap<String, BigDecimal>();
    amounts.forEach(money -> parts.merge(money.currency, money.amount, BigDecimal::add));
    var several = !Set.of(rates.base()).containsAll(parts.keySet());
    return FigureSource.money(
        "open-pipeline",
        base,
        rates.base(),
        several
            ? parts.entrySet().stream().map(one -> Money.of(one.getValue(), one.getKey())).toList()
            : List.of());
  }
}
