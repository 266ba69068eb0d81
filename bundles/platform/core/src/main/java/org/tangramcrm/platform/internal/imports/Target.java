package org.tangramcrm.platform.internal.imports;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tangramcrm.platform.contract.ContractModel;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.contract.FieldType;
import org.tangramcrm.platform.contract.Operation.Kind;
import org.tangramcrm.platform.contract.OperationModel;
import org.tangramcrm.platform.internal.store.RecordStores;
import org.tangramcrm.platform.internal.table.NestedTexts;
import org.tangramcrm.platform.metadata.CollectionMetadata;
import org.tangramcrm.platform.metadata.CollectionMetadata.FieldMetadata;

/**
 * Where the values of a column can go.
 *
 * @param described null for the key of an outside system
 * @param field null where it is no field of a record
 */
record Target(String name, Use use, FieldMetadata described, FieldModel field) {
  static final String EXTERNAL_KEY = "externalKey";

  /** Before the name of the outside system. */
  static final String EXTERNAL = "external:";

  private static final String CURRENCY = ".currency";

  /** The server gives them; rows find their records by them. */
  private static final List<String> GIVEN = List.of("number", "id");

  /** What becomes of a value. */
  enum Use {
    VALUE,
    /** The currency of an amount in another column. */
    CURRENCY,
    /** Finds the record. */
    KEY
  }

  /**
   * All of a collection that the caller may write, in the order of its fields. This is the one
   * place that tells them: whatever is to be imported stands here. What is written and never read,
   * as passwords are, is not: it would stand in the file, and in what is told of it.
   */
  static List<Target> of(CollectionMetadata described, ContractModel model) {
    var fields = model.fields().stream().collect(Collectors.toMap(FieldModel::name, it -> it));
    var targets = new ArrayList<Target>();
    for (var each : described.fields) {
      var field = fields.get(each.key);
      if (field == null) {
        continue;
      } else if (GIVEN.contains(each.key)) {
        targets.add(new Target(each.key, Use.KEY, each, field));
      } else if (!each.readOnly && !each.writeOnly && readable(field)) {
        targets.add(new Target(each.key, Use.VALUE, each, field));
        if (field.type() == FieldType.MONEY) {
          targets.add(new Target(each.key + CURRENCY, Use.CURRENCY, each, field));
        }
      }
    }
    if (upsert(model).isPresent()) {
      targets.add(new Target(EXTERNAL_KEY, Use.KEY, null, null));
    }
    return targets;
  }

  private static boolean readable(FieldModel field) {
    return field.type() != FieldType.NESTED
        || NestedTexts.main(field).isPresent()
        || NestedTexts.byParts(field);
  }

  /** The operation that makes a record under the key of an outside system. */
  static Optional<OperationModel> upsert(ContractModel model) {
    return model.operations().stream()
        .filter(operation -> operation.kind() == Kind.ACTION && operation.bodyParameter() >= 0)
        .filter(
            operation -> {
              var names =
                  Arrays.stream(operation.method().getParameters())
                      .map(java.lang.reflect.Parameter::getName)
                      .toList();
              return names.contains("system") && names.contains("key") && names.size() == 3;
            })
        .findFirst();
  }

  /** Whether rows can find their records by it. */
  boolean finds() {
    return use == Use.KEY || use == Use.VALUE && RecordStores.identifies(field);
  }

  boolean refers() {
    return reference() != null;
  }

  /** The collection of the records that its cells name; null where they name none. */
  String reference() {
    if (use != Use.VALUE) {
      return null;
    }
    return switch (field.type()) {
      case REFERENCE, REFERENCES -> described.reference;
      case NESTED ->
          (NestedTexts.byParts(field) ? NestedTexts.naming(field) : NestedTexts.main(field))
              .filter(main -> main.type() == FieldType.REFERENCE)
              .map(main -> main.declaration().reference())
              .orElse(null);
      default -> null;
    };
  }
}
