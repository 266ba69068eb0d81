package org.tangramcrm.sales.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.sales.Pipeline;
import org.tangramcrm.sales.PipelinePage;
import org.tangramcrm.sales.PipelineStage;

/** The pipelines as the module goes by them, whoever calls. */
@Component(service = PipelineShelf.class)
public class PipelineShelf {
  /** So long a stage's days may be told as they were: other nodes change them, too. */
  private static final Duration REMEMBERED = Duration.ofSeconds(10);

  private final SalesStores stores;
  private final CurrentUser user;
  private volatile Remembered remembered = new Remembered(Instant.MIN, List.of());

  private record Remembered(Instant until, List<Pipeline> pipelines) {}

  @Activate
  public PipelineShelf(@Reference SalesStores stores, @Reference CurrentUser user) {
    this.stores = stores;
    this.user = user;
  }

  List<Pipeline> read() {
    var query = new Query();
    query.limit = Query.MAX_LIMIT;
    query.count = "none";
    return user.callAsSystem(() -> stores.pipelines.page(query, new PipelinePage()).items);
  }

  Optional<Pipeline> find(long id) {
    return user.callAsSystem(
        () ->
            stores.pipelines.exists(id)
                ? Optional.of(stores.pipelines.whole(id))
                : Optional.empty());
  }

  /** The one of opportunities of which none is said. */
  Optional<Pipeline> standard() {
    return read().stream().filter(pipeline -> Boolean.TRUE.equals(pipeline.standard)).findFirst();
  }

  /** All of them, that one first. */
  List<Pipeline> standardFirst() {
    return read().stream()
        .sorted(Comparator.comparing(pipeline -> !Boolean.TRUE.equals(pipeline.standard)))
        .toList();
  }

  /** A stage as it was some seconds ago at most: for what is only told. */
  Optional<PipelineStage> remembered(Long pipeline, String stage) {
    var known = remembered;
    if (Instant.now().isAfter(known.until())) {
      known = new Remembered(Instant.now().plus(REMEMBERED), read());
      remembered = known;
    }
    return known.pipelines().stream()
        .filter(one -> one.id.equals(pipeline))
        .findFirst()
        .flatMap(one -> new Stages(one.stages).find(stage));
  }

  void forget() {
    remembered = new Remembered(Instant.MIN, List.of());
  }
}
