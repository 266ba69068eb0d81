package org.tangramcrm.platform.identity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Tries to sign in as somebody, the latest first, at most 100. */
public class SignInLog {
  public List<Try> items = new ArrayList<>();

  /** That somebody tried to sign in. */
  public static class Try {
    public Instant at;
    public String address;

    /**
     * {@code signed-in}, {@code refused}, or {@code viewed}: by another, who sees what they see.
     */
    public String outcome;
  }
}
