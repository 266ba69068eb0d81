package org.tangramcrm.sales.internal;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.store.Store;
import org.tangramcrm.sales.Pipeline;
import org.tangramcrm.sales.PipelinePage;
import org.tangramcrm.sales.PipelineStage;
import org.tangramcrm.sales.Pipelines;

/** The pipelines and their stages (M-31). */
@Component
@TangramContract(Pipelines.class)
public class PipelineService implements Pipelines {
  private final SalesStores stores;
  private final Store<PipelineRow, Pipeline> store;
  private final PipelineShelf shelf;
  private final StageDemands demands;
  private final StageHistory history;

  @Activate
  public PipelineService(
      @Reference SalesStores stores,
      @Reference PipelineShelf shelf,
      @Reference StageDemands demands,
      @Reference StageHistory history) {
    this.stores = stores;
    this.store = stores.pipelines;
    this.shelf = shelf;
    this.demands = demands;
    this.history = history;
  }

  @Override
  public PipelinePage list(Query query) {
    return store.page(query, new PipelinePage());
  }

  @Override
  public Pipeline get(long id) {
    return store.get(id);
  }

  @Override
  public Pipeline create(Pipeline pipeline) {
    return stores.together(
        () -> {
          if (pipeline.stages.isEmpty()) {
            shelf.standard().ifPresent(standard -> pipeline.stages = standard.stages);
          }
          check(pipeline, null);
          return store.insert(null, write(pipeline, new PipelineRow()));
        });
  }

  @Override
  public Pipeline update(long id, Pipeline pipeline) {
    return stores.together(
        () -> {
          var before = store.whole(id);
          if (Boolean.TRUE.equals(before.standard) && !Boolean.TRUE.equals(pipeline.standard)) {
            // Another one is made the standard instead.
            throw CrmException.invalid("standard", "pipeline-standard");
          }
          check(pipeline, before);
          before.stages.forEach(stage -> checkUse(before, stage, pipeline));
          return store.update(id, pipeline.version, null, row -> write(pipeline, row));
        });
  }

  @Override
  public void delete(long id, Integer version) {
    if (Boolean.TRUE.equals(store.whole(id).standard)) {
      throw new CrmException(Code.CONFLICT, "pipeline.standard");
    }
    store.delete(id, version);
    shelf.forget();
  }

  private void check(Pipeline pipeline, Pipeline before) {
    pipeline.name = pipeline.name.strip();
    demands.checkKnown(pipeline.stages, before == null ? List.of() : before.stages);
    new Stages(pipeline.stages).check();
    if (Boolean.TRUE.equals(pipeline.standard)) {
      if (Boolean.TRUE.equals(pipeline.retired)) {
        throw CrmException.invalid("retired", "pipeline-standard");
      }
      var others =
          shelf.read().stream()
              .filter(other -> Boolean.TRUE.equals(other.standard))
              .map(other -> other.id)
              .filter(id -> before == null || !id.equals(before.id))
              .collect(Collectors.toSet());
      store.mark(others, null, Map.of("standard", false));
    }
    shelf.forget();
  }

  /** What an opportunity is or was at can be told for good. */
  private void checkUse(Pipeline before, PipelineStage stage, Pipeline after) {
    var stays =
        new Stages(after.stages)
            .find(stage.stage)
            .filter(now -> now.kind.equals(stage.kind))
            .isPresent();
    if (!stays && history.knows(before.id, stage.stage)) {
      throw new CrmException(Code.IN_USE, "pipeline.stage-in-use", stage.stage);
    }
  }

  private PipelineRow write(Pipeline pipeline, PipelineRow row) {
    row.name = pipeline.name;
    row.standard = Boolean.TRUE.equals(pipeline.standard);
    row.retired = Boolean.TRUE.equals(pipeline.retired);
    row.stages = store.nested(pipeline.stages);
    return row;
  }
}
