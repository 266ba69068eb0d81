package org.tangramcrm.platform.internal.analysis;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import javax.activation.DataHandler;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Texts;
import org.tangramcrm.platform.Total;
import org.tangramcrm.platform.analysis.Analyses;
import org.tangramcrm.platform.analysis.Analysis;
import org.tangramcrm.platform.analysis.AnalysisList;
import org.tangramcrm.platform.analysis.AnalysisParameters;
import org.tangramcrm.platform.analysis.AnalysisResult;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.internal.chain.CurrentCall;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.content.MadeContent;
import org.tangramcrm.platform.internal.facts.Facts;
import org.tangramcrm.platform.internal.identity.Clocks;
import org.tangramcrm.platform.internal.job.Sheet.Format;
import org.tangramcrm.platform.internal.job.Sheet.Heading;
import org.tangramcrm.platform.internal.record.Records;

/** Runs the analyses of all modules: who may, by what, and how it is told. */
@Component
@TangramContract(Analyses.class)
public class AnalysisService implements Analyses {
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmm");
  private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private final Analysts analysts;
  private final Asking asking;
  private final Telling telling;
  private final Records records;
  private final CurrentUser user;
  private final CurrentCall calls;
  private final Texts texts;
  private final Clocks clocks;
  private final Transactions transactions;
  private final Facts facts;

  @Activate
  public AnalysisService(
      @Reference Analysts analysts,
      @Reference Asking asking,
      @Reference Telling telling,
      @Reference Records records,
      @Reference CurrentUser user,
      @Reference CurrentCall calls,
      @Reference Texts texts,
      @Reference Clocks clocks,
      @Reference Transactions transactions,
      @Reference Facts facts) {
    this.analysts = analysts;
    this.asking = asking;
    this.telling = telling;
    this.records = records;
    this.user = user;
    this.calls = calls;
    this.texts = texts;
    this.clocks = clocks;
    this.transactions = transactions;
    this.facts = facts;
  }

  @Override
  public AnalysisList list() {
    var list = new AnalysisList();
    analysts.all().stream()
        .filter(analysis -> user.get().may(Analysts.permission(analysis)))
        .sorted(Comparator.comparing(Analysis::code, AnalysisService::byNumber))
        .map(analysis -> telling.info(analysis, null))
        .forEach(list.items::add);
    list.total = Total.exactly(list.items.size());
    return list;
  }

  /** R-9 before R-10. */
  private static int byNumber(String one, String other) {
    var first = one.length() - other.length();
    return first != 0 ? first : one.compareTo(other);
  }

  @Override
  public AnalysisResult run(String code, AnalysisParameters parameters) {
    return analysts.with(
        code,
        analysis -> {
          records.authorise(Analysts.permission(analysis));
          checkSees(analysis);
          var asked = asking.complete(analysis, parameters);
          return telling.result(analysis, asked, analysis.run(asking.narrowed(analysis, asked)));
        });
  }

  /** What leaves as a file is a fact, as an export of records is: who, when, and what of. */
  private void note(String code, AnalysisParameters asked, Format kind) {
    var told =
        JsonNodeFactory.instance
            .objectNode()
            .put("code", code)
            .put("format", kind.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    if (asked != null) {
      Asking.ALL.forEach(
          parameter -> {
            var value = parameter.reads().of(asked);
            if (value != null) {
              told.put(parameter.key(), value.toString());
            }
          });
    }
    var caller = user.get();
    var by = caller.viewerId() == null ? caller.id() : caller.viewerId();
    transactions.run(
        () -> {
          facts.append(Analyses.COLLECTION, Facts.Kind.CREATED, by, 0, null, told, by);
          return null;
        });
  }

  /** What it is made of may be hidden by role. */
  private void checkSees(Analysis analysis) {
    if (!asking.shown(analysis)) {
      throw new CrmException(Code.FORBIDDEN, "analysis.hidden", analysis.code());
    }
  }

  @Override
  public DataHandler file(String code, AnalysisParameters parameters, String format) {
    var result = run(code, parameters);
    var kind = Format.of(format);
    note(code, parameters, kind);
    var zone = clocks.zone(user.get().id());
    var now = Instant.now().atZone(zone);
    var mark = texts.get(calls.locale(), "export.mark", user.get().name(), MOMENT.format(now));
    var titles = result.columns.stream().map(column -> column.title).toList();
    var out = new ByteArrayOutputStream();
    try (var sheet = kind.open(out, new Heading(result.title, mark, zone), titles)) {
      for (var row : result.rows) {
        sheet.row(Telling.values(row, result.columns));
      }
      var totals = new ArrayList<>(Telling.values(result.totals, result.columns));
      if (!totals.isEmpty() && totals.get(0) == null) {
        totals.set(0, texts.get(calls.locale(), "analysis.total"));
      }
      sheet.row(totals);
      sheet.row(List.of());
      sheet.row(List.of(result.definition));
      for (var parameter : result.parameters) {
        if (parameter.value != null) {
          sheet.row(List.of(parameter.title, Telling.chosen(parameter)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var name = code + "-" + result.title + "-" + STAMP.format(now) + kind.ending();
    return new DataHandler(new MadeContent(name, kind.contentType(), out.toByteArray()));
  }
}
