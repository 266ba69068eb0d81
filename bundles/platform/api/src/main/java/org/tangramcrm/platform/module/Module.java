package org.tangramcrm.platform.module;

import java.util.ArrayList;
import java.util.List;

/** A module that is installed. */
public class Module {
  public String id;
  public String title;
  public String version;

  /** {@code active}, {@code starting}, {@code stopped} or {@code failed}. */
  public String state;

  /** Why it is not active; null where it is, or was stopped on purpose. */
  public String reason;

  /** Modules that must be active before it. */
  public List<String> needs = new ArrayList<>();

  /** Installed modules that need it. */
  public List<String> dependants = new ArrayList<>();

  public Additions adds = new Additions();

  /** What arrives and leaves with it. */
  public static class Additions {
    public List<String> collections = new ArrayList<>();
    public List<String> dictionaries = new ArrayList<>();
    public List<String> permissions = new ArrayList<>();
  }
}
