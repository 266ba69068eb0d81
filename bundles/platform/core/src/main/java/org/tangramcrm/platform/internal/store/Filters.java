package org.tangramcrm.platform.internal.store;

import cz.jirutka.rsql.parser.RSQLParser;
import cz.jirutka.rsql.parser.RSQLParserException;
import cz.jirutka.rsql.parser.ast.AndNode;
import cz.jirutka.rsql.parser.ast.ComparisonNode;
import cz.jirutka.rsql.parser.ast.ComparisonOperator;
import cz.jirutka.rsql.parser.ast.LogicalNode;
import cz.jirutka.rsql.parser.ast.Node;
import cz.jirutka.rsql.parser.ast.RSQLOperators;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.contract.FieldType;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.internal.sql.Dialect;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.text.FieldName;
import org.tangramcrm.platform.store.StoreSpec.Link;
import org.tangramcrm.platform.xml.InstantAdapter;
import org.tangramcrm.platform.xml.LocalDateAdapter;

/** Compiles filters (RSQL) and free text to conditions over the whitelisted columns. */
final class Filters {
  /** {@code level=null=true} finds the records that have no level. */
  private static final ComparisonOperator NULL = new ComparisonOperator("=null=");

  /** More parts than a person or a program would write; a bound on the statement's size. */
  private static final int MAX_PARTS = 100;

  /** Before the point and behind it; more than any column has. */
  private static final int MOST_DIGITS = 25;

  private static final int MAX_LENGTH = 8_000;

  /** {@code receivableId.orderId.customerId.region}. */
  private static final int MOST_STEPS = 3;

  /** What is asked the other way round: what has no value that fits. */
  private static final Map<ComparisonOperator, ComparisonOperator> OPPOSITES =
      Map.of(RSQLOperators.NOT_EQUAL, RSQLOperators.EQUAL, RSQLOperators.NOT_IN, RSQLOperators.IN);

  /** Stand for users by what they are to the caller, so that a kept filter serves everybody. */
  private static final String ME = "me";

  /** The caller and all below them. */
  private static final String TEAM = "team";

  private final RSQLParser parser;
  private final Columns columns;
  private final Caller caller;
  private final Dialect dialect;

  Filters(Columns columns, Caller caller, Dialect dialect) {
    var operators = RSQLOperators.defaultOperators();
    operators.add(NULL);
    this.parser = new RSQLParser(operators);
    this.columns = columns;
    this.caller = caller;
    this.dialect = dialect;
  }

  /**
   * What a filter comes to.
   *
   * @param leads what an index of values answers of it, each true of every row that is found
   */
  record Filtered(Condition condition, List<Lead> leads) {}

  Condition filter(String text) {
    return filtered(text).condition();
  }

  Filtered filtered(String text) {
    if (text == null || text.isBlank()) {
      return new Filtered(Condition.TRUE, List.of());
    }
    if (text.length() > MAX_LENGTH) {
      throw new CrmException(Code.INVALID_FILTER, "query.filter-length", MAX_LENGTH);
    }
    try {
      var parsed = parser.parse(text);
      var condition = compile(parsed, new int[] {0});
      var leads = new LinkedHashMap<String, Lead>();
      lead(parsed, leads);
      return new Filtered(condition, List.copyOf(leads.values()));
    } catch (RSQLParserException e) {
      var reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
      throw new CrmException(Code.INVALID_FILTER, "query.filter-syntax", firstLine(reason))
          .initCause(e);
    } catch (StackOverflowError e) {
      throw new CrmException(Code.INVALID_FILTER, "query.filter-length", MAX_LENGTH);
    }
  }

  private Condition compile(Node node, int[] parts) {
    if (++parts[0] > MAX_PARTS) {
      throw new CrmException(Code.INVALID_FILTER, "query.filter-length", MAX_LENGTH);
    }
    if (node instanceof LogicalNode logical) {
      var children = new ArrayList<Condition>();
      for (var child : logical) {
        children.add(compile(child, parts));
      }
      return node instanceof AndNode ? Condition.and(children) : Condition.or(children);
    }
    return comparison((ComparisonNode) node);
  }

