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

/** The fields that an installation wants to be filled, beside those that contracts demand (M-3). */
@Component(service = Required.class, configurationPid = "org.tangramcrm.fields")
public class Required {
  private static final String KEY = "required.";

  private volatile Map<String, Set<String>> required = Map.of();

  /** {@code etc/org.tangramcrm.fields.cfg}. */
  @Activate
  @Modified
  void configure(Map<String, Object> properties) {
    var read = new HashMap<String, Set<String>>();
    properties.forEach(
        (key, fields) -> {
          if (key.startsWith(KEY)) {
            read.put(
                key.substring(KEY.length()), Set.of(fields.toString().strip().split("\\s*,\\s*")));
          }
        });
    required = read;
  }

  public boolean required(String collection, String field) {
    return required.getOrDefault(collection, Set.of()).contains(field);
  }

  /**
   * @throws CrmException {@code invalid} naming each field that is empty
   */
  void check(String collection, List<FieldModel> fields, Object record) {
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
