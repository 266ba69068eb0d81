package org.tangramcrm.platform.endpoints.internal.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.ws.rs.Consumes;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.contract.ContractModel;
import org.tangramcrm.platform.contract.Operation.Kind;
import org.tangramcrm.platform.contract.OperationModel;
import org.tangramcrm.platform.door.CallContext;
import org.tangramcrm.platform.endpoints.internal.shared.Calls;
import org.tangramcrm.platform.endpoints.internal.shared.DoorException;
import org.tangramcrm.platform.endpoints.internal.shared.Problems;

/**
 * Many records in one request. Without an action, an item with an id replaces that record and any
 * other is created; with one, each item names by id and version the record that it is done to:
 * {@code patch} with the changes beside them, {@code delete}, or an action of the contract that
 * needs nothing but the record.
 */
public final class Bulk {
  static final int MAX_ITEMS = 1000;
  static final String PATCH = "patch";
  static final String DELETE = "delete";

  private static final Set<String> MEMBERS = new TreeSet<>(Set.of("action", "atomic", "items"));

  private final Calls calls;
  private final Problems problems;

  /** What JAX-RS sees of it. */
  @Path("/")
  @Consumes("application/json")
  @Produces("application/json")
  public interface Resource {
    @POST
    @Path("/bulk")
    Object bulk(JsonNode request);
  }

  Bulk(Calls calls, Problems problems) {
    this.calls = calls;
    this.problems = problems;
  }

  ObjectNode run(JsonNode request, CallContext context, String instance) {
    var items = request.path("items");
    if (!items.isArray()
        || items.isEmpty()
        || items.size() > MAX_ITEMS
        || !(request.path("atomic").isBoolean() || request.path("atomic").isMissingNode())) {
      throw new DoorException(Code.MALFORMED, "bulk-items", String.valueOf(MAX_ITEMS));
    }
    for (var name : (Iterable<String>) request::fieldNames) {
      if (!MEMBERS.contains(name)) {
        throw new DoorException(Code.UNKNOWN_FIELD, "field", name, String.join(", ", MEMBERS))
            .at(name, "unknown-field");
      }
    }
    var apply = action(request.path("action"));
    var answer = JsonNodeFactory.instance.objectNode();
    var results =
        request.path("atomic").asBoolean()
            ? atomic(items, apply, context, instance)
            : each(items, apply, context, instance);
    answer.putArray("results").addAll(results);
    return answer;
  }

  private List<ObjectNode> each(
      JsonNode items, Action apply, CallContext context, String instance) {
    var results = new ArrayList<ObjectNode>();
    for (int i = 0; i < items.size(); i++) {
      try {
        results.add(apply.to(items.get(i), i, context));
      } catch (RuntimeException e) {
        results.add(refused(e, context, instance));
      }
    }
    return results;
  }

  private List<ObjectNode> atomic(
      JsonNode items, Action apply, CallContext context, String instance) {
    var results = new ArrayList<ObjectNode>();
    try {
      // A transaction that collides with another is run again, hence the fresh start.
      return calls.chain.atomically(
          context,
          () -> {
            results.clear();
            for (int i = 0; i < items.size(); i++) {
              results.add(apply.to(items.get(i), i, context));
            }
            return results;
          });
    } catch (RuntimeException e) {
      int failed = results.size();
      if (failed == items.size()) {
        throw e;
      }
      var notApplied = new DoorException(Code.CONFLICT, "bulk-not-applied", String.valueOf(failed));
      results.clear();
      for (int i = 0; i < items.size(); i++) {
        results.add(refused(i == failed ? e : notApplied, context, instance));
      }
      return results;
    }
  }

  /** What is done to each item. */
  @FunctionalInterface
  private interface Action {
    ObjectNode to(JsonNode item, int index, CallContext context);
  }

  /** The actions that a contract takes in bulk, beside creating and replacing. */
  public static Set<String> actions(ContractModel model) {
    var names = new TreeSet<String>();
    if (model.patchable()) {
      names.add(PATCH);
    }
    if (model.primary(Kind.DELETE).isPresent()) {
      names.add(DELETE);
    }
    model.operations().stream()
        .filter(
            operation ->
                operation.kind() == Kind.ACTION
                    && Arrays.equals(
                        operation.method().getParameterTypes(), new Class<?>[] {long.class}))
        .map(OperationModel::name)
        .forEach(names::add);
    return names;
  }

