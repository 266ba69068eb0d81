package org.tangramcrm.platform.endpoints.internal.soap;

import java.util.Map;
import javax.xml.stream.XMLStreamReader;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.binding.soap.interceptor.AbstractSoapInterceptor;
import org.apache.cxf.interceptor.StaxInInterceptor;
import org.apache.cxf.phase.Phase;
import org.tangramcrm.platform.content.ContentLimits;

/** Has the files of a message put aside while it is read. */
final class ContentIn extends AbstractSoapInterceptor {
  private final Map<String, String> contents;
  private final ContentLimits limits;

  /**
   * @param contents name of the argument that is a file, by operation
   */
  ContentIn(Map<String, String> contents, ContentLimits limits) {
    super(Phase.POST_STREAM);
    addAfter(StaxInInterceptor.class.getName());
    this.contents = contents;
    this.limits = limits;
  }

  @Override
  public void handleMessage(SoapMessage message) {
    var reader = message.getContent(XMLStreamReader.class);
    if (reader != null) {
      var spool = new Spool(limits);
      message.getExchange().put(Spool.class, spool);
      message.setContent(XMLStreamReader.class, new ContentReader(reader, contents, spool));
    }
  }

  @Override
  public void handleFault(SoapMessage message) {
    close(message.getExchange().get(Spool.class));
  }

  static void close(Spool spool) {
    if (spool != null) {
      spool.close();
    }
  }
}
