package org.tangramcrm.platform.endpoints.internal;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.tangramcrm.customers.Customer;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.contract.Operation.Kind;
import org.tangramcrm.platform.contract.OperationModel;
import org.tangramcrm.platform.contract.PublishedContract;
import org.tangramcrm.platform.door.CallContext;
import org.tangramcrm.platform.door.Chain;
import org.tangramcrm.platform.door.Problem;
import org.tangramcrm.platform.endpoints.internal.shared.Json;

/** The chain without database and rules: authorises, demands a name, and calls. */
final class FakeChain implements Chain {
  private final Json json = new Json();
  CallContext last;
  boolean versionTellsAll = true;

  Customer copy(Customer customer) {
    return json.read(json.tree(customer), Customer.class, "");
  }

  @Override
  public Object call(
      PublishedContract contract,
      OperationModel operation,
      Object[] arguments,
      CallContext context) {
    last = context;
    if (context.caller() == null) {
      throw CrmException.of(Code.UNAUTHENTICATED);
    }
    if (!context.caller().may(operation.permission())) {
      throw CrmException.of(Code.FORBIDDEN);
    }
    for (var argument : arguments) {
      if (argument instanceof Customer customer
          && (customer.name == null || customer.name.isBlank())) {
        throw CrmException.invalid("name", "required");
      }
    }
    try {
      return operation.method().invoke(contract.service(), arguments);
    } catch (InvocationTargetException e) {
      throw (RuntimeException) e.getCause();
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public CrmException refused(
      PublishedContract contract,
      OperationModel operation,
      Object[] arguments,
      CrmException unread,
      CallContext context) {
    for (var argument : arguments) {
      if (argument instanceof Customer customer && customer.name == null) {
        unread.error("name", "required");
      }
    }
    return unread;
  }

  @Override
  public boolean versionTellsAll(PublishedContract contract) {
    return versionTellsAll;
  }

  @Override
  public Object patch(
      PublishedContract contract,
      long id,
      Integer version,
      UnaryOperator<Object> merge,
      CallContext context) {
    var read = contract.model().primary(Kind.READ).orElseThrow();
    var merged = (BusinessRecord) merge.apply(call(contract, read, new Object[] {id}, context));
    merged.version = version;
    return call(
        contract,
        contract.model().primary(Kind.REPLACE).orElseThrow(),
        new Object[] {id, merged},
        context);
  }

  @Override
  public <T> T atomically(CallContext context, Supplier<T> calls) {
    var customers = DoorsTest.customers;
    var before = new TreeMap<>(customers.rows);
    try {
      return calls.get();
    } catch (RuntimeException e) {
      customers.rows.clear();
      customers.rows.putAll(before);
      throw e;
    }
  }

  @Override
  public Problem problem(Throwable failure, CallContext context) {
    var refused = failure instanceof CrmException crm ? crm : CrmException.of(Code.INTERNAL);
    var title = context.locale().getLanguage().equals("zh") ? "问题" : refused.code.text();
    var retry = refused.code.status == 503 ? 5 : null;
    return new Problem(
        refused.code,
        title,
        title,
        List.copyOf(refused.errors),
        context.traceId(),
        refused.currentVersion,
        retry);
  }
}