  private Action action(JsonNode named) {
    if (named.isMissingNode()) {
      return this::saved;
    }
    var name = named.asText();
    if (!named.isTextual() || !actions(calls.model).contains(name)) {
      throw new DoorException(
              Code.MALFORMED, "bulk-action", String.join(", ", actions(calls.model)))
          .at("action", "unknown-code");
    }
    return switch (name) {
      case PATCH -> this::patched;
      case DELETE -> this::deleted;
      default -> (item, index, context) -> acted(name, item, index, context);
    };
  }

  private ObjectNode saved(JsonNode item, int index, CallContext context) {
    var replaces = item.hasNonNull("id");
    var operation = calls.model.primary(replaces ? Kind.REPLACE : Kind.CREATE).orElse(null);
    if (operation == null) {
      throw new DoorException(Code.MALFORMED, "request");
    }
    var record = calls.json.read(item, calls.model.recordType(), at(index));
    var arguments =
        replaces ? new Object[] {((BusinessRecord) record).id, record} : new Object[] {record};
    return done(
        replaces ? 200 : 201, calls.call(operation, arguments, keyed(context, index, arguments)));
  }

  private ObjectNode patched(JsonNode item, int index, CallContext context) {
    var target = target(item, index);
    var change = ((ObjectNode) item).deepCopy();
    change.remove(List.of("id", "version"));
    return done(200, calls.patch(target.id, target.version, change, unkeyed(context)));
  }

  private ObjectNode deleted(JsonNode item, int index, CallContext context) {
    var target = alone(item, index);
    var operation = calls.model.primary(Kind.DELETE).orElseThrow();
    var arguments =
        Arrays.stream(operation.method().getParameterTypes())
            .map(type -> type == Integer.class ? (Object) target.version : (Object) target.id)
            .toArray();
    calls.call(operation, arguments, unkeyed(context));
    return done(204, null);
  }

  private ObjectNode acted(String name, JsonNode item, int index, CallContext context) {
    var operation = calls.model.operation(name).orElseThrow();
    var target = alone(item, index);
    var arguments = new Object[] {target.id};
    return done(200, calls.call(operation, arguments, keyed(context, index, arguments)));
  }

  private static ObjectNode done(int status, Object answer) {
    var result = JsonNodeFactory.instance.objectNode().put("status", status);
    if (answer instanceof BusinessRecord written) {
      result.put("id", String.valueOf(written.id));
      result.put("version", written.version);
    }
    return result;
  }

  /** The record that an item is about. */
  public static final class Target {
    public Long id;
    public Integer version;
  }

  private Target target(JsonNode item, int index) {
    var named = JsonNodeFactory.instance.objectNode();
    if (item instanceof ObjectNode object) {
      for (var name : List.of("id", "version")) {
        if (object.hasNonNull(name)) {
          named.set(name, object.get(name));
        }
      }
    }
    return checked(calls.json.read(named, Target.class, at(index)), index);
  }

  /** As {@link #target}, where the item says nothing else. */
  private Target alone(JsonNode item, int index) {
    return checked(calls.json.read(item, Target.class, at(index)), index);
  }

  private static Target checked(Target target, int index) {
    if (target == null || target.id == null) {
      var field = at(index) + ".id";
      throw new DoorException(Code.MALFORMED, "field-value", field, "Long").at(field, "required");
    }
    return target;
  }

  private static String at(int index) {
    return "items[" + index + "]";
  }

  /** Each item by itself is what a repeated request repeats. */
  private CallContext keyed(CallContext context, int index, Object[] arguments) {
    if (context.idempotencyKey() == null) {
      return context;
    }
    return calls.digested(
        arguments,
        new CallContext(
            context.caller(),
            context.locale(),
            context.door(),
            context.traceId(),
            context.idempotencyKey() + "#" + index,
            null));
  }

  /** What names a version is refused by itself when it comes again. */
  private static CallContext unkeyed(CallContext context) {
    return new CallContext(
        context.caller(), context.locale(), context.door(), context.traceId(), null, null);
  }

  private ObjectNode refused(RuntimeException failure, CallContext context, String instance) {
    var problem = problems.of(failure, context);
    var status = Problems.status(failure, problem);
    var result = JsonNodeFactory.instance.objectNode().put("status", status);
    result.set("problem", Problems.json(problem, status, instance));
    return result;
  }
}
