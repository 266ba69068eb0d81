package org.tangramcrm.platform.endpoints.internal.soap;

import java.util.Locale;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.cxf.binding.soap.Soap11;
import org.apache.cxf.binding.soap.SoapFault;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.binding.soap.SoapVersion;
import org.apache.cxf.binding.soap.interceptor.AbstractSoapInterceptor;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.Phase;
import org.apache.cxf.transport.http.AbstractHTTPDestination;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.FieldError;
import org.tangramcrm.platform.door.Problem;
import org.tangramcrm.platform.endpoints.internal.shared.DoorException;
import org.tangramcrm.platform.endpoints.internal.shared.Problems;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Writes every failure, also those of CXF itself, as the one fault that all operations declare. */
final class Faults extends AbstractSoapInterceptor {
  private final String namespace;
  private final Problems problems;

  Faults(String namespace, Problems problems) {
    super(Phase.SETUP);
    this.namespace = namespace;
    this.problems = problems;
  }

  @Override
  public void handleMessage(SoapMessage message) {
    var in = message.getExchange().getInMessage();
    var request = (HttpServletRequest) in.get(AbstractHTTPDestination.HTTP_REQUEST);
    var failure = failure(message.getContent(Exception.class));
    var context = Problems.context(request, "soap", null);
    var problem = problems.of(failure, context);
    var status = Problems.status(failure, problem);
    var version = version(in, message, request, failure);
    message.setVersion(version);
    var fault =
        new SoapFault(problem.detail(), status < 500 ? version.getSender() : version.getReceiver());
    fault.setLang(context.locale().toLanguageTag());
    fault.setStatusCode(status == 401 || status == 503 ? status : 500);
    fault.setDetail(detail(problem));
    message.setContent(Exception.class, fault);
    var response = (HttpServletResponse) in.get(AbstractHTTPDestination.HTTP_RESPONSE);
    if (status == 401) {
      response.setHeader("WWW-Authenticate", "Basic realm=\"tangram\", charset=\"UTF-8\"");
    }
    if (problem.retryAfterSeconds() != null) {
      response.setHeader("Retry-After", problem.retryAfterSeconds().toString());
    }
  }

  /** A message that could not be read does not tell its version; what it was sent as does. */
  private static SoapVersion version(
      Message in, SoapMessage out, HttpServletRequest request, Throwable failure) {
    var unread = failure instanceof DoorException door && "xml".equals(door.messageKey);
    var type = request.getContentType();
    if (unread && type != null && type.toLowerCase(Locale.ROOT).startsWith("text/xml")) {
      return Soap11.getInstance();
    }
    return in instanceof SoapMessage soap ? soap.getVersion() : out.getVersion();
  }

  /**
   * A failure of which the cause is no code of ours came up before the call: the message could not
   * be read.
   */
  private static Throwable failure(Throwable thrown) {
    for (var cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof CrmException || cause instanceof SoapInvoker.Failed) {
        return cause instanceof SoapInvoker.Failed ? cause.getCause() : cause;
      }
    }
    return new DoorException(Code.MALFORMED, "xml");
  }

  private Element detail(Problem problem) {
    var document = document();
    var detail = document.createElement("detail");
    var fault = add(detail, "CrmFault", null);
    add(fault, "code", problem.code().text());
    add(fault, "message", problem.detail());
    for (FieldError error : problem.errors()) {
      var entry = add(fault, "errors", null);
      add(entry, "field", error.field);
      add(entry, "code", error.code);
      add(entry, "message", error.message);
    }
    add(fault, "traceId", problem.traceId());
    if (problem.currentVersion() != null) {
      add(fault, "currentVersion", problem.currentVersion().toString());
    }
    return detail;
  }

  private Element add(Element parent, String name, String text) {
    var element = parent.getOwnerDocument().createElementNS(namespace, name);
    if (text != null) {
      element.setTextContent(text);
    }
    parent.appendChild(element);
    return element;
  }

  static Document document() {
    try {
      return DocumentBuilderFactory.newInstance().newDocumentBuilder().newDocument();
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }
}
