package org.tangramcrm.platform.internal.analysis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.analysis.Analysis;
import org.tangramcrm.platform.analysis.AnalysisParameters;
import org.tangramcrm.platform.internal.sql.Sql;

/** What an analysis is asked for, checked against what it takes. */
@Component(service = Asking.class)
public class Asking {
  private static final int MOST_DEPARTMENTS = 1_000;

  private final Sql sql;

  @Activate
  public Asking(@Reference Sql sql) {
    this.sql = sql;
  }

  /** One of {@link AnalysisParameters}' fields. */
  record Parameter(String key, Reader reads, Writer writes) {
    interface Reader {
      Object of(AnalysisParameters parameters);
    }

    /** For what there is to choose from. */
    interface Writer {
      void set(AnalysisParameters parameters, String value);
    }

    private static Parameter of(String key, Reader reads) {
      return new Parameter(key, reads, (any, value) -> {});
    }
  }

  static final List<Parameter> ALL =
      List.of(
          Parameter.of("from", asked -> asked.from),
          Parameter.of("to", asked -> asked.to),
          Parameter.of("asAt", asked -> asked.asAt),
          new Parameter("basis", asked -> asked.basis, (asked, value) -> asked.basis = value),
          new Parameter("by", asked -> asked.by, (asked, value) -> asked.by = value),
          new Parameter("bucket", asked -> asked.bucket, (asked, value) -> asked.bucket = value),
          Parameter.of("departmentId", asked -> asked.departmentId),
          Parameter.of("userId", asked -> asked.userId),
          Parameter.of("filter", asked -> asked.filter));

  /**
   * With what was left out filled in.
   *
   * @throws CrmException {@code unknown-parameter}, {@code invalid}
   */
  AnalysisParameters complete(Analysis analysis, AnalysisParameters given) {
    var taken = analysis.parameters();
    var asked = copy(given == null ? new AnalysisParameters() : given);
    for (var parameter : ALL) {
      var value = parameter.reads().of(asked);
      if (value != null && !taken.containsKey(parameter.key())) {
        throw new CrmException(
                Code.UNKNOWN_PARAMETER,
                "analysis.parameter",
                parameter.key(),
                analysis.code(),
                String.join(", ", taken.keySet()))
            .error(parameter.key(), "unknown-parameter");
      }
      var choices = taken.getOrDefault(parameter.key(), List.of());
      if (choices.isEmpty()) {
        continue;
      }
      if (value == null) {
        parameter.writes().set(asked, choices.get(0));
      } else if (!choices.contains(value.toString())) {
        throw CrmException.invalid(parameter.key(), "unknown-choice", String.join(", ", choices));
      }
    }
    if (asked.from != null && asked.to != null && asked.to.isBefore(asked.from)) {
      throw CrmException.invalid("to", "before-begin");
    }
    return asked;
  }

  private static AnalysisParameters copy(AnalysisParameters given) {
    var asked = new AnalysisParameters();
    asked.from = given.from;
    asked.to = given.to;
    asked.asAt = given.asAt;
    asked.basis = given.basis;
    asked.by = given.by;
    asked.bucket = given.bucket;
    asked.departmentId = given.departmentId;
    asked.userId = given.userId;
    asked.filter = given.filter;
    return asked;
  }

  /** With department and user as part of the filter, which is where all rows are chosen. */
  AnalysisParameters narrowed(AnalysisParameters asked) {
    var narrowed = copy(asked);
    narrowed.filter =
        Analysis.and(
            asked.filter,
            asked.userId == null ? null : "ownerId==" + asked.userId,
            asked.departmentId == null
                ? null
                : "departmentId=in=("
                    + below(asked.departmentId).stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(","))
                    + ")");
    return narrowed;
  }

  /** A department and all below it. */
  private List<Long> below(long department) {
    var children = new HashMap<Long, List<Long>>();
    sql.query(
            "select id, parent_id from tangram_department where parent_id is not null",
            List.of(),
            row -> new long[] {row.getLong(1), row.getLong(2)})
        .forEach(row -> children.computeIfAbsent(row[1], any -> new ArrayList<>()).add(row[0]));
    var found = new ArrayList<Long>();
    var next = new ArrayDeque<>(List.of(department));
    while (!next.isEmpty() && found.size() < MOST_DEPARTMENTS) {
      var one = next.poll();
      found.add(one);
      next.addAll(children.getOrDefault(one, List.of()));
    }
    return found;
  }
}
