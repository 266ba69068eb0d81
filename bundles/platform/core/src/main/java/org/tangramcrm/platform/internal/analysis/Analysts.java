package org.tangramcrm.platform.internal.analysis;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.analysis.Analyses;
import org.tangramcrm.platform.analysis.Analysis;
import org.tangramcrm.platform.internal.module.Gate;

/** The analyses that modules bring, as they come and go. */
@Component(service = Analysts.class)
public class Analysts {
  private final Map<String, Analysis> analyses = new ConcurrentHashMap<>();

  /** By code, the collection of each that there ever was: its module may be on its way back. */
  private final Map<String, String> known = new ConcurrentHashMap<>();

  private final Gate gate;

  @Activate
  public Analysts(@Reference Gate gate) {
    this.gate = gate;
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bind(Analysis analysis) {
    analyses.put(analysis.code(), analysis);
    known.put(analysis.code(), analysis.collection());
  }

  /** The one that takes its place may have come already. */
  void unbind(Analysis analysis) {
    analyses.remove(analysis.code(), analysis);
  }

  /** What who runs an analysis needs: each by itself (M-88). */
  public static String permission(Analysis analysis) {
    return Analyses.COLLECTION + "." + analysis.code();
  }

  public Collection<Analysis> all() {
    return analyses.values();
  }

  /**
   * Does something with an analysis, for which is waited while its module is exchanged.
   *
   * @throws CrmException {@code not-found}, {@code module-stopped}
   */
  <T> T with(String code, Function<Analysis, T> work) {
    var collection = Optional.ofNullable(known.get(code)).orElseThrow(CrmException::notFound);
    Supplier<T> call =
        () ->
            work.apply(Optional.ofNullable(analyses.get(code)).orElseThrow(CrmException::notFound));
    return gate.within(collection, call);
  }
}
