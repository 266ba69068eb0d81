package org.tangramcrm.platform.module;

import java.util.ArrayList;
import java.util.List;

/** All modules that are installed. */
public class ModuleList {
  public List<Module> items = new ArrayList<>();
}
