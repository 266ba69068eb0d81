package org.tangramcrm.platform.contract;

import java.lang.reflect.Method;
import javax.activation.DataHandler;
import org.tangramcrm.platform.contract.Operation.Kind;

/**
 * An operation of a contract as the doors see it.
 *
 * @param name the method's name; unique in the contract
 * @param bodyParameter index of the parameter that a REST body fills, -1 where there is none
 */
public record OperationModel(
    String name, Method method, String permission, Kind kind, int bodyParameter) {

  /** Whether its body is a file. */
  public boolean takesContent() {
    return bodyParameter >= 0 && method.getParameterTypes()[bodyParameter] == DataHandler.class;
  }

  /** The operation that gives the same as a file ({@link Operation#asFile}); empty for none. */
  public String asFile() {
    var declared = method.getAnnotation(Operation.class);
    return declared == null ? "" : declared.asFile();
  }

  /** Whether it answers with a file. */
  public boolean answersContent() {
    return method.getReturnType() == DataHandler.class;
  }
}
