package org.tangramcrm.platform.identity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Where somebody is signed in with a browser, the latest first. */
public class SessionList {
  public List<SignedIn> items = new ArrayList<>();

  /** A browser that is signed in. */
  public static class SignedIn {
    /** Names the session, and is no way into it. */
    public String session;

    /** Where it was begun. */
    public String address;

    /** What the browser said it is. */
    public String client;

    public Instant since;

    /** When it was last at work, to the minute. */
    public Instant seen;
  }
}
