package com.example.notes.internal;

import com.example.notes.NotePage;
import com.example.notes.Notes;
import java.math.BigDecimal;
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
import org.tangramcrm.platform.figure.FigureSource;

/**
 * How many notes there are about a customer, and what budgets they tell of, at the head of their
 * card.
 */
@Component
public class NoteFigures implements FigureSource {
  private final Notes notes;

  @Activate
  public NoteFigures(@Reference Notes notes) {
    this.notes = notes;
  }

  @Override
  public String collection() {
    return "customers";
  }

  @Override
  public String permission() {
    return "notes.view";
  }

  @Override
  public Map<Long, List<Figure>> figures(Set<Long> ids) {
    return ids.stream().collect(Collectors.toMap(Function.identity(), this::figures));
  }

  private List<Figure> figures(long customer) {
    var worth = worth(customer);
    return worth == null ? List.of(figure(customer)) : List.of(figure(customer), worth);
  }

  /** What budgets come to of which the rate is known; null where there are none. */
  private Figure worth(long customer) {
    var query = Query.filter("customerId==" + customer);
    query.fields = "budget";
    query.count = "none";
    var budgets =
        notes.list(query).items.stream()
            .map(note -> note.budget)
            .filter(budget -> budget != null && budget.baseAmount != null)
            .toList();
    if (budgets.isEmpty()) {
      return null;
    }
    var parts = new TreeMap<String, BigDecimal>();
    budgets.forEach(budget -> parts.merge(budget.currency, budget.amount, BigDecimal::add));
    return FigureSource.money(
        "notes-worth",
        budgets.stream().map(budget -> budget.baseAmount).reduce(BigDecimal.ZERO, BigDecimal::add),
        "CNY",
        parts.entrySet().stream().map(part -> Money.of(part.getValue(), part.getKey())).toList());
  }

  private Figure figure(long customer) {
    var filter = "customerId==" + customer;
    var query = Query.filter(filter);
    query.fields = "id";
    query.limit = 1;
    query.count = "exact";
    NotePage page = notes.list(query);
    return FigureSource.of(FigureSource.count("notes", page.total.value), "notes", filter);
  }
}
