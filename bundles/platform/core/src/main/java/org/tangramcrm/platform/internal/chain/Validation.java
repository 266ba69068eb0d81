package org.tangramcrm.platform.internal.chain;

import java.lang.annotation.ElementType;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import javax.validation.ConstraintViolation;
import javax.validation.Path;
import javax.validation.TraversableResolver;
import javax.validation.ValidatorFactory;
import javax.validation.executable.ExecutableValidator;
import javax.ws.rs.PathParam;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.ContractModel;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.contract.Operation.Kind;
import org.tangramcrm.platform.contract.OperationModel;
import org.tangramcrm.platform.contract.RecordRules;
import org.tangramcrm.platform.currency.Rates;
import org.tangramcrm.platform.internal.company.BusinessDay;
import org.tangramcrm.platform.internal.contract.Fields;
import org.tangramcrm.platform.internal.dictionary.DictionaryShelf;

/**
 * The rules that a contract declares, checked before its service is called. One validator per
 * contract, closed with it: a shared one would keep the classes of every contract that ever was.
 */
final class Validation implements AutoCloseable {
  /** What each constraint is called outside. */
  private static final Map<String, String> RULES =
      Map.ofEntries(
          Map.entry("NotNull", "required"),
          Map.entry("NotBlank", "required"),
          Map.entry("NotEmpty", "required"),
          Map.entry("Email", "email"),
          Map.entry("Pattern", "format"),
          Map.entry("Digits", "digits"),
          Map.entry("Future", "future"),
          Map.entry("Past", "past"),
          Map.entry("PastOrPresent", "in-future"),
          Map.entry("CurrencyCode", "unknown-currency"));

  /** Parameters by which records are known to other systems, and how long they may be. */
  private static final Map<String, Integer> EXTERNAL_KEY = Map.of("system", 60, "key", 200);

  /** Everything in a record is there, and is looked at. */
  private static final class All implements TraversableResolver {
    @Override
    public boolean isReachable(
        Object holder, Path.Node property, Class<?> root, Path path, ElementType element) {
      return true;
    }

    @Override
    public boolean isCascadable(
        Object holder, Path.Node property, Class<?> root, Path path, ElementType element) {
      return true;
    }
  }

  private final ContractModel model;
  private final DictionaryShelf dictionaries;
  private final BusinessDay day;
  private final ValidatorFactory factory;
  private final ExecutableValidator validator;

  Validation(ContractModel model, DictionaryShelf dictionaries, BusinessDay day) {
    this.model = model;
    this.dictionaries = dictionaries;
    this.day = day;
    var configuration =
        javax.validation.Validation.byProvider(HibernateValidator.class)
            .providerResolver(() -> List.of(new HibernateValidator()))
            .configure();
    var mapping = configuration.createConstraintMapping();
    Constraints.define(mapping);
    this.factory =
        configuration
            .addMapping(mapping)
            .ignoreXmlConfiguration()
            .messageInterpolator(new ParameterMessageInterpolator())
            // Else it asks JPA of each field whether it has been read yet: records are no entities.
            .traversableResolver(new All())
            .clockProvider(() -> Clock.system(day.zone()))
            .buildValidatorFactory();
    this.validator = factory.getValidator().forExecutables();
  }

  /**
   * @param fields of the records, as they are now
   * @param kept those of them that the caller does not change
   * @param untouched those of which nothing is said
   * @param unread what could not be read of the arguments; null where all could
   * @throws CrmException {@code invalid} with an error per broken rule, or what could not be read
   *     with these
   */
  void check(
      Object service,
      OperationModel operation,
      Object[] arguments,
      List<FieldModel> fields,
      Set<String> kept,
      Set<String> untouched,
      CrmException unread) {
    var problem = new CrmException(Code.INVALID, null);
    var violations = validator.validateParameters(service, operation.method(), arguments);
    violations.stream()
        .sorted(
            Comparator.<ConstraintViolation<Object>, String>comparing(
                    violation -> violation.getPropertyPath().toString())
                .thenComparing(Validation::constraint))
        .forEach(violation -> add(problem, violation));
    for (var argument : arguments) {
      if (argument instanceof BusinessRecord record && record.getClass() == model.recordType()) {
        CustomRules.check(problem, fields, kept, record);
        checkFields(problem, "", fields, record);
        checkRules(problem, service, record);
      } else if (argument != null) {
        // What an action is told, beside the record.
        checkFields(problem, "", Fields.of(argument.getClass()), argument);
      }
    }
    checkExternalKey(problem, operation, arguments);
    var written =
        Arrays.stream(arguments)
            .filter(model.recordType() == null ? any -> false : model.recordType()::isInstance)
            .map(BusinessRecord.class::cast)
            .findFirst();
    problem.errors.removeIf(
        error -> written.isPresent() && untouched.contains(owner(error.field, written.get())));
    if (!problem.errors.isEmpty() || unread != null) {
      written.ifPresent(
          record ->
              addReferences(
                  problem,
                  service,
                  record,
                  operation.kind() == Kind.REPLACE ? (Long) arguments[0] : null,
                  untouched));
      if (unread == null) {
        throw problem;
      }
      addBeside(unread, problem);
      throw unread;
    }
  }

