package org.tangramcrm.platform.internal.store;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotNull;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.contract.FieldModel;

/**
 * What an installation demands of fields beside what contracts do: that they are filled, and that
 * no two records have the same there (M-3) or look alike (M-16).
 */
@Component(service = Demands.class, configurationPid = "org.tangramcrm.fields")
public class Demands {
  private static final Logger LOG = LoggerFactory.getLogger(Demands.class);

  private static final String REQUIRED = "required.";
  private static final String UNIQUE = "unique.";
  private static final String DUPLICATES = "duplicates.";

  /** What becomes of a record that looks like another (M-16). */
  enum Duplicates {
    /** It is refused. */
    BLOCK,
    /** Whoever reads it is told. */
    WARN,
    /** Nothing, unless somebody asks. */
    OFF
  }

  private volatile Map<String, Set<String>> demanded = Map.of();
  private volatile Map<String, Duplicates> duplicates = Map.of();

  /** {@code etc/org.tangramcrm.fields.cfg}. */
  @Activate
  @Modified
  void configure(Map<String, Object> properties) {
    var read = new HashMap<String, Set<String>>();
    properties.forEach(
        (key, fields) -> {
          if (key.startsWith(REQUIRED) || key.startsWith(UNIQUE)) {
            read.put(key, Set.of(fields.toString().strip().split("\\s*,\\s*")));
          }
        });
    demanded = read;
    duplicates = duplicates(properties);
  }

  private static Map<String, Duplicates> duplicates(Map<String, Object> properties) {
    var read = new HashMap<String, Duplicates>();
    properties.forEach(
        (key, value) -> {
          if (key.startsWith(DUPLICATES)) {
            var name = value.toString().strip();
            Arrays.stream(Duplicates.values())
                .filter(one -> one.name().equalsIgnoreCase(name))
                .findFirst()
                .ifPresentOrElse(
                    one -> read.put(key.substring(DUPLICATES.length()), one),
                    () -> LOG.warn("{}: {} is none of block, warn, off", key, name));
          }
        });
    return read;
  }

  Duplicates duplicates(String collection) {
    return duplicates.getOrDefault(collection, Duplicates.WARN);
  }

  public boolean required(String collection, String field) {
    return demanded.getOrDefault(REQUIRED + collection, Set.of()).contains(field);
  }

  /**
   * Whether a field must be filled, be it that the contract, the company or the installation says
   * so.
   */
  public boolean required(String collection, FieldModel field) {
    if (field.custom() != null) {
      return Boolean.TRUE.equals(field.custom().required);
    }
    var java = field.javaField();
    return java.isAnnotationPresent(NotNull.class)
        || java.isAnnotationPresent(NotBlank.class)
        || required(collection, field.name());
  }

  /** The fields in which no two records of a collection may have the same. */
  Set<String> unique(String collection) {
    return demanded.getOrDefault(UNIQUE + collection, Set.of());
  }

  /**
   * @param before what was empty there may stay so, where only part of the record is changed; null
   *     where it is all that is asked for
   * @throws CrmException {@code invalid} naming each field that is empty
   */
  void checkRequired(String collection, List<FieldModel> fields, Object before, Object record) {
    var problem = new CrmException(Code.INVALID, null);
    for (var field : fields) {
      if (required(collection, field.name())
          && empty(field.value(record))
          && !(before != null && empty(field.value(before)))) {
        problem.error(field.name(), "required");
      }
    }
    if (!problem.errors.isEmpty()) {
      throw problem;
    }
  }

  private static boolean empty(Object value) {
    return value == null
        || value instanceof String text && text.isBlank()
        || value instanceof Collection<?> several && several.isEmpty();
  }
}
