package org.tangramcrm.platform.endpoints.internal.rest;

import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.function.Function;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.PathParam;
import javax.ws.rs.QueryParam;
import javax.ws.rs.ext.ParamConverter;
import javax.ws.rs.ext.ParamConverterProvider;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.endpoints.internal.shared.Calls;
import org.tangramcrm.platform.endpoints.internal.shared.DoorException;
import org.tangramcrm.platform.xml.InstantAdapter;
import org.tangramcrm.platform.xml.LocalDateAdapter;

/** Values in paths, query strings and headers. */
public final class Parameters implements ParamConverterProvider {
  private static final Map<Class<?>, Function<String, Object>> READERS =
      Map.of(
          Integer.class, Integer::valueOf,
          int.class, Integer::valueOf,
          Long.class, Long::valueOf,
          long.class, Long::valueOf,
          Boolean.class, Parameters::flag,
          boolean.class, Parameters::flag,
          LocalDate.class, LocalDateAdapter::read,
          Instant.class, InstantAdapter::read);

  @Override
  @SuppressWarnings("unchecked")
  public <T> ParamConverter<T> getConverter(Class<T> type, Type generic, Annotation[] annotations) {
    var reader = READERS.get(type);
    return reader == null ? null : (ParamConverter<T>) new Converter(reader, type, annotations);
  }

  private static Boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private record Converter(Function<String, Object> reader, Class<?> type, Annotation[] annotations)
      implements ParamConverter<Object> {
    @Override
    public Object fromString(String text) {
      var header = find(HeaderParam.class);
      if (header != null && header.value().equals("If-Match")) {
        return Calls.version(text);
      }
      try {
        return reader.apply(text);
      } catch (RuntimeException e) {
        if (find(PathParam.class) != null) {
          throw CrmException.notFound();
        }
        var query = find(QueryParam.class);
        var name = query != null ? query.value() : header != null ? header.value() : text;
        throw new DoorException(Code.MALFORMED, "parameter-value", name, type.getSimpleName())
            .at(name, "wrong-type");
      }
    }

    private <A extends Annotation> A find(Class<A> annotation) {
      for (var candidate : annotations) {
        if (annotation.isInstance(candidate)) {
          return annotation.cast(candidate);
        }
      }
      return null;
    }

    @Override
    public String toString(Object value) {
      return String.valueOf(value);
    }
  }
}
