package org.tangramcrm.platform.internal.imports;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.contract.FieldType;
import org.tangramcrm.platform.internal.table.Cell;
import org.tangramcrm.platform.internal.table.NestedTexts;
import org.tangramcrm.platform.internal.table.Table;

/**
 * Reads the rows of a file into values of fields. An empty cell says nothing, or that its field is
 * to be emptied.
 *
 * @param promised what records are called that were only tried, where a row may name them; else
 *     null
 */
record LineReader(Plan plan, Values values, References references, Seen promised) {

  List<Line> read(List<Table.Row> rows) {
    plan.references()
        .forEach(
            (collection, columns) -> {
              var texts = new LinkedHashSet<String>();
              for (var row : rows) {
                columns.forEach(column -> texts.addAll(named(row, column)));
              }
              references.prepare(collection, texts);
            });
    return rows.stream().map(this::line).toList();
  }

  private List<String> named(Table.Row row, int column) {
    var cell = row.cell(column);
    var target = plan.columns().get(column);
    if (cell.empty() || cell.kind() == Cell.Kind.ERROR) {
      return List.of();
    }
    try {
      var text = Values.text(target, cell);
      return switch (target.field().type()) {
        case REFERENCE -> List.of(text);
        case NESTED ->
            NestedTexts.byParts(target.field())
                ? toldOf(target, text)
                : NestedTexts.parted(text).stream().map(NestedTexts::named).toList();
        default -> NestedTexts.parted(text);
      };
    } catch (CrmException e) {
      // It is refused once more when the row is read.
      return List.of();
    }
  }

  private static List<String> toldOf(Target target, String text) {
    var naming = NestedTexts.naming(target.field()).orElseThrow().name();
    return NestedTexts.told(text).orElse(List.of()).stream()
        .map(parts -> parts.get(naming))
        .filter(Objects::nonNull)
        .toList();
  }

  private Line line(Table.Row row) {
    var line = new Line(row.number());
    var problem = new CrmException(Code.INVALID, null);
    var waits = true;
    for (int i = 0; i < plan.columns().size(); i++) {
      var target = plan.columns().get(i);
      var cell = row.cell(i);
      if (target == null) {
        continue;
      } else if (cell.empty()) {
        if (plan.clears(target)) {
          line.values.put(target.field(), Values.NOTHING);
        }
        continue;
      }
      try {
        var value = values.read(target, cell, references);
        if (plan.isKey(target)) {
          line.key = value.toString();
        }
        if (target.use() != Target.Use.KEY) {
          line.values.merge(
              target.field(),
              value,
              (one, other) ->
                  one instanceof Values.Amount amount ? amount.with((Values.Amount) other) : one);
        }
      } catch (CrmException e) {
        var own = isMissing(target, e);
        if (!own || !isPromised(target, cell)) {
          problem.errors.addAll(e.errors);
          waits &= own;
        }
      }
    }
    if (!problem.errors.isEmpty()) {
      line.refused = problem;
      line.waits = waits;
    }
    return line;
  }

  /** Whether a cell names a record of the rows' own collection that is not there. */
  private boolean isMissing(Target target, CrmException refused) {
    return target.refers()
        && target.reference().equals(plan.model().collection())
        && refused.errors.stream().allMatch(error -> References.MISSING.equals(error.code));
  }

  /** Whether rows that were only tried would have made what a cell names. */
  private boolean isPromised(Target target, Cell cell) {
    return promised != null
        && target.field().type() == FieldType.REFERENCE
        && promised.has(Values.text(target, cell));
  }

  /** The key of a row, without anything else; null where there is none. */
  String key(Table.Row row) {
    for (int i = 0; i < plan.columns().size(); i++) {
      var target = plan.columns().get(i);
      if (target != null && plan.isKey(target) && !row.cell(i).empty()) {
        try {
          return String.valueOf(values.read(target, row.cell(i), references));
        } catch (CrmException e) {
          return null;
        }
      }
    }
    return null;
  }

  static List<Table.Row> portion(Table table, int most) throws java.io.IOException {
    var rows = new ArrayList<Table.Row>();
    for (var row = table.next(); row != null; row = rows.size() < most ? table.next() : null) {
      rows.add(row);
    }
    return rows;
  }
}
