package org.tangramcrm.platform.internal.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.door.CallContext;
import org.tangramcrm.platform.door.Problem;
import org.tangramcrm.platform.internal.text.Wording;

/**
 * Answers for what is refused before a request reaches its door: a fault below {@code /soap}, a
 * problem document elsewhere, with the same code.
 */
@Component(service = Problems.class)
public class Problems {
  private static final String SOAP_1_2 = "application/soap+xml";

  private final Wording wording;
  private final ObjectMapper json = new ObjectMapper();

  @Activate
  public Problems(@Reference Wording wording) {
    this.wording = wording;
  }

  public void write(HttpServletRequest request, HttpServletResponse response, CrmException refused)
      throws IOException {
    if (response.isCommitted()) {
      return;
    }
    var locale = locale(request);
    var problem = wording.of(refused, locale, UUID.randomUUID().toString());
    response.resetBuffer();
    response.setStatus(problem.code().status);
    response.setHeader("Cache-Control", "no-store");
    if (problem.retryAfterSeconds() != null) {
      response.setHeader("Retry-After", problem.retryAfterSeconds().toString());
    }
    var path = request.getRequestURI();
    byte[] body;
    if (path.startsWith("/soap/")) {
      var type = request.getContentType();
      body = fault(problem, path, response, type != null && type.startsWith(SOAP_1_2));
    } else {
      response.setContentType("application/problem+json");
      body = json.writeValueAsBytes(document(problem, path));
    }
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  private ObjectNode document(Problem problem, String path) {
    var document = json.createObjectNode();
    document.put("type", "urn:tangram:problem:" + problem.code().text());
    document.put("title", problem.title());
    document.put("status", problem.code().status);
    document.put("detail", problem.detail());
    document.put("instance", path);
    document.put("code", problem.code().text());
    document.put("traceId", problem.traceId());
    document.set("errors", json.valueToTree(problem.errors()));
    return document;
  }

  private static byte[] fault(
      Problem problem, String path, HttpServletResponse response, boolean soap12) {
    var detail = problem.detail();
    var collection = path.substring("/soap/".length()).split("[/?]")[0];
    var namespace = "urn:tangram:" + escape(collection) + ":1";
    var typed =
        "<CrmFault xmlns=\""
            + namespace
            + "\"><code>"
            + problem.code().text()
            + "</code><message>"
            + escape(detail)
            + "</message><traceId>"
            + problem.traceId()
            + "</traceId></CrmFault>";
    response.setContentType((soap12 ? SOAP_1_2 : "text/xml") + ";charset=UTF-8");
    var fault =
        soap12
            ? "<s:Fault><s:Code><s:Value>s:Receiver</s:Value></s:Code><s:Reason><s:Text xml:lang=\"en\">"
                + escape(detail)
                + "</s:Text></s:Reason><s:Detail>"
                + typed
                + "</s:Detail></s:Fault>"
            : "<s:Fault><faultcode>s:Server</faultcode><faultstring>"
                + escape(detail)
                + "</faultstring><detail>"
                + typed
                + "</detail></s:Fault>";
    var envelope =
        soap12
            ? "http://www.w3.org/2003/05/soap-envelope"
            : "http://schemas.xmlsoap.org/soap/envelope/";
    return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><s:Envelope xmlns:s=\""
            + envelope
            + "\"><s:Body>"
            + fault
            + "</s:Body></s:Envelope>")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static Locale locale(HttpServletRequest request) {
    return CallContext.language(
        request.getHeader("Accept-Language") == null
            ? List.of()
            : Collections.list(request.getLocales()));
  }
}
