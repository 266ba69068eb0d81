package org.tangramcrm.platform.endpoints.internal.soap;

import java.util.List;
import java.util.Locale;
import javax.activation.DataHandler;
import javax.servlet.http.HttpServletRequest;
import org.apache.cxf.attachment.AttachmentImpl;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.binding.soap.interceptor.AbstractSoapInterceptor;
import org.apache.cxf.interceptor.AttachmentOutInterceptor;
import org.apache.cxf.message.Exchange;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.Phase;

/** Sends a file as a part of its own beside the answer (MTOM), to a caller who speaks of such. */
final class ContentOut extends AbstractSoapInterceptor {
  /** The part's name; there is one in a message at most. */
  static final String ID = "content@tangramcrm.org";

  private static final String KEY = ContentOut.class.getName();

  ContentOut() {
    super(Phase.PRE_STREAM);
    addBefore(AttachmentOutInterceptor.class.getName());
  }

  /** Whoever sends parts, or says that they take them. */
  static boolean wanted(HttpServletRequest request) {
    return mentions(request.getContentType(), "multipart/related")
        || mentions(request.getHeader("Accept"), "multipart/related")
        || mentions(request.getHeader("Accept"), "application/xop+xml");
  }

  private static boolean mentions(String header, String type) {
    return header != null && header.toLowerCase(Locale.ROOT).contains(type);
  }

  static void send(Exchange exchange, DataHandler content) {
    exchange.put(KEY, content);
  }

  @Override
  public void handleMessage(SoapMessage message) {
    if (message.getExchange().get(KEY) instanceof DataHandler content) {
      var part = new AttachmentImpl(ID, content);
      part.setXOP(true);
      message.setAttachments(List.of(part));
      message.put(Message.MTOM_ENABLED, Boolean.TRUE);
    }
  }
}
