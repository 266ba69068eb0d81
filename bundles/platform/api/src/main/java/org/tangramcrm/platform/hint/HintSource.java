package org.tangramcrm.platform.hint;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import org.tangramcrm.platform.BusinessRecord;

/**
 * Tells hints on the records of a collection, its own module's or another's. Asked whenever a
 * record is read by its id, so it answers from what it has at hand.
 *
 * @param <D> the record type
 */
@ConsumerType
public interface HintSource<D extends BusinessRecord> {
  Class<D> record();

  List<Notice> hints(D record);

  /**
   * A hint before it is put into words.
   *
   * @param code its text is {@code hint.<code>}, formatted with the arguments
   * @param severity {@code info}, {@code warning} or {@code danger}
   */
  record Notice(String code, String severity, List<Object> arguments) {
    public static Notice info(String code, Object... arguments) {
      return new Notice(code, "info", List.of(arguments));
    }

    public static Notice warning(String code, Object... arguments) {
      return new Notice(code, "warning", List.of(arguments));
    }

    public static Notice danger(String code, Object... arguments) {
      return new Notice(code, "danger", List.of(arguments));
    }
  }
}
