package org.tangramcrm.platform.internal.analysis;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.analysis.Analysis;
import org.tangramcrm.platform.analysis.Analysis.Belonging;
import org.tangramcrm.platform.analysis.AnalysisParameters;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.identity.CompanyAsAt;
import org.tangramcrm.platform.identity.CurrentUser;

/** What an analysis is asked for, checked against what it takes. */
@Component(service = Asking.class)
public class Asking {
  /** The parameter that says what rows are made by. */
  private static final String BY = "by";

  private final CompanyAsAt company;
  private final CompanyDay days;
  private final CurrentUser user;

  @Activate
  public Asking(
      @Reference CompanyAsAt company, @Reference CompanyDay days, @Reference CurrentUser user) {
    this.company = company;
    this.days = days;
    this.user = user;
  }

  /** What it takes from the caller, whose role may hide what rows could be made by. */
  Map<String, List<String>> taken(Analysis analysis) {
    var hidden = user.get().rules(analysis.collection()).hidden();
    var taken = new LinkedHashMap<>(analysis.parameters());
    taken.computeIfPresent(
        BY,
        (any, choices) ->
            choices.stream().filter(one -> !hidden.contains(analysis.madeOf(one))).toList());
    return taken;
  }

  /** Whether the caller is shown what it is made of, and something that rows can be made by. */
  boolean shown(Analysis analysis) {
    var hidden = user.get().rules(analysis.collection()).hidden();
    return Collections.disjoint(analysis.needs(), hidden)
        && (analysis.parameters().getOrDefault(BY, List.of()).isEmpty()
            || !taken(analysis).get(BY).isEmpty());
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
          new Parameter(BY, asked -> asked.by, (asked, value) -> asked.by = value),
          new Parameter("bucket", asked -> asked.bucket, (asked, value) -> asked.bucket = value),
          Parameter.of("departmentId", asked -> asked.departmentId),
          Parameter.of("userId", asked -> asked.userId),
          Parameter.of("pipelineId", asked -> asked.pipelineId),
          Parameter.of("filter", asked -> asked.filter),
          Parameter.of("customers", asked -> asked.customers));

  /**
   * With what was left out filled in.
   *
   * @throws CrmException {@code unknown-parameter}, {@code invalid}
   */
  AnalysisParameters complete(Analysis analysis, AnalysisParameters given) {
    var taken = taken(analysis);
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
    asked.pipelineId = given.pipelineId;
    asked.filter = given.filter;
    asked.customers = given.customers;
    return asked;
  }

  /**
   * With department, user and pipeline as part of the filter, which is where all rows are chosen.
   */
  AnalysisParameters narrowed(Analysis analysis, AnalysisParameters asked) {
    var narrowed = copy(asked);
    var belonging = analysis.belonging(asked);
    narrowed.filter =
        Query.and(
            asked.filter,
            asked.userId == null || belonging.user() == null
                ? null
                : belonging.user() + "==" + asked.userId,
            asked.pipelineId == null ? null : "pipelineId==" + asked.pipelineId,
            asked.departmentId == null || belonging.department() == null
                ? null
                : belonging.department()
                    + "=in=("
                    + departments(asked.departmentId, belonging)
                        .map(String::valueOf)
                        .collect(Collectors.joining(","))
                    + ")");
    return narrowed;
  }

  /** One with all that stood below it. */
  private Stream<Long> departments(long department, Belonging belonging) {
    if (belonging.day() == null) {
      return Stream.concat(Stream.of(department), company.below(department, days.today()).stream())
          .distinct();
    }
    var places = company.places(belonging.day());
    return Stream.concat(
        Stream.of(department),
        places.keySet().stream().filter(one -> isBelow(one, department, places)).sorted());
  }

  private static boolean isBelow(long one, long department, Map<Long, Long> places) {
    // A tree of two days put together might have a ring.
    var left = places.size();
    for (var at = places.get(one); at != null && left-- > 0; at = places.get(at)) {
      if (at == department) {
        return one != department;
      }
    }
    return false;
  }
}
