package org.tangramcrm.platform.endpoints.internal.rest;

import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Map;
import javax.activation.DataHandler;
import javax.ws.rs.Consumes;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.MultivaluedMap;
import javax.ws.rs.ext.MessageBodyReader;
import org.tangramcrm.platform.content.ContentLimits;
import org.tangramcrm.platform.endpoints.internal.content.Form;
import org.tangramcrm.platform.endpoints.internal.content.Incoming;

/** Files in requests: the body as it is, or the file of a form. Read by whoever keeps them. */
@Consumes("*/*")
public final class ContentBody implements MessageBodyReader<DataHandler> {
  /** What a form may need around its file. */
  private static final long FORM = 256 * 1024;

  private final ContentLimits limits;

  ContentBody(ContentLimits limits) {
    this.limits = limits;
  }

  @Override
  public boolean isReadable(
      Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
    return type == DataHandler.class;
  }

  @Override
  public DataHandler readFrom(
      Class<DataHandler> type,
      Type generic,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream body) {
    var contentType = headers.getFirst(HttpHeaders.CONTENT_TYPE);
    var form = Form.is(contentType);
    if (announced(headers) > limits.maxBytes() + (form ? FORM : 0)) {
      throw limits.tooLarge();
    }
    return new DataHandler(
        form ? Form.read(contentType, body) : new Incoming(null, contentType, body, Map.of()));
  }

  private static long announced(MultivaluedMap<String, String> headers) {
    var length = headers.getFirst(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? -1 : Long.parseLong(length.trim());
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
