package org.tangramcrm.platform.internal.module;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.tangramcrm.platform.door.Door;
import org.tangramcrm.platform.internal.identity.FirstStart;

/**
 * Whether the system is up: every module that is meant to be active is, and somebody can call it.
 */
@Component(service = Readiness.class)
public class Readiness {
  private static final int DOORS = 2;

  @Reference private Gate gate;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile SchemaMigrator migrator;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile PlatformSchema schema;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile FirstStart firstStart;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile ModuleRegistry registry;

  @Reference(policy = ReferencePolicy.DYNAMIC)
  private volatile List<Door> doors = List.of();

  /** Whether waiting is of no use: the platform does not start with this configuration. */
  public boolean refused() {
    var tables = schema;
    return tables != null && tables.refused();
  }

  /** The modules whose tables are being updated, which takes as long as there is data. */
  public Set<String> updating() {
    var migrating = migrator;
    return migrating == null ? Set.of() : migrating.updating();
  }

  /** What is still missing; empty when the system is up. */
  public List<String> missing() {
    var missing = new ArrayList<String>();
    if (!gate.isBooted()) {
      missing.add("The platform is still starting");
    }
    var tables = schema;
    if (tables == null) {
      missing.add("There is no DataSource 'tangram'");
    } else if (tables.reason() != null) {
      missing.add(tables.reason());
    } else if (firstStart == null || registry == null) {
      missing.add("Identity and modules are still starting");
    }
    if (doors.size() < DOORS) {
      missing.add("The REST and SOAP doors are still closed");
    }
    var modules = registry;
    if (modules != null) {
      for (var entry : modules.entries()) {
        var state = modules.state(entry);
        if (state != ModuleRegistry.State.ACTIVE && state != ModuleRegistry.State.STOPPED) {
          missing.add("Module " + entry.id() + ": " + modules.reason(entry));
        }
      }
    }
    return missing;
  }
}
