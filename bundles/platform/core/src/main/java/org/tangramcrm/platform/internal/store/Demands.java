package org.tangramcrm.platform.internal.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.contract.FieldModel;

/**
 * What an installation demands of fields beside what contracts do (M-3): that they are filled, and
 * that no two records have the same there.
 */
@Component(service = Demands.class, configurationPid = "org.tangramcrm.fields")
public class Demands {
  private static final String REQUIRED = "required.";
  private static final String UNIQUE = "unique.";

  private volatile Map<String, Set<String>> demanded = Map.of();

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
  }

  public boolean required(String collection, String field) {
    return demanded.getOrDefault(REQUIRED + collection, Set.of()).contains(field);
  }

  /** The fields in which no two records of a collection may have the same. */
  Set<String> unique(String collection) {
    return demanded.getOrDefault(UNIQUE + collection, Set.of());
  }

  /**
   * @throws CrmException {@code invalid} naming each field that is empty
   */
  void checkRequired(String collection, List<FieldModel> fields, Object record) {
    var problem = new CrmException(Code.INVALID, null);
    for (var field : fields) {
      if (required(collection, field.name()) && empty(field.value(record))) {
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
