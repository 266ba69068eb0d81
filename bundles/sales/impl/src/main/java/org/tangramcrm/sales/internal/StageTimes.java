package org.tangramcrm.sales.internal;

import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.analysis.Analysis;
import org.tangramcrm.platform.analysis.AnalysisParameters;

/**
 * How long deals take for each stage, in calendar days: all visits of a deal together, of
 * those that entered the stage in the period and have left it; those that are still there are told
 * apart, with the days since they came.
 */
@Component
public class StageTimes implements Analysis {
  private final StageWalks walks;

  @Activate
  public StageTimes(@Reference StageWalks walks) {
    this.walks = walks;
  }

  @Override
  public String code() {
    return "R-31";
  }

  @Override
  public String collection() {
    return SalesStores.OPPORTUNITIES;
  }

  @Override
  public List<String> needs() {
    return StageWalks.NEEDS;
  }

  @Override
  public Map<String, List<String>> parameters() {
    return StageWalks.parameters();
  }

  /** Whose a deal was when it entered a stage. */
  @Override
  public Belonging belonging(AnalysisParameters asked) {
    return Belonging.TOLD_BY_HISTORY;
  }

  @Override
  public Table run(AnalysisParameters asked) {
    var table =
        Table.of(
            Column.code("stage", "opportunity-stage"),
            Column.of("mean", Type.DECIMAL),
            Column.of("median", Type.DECIMAL),
            Column.of("ninetieth", Type.DECIMAL),
            Column.of("left", Type.INTEGER),
            Column.of("still", Type.INTEGER),
            Column.of("age", Type.DECIMAL));
    for (var told : walks.told(asked)) {
      table.row(
          StageWalks.drill(told.entered()),
          told.stage().stage,
          told.mean(),
          told.median(),
          told.ninetieth(),
          told.left().size(),
          told.ages().size(),
          told.meanAge());
      table
          .behind("left", StageWalks.drill(told.gone()))
          .behind("still", StageWalks.drill(told.still()));
    }
    return table;
  }
}
