package org.tangramcrm.platform.internal.figure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Texts;
import org.tangramcrm.platform.figure.FigureSource;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.internal.chain.CurrentCall;

/** Asks all who reckon something of a record. */
@Component(service = Figures.class)
public class Figures {
  private static final Logger LOG = LoggerFactory.getLogger(Figures.class);

  private final List<FigureSource> sources = new CopyOnWriteArrayList<>();
  private final CurrentCall calls;
  private final CurrentUser user;
  private final Texts texts;

  @Activate
  public Figures(
      @Reference CurrentCall calls, @Reference CurrentUser user, @Reference Texts texts) {
    this.calls = calls;
    this.user = user;
    this.texts = texts;
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bind(FigureSource source) {
    sources.add(source);
  }

  void unbind(FigureSource source) {
    sources.remove(source);
  }

  /** Whether anybody reckons something of the records of a collection. */
  public boolean concern(String collection) {
    return sources.stream().anyMatch(source -> source.collection().equals(collection));
  }

  /** Adds to a record what is reckoned of it; one source that fails silences no other. */
  public void tell(String collection, BusinessRecord record) {
    var inOrder = new ArrayList<>(sources);
    // Not as they came: a card stays as it is when a module is exchanged.
    inOrder.sort(Comparator.comparing(source -> source.getClass().getName()));
    for (var source : inOrder) {
      if (source.collection().equals(collection) && user.get().may(source.permission())) {
        try {
          tell(source, record);
        } catch (RuntimeException e) {
          LOG.warn("{} has no figures for {}", source.getClass().getName(), record.id, e);
        }
      }
    }
  }

  private void tell(FigureSource source, BusinessRecord record) {
    for (var figure : source.figures(Set.of(record.id)).getOrDefault(record.id, List.of())) {
      figure.title = texts.get(calls.locale(), "figure." + figure.key);
      record.figures.add(figure);
    }
  }
}
