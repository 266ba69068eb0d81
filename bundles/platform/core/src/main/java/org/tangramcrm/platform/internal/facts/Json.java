package org.tangramcrm.platform.internal.facts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/**
 * How the platform itself writes records down: as REST shows them, nulls and empty lists left out.
 */
public final class Json {
  private Json() {}

  /**
   * A mapper with caches of its own, for one module's records: a shared one would keep the classes
   * of every module that ever was.
   */
  public static ObjectMapper mapper() {
    return JsonMapper.builder()
        .typeFactory(TypeFactory.defaultInstance().withCache(new LRUMap<>(16, 256)))
        .addModule(new JavaTimeModule())
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .serializationInclusion(JsonInclude.Include.NON_EMPTY)
        .build();
  }
}
