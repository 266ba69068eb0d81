package org.tangramcrm.platform.endpoints.internal.shared;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.text.MessageFormat;
import java.util.Collections;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.servlet.http.HttpServletRequest;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.FieldError;
import org.tangramcrm.platform.door.CallContext;
import org.tangramcrm.platform.door.Chain;
import org.tangramcrm.platform.door.Problem;
import org.tangramcrm.platform.identity.Caller;

/** Who calls in which language, and what their failures look like. */
public final class Problems {
  /** Where the authentication in front of the doors leaves the caller. */
  public static final String CALLER = "org.tangramcrm.caller";

  private static final String TRACE = Problems.class.getName() + ".trace";

  private final Chain chain;

  public Problems(Chain chain) {
    this.chain = chain;
  }

  public static CallContext context(HttpServletRequest request, String door, String digest) {
    var caller = (Caller) request.getAttribute(CALLER);
    var locale =
        request.getHeader("Accept-Language") != null
            ? CallContext.language(Collections.list(request.getLocales()))
            : caller != null && caller.locale() != null ? caller.locale() : Locale.ENGLISH;
    var trace = (String) request.getAttribute(TRACE);
    if (trace == null) {
      trace = "%016x".formatted(ThreadLocalRandom.current().nextLong());
      request.setAttribute(TRACE, trace);
    }
    return new CallContext(
        caller, locale, door, trace, request.getHeader("Idempotency-Key"), digest);
  }

  public Problem of(Throwable failure, CallContext context) {
    var problem = chain.problem(failure, context);
    if (!(failure instanceof DoorException refused)) {
      return problem;
    }
    var locale = context.locale();
    var detail =
        refused.errors.size() > 1
            ? text(locale, "several")
            : text(locale, refused.messageKey, refused.arguments);
    return new Problem(
        problem.code(),
        problem.title(),
        detail,
        IntStream.range(0, refused.errors.size())
            .mapToObj(
                at ->
                    refused.errors.get(at) instanceof DoorException.Told told
                        ? FieldError.of(
                            told.field, told.code, text(locale, told.messageKey, told.arguments))
                        : problem.errors().get(at))
            .toList(),
        problem.traceId(),
        refused.currentVersion,
        problem.retryAfterSeconds());
  }

  private static String text(Locale locale, String key, Object... arguments) {
    var texts =
        ResourceBundle.getBundle(
            "org.tangramcrm.platform.endpoints.internal.messages",
            locale,
            Problems.class.getClassLoader(),
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    return new MessageFormat(texts.getString(key), locale)
        .format(Stream.of(arguments).map(argument -> named(texts, argument)).toArray());
  }

  /** What types of Java are called by people. */
  private static Object named(ResourceBundle texts, Object argument) {
    return texts.containsKey("type." + argument) ? texts.getString("type." + argument) : argument;
  }

  /** HTTP status of a failure. */
  public static int status(Throwable failure, Problem problem) {
    return failure instanceof DoorException refused ? refused.status : problem.code().status;
  }

  /** The problem as RFC 9457 wants it. */
  public static ObjectNode json(Problem problem, int status, String instance) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("type", "urn:tangram:problem:" + problem.code().text());
    json.put("title", problem.title());
    json.put("status", status);
    json.put("detail", problem.detail());
    json.put("instance", instance);
    json.put("code", problem.code().text());
    json.put("traceId", problem.traceId());
    if (problem.currentVersion() != null) {
      json.put("currentVersion", problem.currentVersion());
    }
    var errors = json.putArray("errors");
    for (var error : problem.errors()) {
      errors
          .addObject()
          .put("field", error.field)
          .put("code", error.code)
          .put("message", error.message);
    }
    return json;
  }

  /** Nothing is published under the path. */
  public static DoorException nothingAt(String path) {
    return new DoorException(Code.NOT_FOUND, "path", path);
  }
}
