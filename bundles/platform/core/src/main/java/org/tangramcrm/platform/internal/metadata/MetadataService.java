package org.tangramcrm.platform.internal.metadata;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.PastOrPresent;
import javax.validation.constraints.Pattern;
import javax.validation.constraints.PositiveOrZero;
import javax.validation.constraints.Size;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Texts;
import org.tangramcrm.platform.analysis.Analyses;
import org.tangramcrm.platform.analysis.Analysis;
import org.tangramcrm.platform.contract.Contract;
import org.tangramcrm.platform.contract.ContractModel;
import org.tangramcrm.platform.contract.CurrencyCode;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.contract.FieldType;
import org.tangramcrm.platform.contract.OperationModel;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.custom.CustomFieldDefinition;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.internal.analysis.Analysts;
import org.tangramcrm.platform.internal.chain.CurrentCall;
import org.tangramcrm.platform.internal.chain.Publication;
import org.tangramcrm.platform.internal.company.BusinessDay;
import org.tangramcrm.platform.internal.contract.ContractCatalog;
import org.tangramcrm.platform.internal.contract.Fields;
import org.tangramcrm.platform.internal.custom.CustomFieldShelf;
import org.tangramcrm.platform.internal.layout.Arrangement;
import org.tangramcrm.platform.internal.layout.LayoutShelf;
import org.tangramcrm.platform.internal.module.Gate;
import org.tangramcrm.platform.internal.record.Undertaking;
import org.tangramcrm.platform.internal.store.Demands;
import org.tangramcrm.platform.internal.store.RecordStores;
import org.tangramcrm.platform.layout.Layout;
import org.tangramcrm.platform.metadata.CollectionMetadata;
import org.tangramcrm.platform.metadata.CollectionMetadata.FieldMetadata;
import org.tangramcrm.platform.metadata.CollectionMetadata.OperationMetadata;
import org.tangramcrm.platform.metadata.Metadata;
import org.tangramcrm.platform.metadata.MetadataList;

/** Tells of contracts what their annotations say. */
@Component
@TangramContract(Metadata.class)
public class MetadataService implements Metadata {
  private final ContractCatalog contracts;
  private final CurrentUser user;
  private final CurrentCall calls;
  private final Texts texts;
  private final Demands demands;
  private final RecordStores stores;
  private final BusinessDay day;
  private final Gate gate;
  private final LayoutShelf layouts;
  private final Analysts analysts;

  @Activate
  public MetadataService(
      @Reference ContractCatalog contracts,
      @Reference CurrentUser user,
      @Reference CurrentCall calls,
      @Reference Texts texts,
      @Reference Demands demands,
      @Reference RecordStores stores,
      @Reference BusinessDay day,
      @Reference Gate gate,
      @Reference LayoutShelf layouts,
      @Reference Analysts analysts) {
    this.contracts = contracts;
    this.user = user;
    this.calls = calls;
    this.texts = texts;
    this.demands = demands;
    this.stores = stores;
    this.day = day;
    this.gate = gate;
    this.layouts = layouts;
    this.analysts = analysts;
  }

  @Override
  public MetadataList list() {
    var list = new MetadataList();
    var arranged = layouts.of(user.get().id(), null);
    contracts.publications().stream()
        .sorted(Comparator.comparing(Publication::collection))
        .map(publication -> described(publication, arranged))
        .forEach(list.items::add);
    return list;
  }

  /** While the collection's module is being exchanged, it is waited for. */
  @Override
  public CollectionMetadata get(String collection) {
    if (!gate.knows(collection)) {
      throw CrmException.notFound();
    }
    var arranged = layouts.of(user.get().id(), collection);
    return gate.within(
        collection,
        () ->
            contracts
                .find(collection)
                .map(publication -> described(publication, arranged))
                .orElseThrow(CrmException::notFound));
  }

  private CollectionMetadata described(Publication publication, Map<String, Layout> arranged) {
    var model = publication.model();
    var metadata = new CollectionMetadata();
    metadata.collection = model.collection();
    metadata.module = publication.module();
    metadata.title = text("collection." + model.collection(), model.collection());
    metadata.titleField = model.titleField();
    metadata.extensible = CustomFieldShelf.takes(publication, stores);
    metadata.searched = model.fields().stream().anyMatch(Fields::searched);
    var contract = model.type().getAnnotation(Contract.class);
    model.fields().stream()
        .filter(field -> contract.owned() || !field.name().equals("ownerId"))
        .map(field -> described(model.collection(), field))
        .forEach(metadata.fields::add);
    var entered = Set.of(contract.entered());
    var rules = user.get().rules(model);
    metadata.fields.removeIf(field -> rules.hidden().contains(field.key) || leadsNowhere(field));
    metadata.fields.forEach(
        field ->
            field.readOnly =
                field.readOnly && !entered.contains(field.key)
                    || rules.readOnly().contains(field.key));
    var layout = arranged.get(model.collection());
    if (layout != null) {
      var aside = aside(model);
      metadata.layout =
          Arrangement.of(
              layout,
              metadata.fields.stream()
                  .filter(field -> !field.derived && !(field.readOnly && aside.contains(field.key)))
                  .toList(),
              calls.locale());
    }
    model.operations().stream().map(this::described).forEach(metadata.operations::add);
    // No operations of the contract's own: the platform does this with every collection.
    Stream.of(Undertaking.values())
        .filter(undertaking -> undertaking.fits(model, stores))
        .map(
            undertaking ->
                described(undertaking.text(), undertaking.permission(model.collection())))
        .forEach(metadata.operations::add);
    Stream.of(model.type().getAnnotation(Contract.class).permissions())
        .map(verb -> described(verb, model.collection() + "." + verb))
        .forEach(metadata.operations::add);
    if (model.collection().equals(Analyses.COLLECTION)) {
      // Each is an operation of its own to whoever gives roles.
      analysts.all().stream()
          .sorted(Comparator.comparing(Analysis::code))
          .map(this::described)
          .forEach(metadata.operations::add);
    }
    return metadata;
  }