  /** What is said of one field more than once holds together: it lies between two values. */
  private void lead(Node node, Map<String, Lead> leads) {
    if (node instanceof AndNode all) {
      all.forEach(one -> lead(one, leads));
    } else if (node instanceof ComparisonNode comparison
        && columns.through(comparison.getSelector()).isEmpty()) {
      var field = columns.filterable(comparison.getSelector());
      if (field.custom() != null) {
        lead(field, comparison)
            .ifPresent(
                lead -> {
                  if (field.type() == FieldType.SET) {
                    // Another value of the set may be what else is asked for.
                    leads.putIfAbsent(comparison.toString(), lead);
                  } else {
                    leads.merge(field.name(), lead, Lead::and);
                  }
                });
      }
    }
  }

  private Optional<Lead> lead(FieldModel field, ComparisonNode node) {
    var operator = node.getOperator();
    var arguments = node.getArguments();
    var equal = operator.equals(RSQLOperators.EQUAL);
    if (operator.equals(NULL)) {
      return arguments.get(0).equals("false")
          ? Optional.of(new Lead(field, Condition.of("v.position = 0"), false, true))
          : Optional.empty();
    }
    if (arguments.stream().anyMatch(argument -> many(field, argument))) {
      return Optional.empty();
    }
    var column =
        field.type() == FieldType.SET || CustomValues.kept(field) == FieldType.TEXT
            ? "v.text_value"
            : "v.number_value";
    if (equal || operator.equals(RSQLOperators.IN)) {
      var meant = columns.meant(field, arguments);
      var values =
          meant.stream()
              .<Object>map(one -> people(field, one) ? caller.id() : bound(field, one))
              .toList();
      var one = values.size() == 1;
      return Optional.of(
          new Lead(
              field,
              one ? Condition.of(column + " = ?", values.get(0)) : Condition.in(column, values),
              one,
              one || field.type() != FieldType.SET));
    }
    return field.type() == FieldType.SET
            || operator.equals(RSQLOperators.NOT_EQUAL)
            || operator.equals(RSQLOperators.NOT_IN)
        ? Optional.empty()
        : Optional.of(
            new Lead(
                field,
                Condition.of(
                    column + " " + comparator(operator) + " ?", bound(field, arguments.get(0))),
                false,
                true));
  }

  /** Whether a value stands for more of them than are named here. */
  private static boolean many(FieldModel field, String argument) {
    return people(field, argument) && argument.equals(TEAM) || wild(field, argument);
  }

  private static boolean people(FieldModel field, String argument) {
    return field.declaration().reference().equals("users")
        && (argument.equals(ME) || argument.equals(TEAM));
  }

  private static boolean wild(FieldModel field, String argument) {
    return isText(field) && argument.indexOf('*') >= 0;
  }

  /** A value as it is bound: of the type that the column has. */
  private Object bound(FieldModel field, String text) {
    var value = value(field, text);
    return field.custom() == null ? value : CustomValues.bound(field, value);
  }

  private Condition comparison(ComparisonNode node) {
    var reference = columns.through(node.getSelector());
    return reference.isPresent() ? through(reference.get(), node) : own(node);
  }

  /**
   * By a field of what a record refers to, as far as the caller may list that and sees it: {@code
   * customerId.region==north}. What refers to nothing of the kind has no value there.
   */
  private Condition through(FieldModel reference, ComparisonNode node) {
    var path = node.getSelector();
    var other =
        columns
            .beyond()
            .find(reference.declaration().reference(), caller)
            .filter(found -> path.chars().filter(letter -> letter == '.').count() <= MOST_STEPS)
            .orElseThrow(() -> columns.notFilterable(path));
    var operator = node.getOperator();
    var none = operator.equals(NULL) && node.getArguments().get(0).equals("true");
    var arguments = none ? List.of("false") : node.getArguments();
    var asked =
        new ComparisonNode(
            OPPOSITES.getOrDefault(operator, operator),
            path.substring(path.indexOf('.') + 1),
            arguments);
    var which =
        Condition.and(
            List.of(
                RecordStore.PRESENT,
                other.reach(),
                new Filters(other.columns(), caller, dialect).comparison(asked)));
    var column = columns.column(reference);
    var named = " in (select t.id from " + other.table() + " t where " + which.sql() + ")";
    return none || OPPOSITES.containsKey(operator)
        ? new Condition(column + " is null or " + column + " not" + named, which.values())
        : new Condition(column + named, which.values());
  }

