package org.tangramcrm.platform.internal.formula;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What a field of the company's own is computed by: numbers and dates of the same record, joined by
 * {@code + - * /} and parentheses, compared, and by the functions {@code if round abs min max
 * coalesce}. A difference of dates is a number of days, a date and a number of days are a date.
 *
 * <p>Where something is empty that it takes, so is the result, and likewise where it is divided by
 * nought. There is nothing else: no loops, no texts, no code. Numbers have 34 digits at most, so
 * that no formula takes long.
 */
public final class Formula {
  /** What an expression comes to. */
  public enum Kind {
    NUMBER,
    DATE,
    CONDITION
  }

  /** That a formula cannot be read; the message is for developers, the rest for people. */
  public static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The rule that it breaks, as errors name it. */
    public final String rule;

    /** What is wrong there: a field's name, or the rest of the formula. */
    public final String part;

    Unreadable(String rule, String part) {
      super(rule + ": " + part);
      this.rule = rule;
      this.part = part;
    }
  }

  private static final MathContext DIGITS = MathContext.DECIMAL128;
  private static final int DEEPEST = 50;
  private static final int MOST_PLACES = 6;

  /** A step of the calculation; null for nothing. */
  @FunctionalInterface
  private interface Step {
    Object of(Function<String, Object> values);
  }

  private record Node(Kind kind, Step step) {}

  private final Node root;
  private final Set<String> fields;

  private Formula(Node root, Set<String> fields) {
    this.root = root;
    this.fields = fields;
  }

  /**
   * @param kinds what the fields hold that it may name
   * @throws Unreadable where it is none
   */
  public static Formula read(String text, Map<String, Kind> kinds) {
    var reader = new Reader(text, kinds::get);
    return new Formula(reader.whole(), reader.named);
  }

  /** The fields that a formula names, whatever they are; none where it cannot be read. */
  public static Set<String> fieldsOf(String text) {
    // Kinds decide nothing about which names there are.
    var reader = new Reader(text, name -> Kind.NUMBER);
    reader.typed = false;
    try {
      reader.whole();
    } catch (Unreadable e) {
      return reader.named;
    }
    return reader.named;
  }

  public Kind kind() {
    return root.kind();
  }

  public Set<String> fields() {
    return fields;
  }

  /**
   * @param values numbers as {@link BigDecimal}, dates as {@link LocalDate}, null for none
   * @return the like; null where it comes to nothing
   */
  public Object value(Function<String, Object> values) {
    try {
      return root.step().of(values);
    } catch (ArithmeticException | DateTimeException e) {
      // Larger than anything that is kept.
      return null;
    }
  }

  private static final class Reader {
    private final String text;
    private final Function<String, Kind> kinds;
    private final Set<String> named = new TreeSet<>();
    private boolean typed = true;
    private int at;
    private int depth;

    Reader(String text, Function<String, Kind> kinds) {
      this.text = text;
      this.kinds = kinds;
    }

    Node whole() {
      var node = expression();
      if (at < text.length()) {
        throw wrong();
      }
      return node;
    }

    private Unreadable wrong() {
      var rest = text.substring(Math.min(at, text.length())).strip();
      return new Unreadable("formula", rest.isEmpty() ? "…" : rest);
    }

    private Node expression() {
      if (++depth > DEEPEST) {
        throw wrong();
      }
      var left = sum();
      for (var sign : List.of("<=", ">=", "!=", "<", ">", "=")) {
        if (sees(sign)) {
          left = comparison(left, sign, sum());
          break;
        }
      }
      depth--;
      return left;
    }

    private Node sum() {
      var left = product();
      while (true) {
        if (sees("+")) {
          left = plus(left, product());
        } else if (sees("-")) {
          left = minus(left, product());
        } else {
          return left;
        }
      }
    }

    private Node product() {
      var left = factor();
      while (true) {
        if (sees("*")) {
          left = numbers(left, factor(), (one, other) -> one.multiply(other, DIGITS));
        } else if (sees("/")) {
          left =
              numbers(
                  left,
                  factor(),
                  (one, other) -> other.signum() == 0 ? null : one.divide(other, DIGITS));
        } else {
          return left;
        }
      }
    }

    private Node factor() {
      if (sees("-")) {
        if (++depth > DEEPEST) {
          throw wrong();
        }
        var of = needed(factor(), Kind.NUMBER);
        depth--;
        return new Node(
            Kind.NUMBER,
            values -> of.step().of(values) instanceof BigDecimal number ? number.negate() : null);
      }
      if (sees("(")) {
        var inner = expression();
        need(")");
        return inner;
      }
      skip();
      if (at < text.length() && Character.isDigit(text.charAt(at))) {
        return number();
      }
      var name = name();
      return sees("(") ? function(name) : field(name);
    }

    private Node number() {
      var from = at;
      while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
        at++;
      }
      try {
        var number = new BigDecimal(text.substring(from, at));
        return new Node(Kind.NUMBER, values -> number);
      } catch (NumberFormatException e) {
        at = from;
        throw wrong();
      }
    }

    private String name() {
      var from = at;
      while (at < text.length()
          && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '.')) {
        at++;
      }
      if (from == at) {
        throw wrong();
      }
      return text.substring(from, at);
    }

    private Node field(String name) {
      named.add(name);
      var kind = kinds.apply(name);
      if (kind == null) {
        throw new Unreadable("formula-field", name);
      }
      return new Node(kind, values -> values.apply(name));
    }

    private Node function(String name) {
      var from = at;
      var given = new ArrayList<Node>();
      do {
        given.add(expression());
      } while (sees(","));
      need(")");
      return switch (name + " " + given.size()) {
        case "if 3" -> choice(given);
        case "round 1", "round 2" -> round(given);
        case "abs 1" -> {
          var of = needed(given.get(0), Kind.NUMBER);
          yield new Node(
              Kind.NUMBER,
              values -> of.step().of(values) instanceof BigDecimal number ? number.abs() : null);
        }
        case "min 2" -> extreme(given, -1);
        case "max 2" -> extreme(given, 1);
        case "coalesce 2" -> {
          var kind = same(given.get(0), given.get(1));
          yield new Node(
              kind,
              values -> {
                var first = given.get(0).step().of(values);
                return first != null ? first : given.get(1).step().of(values);
              });
        }
        default -> {
          at = Math.max(0, from - name.length() - 1);
          throw wrong();
        }
      };
    }

    private Node choice(List<Node> given) {
      var condition = needed(given.get(0), Kind.CONDITION);
      var kind = same(given.get(1), given.get(2));
      return new Node(
          kind,
          values ->
              condition.step().of(values) instanceof Boolean holds
                  ? given.get(holds ? 1 : 2).step().of(values)
                  : null);
    }

    private Node round(List<Node> given) {
      given.forEach(one -> needed(one, Kind.NUMBER));
      return new Node(
          Kind.NUMBER,
          values -> {
            var places =
                given.size() == 1 ? BigDecimal.ZERO : (BigDecimal) given.get(1).step().of(values);
            return given.get(0).step().of(values) instanceof BigDecimal number && places != null
                ? number.setScale(
                    Math.max(0, Math.min(MOST_PLACES, places.intValue())), RoundingMode.HALF_UP)
                : null;
          });
    }

    private Node extreme(List<Node> given, int sign) {
      var kind = same(given.get(0), given.get(1));
      return new Node(
          kind,
          values -> {
            var one = given.get(0).step().of(values);
            var other = given.get(1).step().of(values);
            if (one == null || other == null) {
              return null;
            }
            return compare(one, other) * sign >= 0 ? one : other;
          });
    }

    private Node plus(Node left, Node right) {
      return left.kind() == Kind.DATE
          ? date(left, needed(right, Kind.NUMBER), 1)
          : right.kind() == Kind.DATE
              ? date(right, needed(left, Kind.NUMBER), 1)
              : numbers(left, right, (one, other) -> one.add(other, DIGITS));
    }

    private Node minus(Node left, Node right) {
      if (left.kind() == Kind.DATE && right.kind() == Kind.DATE) {
        return new Node(
            Kind.NUMBER,
            values ->
                left.step().of(values) instanceof LocalDate one
                        && right.step().of(values) instanceof LocalDate other
                    ? BigDecimal.valueOf(ChronoUnit.DAYS.between(other, one))
                    : null);
      }
      return left.kind() == Kind.DATE
          ? date(left, needed(right, Kind.NUMBER), -1)
          : numbers(left, right, (one, other) -> one.subtract(other, DIGITS));
    }

    private static Node date(Node from, Node days, int sign) {
      return new Node(
          Kind.DATE,
          values ->
              from.step().of(values) instanceof LocalDate date
                      && days.step().of(values) instanceof BigDecimal number
                  ? date.plusDays(sign * number.setScale(0, RoundingMode.DOWN).longValueExact())
                  : null);
    }

    private Node numbers(
        Node left, Node right, BiFunction<BigDecimal, BigDecimal, BigDecimal> joined) {
      needed(left, Kind.NUMBER);
      needed(right, Kind.NUMBER);
      return new Node(
          Kind.NUMBER,
          values ->
              left.step().of(values) instanceof BigDecimal one
                      && right.step().of(values) instanceof BigDecimal other
                  ? joined.apply(one, other)
                  : null);
    }

    private Node comparison(Node left, String sign, Node right) {
      same(left, right);
      return new Node(
          Kind.CONDITION,
          values -> {
            var one = left.step().of(values);
            var other = right.step().of(values);
            if (one == null || other == null) {
              return null;
            }
            var order = compare(one, other);
            return switch (sign) {
              case "<=" -> order <= 0;
              case ">=" -> order >= 0;
              case "!=" -> order != 0;
              case "<" -> order < 0;
              case ">" -> order > 0;
              default -> order == 0;
            };
          });
    }

    private static int compare(Object one, Object other) {
      return one instanceof BigDecimal number && other instanceof BigDecimal against
          ? number.compareTo(against)
          : one instanceof LocalDate date && other instanceof LocalDate against
              ? date.compareTo(against)
              : 0;
    }

    /** Two of the same kind, which no conditions are. */
    private Kind same(Node one, Node other) {
      needed(other, one.kind());
      if (typed && one.kind() == Kind.CONDITION) {
        throw wrong();
      }
      return one.kind();
    }

    private Node needed(Node node, Kind kind) {
      if (typed && node.kind() != kind) {
        throw wrong();
      }
      return node;
    }

    private void need(String sign) {
      if (!sees(sign)) {
        throw wrong();
      }
    }

    private boolean sees(String sign) {
      skip();
      if (!text.startsWith(sign, at)) {
        return false;
      }
      at += sign.length();
      return true;
    }

    private void skip() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }
  }
}
