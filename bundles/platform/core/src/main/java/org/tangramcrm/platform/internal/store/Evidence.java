package org.tangramcrm.platform.internal.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.internal.facts.Json;

/**
 * Keeps what was recorded in lists that are only added to ({@link
 * org.tangramcrm.platform.contract.Field#appendOnly}). Checked here and not with the other rules,
 * because only here is known what the record was before, whatever way the change came.
 */
final class Evidence {
  private static final ObjectMapper JSON = Json.mapper();

  private Evidence() {}

  /**
   * @throws CrmException {@code invalid} naming each list that lost a value, or has another in its
   *     place
   */
  static void check(List<FieldModel> fields, Object before, Object after) {
    var problem = new CrmException(Code.INVALID, null);
    for (var field : fields) {
      if (field.declaration().appendOnly()) {
        var there = said(field, after);
        // One by one: the same may have been said twice.
        if (!said(field, before).stream().allMatch(there::remove)) {
          problem.error(field.name(), "append-only");
        }
      }
    }
    if (!problem.errors.isEmpty()) {
      throw problem;
    }
  }

  private static List<JsonNode> said(FieldModel field, Object record) {
    var said = new ArrayList<JsonNode>();
    if (field.value(record) instanceof Collection<?> values) {
      values.forEach(value -> said.add(JSON.valueToTree(value)));
    }
    return said;
  }
}
