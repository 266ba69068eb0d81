package org.tangramcrm.platform;

import java.util.ArrayList;
import java.util.List;

/**
 * The one way to refuse a call. The text is found by its key in the caller's language: in the
 * messages of the module that is called, then in the platform's.
 */
public class CrmException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public final Code code;

  /** Key of the detail text; the code's own text when null. */
  public final String messageKey;

  /** Arguments of the text. */
  public final transient Object[] arguments;

  /**
   * One entry per broken rule; messages may be left null, they are found by {@code error.<code>}.
   */
  public final transient List<FieldError> errors = new ArrayList<>();

  /** The version that is current, with {@link Code#STALE}. */
  public Integer currentVersion;

  /**
   * What could be read of a body that cannot be read whole; null where nothing could. It is looked
   * at all the same, so that whoever mends the body mends it once.
   */
  public transient Object readable;

  /** When to try again, with 429 and 503; null for the default. */
  public Integer retryAfterSeconds;

  public CrmException(Code code, String messageKey, Object... arguments) {
    super(code.text() + (messageKey == null ? "" : ": " + messageKey));
    this.code = code;
    this.messageKey = messageKey;
    this.arguments = arguments;
  }

  public static CrmException of(Code code) {
    return new CrmException(code, null);
  }

  /** One broken rule of one field. */
  public static CrmException invalid(String field, String rule, Object... arguments) {
    return new CrmException(Code.INVALID, null).error(field, rule, arguments);
  }

  public static CrmException notFound() {
    return of(Code.NOT_FOUND);
  }

  /** Adds a broken rule; its text is {@code error.<rule>}, formatted with the arguments. */
  public CrmException error(String field, String rule, Object... ruleArguments) {
    errors.add(new RuleError(field, rule, ruleArguments));
    return this;
  }

  @Override
  public CrmException initCause(Throwable cause) {
    super.initCause(cause);
    return this;
  }

  /** A broken rule of which the text is still to be found. */
  public static final class RuleError extends FieldError {
    public final transient Object[] arguments;

    RuleError(String field, String code, Object[] arguments) {
      this.field = field;
      this.code = code;
      this.arguments = arguments;
    }
  }
}
