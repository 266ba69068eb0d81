package org.tangramcrm.platform;

/** Something about a record that whoever opens it should know (M-12). */
public class Hint {
  /** Stable code: {@code birthday-soon}, {@code overdue} … */
  public String code;

  /** {@code info}, {@code warning} or {@code danger}. */
  public String severity;

  /** For people, in the caller's language. */
  public String message;
}
