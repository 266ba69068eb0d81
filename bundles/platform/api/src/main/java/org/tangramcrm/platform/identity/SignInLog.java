package org.tangramcrm.platform.identity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Tries to sign in as somebody, the latest first, at most 100. */
public class SignInLog {
  public List<Try> items = new ArrayList<>();

  /** Whether there were more than these. */
  public Boolean more;

  /** That somebody tried to sign in. */
  public static class Try {
    public Instant at;
    public String address;

    /**
     * {@code signed-in}, {@code refused}, {@code code-asked} where the password was right and not
     * enough, {@code viewed}: by another, who sees what they see, or {@code unknown}: with a name
     * that nobody has.
     */
    public String outcome;

    /** Since when, where this stands for several tries, of which {@link #at} is the last. */
    public Instant since;

    /** How many tries this stands for; one where absent. */
    public Integer tries;
  }
}
