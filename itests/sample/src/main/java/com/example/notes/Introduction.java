package com.example.notes;

import javax.validation.constraints.NotBlank;
import javax.validation.constraints.Size;

/** A customer whom nobody knew yet, and the first note about them. */
public class Introduction {
  @NotBlank
  @Size(max = 200)
  public String customerName;

  @NotBlank
  @Size(max = 1000)
  public String text;

  /** Whether to take both back once they are written, and to answer {@code conflict}. */
  public Boolean rehearsal;
}
