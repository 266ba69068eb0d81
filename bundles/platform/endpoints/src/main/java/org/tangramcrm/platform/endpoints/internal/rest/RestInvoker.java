package org.tangramcrm.platform.endpoints.internal.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.activation.DataHandler;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.BeanParam;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.Response;
import org.apache.cxf.jaxrs.JAXRSInvoker;
import org.apache.cxf.message.Exchange;
import org.apache.cxf.transport.http.AbstractHTTPDestination;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.contract.Operation.Kind;
import org.tangramcrm.platform.contract.OperationModel;
import org.tangramcrm.platform.door.CallContext;
import org.tangramcrm.platform.endpoints.internal.content.Incoming;
import org.tangramcrm.platform.endpoints.internal.shared.Calls;
import org.tangramcrm.platform.endpoints.internal.shared.DoorException;
import org.tangramcrm.platform.endpoints.internal.shared.Problems;

/** Turns a matched request into a call, and its answer into HTTP. */
final class RestInvoker extends JAXRSInvoker {
  private final Calls calls;
  private final Bulk bulk;
  private final Map<Method, OperationModel> operations = new HashMap<>();
  private final Map<Method, Set<String>> parameters = new HashMap<>();
  private final Parameters converters = new Parameters();

  RestInvoker(Calls calls, Problems problems) {
    this.calls = calls;
    this.bulk = new Bulk(calls, problems);
    for (var operation : calls.model.operations()) {
      operations.put(operation.method(), operation);
      parameters.put(operation.method(), parameters(operation.method()));
    }
  }

  /** The names of an operation's query parameters. */
  static Set<String> parameters(Method method) {
    var names = new LinkedHashSet<String>();
    for (var parameter : method.getParameters()) {
      if (parameter.isAnnotationPresent(QueryParam.class)) {
        names.add(parameter.getAnnotation(QueryParam.class).value());
      } else if (parameter.isAnnotationPresent(BeanParam.class)) {
        Arrays.stream(parameter.getType().getFields())
            .filter(field -> field.isAnnotationPresent(QueryParam.class))
            .forEach(field -> names.add(field.getAnnotation(QueryParam.class).value()));
      }
    }
    if (method.getReturnType() == DataHandler.class) {
      names.add(ContentAnswer.INLINE);
    }
    return names;
  }

  @Override
  protected Object performInvocation(
      Exchange exchange, Object service, Method method, Object[] arguments) {
    var request =
        (HttpServletRequest) exchange.getInMessage().get(AbstractHTTPDestination.HTTP_REQUEST);
    var context = Problems.context(request, "rest", null);
    refuseUnknown(request, parameters.getOrDefault(method, Set.of()));
    var operation = operations.get(method);
    if (operation != null) {
      var accepted = accepted(operation, request);
      var all = Arrays.copyOf(arguments, accepted.method().getParameterCount());
      var unread = exchange.get(DoorException.class);
      if (unread != null) {
        throw calls.refused(accepted, all, unread, context);
      }
      return answer(accepted, all, request, context);
    } else if (method.getDeclaringClass() == Patching.class) {
      return ok(
          calls.patch(
              (long) arguments[0], (Integer) arguments[1], (JsonNode) arguments[2], context));
    }
    return bulk.run((JsonNode) arguments[0], context, request.getRequestURI());
  }

  /** The operation itself, or the one that gives the same as the file that alone is accepted. */
  private OperationModel accepted(OperationModel operation, HttpServletRequest request) {
    var accept = request.getHeader(HttpHeaders.ACCEPT);
    return operation.asFile().isEmpty()
            || accept == null
            || accept.contains("json")
            || accept.contains("*")
        ? operation
        : calls.model.operation(operation.asFile()).orElseThrow();
  }

  private static void refuseUnknown(HttpServletRequest request, Set<String> known) {
    if (request.getQueryString() == null) {
      return;
    }
    for (var pair : request.getQueryString().split("&")) {
      var name =
          java.net.URLDecoder.decode(
              pair.split("=", 2)[0], java.nio.charset.StandardCharsets.UTF_8);
      if (!name.isEmpty()) {
        refuseUnknown(name, known);
      }
    }
  }

