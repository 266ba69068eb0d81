package org.tangramcrm.itests;

import static java.util.stream.Collectors.joining;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericDeclaration;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a package promises to those outside: its public types with their visible members and the
 * annotations that can be seen at run time, one line each, indented below what they belong to.
 * Fields, record components and constants stand in the order of their declaration, which is the
 * order of elements in a WSDL; whatever Java gives no order is sorted.
 */
final class Signatures {
  private static final int VISIBLE = Modifier.PUBLIC | Modifier.PROTECTED;
  private static final int TOLD = VISIBLE | Modifier.ABSTRACT | Modifier.STATIC | Modifier.FINAL;

  private static final Set<String> OF_OBJECT = Set.of("equals", "hashCode", "toString");

  private final List<String> lines = new ArrayList<>();

  private Signatures() {}

  static List<String> of(String packageName, String version, Collection<Class<?>> types) {
    var signatures = new Signatures();
    var declaration = types.iterator().next().getPackage();
    signatures.lines.add("package " + packageName + " " + version);
    signatures.annotations("  ", declaration);
    types.stream()
        .filter(Signatures::visible)
        .sorted(Comparator.comparing(Class::getName))
        .forEach(signatures::type);
    return signatures.lines;
  }

  private static boolean visible(Class<?> type) {
    for (Class<?> outer = type; outer != null; outer = outer.getEnclosingClass()) {
      if ((outer.getModifiers() & VISIBLE) == 0) {
        return false;
      }
    }
    return !type.isAnonymousClass() && !type.isLocalClass();
  }

  private void type(Class<?> type) {
    lines.add("");
    lines.add(
        modifiers(
                type.isInterface() ? type.getModifiers() & ~Modifier.ABSTRACT : type.getModifiers())
            + kind(type)
            + " "
            + type.getName()
            + parameters(type)
            + parents(type));
    annotations("  ", type);
    for (var field : type.getDeclaredFields()) {
      if ((field.getModifiers() & VISIBLE) != 0 && !field.isSynthetic()) {
        field(field);
      }
    }
    if (type.isRecord()) {
      for (var component : type.getRecordComponents()) {
        lines.add("  component " + name(component.getAnnotatedType()) + " " + component.getName());
        annotations("    ", component);
      }
    }
    Arrays.stream(type.getDeclaredConstructors())
        .filter(Signatures::visible)
        .sorted(Comparator.comparing(Constructor::toString))
        .forEach(this::constructor);
    Arrays.stream(type.getDeclaredMethods())
        .filter(Signatures::visible)
        .filter(method -> !OF_OBJECT.contains(method.getName()))
        .sorted(Comparator.comparing(Method::getName).thenComparing(Method::toString))
        .forEach(this::method);
  }

  private static boolean visible(Executable member) {
    return (member.getModifiers() & VISIBLE) != 0 && !member.isSynthetic();
  }

  private static String kind(Class<?> type) {
    if (type.isAnnotation()) {
      return "@interface";
    } else if (type.isInterface()) {
      return "interface";
    } else if (type.isEnum()) {
      return "enum";
    }
    return type.isRecord() ? "record" : "class";
  }

  private static String parents(Class<?> type) {
    var parent = type.getGenericSuperclass();
    var implied =
        parent == null || parent == Object.class || type.isEnum() || parent == Record.class;
    return (implied ? "" : " extends " + name(parent))
        + Arrays.stream(type.getGenericInterfaces())
            .filter(promised -> promised != Annotation.class)
            .map(promised -> " : " + name(promised))
            .sorted()
            .collect(joining());
  }

  private void field(Field field) {
    lines.add(
        field.isEnumConstant()
            ? "  " + field.getName()
            : "  "
                + modifiers(field.getModifiers())
                + name(field.getAnnotatedType(), field)
                + " "
                + field.getName()
                + constant(field));
    annotations("    ", field);
  }

  /** Compilers copy it into whoever uses it. */
  private static String constant(Field field) {
    var type = field.getType();
    var copied = Modifier.STATIC | Modifier.FINAL;
    if ((field.getModifiers() & copied) != copied || !type.isPrimitive() && type != String.class) {
      return "";
    }
    try {
      return " = " + value(field.get(null));
    } catch (IllegalAccessException e) {
      return "";
    }
  }

