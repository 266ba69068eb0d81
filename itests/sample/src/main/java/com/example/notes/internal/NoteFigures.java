package com.example.notes.internal;

import com.example.notes.NotePage;
import com.example.notes.Notes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Figure;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.figure.FigureSource;

/** How many notes there are about a customer, at the head of their card. */
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
    return ids.stream().collect(Collectors.toMap(Function.identity(), id -> List.of(figure(id))));
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
