package org.tangramcrm.platform.endpoints.internal.soap;

import java.util.Set;
import javax.servlet.http.HttpServletRequest;
import javax.xml.namespace.QName;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.binding.soap.interceptor.AbstractSoapInterceptor;
import org.apache.cxf.phase.Phase;
import org.apache.cxf.transport.http.AbstractHTTPDestination;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.endpoints.internal.shared.DoorException;
import org.tangramcrm.platform.endpoints.internal.shared.Problems;
import org.tangramcrm.platform.identity.Authenticator;
import org.w3c.dom.Element;

/**
 * Signs a caller in by a WS-Security UsernameToken with PasswordText, where HTTP brought no
 * credentials.
 */
final class Security extends AbstractSoapInterceptor {
  private static final String WSSE =
      "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
  private static final QName HEADER = new QName(WSSE, "Security");
  private static final String DIGEST = "#PasswordDigest";

  private final Authenticator authenticator;

  Security(Authenticator authenticator) {
    // Before the body is read, which may hold a file.
    super(Phase.PRE_PROTOCOL);
    this.authenticator = authenticator;
  }

  @Override
  public Set<QName> getUnderstoodHeaders() {
    return Set.of(HEADER);
  }

  @Override
  public void handleMessage(SoapMessage message) {
    var request = (HttpServletRequest) message.get(AbstractHTTPDestination.HTTP_REQUEST);
    if (request.getAttribute(Problems.CALLER) != null) {
      return;
    }
    var header = message.getHeader(HEADER);
    if (header == null || !(header.getObject() instanceof Element security)) {
      throw refused();
    }
    var user = find(security, "Username");
    var password = find(security, "Password");
    if (user == null || password == null || password.getAttribute("Type").endsWith(DIGEST)) {
      throw refused();
    }
    var caller =
        authenticator.password(
            user.getTextContent().trim(),
            password.getTextContent().toCharArray(),
            request.getRemoteAddr());
    request.setAttribute(Problems.CALLER, caller);
  }

  private static Element find(Element security, String name) {
    return (Element) security.getElementsByTagNameNS(WSSE, name).item(0);
  }

  private static DoorException refused() {
    return new DoorException(Code.UNAUTHENTICATED, "signed-in");
  }
}