  /** What is refused anyway is told whole: also what only a look at other records tells. */
  @SuppressWarnings("unchecked")
  private static void addReferences(
      CrmException problem, Object service, BusinessRecord record, Long id, Set<String> untouched) {
    if (!(service instanceof RecordRules<?> rules)) {
      return;
    }
    var own = new CrmException(Code.INVALID, null);
    try {
      ((RecordRules<BusinessRecord>) rules).checkReferences(record, id, own);
    } catch (CrmException e) {
      // What is to be replaced is not there: the operation says so, once it is called.
      if (e.code != Code.NOT_FOUND) {
        throw e;
      }
    }
    own.errors.removeIf(error -> untouched.contains(owner(error.field, record)));
    add(problem, own);
  }

  /** Where a field is wrong already, nothing more is said of it. */
  @SuppressWarnings("unchecked")
  private static void checkRules(CrmException problem, Object service, BusinessRecord record) {
    if (service instanceof RecordRules<?> rules) {
      var own = new CrmException(Code.INVALID, null);
      ((RecordRules<BusinessRecord>) rules).checkRules(record, own);
      add(problem, own);
    }
  }

  /** What is said of a value that could not be read comes of its not being there. */
  private static void addBeside(CrmException unread, CrmException problem) {
    var unreadable = unread.errors.stream().map(error -> error.field).toList();
    problem.errors.stream()
        .filter(
            error ->
                unreadable.stream()
                    .noneMatch(field -> within(error.field, field) || within(field, error.field)))
        .forEach(unread.errors::add);
  }

  private static boolean within(String field, String outer) {
    return field.equals(outer) || field.startsWith(outer + ".") || field.startsWith(outer + "[");
  }

  private static void add(CrmException problem, CrmException own) {
    own.errors.stream()
        .filter(
            error -> problem.errors.stream().noneMatch(known -> known.field.equals(error.field)))
        .toList()
        .forEach(problem.errors::add);
  }

  /** The record's own field of a path, by name; one that the company added by its key. */
  static String owner(String path, BusinessRecord record) {
    if (path.startsWith("customFields[")) {
      var at = Integer.parseInt(path.substring(path.indexOf('[') + 1, path.indexOf(']')));
      var value = record.customFields.get(at);
      // Nothing stands where a value should: that is of no field.
      return value == null ? path : "customFields." + value.key;
    }
    return path.startsWith("customFields.") ? path : path.split("[.\\[]", 2)[0];
  }

  private void add(CrmException problem, ConstraintViolation<Object> violation) {
    var attributes = violation.getConstraintDescriptor().getAttributes();
    var name = constraint(violation);
    var field = field(violation.getPropertyPath());
    switch (name) {
      case "Size" -> {
        var text = violation.getInvalidValue() instanceof CharSequence;
        int length =
            text
                ? ((CharSequence) violation.getInvalidValue()).length()
                : ((Collection<?>) violation.getInvalidValue()).size();
        var least = (Integer) attributes.get("min");
        if (length >= least) {
          problem.error(field, text ? "too-long" : "too-many", attributes.get("max").toString());
        } else if (length == 0) {
          problem.error(field, "required");
        } else {
          problem.error(field, text ? "too-short" : "too-few", least.toString());
        }
      }
      case "Positive" -> problem.error(field, "not-positive");
      case "Min", "DecimalMin", "PositiveOrZero" ->
          problem.error(field, "too-small", String.valueOf(attributes.getOrDefault("value", 0)));
      case "Max", "DecimalMax", "Negative", "NegativeOrZero" ->
          problem.error(field, "too-large", String.valueOf(attributes.getOrDefault("value", 0)));
      case "PastOrPresent" -> {
        if (violation.getInvalidValue() instanceof Integer) {
          problem.error(field, "too-large", String.valueOf(day.today().getYear()));
        } else {
          problem.error(field, RULES.get(name));
        }
      }
      default -> problem.error(field, RULES.getOrDefault(name, name.toLowerCase(Locale.ROOT)));
    }
  }