  private Condition own(ComparisonNode node) {
    var field = columns.filterable(node.getSelector());
    var column = columns.column(field);
    var operator = node.getOperator();
    var arguments = node.getArguments();
    var first = arguments.get(0);
    if (columns.link(field) != null) {
      return linked(field, columns.link(field), operator, arguments);
    }
    if (operator.equals(NULL)) {
      return switch (first) {
        case "true" -> new Condition(column + " is null", List.of());
        case "false" -> new Condition(column + " is not null", List.of());
        default -> throw badValue(field, first);
      };
    }
    if (field.declaration().parent()) {
      return belongs(field, operator, arguments);
    }
    if (field.custom() != null && field.type() == FieldType.SET) {
      return anyOrNone(
          field, column, operator, CustomValues.any(field, columns.meant(field, arguments)));
    }
    if (field.type() == FieldType.SET || field.type() == FieldType.REFERENCES) {
      return member(field, column, operator, columns.meant(field, arguments));
    }
    if (arguments.stream().anyMatch(argument -> people(field, argument))) {
      return people(field, column, operator, arguments);
    }
    if (operator.equals(RSQLOperators.IN)) {
      return among(field, column + " in ", columns.meant(field, arguments));
    }
    if (operator.equals(RSQLOperators.NOT_IN)) {
      return orNull(column, among(field, column + " not in ", columns.meant(field, arguments)));
    }
    if (operator.equals(RSQLOperators.EQUAL)) {
      return equal(field, column, first);
    }
    if (operator.equals(RSQLOperators.NOT_EQUAL)) {
      var equal = equal(field, column, first);
      return orNull(column, new Condition("not (" + equal.sql() + ")", equal.values()));
    }
    return Condition.of(column + " " + comparator(operator) + " ?", bound(field, first));
  }

  private Condition equal(FieldModel field, String column, String argument) {
    if (wild(field, argument)) {
      var pattern =
          Arrays.stream(argument.toLowerCase(Locale.ROOT).split("\\*", -1))
              .map(Filters::escape)
              .reduce((left, right) -> left + "%" + right)
              .orElse("%");
      return Condition.of("lower(" + column + ") like ? escape '!'", pattern);
    }
    var meant = columns.meant(field, List.of(argument));
    return meant.size() > 1
        ? among(field, column + " in ", meant)
        : Condition.of(column + " = ?", bound(field, argument));
  }

  /** A set is kept as {@code ,a,b,}, so that membership is a substring. */
  private Condition member(
      FieldModel field, String column, ComparisonOperator operator, List<String> codes) {
    if (field.type() == FieldType.REFERENCES) {
      codes.forEach(id -> value(field, id));
    }
    // A tag that somebody wrote themselves is the same in any case; so is a code.
    var words = field.type() == FieldType.SET;
    var kept = words ? "lower(" + column + ")" : column;
    var any =
        Condition.or(
            codes.stream()
                .map(code -> words ? code.toLowerCase(Locale.ROOT) : code)
                .map(code -> Condition.of(kept + " like ? escape '!'", "%," + escape(code) + ",%"))
                .toList());
    return anyOrNone(field, column, operator, any);
  }

  private Condition anyOrNone(
      FieldModel field, String column, ComparisonOperator operator, Condition any) {
    if (operator.equals(RSQLOperators.EQUAL) || operator.equals(RSQLOperators.IN)) {
      return any;
    }
    if (operator.equals(RSQLOperators.NOT_EQUAL) || operator.equals(RSQLOperators.NOT_IN)) {
      return orNull(column, new Condition("not (" + any.sql() + ")", any.values()));
    }
    throw new CrmException(
        Code.INVALID_FILTER, "query.filter-operator", name(field), operator.getSymbol());
  }

  private Condition linked(
      FieldModel field, Link link, ComparisonOperator operator, List<String> arguments) {
    var none = operator.equals(NULL);
    if (none && !arguments.get(0).equals("true") && !arguments.get(0).equals("false")) {
      throw badValue(field, arguments.get(0));
    }
    var which = none ? Condition.TRUE : among(field, "l." + link.other() + " in ", arguments);
    var any =
        new Condition(
            "t.id in (select l.%s from %s l where %s)"
                .formatted(link.own(), link.table(), none ? "1 = 1" : which.sql()),
            which.values());
    var not = new Condition("not (" + any.sql() + ")", any.values());
    if (none) {
      return arguments.get(0).equals("true") ? not : any;
    } else if (operator.equals(RSQLOperators.EQUAL) || operator.equals(RSQLOperators.IN)) {
      return any;
    } else if (operator.equals(RSQLOperators.NOT_EQUAL) || operator.equals(RSQLOperators.NOT_IN)) {
      return not;
    }
    throw new CrmException(
        Code.INVALID_FILTER, "query.filter-operator", name(field), operator.getSymbol());
  }

