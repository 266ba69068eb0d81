package org.tangramcrm.platform.internal.imports;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.dhatim.fastexcel.DataValidationErrorStyle;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Texts;
import org.tangramcrm.platform.content.StoredContent;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.contract.FieldType;
import org.tangramcrm.platform.dictionary.Dictionaries;
import org.tangramcrm.platform.dictionary.Dictionary.Choice;
import org.tangramcrm.platform.internal.chain.CurrentCall;
import org.tangramcrm.platform.internal.content.MadeContent;
import org.tangramcrm.platform.internal.job.Sheet;
import org.tangramcrm.platform.internal.job.Sheet.Format;
import org.tangramcrm.platform.internal.record.Records;
import org.tangramcrm.platform.internal.table.NestedTexts;
import org.tangramcrm.platform.metadata.CollectionMetadata;
import org.tangramcrm.platform.metadata.Metadata;

/** Files to fill in: the headers that an import knows, and what may stand below them. */
@Component(service = Templates.class)
public class Templates {
  /** As a header is marked whose values have to be given. */
  private static final String REQUIRED = "*";

  private static final int WIDTH = 18;

  /** So many rows offer the values of dictionaries; more of them can be written by hand. */
  private static final int OFFERED = 1_000;

  /** A dictionary that has more is not looked through in a cell. */
  private static final int MOST_CHOICES = 500;

  private final Records records;
  private final Metadata metadata;
  private final Dictionaries dictionaries;
  private final Texts texts;
  private final CurrentCall calls;

  @Activate
  public Templates(
      @Reference Records records,
      @Reference Metadata metadata,
      @Reference Dictionaries dictionaries,
      @Reference Texts texts,
      @Reference CurrentCall calls) {
    this.records = records;
    this.metadata = metadata;
    this.dictionaries = dictionaries;
    this.texts = texts;
    this.calls = calls;
  }

  StoredContent make(String collection, Format format) {
    var described = metadata.get(collection);
    var targets =
        records.within(collection, model -> Target.of(described, model)).stream()
            .filter(target -> target.use() != Target.Use.KEY)
            .toList();
    var out = new ByteArrayOutputStream();
    try {
      if (format == Format.XLSX) {
        workbook(out, described, targets);
      } else {
        var headers = targets.stream().map(Templates::header).toList();
        var heading = new Sheet.Heading(described.title, "", ZoneOffset.UTC);
        format.open(out, heading, headers).close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var name = described.title + "-" + text("import.template") + format.ending();
    return new MadeContent(name, format.contentType(), out.toByteArray());
  }

  private static String header(Target target) {
    return switch (target.use()) {
      case CURRENCY -> target.described().title + " (ISO 4217)";
      default -> target.described().title + (target.described().required ? REQUIRED : "");
    };
  }

  private void workbook(OutputStream out, CollectionMetadata described, List<Target> targets)
      throws IOException {
    try (var book = new Workbook(out, "Tangram", "1.0")) {
      var sheet = book.newWorksheet(name(described.title));
      var values = book.newWorksheet(name(text("import.values")));
      sheet.freezePane(0, 1);
      int offered = 0;
      for (int i = 0; i < targets.size(); i++) {
        var target = targets.get(i);
        sheet.width(i, WIDTH);
        sheet.value(0, i, header(target));
        sheet.comment(0, i, rule(target));
        if (target.described().type.equals(FieldType.TEXT.text())) {
          // Digits that are typed stay as they are typed.
          sheet.range(1, i, OFFERED, i).style().format("@").set();
        }
        if (target.use() == Target.Use.VALUE && target.described().dictionary != null) {
          offer(sheet, i, values, offered++, target);
        }
      }
      sheet.range(0, 0, 0, Math.max(0, targets.size() - 1)).style().bold().set();
      // On a sheet of its own: what stands on the first is imported.
      example(book.newWorksheet(name(text("import.example"))), described, targets);
    }
  }

  private void example(Worksheet sheet, CollectionMetadata described, List<Target> targets) {
    for (int i = 0; i < targets.size(); i++) {
      sheet.width(i, WIDTH);
      sheet.value(0, i, header(targets.get(i)));
      sheet.style(0, i).bold().set();
      sheet.value(1, i, example(described, targets.get(i)));
    }
  }

  /** A value that is right in a column, as text. */
  private String example(CollectionMetadata described, Target target) {
    var field = target.described();
    if (target.use() == Target.Use.CURRENCY) {
      return text("import.example.currency");
    }
    var own =
        texts.find(calls.locale(), "import.example." + described.collection + "." + field.key);
    if (own != null) {
      return own;
    } else if (field.dictionary != null) {
      return choices(target).stream().findFirst().orElse("");
    } else if (field.required || field.key.equals(described.titleField)) {
      return text("import.example." + field.type, field.title);
    }
    return switch (target.field().type()) {
      // Which records there are, and what several values are, the headers' remarks tell.
      case REFERENCE, REFERENCES, NESTED -> "";
      default -> text("import.example." + field.type, field.title);
    };
  }

  private static String name(String title) {
    var name = title.replaceAll("[\\\\/*?:\\[\\]]", " ");
    return name.substring(0, Math.min(28, name.length()));
  }

  /** Lists the values of a dictionary on the second sheet, and has cells offer them. */
  private void offer(Worksheet sheet, int column, Worksheet values, int at, Target target) {
    var choices = choices(target);
    values.width(at, WIDTH);
    values.value(0, at, target.described().title);
    values.style(0, at).bold().set();
    for (int row = 0; row < choices.size(); row++) {
      values.value(row + 1, at, choices.get(row));
    }
    if (!choices.isEmpty()) {
      sheet
          .range(1, column, OFFERED, column)
          .validateWithList(values.range(1, at, choices.size(), at))
          .allowBlank(true)
          // Several of them in one cell are right, too.
          .errorStyle(DataValidationErrorStyle.INFORMATION)
          .showErrorMessage(false);
    }
  }

  private List<String> choices(Target target) {
    var items = dictionaries.get(target.described().dictionary).items;
    return items.size() > MOST_CHOICES
        ? List.of()
        : items.stream().filter(item -> !item.retired).map((Choice item) -> item.title).toList();
  }

  /** What a column takes, in one remark. */
  private String rule(Target target) {
    var rules = new ArrayList<String>();
    var field = target.described();
    if (target.use() == Target.Use.CURRENCY) {
      return text("import.rule.currency");
    }
    if (field.required) {
      rules.add(text("error.required"));
    }
    var parts = target.field().type() == FieldType.NESTED && NestedTexts.byParts(target.field());
    rules.add(
        text(
            "import.rule." + (parts ? "parts" : field.type),
            parts
                ? NestedTexts.parts(target.field()).stream()
                    .map(FieldModel::name)
                    .collect(Collectors.joining(", "))
                : field.reference == null ? "" : text("collection." + field.reference)));
    if (field.maxLength != null) {
      rules.add(text("error.too-long", field.maxLength));
    }
    if (field.min != null) {
      rules.add(text("error.too-small", field.min));
    }
    if (field.max != null) {
      rules.add(text("error.too-large", field.max));
    }
    return String.join("\n", rules);
  }

  private String text(String key, Object... arguments) {
    return texts.get(calls.locale(), key, arguments);
  }
}
