package org.tangramcrm.platform.endpoints.internal.shared;

import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.FieldError;

/** A call that a door refuses before the chain sees it; its texts are the doors' own. */
public final class DoorException extends CrmException {
  private static final long serialVersionUID = 1L;

  /** The HTTP status where it is not the code's own (405, 406, 415). */
  public final int status;

  public DoorException(Code code, String key, Object... arguments) {
    this(code, code.status, key, arguments);
  }

  public DoorException(Code code, int status, String key, Object... arguments) {
    super(code, key, arguments);
    this.status = status;
  }

  /** An error of which the door has the text. */
  static final class Told extends FieldError {
    final String messageKey;
    final transient Object[] arguments;

    private Told(String field, String rule, DoorException refusal) {
      this.field = field;
      this.code = rule;
      this.messageKey = refusal.messageKey;
      this.arguments = refusal.arguments;
    }
  }

  /** Names the field it is about; the text is the detail's. */
  public DoorException at(String field, String rule) {
    errors.add(new Told(field, rule, this));
    return this;
  }

  /**
   * What a failure was about: the refusal that is its cause, as of a body that came too slowly, or
   * else another.
   */
  public static CrmException why(Throwable failure, CrmException otherwise) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CrmException refused) {
        return refused;
      }
    }
    return otherwise.initCause(failure);
  }
}
