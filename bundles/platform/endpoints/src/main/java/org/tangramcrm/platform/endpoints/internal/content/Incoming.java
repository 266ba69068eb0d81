package org.tangramcrm.platform.endpoints.internal.content;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import javax.activation.DataHandler;
import javax.activation.DataSource;

/**
 * A file on its way in. It can be read once, while the request lasts.
 *
 * @param name as the sender called it; null where they did not
 * @param fields what else the sender's form told, by name
 */
public record Incoming(
    String name, String contentType, InputStream stream, Map<String, String> fields)
    implements DataSource {

  /** The fields of the form that a file came in; none where it came by itself. */
  public static Map<String, String> fields(Object argument) {
    return argument instanceof DataHandler handler
            && handler.getDataSource() instanceof Incoming incoming
        ? incoming.fields
        : Map.of();
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public String getContentType() {
    return contentType == null ? "application/octet-stream" : contentType;
  }

  @Override
  public InputStream getInputStream() {
    return stream;
  }

  @Override
  public OutputStream getOutputStream() {
    throw new UnsupportedOperationException();
  }
}