  private static String constraint(ConstraintViolation<Object> violation) {
    return violation.getConstraintDescriptor().getAnnotation().annotationType().getSimpleName();
  }

  /** The path without the operation and, where a body is meant, without the parameter. */
  private static String field(Path path) {
    var names = new ArrayList<String>();
    Path.Node parameter = null;
    for (var node : path) {
      switch (node.getKind()) {
        case METHOD -> {}
        case PARAMETER -> parameter = node;
        case CONTAINER_ELEMENT -> index(names, node);
        default -> {
          index(names, node);
          names.add(node.getName());
        }
      }
    }
    return names.isEmpty() && parameter != null ? parameter.getName() : String.join(".", names);
  }

  private static void index(List<String> names, Path.Node node) {
    if (node.getIndex() != null && !names.isEmpty()) {
      int last = names.size() - 1;
      names.set(last, names.get(last) + "[" + node.getIndex() + "]");
    }
  }

  /** As long as the columns have it, for whatever module. */
  private static void checkExternalKey(
      CrmException problem, OperationModel operation, Object[] arguments) {
    var parameters = operation.method().getParameters();
    for (int i = 0; i < parameters.length; i++) {
      var longest = EXTERNAL_KEY.get(parameters[i].getName());
      if (longest != null
          && parameters[i].isAnnotationPresent(PathParam.class)
          && arguments[i] instanceof String text) {
        if (text.isBlank()) {
          problem.error(parameters[i].getName(), "required");
        } else if (text.length() > longest) {
          problem.error(parameters[i].getName(), "too-long", longest.toString());
        }
      }
    }
  }

  private void checkFields(
      CrmException problem, String prefix, List<FieldModel> fields, Object holder) {
    for (var field : fields) {
      var path = prefix + field.name();
      switch (field.type()) {
        case TEXT, LONGTEXT -> checkText(problem, path, field.value(holder));
        case CODE -> checkCode(problem, path, field, field.value(holder));
        case SET ->
            each(path, field.value(holder), (at, code) -> checkCode(problem, at, field, code));
        case MONEY -> checkMoney(problem, path, field, field.value(holder));
        case NESTED ->
            each(
                path,
                field.value(holder),
                (at, item) -> checkFields(problem, at + ".", Fields.within(field), item));
        default -> {}
      }
    }
  }

  private static void each(String path, Object values, BiConsumer<String, Object> check) {
    if (values instanceof Collection<?> several) {
      int i = 0;
      for (var value : several) {
        var at = path + "[" + i++ + "]";
        // What is missing is for its constraints to say.
        if (value != null) {
          check.accept(at, value);
        }
      }
    }
  }

  /**
   * Characters that no answer in XML can hold, or that are halves of one: with them a record could
   * be written, and its list not be read any more.
   */
  static void checkText(CrmException problem, String path, Object text) {
    if (text instanceof String given && given.codePoints().anyMatch(Validation::unwritable)) {
      problem.error(path, "unwritable");
    }
  }

  private static boolean unwritable(int character) {
    return character < ' ' && character != '\t' && character != '\n' && character != '\r'
        || character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE
        || character == 0xFFFE
        || character == 0xFFFF;
  }

  /** Nobody pays half a cent; what else is wrong of it is for its constraints to say. */
  private static void checkMoney(
      CrmException problem, String path, FieldModel field, Object value) {
    if (field.declaration().readOnly()
        || field.declaration().perUnit()
        || !(value instanceof Money money)
        || money.amount == null
        || money.currency == null
        || !Constraints.isCurrency(money.currency)) {
      return;
    }
    if (!Rates.isWhole(money.amount, money.currency)) {
      problem.error(
          field.custom() == null ? path + ".amount" : path,
          "minor-unit",
          Rates.digits(money.currency),
          money.currency);
    }
  }

  private void checkCode(CrmException problem, String path, FieldModel field, Object code) {
    var dictionary = field.declaration().dictionary();
    if (code != null && !dictionaries.accepts(dictionary, code.toString())) {
      problem.error(path, "unknown-code", code.toString(), dictionary);
    }
  }

  @Override
  public void close() {
    factory.close();
  }
}
