package org.tangramcrm.platform.internal.analysis;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Texts;
import org.tangramcrm.platform.analysis.Analysis;
import org.tangramcrm.platform.analysis.Analysis.Column;
import org.tangramcrm.platform.analysis.Analysis.Table;
import org.tangramcrm.platform.analysis.Analysis.Type;
import org.tangramcrm.platform.analysis.AnalysisCell;
import org.tangramcrm.platform.analysis.AnalysisChoice;
import org.tangramcrm.platform.analysis.AnalysisColumn;
import org.tangramcrm.platform.analysis.AnalysisInfo;
import org.tangramcrm.platform.analysis.AnalysisParameter;
import org.tangramcrm.platform.analysis.AnalysisParameters;
import org.tangramcrm.platform.analysis.AnalysisResult;
import org.tangramcrm.platform.analysis.AnalysisRow;
import org.tangramcrm.platform.currency.Rates;
import org.tangramcrm.platform.dictionary.Dictionaries;
import org.tangramcrm.platform.internal.chain.CurrentCall;
import org.tangramcrm.platform.internal.contract.ContractCatalog;
import org.tangramcrm.platform.internal.record.Records;
import org.tangramcrm.platform.internal.record.Titles;
import org.tangramcrm.platform.metadata.Metadata;

/** Tells of an analysis and of what came out, in the caller's language. */
@Component(service = Telling.class)
public class Telling {
  private final Asking asking;
  private final ContractCatalog contracts;
  private final Records records;
  private final Metadata metadata;
  private final Dictionaries dictionaries;
  private final CurrentCall calls;
  private final Texts texts;

  @Activate
  public Telling(
      @Reference Asking asking,
      @Reference ContractCatalog contracts,
      @Reference Records records,
      @Reference Metadata metadata,
      @Reference Dictionaries dictionaries,
      @Reference CurrentCall calls,
      @Reference Texts texts) {
    this.asking = asking;
    this.contracts = contracts;
    this.records = records;
    this.metadata = metadata;
    this.dictionaries = dictionaries;
    this.calls = calls;
    this.texts = texts;
  }

  /**
   * @param asked null where nothing was asked yet
   */
  AnalysisInfo info(Analysis analysis, AnalysisParameters asked) {
    return described(new AnalysisInfo(), analysis, asked);
  }

  private <I extends AnalysisInfo> I described(
      I info, Analysis analysis, AnalysisParameters asked) {
    var own = "analysis." + analysis.code();
    info.code = analysis.code();
    info.title = text(own, analysis.code());
    info.definition = text(own + ".definition", "");
    info.module = contracts.find(analysis.collection()).map(found -> found.module()).orElse(null);
    info.collection = analysis.collection();
    asking
        .taken(analysis)
        .forEach((key, choices) -> info.parameters.add(parameter(own, key, choices, asked)));
    return info;
  }

  private AnalysisParameter parameter(
      String own, String key, List<String> choices, AnalysisParameters asked) {
    var parameter = new AnalysisParameter();
    parameter.key = key;
    parameter.title = text(own + ".parameter." + key, text("analysis.parameter." + key, key));
    for (var code : choices) {
      var choice = new AnalysisChoice();
      choice.code = code;
      choice.title = text(own + "." + key + "." + code, text("analysis." + key + "." + code, code));
      parameter.choices.add(choice);
    }
    if (asked != null) {
      Asking.ALL.stream()
          .filter(known -> known.key().equals(key))
          .map(known -> known.reads().of(asked))
          .filter(Objects::nonNull)
          .forEach(value -> parameter.value = value.toString());
    }
    return parameter;
  }

  AnalysisResult result(Analysis analysis, AnalysisParameters asked, Table table) {
    var result = described(new AnalysisResult(), analysis, asked);
    result.currency = table.currency();
    for (var column : table.columns()) {
      var told = column(analysis, column);
      told.drilled = table.drilled().contains(column.key()) ? true : null;
      result.columns.add(told);
    }
    var titles = new Titles(records, metadata, dictionaries);
    for (var column : table.columns()) {
      if (column.type() == Type.REFERENCE) {
        titles.prepare(
            column.source(),
            table.rows().stream()
                .map(line -> (Long) line.values().get(column.key()))
                .filter(Objects::nonNull)
                .toList());
      }
    }
    for (var line : table.rows()) {
      var row = row(table, line.values(), titles, true);
      row.drill = line.drill();
      row.cells.forEach(cell -> cell.drill = line.parts().get(cell.key));
      result.rows.add(row);
    }
    result.totals = row(table, table.totals(), titles, false);
    result.totals.drill = table.behindTotals().get(table.columns().get(0).key());
    result.totals.cells.stream()
        .skip(1)
        .forEach(cell -> cell.drill = table.behindTotals().get(cell.key));
    return result;
  }

  private AnalysisColumn column(Analysis analysis, Column column) {
    var told = new AnalysisColumn();
    told.key = column.key();
    told.type = column.type().text();
    told.dictionary = column.type() == Type.CODE ? column.source() : null;
    told.reference = column.type() == Type.REFERENCE ? column.source() : null;
    told.title =
        text(
            "analysis." + analysis.code() + "." + column.key(),
            text("analysis.column." + column.key(), column.key()));
    return told;
  }

  /**
   * @param named whether what groups rows has a name even where there is no value
   */
  private AnalysisRow row(Table table, Map<String, Object> values, Titles titles, boolean named) {
    var row = new AnalysisRow();
    for (var column : table.columns()) {
      var value = values.get(column.key());
      var cell = new AnalysisCell();
      cell.key = column.key();
      if (value instanceof Integer count) {
        cell.count = count;
      } else if (value instanceof BigDecimal decimal) {
        // However many places the database adds up with.
        cell.value =
            (column.type() == Type.MONEY ? Rates.rounded(decimal, table.currency()) : decimal)
                .toPlainString();
      } else if (value != null) {
        cell.value = value.toString();
      }
      cell.title = named || value != null ? title(column, value, titles) : null;
      row.cells.add(cell);
    }
    return row;
  }

  private String title(Column column, Object value, Titles titles) {
    if (column.source() == null) {
      return null;
    }
    if (value == null) {
      return text("analysis.none", "");
    }
    return column.type() == Type.CODE
        ? titles.label(column.source(), value.toString())
        : titles.of(column.source(), (Long) value);
  }

  /** A row as a sheet takes it: names for codes and ids, numbers and dates as such. */
  static List<Object> values(AnalysisRow row, List<AnalysisColumn> columns) {
    var values = new ArrayList<Object>();
    for (int i = 0; i < columns.size(); i++) {
      var cell = row.cells.get(i);
      if (cell.title != null) {
        values.add(cell.title);
      } else if (cell.count != null) {
        values.add(cell.count);
      } else {
        values.add(
            value(
                Type.valueOf(columns.get(i).type.toUpperCase(java.util.Locale.ROOT)), cell.value));
      }
    }
    return values;
  }

  private static Object value(Type type, String text) {
    if (text == null) {
      return null;
    }
    return switch (type) {
      case INTEGER, DECIMAL, MONEY, PERCENT -> new BigDecimal(text);
      case DATE -> LocalDate.parse(text);
      default -> text;
    };
  }

  /** What a parameter was, for people. */
  static String chosen(AnalysisParameter parameter) {
    return parameter.choices.stream()
        .filter(choice -> choice.code.equals(parameter.value))
        .map(choice -> choice.title)
        .findFirst()
        .orElse(parameter.value);
  }

  private String text(String key, String otherwise) {
    var text = texts.find(calls.locale(), key);
    return text == null ? otherwise : text;
  }
}
