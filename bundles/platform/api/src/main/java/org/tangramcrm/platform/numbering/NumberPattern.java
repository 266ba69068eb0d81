package org.tangramcrm.platform.numbering;

import javax.validation.constraints.NotBlank;
import javax.validation.constraints.Size;

/** How numbers are to be made from now on. */
public class NumberPattern {
  /**
   * Letters, digits, {@code - _ .}, and in braces what changes: {@code {0000}} the number within
   * the series, once, of three to ten places (more where they do not suffice), {@code {year}} or
   * {@code {yy}}, {@code {month}}, {@code {day}}. The series begins anew with each of what it
   * names.
   */
  @NotBlank
  @Size(max = 30)
  public String pattern;
}
