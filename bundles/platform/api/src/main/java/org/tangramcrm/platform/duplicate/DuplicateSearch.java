package org.tangramcrm.platform.duplicate;

import java.util.ArrayList;
import java.util.List;
import javax.validation.Valid;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Size;

/** What somebody has entered so far. */
public class DuplicateSearch {
  /** The record that is being changed: itself is no duplicate. */
  public Long id;

  @Valid
  @Size(max = 100)
  public List<@NotNull Value> values = new ArrayList<>();

  /** What stands in a field; in a nested one, in any part of one of its values. */
  public static class Value {
    @NotNull
    @Size(max = 60)
    public String field;

    @NotNull
    @Size(max = 1000)
    public String value;
  }
}