  /** Whether the module of what it refers to is not here: then there is nothing to choose from. */
  private boolean leadsNowhere(FieldMetadata field) {
    return field.reference != null && !field.required && contracts.find(field.reference).isEmpty();
  }

  /**
   * What the platform keeps of every record: where nobody enters it, it stands apart from sections.
   */
  private static Set<String> aside(ContractModel model) {
    return model.fields().stream()
        .filter(
            field ->
                field.custom() == null
                    && field.declaration().readOnly()
                    && field.javaField().getDeclaringClass() == BusinessRecord.class)
        .map(FieldModel::name)
        .collect(Collectors.toSet());
  }

  private OperationMetadata described(OperationModel model) {
    return described(model.name(), model.permission());
  }

  private OperationMetadata described(String name, String permission) {
    var operation = new OperationMetadata();
    operation.name = name;
    operation.permission = permission;
    operation.title = permitted(permission);
    operation.allowed = user.get().may(permission);
    return operation;
  }

  /** As this collection calls it, or as it is called everywhere. */
  private String permitted(String permission) {
    var verb = permission.substring(permission.indexOf('.') + 1);
    return permission.isEmpty()
        ? null
        : text("permission." + permission, text("permission." + verb, verb));
  }

  private OperationMetadata described(Analysis analysis) {
    var operation = described(analysis.code(), Analysts.permission(analysis));
    operation.title = analysis.code() + " " + text("analysis." + analysis.code(), operation.title);
    return operation;
  }

  private FieldMetadata described(String collection, FieldModel model) {
    var declared = model.declaration();
    var java = model.javaField();
    var field = new FieldMetadata();
    field.key = model.name();
    field.title =
        model.custom() != null
            ? CustomFieldShelf.label(model.custom(), calls.locale())
            : text(
                "field." + collection + "." + model.name(),
                text("field." + model.name(), model.name()));
    field.type = model.type().name().toLowerCase(Locale.ROOT);
    field.required = demands.required(collection, model);
    field.readOnly = declared.readOnly();
    field.filterable = declared.filterable();
    field.sortable = declared.sortable();
    field.listed = declared.listed();
    field.writeOnly = declared.writeOnly();
    field.derived = declared.derived();
    field.percent = declared.percent() ? Boolean.TRUE : null;
    field.compared = RecordStores.compares(model);
    field.section = declared.section();
    field.dictionary = present(declared.dictionary());
    field.reference = present(declared.reference());
    field.candidates = present(declared.candidates());
    if (model.custom() != null) {
      rules(field, model.custom());
      return field;
    }
    var size = java.getAnnotation(Size.class);
    field.maxLength = size == null || java.getType() != String.class ? null : size.max();
    var min = java.getAnnotation(Min.class);
    field.min = min == null ? null : BigDecimal.valueOf(min.value());
    if (java.isAnnotationPresent(PositiveOrZero.class)) {
      field.min = BigDecimal.ZERO;
    }
    var max = java.getAnnotation(Max.class);
    field.max = max == null ? null : BigDecimal.valueOf(max.value());
    if (java.isAnnotationPresent(PastOrPresent.class)) {
      // A whole number is a year.
      field.past = model.type() == FieldType.INTEGER ? null : Boolean.TRUE;
      field.max =
          model.type() == FieldType.INTEGER ? BigDecimal.valueOf(day.today().getYear()) : field.max;
    }
    var pattern = java.getAnnotation(Pattern.class);
    field.pattern = pattern == null ? null : pattern.regexp();
    field.currency = java.isAnnotationPresent(CurrencyCode.class) ? Boolean.TRUE : null;
    if (model.type() == FieldType.NESTED) {
      field.list = Collection.class.isAssignableFrom(java.getType());
      field.appendOnly = declared.appendOnly() ? Boolean.TRUE : null;
      Fields.within(model).stream()
          .map(part -> described(collection + "." + model.name(), part))
          .forEach(field.fields::add);
    }
    return field;
  }

  /** What a contract says by annotations. */
  private static void rules(FieldMetadata field, CustomFieldDefinition custom) {
    field.maxLength = custom.maxLength;
    field.decimals = custom.decimals;
    field.min = custom.minimum;
    field.max = custom.maximum;
    field.help = custom.help;
    field.defaultValue = custom.defaultValue;
  }

  private String text(String key, String otherwise) {
    var text = texts.find(calls.locale(), key);
    return text == null ? otherwise : text;
  }

  private static String present(String text) {
    return text.isEmpty() ? null : text;
  }
}
