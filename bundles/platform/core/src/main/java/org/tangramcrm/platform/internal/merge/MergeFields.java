package org.tangramcrm.platform.internal.merge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.Contract;
import org.tangramcrm.platform.contract.ContractModel;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.contract.FieldType;
import org.tangramcrm.platform.identity.FieldRules;
import org.tangramcrm.platform.internal.contract.Fields;
import org.tangramcrm.platform.internal.facts.Json;
import org.tangramcrm.platform.internal.store.Handover.Holder;
import org.tangramcrm.platform.merge.MergeChoice;
import org.tangramcrm.platform.merge.MergeField;

/**
 * The fields of a collection that can be chosen in a merge: those that the caller sees and may
 * change, and that stand for themselves. Made anew for each merge, for it knows a module's classes.
 */
final class MergeFields {
  /** Which of several values counts most; of united ones it is the first record's. */
  private static final String PRIMARY = "primary";

  private static final String OWNER = "ownerId";
  private static final String DEPARTMENT = "departmentId";

  private final ContractModel model;
  private final Map<String, FieldModel> fields = new LinkedHashMap<>();
  private final ObjectMapper json =
      Json.mapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .setNodeFactory(JsonNodeFactory.withExactBigDecimals(true));

  MergeFields(ContractModel model, FieldRules rules) {
    this.model = model;
    var owned = model.type().getAnnotation(Contract.class).owned();
    for (var field : model.fields()) {
      var declared = field.declaration();
      if (!declared.readOnly()
          && declared.stored()
          && !declared.derived()
          && !declared.writeOnly()
          && !rules.kept().contains(field.name())
          && (owned || !field.name().equals(OWNER))) {
        fields.put(field.name(), field);
      }
    }
  }

  /** Whether there are lists of which all must stay, and which the caller may not change. */
  boolean keepsAllUnchanged() {
    return unchanged().findAny().isPresent();
  }

  private Stream<FieldModel> unchanged() {
    return model.fields().stream()
        .filter(field -> keepsAll(field) && !fields.containsKey(field.name()));
  }

  /**
   * Whether something of those lists would be lost.
   *
   * @param whole the records as they are, the one that stays first
   */
  boolean losesEvidence(List<BusinessRecord> whole) {
    return unchanged()
        .anyMatch(
            field -> {
              var stays = items(field, whole.get(0));
              return whole.stream().anyMatch(one -> !stays.containsAll(items(field, one)));
            });
  }

  private Set<JsonNode> items(FieldModel field, BusinessRecord record) {
    var items = new HashSet<JsonNode>();
    if (shown(field, record) instanceof ArrayNode several) {
      several.forEach(items::add);
    }
    return items;
  }

