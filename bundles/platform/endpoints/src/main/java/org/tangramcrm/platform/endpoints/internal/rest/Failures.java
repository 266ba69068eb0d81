package org.tangramcrm.platform.endpoints.internal.rest;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.WebApplicationException;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.ExceptionMapper;
import org.apache.cxf.jaxrs.impl.MetadataMap;
import org.apache.cxf.jaxrs.model.URITemplate;
import org.apache.cxf.jaxrs.utils.HttpUtils;
import org.apache.cxf.jaxrs.utils.JAXRSUtils;
import org.apache.cxf.transport.http.AbstractHTTPDestination;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.endpoints.internal.shared.DoorException;
import org.tangramcrm.platform.endpoints.internal.shared.Problems;

/** Writes every failure, also those of CXF itself, as problem+json. */
public final class Failures implements ExceptionMapper<Throwable> {
  private final Problems problems;

  Failures(Problems problems) {
    this.problems = problems;
  }

  @Override
  public Response toResponse(Throwable thrown) {
    var request =
        (HttpServletRequest)
            JAXRSUtils.getCurrentMessage().get(AbstractHTTPDestination.HTTP_REQUEST);
    var failure = failure(thrown, request);
    var problem = problems.of(failure, Problems.context(request, "rest", null));
    var status = Problems.status(failure, problem);
    var answer =
        Response.status(status)
            .type("application/problem+json")
            .entity(Problems.json(problem, status, request.getRequestURI()));
    if (problem.currentVersion() != null) {
      answer.header(HttpHeaders.ETAG, "\"v" + problem.currentVersion() + "\"");
    }
    if (problem.retryAfterSeconds() != null) {
      answer.header(HttpHeaders.RETRY_AFTER, problem.retryAfterSeconds());
    }
    if (status == 401) {
      answer.header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"tangram\", charset=\"UTF-8\"");
    }
    if (status == 405) {
      answer.header(HttpHeaders.ALLOW, String.join(", ", allowed()));
    }
    return answer.build();
  }

  private static Throwable failure(Throwable thrown, HttpServletRequest request) {
    for (var cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof CrmException) {
        return cause;
      }
    }
    if (!(thrown instanceof WebApplicationException web)) {
      return thrown;
    }
    var response = web.getResponse();
    return switch (response.getStatus()) {
      case 404 -> Problems.nothingAt(request.getRequestURI());
      case 405 -> {
        var allowed = allowed();
        yield allowed.isEmpty()
            ? Problems.nothingAt(request.getRequestURI())
            : new DoorException(
                Code.MALFORMED, 405, "method", request.getMethod(), String.join(", ", allowed));
      }
      case 406 -> new DoorException(Code.MALFORMED, 406, "accept");
      case 415 -> new DoorException(Code.MALFORMED, 415, "content-type");
      case 400 -> new DoorException(Code.MALFORMED, "request");
      default -> thrown;
    };
  }

  /**
   * The methods that there are at the path of the request, none where nothing is there: CXF tells
   * those of all paths of a contract.
   */
  private static Set<String> allowed() {
    var message = JAXRSUtils.getCurrentMessage();
    var path = HttpUtils.getPathToMatch(message, true);
    var methods = new TreeSet<String>();
    for (var root : JAXRSUtils.getRootResources(message)) {
      rest(root.getURITemplate(), path)
          .ifPresent(
              below ->
                  root.getMethodDispatcher().getOperationResourceInfos().stream()
                      .filter(operation -> operation.getHttpMethod() != null)
                      .filter(
                          operation ->
                              rest(operation.getURITemplate(), below)
                                  .filter(rest -> rest.isEmpty() || rest.equals("/"))
                                  .isPresent())
                      .forEach(operation -> methods.add(operation.getHttpMethod())));
    }
    return methods;
  }

  /** What of a path comes behind a template; nothing where that does not fit. */
  private static Optional<String> rest(URITemplate template, String path) {
    var found = new MetadataMap<String, String>();
    return template.match(path, found)
        ? Optional.ofNullable(found.getFirst(URITemplate.FINAL_MATCH_GROUP))
        : Optional.empty();
  }
}
