package org.tangramcrm.sales.internal;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.analysis.Analysis;
import org.tangramcrm.platform.analysis.AnalysisDrill;
import org.tangramcrm.platform.analysis.AnalysisParameters;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.identity.CompanyAsAt;
import org.tangramcrm.sales.PipelineStage;

/** What analyses of stages have in common: which pipeline, which days, which deals. */
@Component(service = StageWalks.class)
public class StageWalks {
  /** Before any deal. */
  static final LocalDate EVER = LocalDate.of(1900, 1, 1);

  static final List<String> NEEDS = List.of("pipelineId", "stage", "state", "closedOn");

  /** More than that no address of a list can hold. */
  static final int LISTED = 300;

  private static final String ALL = "select o.id as deal from {opportunities} o";

  private static final String STEPS =
      """
      select m.opportunity_id as deal, m.to_stage as stage, m.state as state, m.moved_on as day, %s
      from {opportunity-moves} m where %%s and m.cause <> 'changed' and m.moved_on <= ?
      order by m.opportunity_id, m.id""";

  private final DealMoves moves;
  private final PipelineShelf pipelines;
  private final CompanyAsAt company;
  private final CompanyDay day;

  @Activate
  public StageWalks(
      @Reference DealMoves moves,
      @Reference PipelineShelf pipelines,
      @Reference CompanyAsAt company,
      @Reference CompanyDay day) {
    this.moves = moves;
    this.pipelines = pipelines;
    this.company = company;
    this.day = day;
  }

  /** What {@link #told} goes by. */
  static Map<String, List<String>> parameters() {
    var parameters = new LinkedHashMap<String, List<String>>();
    for (var free :
        List.of("pipelineId", "from", "to", "asAt", "departmentId", "userId", "filter")) {
      parameters.put(free, List.of());
    }
    return parameters;
  }

  /**
   * How the deals that are asked for passed through the stages of a pipeline, the standard one.
   * Whose they are is whose they were when they entered a stage.
   */
  List<StagePassage.Told> told(AnalysisParameters asked) {
    var pipeline =
        (asked.pipelineId == null ? pipelines.standard() : pipelines.find(asked.pipelineId))
            .orElseThrow(() -> unknown());
    var asAt = asAt(asked);
    var from = asked.from == null ? EVER : asked.from;
    var to = asked.to == null || asked.to.isAfter(asAt) ? asAt : asked.to;
    var passage = new StagePassage(new Stages(pipeline.stages).open(), from, to, asAt);
    var attribution = Attribution.of(asked, company, asAt);
    var filter = Query.and(asked.filter, "pipelineId==" + pipeline.id);
    moves.tell(
        asked.from == null ? moves.deals(ALL, filter, List.of()) : moved(from, to, filter),
        STEPS.formatted(Attribution.COLUMNS),
        List.of(asAt),
        row ->
            passage.step(
                new StagePassage.Step(
                    row.number("deal"),
                    row.text("stage"),
                    row.text("state"),
                    row.date("day"),
                    attribution.counts(row))));
    return passage.told().stream()
        .filter(told -> !told.entered().isEmpty() || !retired(told.stage()))
        .toList();
  }

  /** Deals that entered no stage in the period are left out before their history is read. */
  private Set<Long> moved(LocalDate from, LocalDate to, String filter) {
    var deals = new HashSet<Long>();
    moves.now(
        moves.movedWithin(from, to),
        filter,
        ALL + " where %s",
        List.of(),
        row -> deals.add(row.number("deal")));
    return deals;
  }

  /** The open stages of one pipeline, or of all, the standard one's first; each once. */
  List<PipelineStage> open(Long pipeline) {
    var ways =
        pipeline == null
            ? pipelines.standardFirst()
            : List.of(pipelines.find(pipeline).orElseThrow(() -> unknown()));
    var stages = new LinkedHashMap<String, PipelineStage>();
    ways.stream()
        .flatMap(way -> new Stages(way.stages).open().stream())
        .forEach(
            stage -> stages.merge(stage.stage, stage, (one, other) -> retired(one) ? other : one));
    return List.copyOf(stages.values());
  }

  static boolean retired(PipelineStage stage) {
    return Boolean.TRUE.equals(stage.retired);
  }

  private static CrmException unknown() {
    return CrmException.invalid("pipelineId", "unknown-reference", SalesStores.PIPELINES);
  }

  /**
   * The day that is asked for, today where none is.
   *
   * @throws CrmException {@code invalid} where it is one to come
   */
  LocalDate asAt(AnalysisParameters asked) {
    var today = day.today();
    if (asked.asAt != null && asked.asAt.isAfter(today)) {
      throw CrmException.invalid("asAt", "in-future");
    }
    return asked.asAt == null ? today : asked.asAt;
  }

  /** The deals of a row, where no filter says which they are; null where they are too many. */
  static AnalysisDrill drill(List<Long> deals) {
    return deals.isEmpty() || deals.size() > LISTED
        ? null
        : Analysis.drill(
            SalesStores.OPPORTUNITIES,
            "id=in=("
                + String.join(",", deals.stream().sorted().map(String::valueOf).toList())
                + ")");
  }
}