  private static void refuseUnknown(String name, Set<String> known) {
    if (!known.contains(name)) {
      throw new DoorException(Code.UNKNOWN_PARAMETER, "parameter", name, String.join(", ", known))
          .at(name, "unknown-parameter");
    }
  }

  /** A form may say in its fields what otherwise stands in the query string. */
  private void fill(Method method, Object[] arguments, Map<String, String> fields) {
    fields.keySet().forEach(name -> refuseUnknown(name, parameters.get(method)));
    var declared = method.getParameters();
    for (int i = 0; i < declared.length; i++) {
      var query = declared[i].getAnnotation(QueryParam.class);
      if (query != null && arguments[i] == null && fields.containsKey(query.value())) {
        var text = fields.get(query.value());
        var converter =
            converters.getConverter(
                declared[i].getType(),
                declared[i].getParameterizedType(),
                declared[i].getAnnotations());
        arguments[i] = converter == null ? text : converter.fromString(text);
      }
    }
  }

  private Response answer(
      OperationModel operation,
      Object[] arguments,
      HttpServletRequest request,
      CallContext context) {
    if (operation.bodyParameter() >= 0
        && request.getHeader(HttpHeaders.IF_MATCH) != null
        && arguments[operation.bodyParameter()] instanceof BusinessRecord record) {
      record.version = Calls.version(request.getHeader(HttpHeaders.IF_MATCH));
    }
    if (operation.takesContent()) {
      fill(operation.method(), arguments, Incoming.fields(arguments[operation.bodyParameter()]));
    }
    var result = calls.call(operation, arguments, calls.digested(arguments, context));
    if (result instanceof DataHandler file) {
      return ContentAnswer.of(file, request);
    }
    if (operation.kind() != Kind.CREATE) {
      return operation.kind().writes()
          ? ok(result)
          : elsewhere(operation, arguments, result)
              .map(id -> located(id, result, request))
              .orElseGet(() -> read(result, request));
    }
    var created = Response.fromResponse(ok(result)).status(201);
    var id = calls.json.tree(result).path("id");
    return id.isValueNode()
        ? created.header("Location", root(request) + "/" + id.asText()).build()
        : created.build();
  }

  /** The record that answers where another one was asked for, which was merged into it. */
  private static Optional<Long> elsewhere(
      OperationModel operation, Object[] arguments, Object result) {
    return operation.kind() == Kind.READ
            && result instanceof BusinessRecord record
            && arguments[0] instanceof Long asked
            && !asked.equals(record.id)
        ? Optional.ofNullable(record.id)
        : Optional.empty();
  }

  /** Says where it is; in full, for a version that is known here is the other record's. */
  private Response located(long id, Object result, HttpServletRequest request) {
    return Response.fromResponse(ok(result))
        .header(HttpHeaders.CONTENT_LOCATION, root(request) + "/" + id)
        .build();
  }

  /** Where the collection's records are: some are created below it. */
  private String root(HttpServletRequest request) {
    var path = request.getRequestURI();
    var root = "/" + calls.model.collection();
    return path.substring(0, path.indexOf(root) + root.length());
  }

  private Response read(Object result, HttpServletRequest request) {
    var known = request.getHeader(HttpHeaders.IF_NONE_MATCH);
    if (known != null
        && result instanceof BusinessRecord record
        && record.version != null
        && calls.versionTellsAll()) {
      var matches =
          Arrays.stream(known.split(","))
              .anyMatch(tag -> tag.trim().replaceFirst("^W/", "").equals(tag(record)));
      if (matches) {
        return Response.notModified().header(HttpHeaders.ETAG, tag(record)).build();
      }
    }
    return ok(result);
  }

  private static Response ok(Object result) {
    if (result == null) {
      return Response.noContent().build();
    }
    var answer = Response.ok(result, "application/json");
    if (result instanceof BusinessRecord record && record.version != null) {
      answer.header(HttpHeaders.ETAG, tag(record));
    }
    return answer.build();
  }

  private static String tag(BusinessRecord record) {
    return "\"v" + record.version + "\"";
  }
}
