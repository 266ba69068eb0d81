package org.tangramcrm.platform;

/** A rule that one field of the input breaks. */
public class FieldError {
  /** Path of the field in the input: {@code name}, {@code lines[2].quantity}. */
  public String field;

  /** Stable code of the rule: {@code required}, {@code too-long}, {@code unknown-code} … */
  public String code;

  /** For people, in the caller's language. */
  public String message;

  public static FieldError of(String field, String code, String message) {
    var error = new FieldError();
    error.field = field;
    error.code = code;
    error.message = message;
    return error;
  }
}
