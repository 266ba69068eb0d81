package org.tangramcrm.platform.endpoints.internal.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.ws.rs.Consumes;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.contract.Operation.Kind;
import org.tangramcrm.platform.door.CallContext;
import org.tangramcrm.platform.endpoints.internal.shared.Calls;
import org.tangramcrm.platform.endpoints.internal.shared.DoorException;
import org.tangramcrm.platform.endpoints.internal.shared.Problems;

/** Many records in one request: an item with an id replaces that record, any other is created. */
final class Bulk {
  static final int MAX_ITEMS = 1000;

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
      if (!Set.of("atomic", "items").contains(name)) {
        throw new DoorException(Code.UNKNOWN_FIELD, "field", name, "atomic, items")
            .at(name, "unknown-field");
      }
    }
    var answer = JsonNodeFactory.instance.objectNode();
    var results =
        request.path("atomic").asBoolean()
            ? atomic(items, context, instance)
            : each(items, context, instance);
    answer.putArray("results").addAll(results);
    return answer;
  }

  private List<ObjectNode> each(JsonNode items, CallContext context, String instance) {
    var results = new ArrayList<ObjectNode>();
    for (int i = 0; i < items.size(); i++) {
      try {
        results.add(applied(items.get(i), i, context));
      } catch (RuntimeException e) {
        results.add(refused(e, context, instance));
      }
    }
    return results;
  }

  private List<ObjectNode> atomic(JsonNode items, CallContext context, String instance) {
    var results = new ArrayList<ObjectNode>();
    try {
      // A transaction that collides with another is run again, hence the fresh start.
      return calls.chain.atomically(
          context,
          () -> {
            results.clear();
            for (int i = 0; i < items.size(); i++) {
              results.add(applied(items.get(i), i, context));
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

  private ObjectNode applied(JsonNode item, int index, CallContext context) {
    var replaces = item.hasNonNull("id");
    var operation = calls.model.primary(replaces ? Kind.REPLACE : Kind.CREATE).orElse(null);
    if (operation == null) {
      throw new DoorException(Code.MALFORMED, "request");
    }
    var record = calls.json.read(item, calls.model.recordType(), "items[" + index + "]");
    var arguments =
        replaces ? new Object[] {((BusinessRecord) record).id, record} : new Object[] {record};
    // One key cannot stand for many creates.
    var unkeyed =
        new CallContext(
            context.caller(), context.locale(), context.door(), context.traceId(), null, null);
    var result = JsonNodeFactory.instance.objectNode().put("status", replaces ? 200 : 201);
    if (calls.call(operation, arguments, unkeyed) instanceof BusinessRecord written) {
      result.put("id", String.valueOf(written.id));
    }
    return result;
  }

  private ObjectNode refused(RuntimeException failure, CallContext context, String instance) {
    var problem = problems.of(failure, context);
    var status = Problems.status(failure, problem);
    var result = JsonNodeFactory.instance.objectNode().put("status", status);
    result.set("problem", Problems.json(problem, status, instance));
    return result;
  }
}
