package org.tangramcrm.platform.internal.contract;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.activation.DataHandler;
import javax.ws.rs.BeanParam;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.QueryParam;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.contract.Contract;
import org.tangramcrm.platform.contract.ContractModel;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.contract.FieldType;
import org.tangramcrm.platform.contract.Operation;
import org.tangramcrm.platform.contract.Operation.Kind;
import org.tangramcrm.platform.contract.OperationModel;

/**
 * Reads a contract from its interface and refuses one that breaks the rules, before anybody can
 * call it.
 */
public final class ModelReader {
  private static final Set<Class<? extends Annotation>> PLACED =
      Set.of(PathParam.class, QueryParam.class, HeaderParam.class, BeanParam.class);
  private static final List<Kind> AT_MOST_ONCE =
      List.of(Kind.READ, Kind.LIST, Kind.CREATE, Kind.REPLACE, Kind.DELETE);

  /** As layouts name them. */
  private static final Pattern SECTION = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,39}");

  private ModelReader() {}

  /**
   * @throws IllegalArgumentException naming the rule that the contract breaks
   */
  public static ContractModel read(Class<?> type) {
    var contract = type.getAnnotation(Contract.class);
    var path = type.getAnnotation(Path.class);
    check(type.isInterface() && contract != null, type, "is not an interface with @Contract");
    check(
        path != null && path.value().equals("/" + contract.value()),
        type,
        "needs @Path(\"/" + contract.value() + "\")");
    var operations = new ArrayList<OperationModel>();
    var names = new HashSet<String>();
    Arrays.stream(type.getMethods())
        .sorted(Comparator.comparing(Method::getName))
        .forEach(
            method -> {
              check(names.add(method.getName()), type, "overloads " + method.getName());
              operations.add(operation(type, method));
            });
    for (var kind : AT_MOST_ONCE) {
      check(
          operations.stream().filter(operation -> operation.kind() == kind).count() <= 1,
          type,
          "has several operations of kind " + kind);
    }
    check(
        contract.projectionOf().isEmpty()
            || operations.stream().noneMatch(operation -> operation.kind() == Kind.READ),
        type,
        "is a projection, whose records are found (FIND) and not read");
    for (var operation : operations) {
      var asFile = operation.asFile();
      check(
          asFile.isEmpty()
              || operations.stream()
                  .filter(other -> other.name().equals(asFile) && other.answersContent())
                  .anyMatch(
                      other ->
                          List.of(other.method().getParameterTypes())
                              .subList(0, operation.method().getParameterCount())
                              .equals(List.of(operation.method().getParameterTypes()))),
          type,
          "has no file " + asFile + " that is asked for as " + operation.name() + " is");
    }
    var record = contract.record() == BusinessRecord.class ? null : contract.record();
    var fields = record == null ? List.<FieldModel>of() : Fields.of(record);
    for (var field : fields) {
      var section = field.declaration().section();
      check(
          section.isEmpty() || SECTION.matcher(section).matches(),
          type,
          "has a section that no layout can name: " + section);
      for (var name : field.declaration().follows()) {
        check(
            fields.stream().anyMatch(other -> follows(other, name)),
            type,
            "has no field " + name + " that " + field.name() + " could follow from");
      }
    }
    return new ContractModel(
        contract.value(), type, record, contract.titleField(), List.copyOf(operations), fields);
  }

  /** By itself, or by a reference, of the record that is referred to. */
  private static boolean follows(FieldModel source, String name) {
    return source.name().equals(name)
        || !source.declaration().reference().isEmpty()
            && name.startsWith(source.name() + ".")
            && source.type() == FieldType.REFERENCE;
  }

  private static OperationModel operation(Class<?> type, Method method) {
    var operation = method.getAnnotation(Operation.class);
    check(operation != null, type, "names no permission for " + method.getName());
    int body = -1;
    var parameters = method.getParameterAnnotations();
    for (int i = 0; i < parameters.length; i++) {
      if (Arrays.stream(parameters[i])
          .noneMatch(annotation -> PLACED.contains(annotation.annotationType()))) {
        check(body < 0, type, "has two body parameters at " + method.getName());
        body = i;
      } else {
        check(
            method.getParameterTypes()[i] != DataHandler.class,
            type,
            "takes a file elsewhere than in the body at " + method.getName());
      }
    }
    return new OperationModel(method.getName(), method, operation.value(), operation.kind(), body);
  }

  private static void check(boolean holds, Class<?> type, String complaint) {
    if (!holds) {
      throw new IllegalArgumentException("Contract " + type.getName() + " " + complaint);
    }
  }
}
