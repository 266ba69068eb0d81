package org.tangramcrm.sales.internal;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.analysis.Analysis;
import org.tangramcrm.platform.analysis.AnalysisParameters;

/**
 * How many deals come through each stage: of those that entered it in the period, by the end
 * of a day, those that came further, those that were lost and the rest.
 */
@Component
public class StageConversion implements Analysis {
  private final StageWalks walks;

  @Activate
  public StageConversion(@Reference StageWalks walks) {
    this.walks = walks;
  }

  @Override
  public String code() {
    return "R-30";
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
            Column.of("entered", Type.INTEGER),
            Column.of("passed", Type.INTEGER),
            Column.of("lost", Type.INTEGER),
            Column.of("pending", Type.INTEGER),
            Column.of("conversion", Type.PERCENT),
            Column.of("loss", Type.PERCENT),
            Column.of("rest", Type.PERCENT));
    for (var told : walks.told(asked)) {
      int entered = told.entered().size();
      var conversion = Analysis.percent(told.passed().size(), entered);
      var loss = Analysis.percent(told.lost().size(), entered);
      table.row(
          StageWalks.drill(told.entered()),
          told.stage().stage,
          entered,
          told.passed().size(),
          told.lost().size(),
          told.pending().size(),
          conversion,
          loss,
          // However the other two were rounded, the three are all of them.
          entered == 0
              ? null
              : BigDecimal.valueOf(100).setScale(2).subtract(conversion).subtract(loss));
      table
          .behind("passed", StageWalks.drill(told.passed()))
          .behind("lost", StageWalks.drill(told.lost()))
          .behind("pending", StageWalks.drill(told.pending()));
    }
    // A deal counts at every stage that it entered: there is nothing to add up.
    return table;
  }
}