  private void constructor(Constructor<?> constructor) {
    lines.add(
        "  "
            + modifiers(constructor.getModifiers())
            + parameters(constructor)
            + "new"
            + arguments(constructor));
    annotations("    ", constructor);
  }

  private void method(Method method) {
    var preset = method.getDefaultValue();
    lines.add(
        "  "
            + (method.isDefault() ? "default " : "")
            + modifiers(
                method.getDeclaringClass().isInterface()
                    ? method.getModifiers() & Modifier.STATIC
                    : method.getModifiers())
            + (method.getTypeParameters().length == 0 ? "" : parameters(method) + " ")
            + name(method.getAnnotatedReturnType(), method)
            + " "
            + method.getName()
            + arguments(method)
            + (preset == null ? "" : " default " + value(preset)));
    annotations("    ", method);
  }

  private static String arguments(Executable member) {
    var parameters =
        Arrays.stream(member.getParameters())
            .map(
                parameter ->
                    annotations(parameter).map(text -> text + " ").collect(joining())
                        + name(parameter.getAnnotatedType(), parameter)
                            .replaceFirst("\\[]$", parameter.isVarArgs() ? "..." : "[]")
                        + " "
                        + parameter.getName())
            .collect(joining(", ", "(", ")"));
    var thrown = member.getGenericExceptionTypes();
    return thrown.length == 0
        ? parameters
        : parameters
            + Arrays.stream(thrown).map(Signatures::name).collect(joining(", ", " throws ", ""));
  }

  private static String parameters(GenericDeclaration declaration) {
    var variables = declaration.getTypeParameters();
    return variables.length == 0
        ? ""
        : Arrays.stream(variables)
            .map(
                variable ->
                    variable.getName()
                        + Arrays.stream(variable.getBounds())
                            .filter(bound -> bound != Object.class)
                            .map(bound -> " extends " + name(bound))
                            .collect(joining()))
            .collect(joining(", ", "<", ">"));
  }

  private static String modifiers(int modifiers) {
    var told = Modifier.toString(modifiers & TOLD);
    return told.isEmpty() ? "" : told + " ";
  }

  // ---- types

  /** With the annotations of the type itself, unless they are told at its place already. */
  private static String name(AnnotatedType type, AnnotatedElement place) {
    var own =
        annotations(type)
            .filter(text -> annotations(place).noneMatch(text::equals))
            .map(text -> text + " ")
            .collect(joining());
    if (type instanceof AnnotatedParameterizedType generic) {
      return own
          + name(((ParameterizedType) generic.getType()).getRawType())
          + Arrays.stream(generic.getAnnotatedActualTypeArguments())
              .map(Signatures::name)
              .collect(joining(", ", "<", ">"));
    }
    return own + name(type.getType());
  }

  private static String name(AnnotatedType type) {
    return name(type, Signatures.class);
  }

  private static String name(Type type) {
    return type.getTypeName().replaceAll("\\bjava\\.(?:lang|util|time)\\.(?=[A-Z])", "");
  }

  // ---- annotations

  private void annotations(String indent, AnnotatedElement place) {
    annotations(place).map(text -> indent + text).forEach(lines::add);
  }

  private static Stream<String> annotations(AnnotatedElement place) {
    return Arrays.stream(place.getDeclaredAnnotations()).map(Signatures::value).sorted();
  }

  /** What an annotation says beyond its defaults. */
  private static String value(Object value) {
    if (value instanceof Annotation annotation) {
      var members =
          Arrays.stream(annotation.annotationType().getDeclaredMethods())
              .filter(
                  member -> !Objects.deepEquals(member.getDefaultValue(), get(member, annotation)))
              .sorted(Comparator.comparing(Method::getName))
              .map(member -> member.getName() + "=" + value(get(member, annotation)))
              .toList();
      return "@"
          + annotation.annotationType().getName()
          + (members.isEmpty() ? "" : "(" + String.join(", ", members) + ")");
    } else if (value.getClass().isArray()) {
      var items = new ArrayList<String>();
      for (int i = 0; i < Array.getLength(value); i++) {
        items.add(value(Array.get(value, i)));
      }
      return items.size() == 1 ? items.get(0) : "{" + String.join(", ", items) + "}";
    } else if (value instanceof Class<?> type) {
      return name(type);
    }
    return value instanceof String ? "\"" + value + "\"" : value.toString();
  }

  private static Object get(Method member, Annotation annotation) {
    try {
      return member.invoke(annotation);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