  private Condition people(
      FieldModel field, String column, ComparisonOperator operator, List<String> users) {
    var any =
        Condition.or(
            users.stream()
                .map(
                    user ->
                        switch (user) {
                          case ME -> Condition.of(column + " = ?", caller.id());
                          case TEAM -> Condition.ofTeam(column, caller, dialect);
                          default -> Condition.of(column + " = ?", value(field, user));
                        })
                .toList());
    return anyOrNone(field, column, operator, any);
  }

  /** A record may belong to several of a collection, and is found by each. */
  private Condition belongs(FieldModel field, ComparisonOperator operator, List<String> arguments) {
    if (!operator.equals(RSQLOperators.EQUAL) && !operator.equals(RSQLOperators.IN)) {
      throw new CrmException(
          Code.INVALID_FILTER, "query.filter-operator", name(field), operator.getSymbol());
    }
    var parents = among(field, "p.parent_id in ", arguments);
    var values =
        new ArrayList<Object>(List.of(columns.collection(), field.declaration().reference()));
    values.addAll(parents.values());
    return new Condition(
        "t.id in (select p.child_id from tangram_parent p where p.child_collection = ?"
            + " and p.parent_collection = ? and "
            + parents.sql()
            + ")",
        values);
  }

  private Condition among(FieldModel field, String prefix, List<String> arguments) {
    var marks = Sql.marks(arguments.size());
    var values = arguments.stream().map(argument -> bound(field, argument)).toList();
    return new Condition(prefix + "(" + marks + ")", values);
  }

  /** What has no value is not equal to a value; SQL alone would drop it. */
  private static Condition orNull(String column, Condition condition) {
    return new Condition(column + " is null or " + condition.sql(), condition.values());
  }

  private static String comparator(ComparisonOperator operator) {
    if (operator.equals(RSQLOperators.GREATER_THAN)) {
      return ">";
    } else if (operator.equals(RSQLOperators.GREATER_THAN_OR_EQUAL)) {
      return ">=";
    } else if (operator.equals(RSQLOperators.LESS_THAN)) {
      return "<";
    } else {
      return "<=";
    }
  }

  static boolean isText(FieldModel field) {
    return switch (field.type()) {
      case TEXT, LONGTEXT, CODE -> true;
      default -> false;
    };
  }

  private Object value(FieldModel field, String text) {
    try {
      return switch (field.type()) {
        case TEXT, LONGTEXT, CODE, SET, NESTED -> text;
        case INTEGER -> Integer.valueOf(text);
        case REFERENCE, REFERENCES -> Long.valueOf(text);
        case DECIMAL, MONEY -> decimal(text);
        case DATE -> LocalDateAdapter.read(text);
        case INSTANT -> instant(text);
        case BOOLEAN -> flag(field, text);
      };
    } catch (NumberFormatException | DateTimeException e) {
      throw badValue(field, text).initCause(e);
    }
  }

  /**
   * A database writes a number out: one with an exponent would become as long as it says.
   *
   * @throws NumberFormatException of one that no column has either
   */
  static BigDecimal decimal(String text) {
    var number = new BigDecimal(text);
    if (!CustomLimits.fits(number, MOST_DIGITS, MOST_DIGITS)) {
      throw new NumberFormatException(text);
    }
    return number;
  }

  private static Instant instant(String text) {
    return InstantAdapter.read(text);
  }

  private Boolean flag(FieldModel field, String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw badValue(field, text);
    };
  }

  private FieldName name(FieldModel field) {
    return new FieldName(columns.collection(), field.name());
  }

  private CrmException badValue(FieldModel field, String text) {
    return new CrmException(Code.INVALID_FILTER, "query.filter-value", text, name(field));
  }

  static String escape(String text) {
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
  }

  private static String firstLine(String text) {
    return text == null ? "" : text.lines().findFirst().orElse("");
  }
}
