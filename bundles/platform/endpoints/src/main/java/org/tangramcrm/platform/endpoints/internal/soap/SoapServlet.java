package org.tangramcrm.platform.endpoints.internal.soap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.xml.transform.dom.DOMSource;
import javax.xml.ws.BindingType;
import javax.xml.ws.Provider;
import javax.xml.ws.Service;
import javax.xml.ws.ServiceMode;
import javax.xml.ws.WebServiceProvider;
import javax.xml.ws.soap.SOAPBinding;
import org.apache.cxf.jaxws.EndpointImpl;
import org.apache.cxf.staxutils.StaxUtils;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.content.ContentLimits;
import org.tangramcrm.platform.contract.ContractModel;
import org.tangramcrm.platform.contract.OperationModel;
import org.tangramcrm.platform.contract.PublishedContract;
import org.tangramcrm.platform.endpoints.internal.shared.Calls;
import org.tangramcrm.platform.endpoints.internal.shared.DoorException;
import org.tangramcrm.platform.endpoints.internal.shared.DoorServlet;
import org.tangramcrm.platform.endpoints.internal.shared.Problems;
import org.tangramcrm.platform.identity.Authenticator;

/** The door of SOAP: one endpoint per contract, for SOAP 1.1 and 1.2. */
public final class SoapServlet extends DoorServlet {
  private static final long serialVersionUID = 1L;

  private final transient Problems problems;
  private final transient Authenticator authenticator;
  private final transient ContentLimits limits;
  private final transient Map<String, Described> descriptions = new ConcurrentHashMap<>();

  /**
   * What JAX-WS sees of a contract: any element comes in, any goes out. A SOAP 1.2 endpoint takes
   * 1.1 as well.
   */
  @WebServiceProvider
  @ServiceMode(Service.Mode.PAYLOAD)
  @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
  static final class Payload implements Provider<DOMSource> {
    @Override
    public DOMSource invoke(DOMSource request) {
      throw new UnsupportedOperationException("The invoker makes the call");
    }
  }

  public SoapServlet(Problems problems, Authenticator authenticator, ContentLimits limits) {
    super("soap", problems);
    this.problems = problems;
    this.authenticator = authenticator;
    this.limits = limits;
  }

  /** Publishes a contract until the answer is run. */
  public Runnable publish(Calls calls) {
    var wsdl = new Wsdl(calls.model);
    var path = "/" + calls.model.collection();
    var endpoint = new EndpointImpl(getBus(), new Payload());
    endpoint.setInvoker(new SoapInvoker(calls, wsdl.namespace()));
    endpoint.getInInterceptors().add(new Security(authenticator));
    endpoint.getOutFaultInterceptors().add(new Faults(wsdl.namespace(), problems));
    exchangeContents(endpoint, calls.model);
    endpoint.publish(path);
    descriptions.put(path, new Described(calls.contract, calls.model, wsdl));
    return () -> {
      descriptions.remove(path);
      endpoint.stop();
    };
  }

  /**
   * @param model that the description was written for
   */
  private record Described(PublishedContract contract, ContractModel model, Wsdl wsdl) {}

  /** Written anew where the company changed the fields that it added; null where nothing is. */
  private Wsdl wsdl(String path) {
    var described = path == null ? null : descriptions.get(path);
    if (described == null) {
      return null;
    }
    var model = described.contract().model();
    if (model.equals(described.model())) {
      return described.wsdl();
    }
    var now = new Described(described.contract(), model, new Wsdl(model));
    descriptions.replace(path, described, now);
    return now.wsdl();
  }

  private void exchangeContents(EndpointImpl endpoint, ContractModel model) {
    var taken =
        model.operations().stream()
            .filter(OperationModel::takesContent)
            .collect(
                Collectors.toMap(
                    OperationModel::name,
                    operation ->
                        operation.method().getParameters()[operation.bodyParameter()].getName()));
    if (!taken.isEmpty()) {
      endpoint.getInInterceptors().add(new ContentIn.Bounds(limits));
      endpoint.getInInterceptors().add(new ContentIn(taken, limits));
      // A file that stands in the message as text is read piece by piece; its length is bounded
      // there.
      endpoint.setProperties(Map.of(StaxUtils.MAX_TEXT_LENGTH, Integer.MAX_VALUE));
    }
    if (model.operations().stream().anyMatch(OperationModel::answersContent)) {
      endpoint.getOutInterceptors().add(new ContentOut());
    }
  }

  @Override
  protected boolean handled(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (super.handled(request, response)) {
      return true;
    }
    var method = request.getMethod();
    if (method.equals("POST")) {
      return false;
    }
    var wsdl = wsdl(request.getPathInfo());
    var asked =
        request.getQueryString() != null
            && request.getQueryString().toLowerCase(java.util.Locale.ROOT).startsWith("wsdl");
    if (wsdl == null || !asked || !(method.equals("GET") || method.equals("HEAD"))) {
      response.setHeader("Allow", "POST");
      refuse(
          request,
          response,
          new DoorException(Code.MALFORMED, 405, "method", method, "POST, GET ?wsdl"));
      return true;
    }
    var text = wsdl.text(request.getRequestURL().toString()).getBytes(StandardCharsets.UTF_8);
    response.setContentType("text/xml;charset=UTF-8");
    response.setContentLength(text.length);
    response.getOutputStream().write(text);
    return true;
  }
}
