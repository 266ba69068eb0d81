package org.tangramcrm.platform.endpoints.internal.rest;

import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.WebApplicationException;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.ExceptionMapper;
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
    if (thrown instanceof WebApplicationException web
        && web.getResponse().getHeaderString(HttpHeaders.ALLOW) != null) {
      answer.header(HttpHeaders.ALLOW, web.getResponse().getHeaderString(HttpHeaders.ALLOW));
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
      case 405 ->
          new DoorException(
              Code.MALFORMED,
              405,
              "method",
              request.getMethod(),
              response.getHeaderString(HttpHeaders.ALLOW));
      case 406 -> new DoorException(Code.MALFORMED, 406, "accept");
      case 415 -> new DoorException(Code.MALFORMED, 415, "content-type");
      case 400 -> new DoorException(Code.MALFORMED, "request");
      default -> thrown;
    };
  }
}