  Optional<FieldModel> find(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  static boolean unites(FieldModel field) {
    return field.custom() == null
        ? Collection.class.isAssignableFrom(field.javaField().getType())
        : field.type() == FieldType.SET;
  }

  /** Whether all that any of the records has stays, whatever is chosen. */
  static boolean keepsAll(FieldModel field) {
    return field.declaration().appendOnly();
  }

  /** Fields by which a record stands below another of its collection; whoever may change them. */
  List<FieldModel> above() {
    return model.fields().stream()
        .filter(
            field ->
                field.type() == FieldType.REFERENCE
                    && field.custom() == null
                    && field.declaration().stored()
                    && field.declaration().reference().equals(model.collection()))
        .toList();
  }

  /**
   * Fields that are not the same in all records.
   *
   * @param records the one that stays first
   */
  List<MergeField> differing(List<BusinessRecord> records) {
    var ids = records.stream().map(record -> record.id).toList();
    var above = above();
    var differing = new ArrayList<MergeField>();
    for (var field : fields.values()) {
      if (field.name().equals(OWNER) && !ownerChosen(records)) {
        continue;
      }
      // Nothing that would refer to itself is there to be chosen.
      var values =
          records.stream()
              .map(
                  record ->
                      above.contains(field) && ids.contains(field.value(record))
                          ? null
                          : shown(field, record))
              .toList();
      if (values.stream().distinct().count() > 1) {
        var told = new MergeField();
        told.field = field.name();
        told.unites = unites(field);
        told.keepsAll = keepsAll(field);
        for (int i = 0; i < values.size(); i++) {
          if (values.get(i) != null) {
            var value = new MergeField.Value();
            value.id = records.get(i).id;
            value.value = values.get(i).toString();
            told.values.add(value);
          }
        }
        differing.add(told);
      }
    }
    return differing;
  }

  /**
   * Whether there is a choice of whose the record that stays is: what is nobody's stays so, and
   * what is somebody's never becomes nobody's by a merge.
   */
  private static boolean ownerChosen(List<BusinessRecord> records) {
    return records.get(0).ownerId != null
        && records.stream()
            .anyMatch(
                other -> other.ownerId != null && !other.ownerId.equals(records.get(0).ownerId));
  }

  /**
   * That no choice is about an owner where one is not to be chosen.
   *
   * @param records the one that stays first
   * @throws CrmException {@code invalid} naming the choice
   */
  void checkOwner(List<MergeChoice> choices, List<BusinessRecord> records) {
    for (int i = 0; i < choices.size(); i++) {
      var choice = choices.get(i);
      if (choice.field.equals(OWNER)
          && (records.get(0).ownerId == null
              || records.stream()
                  .anyMatch(record -> record.id.equals(choice.fromId) && record.ownerId == null))) {
        throw CrmException.invalid("choices[" + i + "].fromId", "nobodys");
      }
    }
  }

  /**
   * As it stands in JSON, read: a number then equals the same one that was kept. Without what is
   * worked out of the rest, which may be another thing tomorrow. Null for nothing.
   */
  private JsonNode shown(FieldModel field, Object record) {
    try {
      var node = json.readTree(json.writeValueAsString(field.value(record)));
      if (field.type() == FieldType.NESTED) {
        Fields.within(field).stream()
            .filter(part -> part.declaration().readOnly())
            .map(FieldModel::name)
            .forEach(
                name -> node.findParents(name).forEach(item -> ((ObjectNode) item).remove(name)));
      }
      return node.isNull() || node.isContainerNode() && node.isEmpty() ? null : node;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * What fields are to become: those that are chosen, and those of which all stays.
   *
   * @param records the one that stays first
   */
  Map<FieldModel, Object> chosen(List<MergeChoice> choices, List<BusinessRecord> records) {
    var values = new LinkedHashMap<FieldModel, Object>();
    for (var choice : choices) {
      var field = fields.get(choice.field);
      values.put(
          field,
          Boolean.TRUE.equals(choice.united)
              ? united(field, records)
              : records.stream()
                  .filter(record -> record.id.equals(choice.fromId))
                  .findFirst()
                  .map(field::value)
                  .orElse(null));
    }
    fields.values().stream()
        .filter(MergeFields::keepsAll)
        .filter(field -> records.stream().map(one -> shown(field, one)).distinct().count() > 1)
        .forEach(field -> values.computeIfAbsent(field, all -> united(all, records)));
    return values;
  }

  private List<Object> united(FieldModel field, List<BusinessRecord> records) {
    var nested = field.type() == FieldType.NESTED ? Fields.within(field) : List.<FieldModel>of();
    var identifying = nested.stream().filter(part -> part.declaration().identifying()).findFirst();
    var primary = nested.stream().filter(part -> part.name().equals(PRIMARY)).findFirst();
    var united = new ArrayList<Object>();
    var known = new HashSet<Object>();
    for (var record : records) {
      if (field.value(record) instanceof Collection<?> items) {
        for (var item : items) {
          var other =
              known.add(identifying.map(part -> part.value(item)).orElseGet(() -> but(item)));
          // What was recorded twice stays so.
          if (other || keepsAll(field) && record == records.get(0)) {
            primary
                .filter(part -> record != records.get(0) && !united.isEmpty())
                .ifPresent(part -> part.set(item, null));
            united.add(item);
          }
        }
      }
    }
    return united;
  }

  private Object but(Object item) {
    JsonNode node = json.valueToTree(item);
    return node instanceof ObjectNode object ? object.without(PRIMARY) : node;
  }

  // ---- what a merge changed

  /** What stood in a field before and after; null for nothing. */
  record Change(JsonNode before, JsonNode after) {}

  /**
   * All that can be chosen, as it stands in a record, and the department that goes by its owner.
   *
   * @param holder whose it is
   */
  Map<String, JsonNode> snapshot(BusinessRecord record, Holder holder) {
    var values = new TreeMap<String, JsonNode>();
    fields.values().forEach(field -> values.put(field.name(), orNull(shown(field, record))));
    values.put(DEPARTMENT, id(holder.departmentId()));
    return values;
  }

  private JsonNode id(Long id) {
    return id == null ? json.nullNode() : json.getNodeFactory().textNode(id.toString());
  }

  private JsonNode orNull(JsonNode node) {
    return node == null ? json.nullNode() : node;
  }

  /** The fields in which two snapshots differ, and the department with the owner, to be kept. */
  String changes(Map<String, JsonNode> before, Map<String, JsonNode> after) {
    var changes = new TreeMap<String, Change>();
    before.forEach(
        (field, was) -> {
          if (!was.equals(after.get(field))) {
            changes.put(field, new Change(was, after.get(field)));
          }
        });
    if (changes.containsKey(OWNER)) {
      changes.put(DEPARTMENT, new Change(before.get(DEPARTMENT), after.get(DEPARTMENT)));
    } else {
      changes.remove(DEPARTMENT);
    }
    try {
      return json.writeValueAsString(changes);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * What of a record becomes what it was.
   *
   * @param kept fields that were changed since, and stay
   * @param values of the others
   * @param holder whose it was; null where it stays whose it is
   */
  record Back(Set<String> kept, ObjectNode values, Holder holder) {
    /** Has fields stay that cannot be put back any more. */
    void keep(Set<String> refused) {
      refused.stream().filter(values::has).forEach(kept::add);
      values.remove(refused);
    }

    Set<String> fields() {
      var fields = new TreeSet<String>();
      values.fieldNames().forEachRemaining(fields::add);
      return fields;
    }
  }

  /**
   * What is still what a merge made of it.
   *
   * @param changes as {@link #changes} wrote them
   */
  Back back(BusinessRecord record, String changes) {
    try {
      var back = new Back(new TreeSet<>(), json.createObjectNode(), null);
      var read = (ObjectNode) json.readTree(changes);
      var department = read.remove(DEPARTMENT);
      for (var names = read.fieldNames(); names.hasNext(); ) {
        var name = names.next();
        var field = fields.get(name);
        var change = read.get(name);
        if (field == null || !orNull(shown(field, record)).equals(orNull(change.get("after")))) {
          back.kept().add(name);
        } else {
          back.values().set(name, orNull(change.get("before")));
        }
      }
      // By itself: whoever it was may have left, or be out of reach, since.
      var owner = back.values().remove(OWNER);
      return owner == null
          ? back
          : new Back(back.kept(), back.values(), holder(owner, department.get("before")));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What a merge changed cannot be read", e);
    }
  }

  private static Holder holder(JsonNode owner, JsonNode department) {
    return new Holder(id(owner), department == null ? null : id(department));
  }

  private static Long id(JsonNode id) {
    return id.isNull() ? null : Long.valueOf(id.asLong());
  }

  /** Puts values into a record. */
  void put(Object record, ObjectNode values) {
    try {
      var blank = model.recordType().getDeclaredConstructor().newInstance();
      var declared = values.deepCopy();
      declared.retain(
          fields.values().stream()
              .filter(field -> field.custom() == null)
              .map(FieldModel::name)
              .toList());
      var read = json.treeToValue(declared, model.recordType());
      for (var names = values.fieldNames(); names.hasNext(); ) {
        var field = fields.get(names.next());
        var value = values.get(field.name());
        field.set(
            record,
            field.custom() == null
                ? field.value(value.isNull() ? blank : read)
                : added(field, value));
      }
    } catch (JsonProcessingException | ReflectiveOperationException e) {
      throw new IllegalStateException("What a merge changed cannot be read", e);
    }
  }

  /** What a field that the company added holds. */
  private Object added(FieldModel field, JsonNode value) throws JsonProcessingException {
    if (value.isNull()) {
      return null;
    }
    return switch (field.type()) {
      case DECIMAL -> json.treeToValue(value, BigDecimal.class);
      case MONEY -> json.treeToValue(value, Money.class);
      case DATE -> json.treeToValue(value, LocalDate.class);
      case BOOLEAN -> value.asBoolean();
      case REFERENCE -> value.asLong();
      case SET -> List.of(json.treeToValue(value, String[].class));
      default -> value.asText();
    };
  }
}
