package org.tangramcrm.platform.view;

import javax.validation.constraints.Pattern;
import javax.validation.constraints.Size;

/** How the caller likes to see a collection. */
public class ViewPreference {
  /** The view to begin with: {@code mine}, {@code team}, {@code all} or the id of a saved one. */
  @Pattern(regexp = "mine|team|all|[0-9]{1,18}")
  public String defaultView;

  /** Columns and density outside of saved views, as a JSON object. */
  @Size(max = 8000)
  public String layout;
}
