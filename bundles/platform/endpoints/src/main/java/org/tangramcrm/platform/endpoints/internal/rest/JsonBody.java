package org.tangramcrm.platform.endpoints.internal.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Arrays;
import javax.activation.DataHandler;
import javax.validation.constraints.NotNull;
import javax.ws.rs.Consumes;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.MultivaluedMap;
import javax.ws.rs.ext.MessageBodyReader;
import javax.ws.rs.ext.MessageBodyWriter;
import org.apache.cxf.phase.PhaseInterceptorChain;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.endpoints.internal.shared.DoorException;
import org.tangramcrm.platform.endpoints.internal.shared.Json;

/** Bodies of requests and answers. */
@Consumes({"application/json", "application/*+json"})
@Produces({"application/json", "application/*+json"})
public final class JsonBody implements MessageBodyReader<Object>, MessageBodyWriter<Object> {
  static final int MAX_BYTES = 8 << 20;

  private final Json json;

  JsonBody(Json json) {
    this.json = json;
  }

  @Override
  public boolean isReadable(
      Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
    // A file may well be JSON; it is a file all the same.
    return type != DataHandler.class;
  }

  @Override
  public Object readFrom(
      Class<Object> type,
      Type generic,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream body)
      throws IOException {
    var content = body.readNBytes(MAX_BYTES + 1);
    if (content.length > MAX_BYTES) {
      throw new DoorException(Code.TOO_LARGE, "body-size", String.valueOf(MAX_BYTES));
    }
    if (content.length == 0 && Arrays.stream(annotations).noneMatch(NotNull.class::isInstance)) {
      return null;
    }
    try {
      return JsonNode.class.isAssignableFrom(type)
          ? json.read(content, JsonNode.class)
          : json.read(content, type);
    } catch (DoorException e) {
      if (e.readable == null) {
        throw e;
      }
      // Refused once it is known who calls, and what else is wrong.
      PhaseInterceptorChain.getCurrentMessage().getExchange().put(DoorException.class, e);
      return e.readable;
    }
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
    return true;
  }

  @Override
  public void writeTo(
      Object value,
      Class<?> type,
      Type generic,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream body)
      throws IOException {
    body.write(json.write(value));
  }
}
