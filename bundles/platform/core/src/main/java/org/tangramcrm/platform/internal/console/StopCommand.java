package org.tangramcrm.platform.internal.console;

import java.util.Collection;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.tangramcrm.platform.module.Module;
import org.tangramcrm.platform.module.StopOptions;

@Service
@Command(
    scope = "tangram",
    name = "stop",
    description = "Stops a module; running calls finish, its data stay")
public class StopCommand extends ModuleCommand {
  @Argument(name = "module", description = "The module's id", required = true)
  @Completion(ModuleIds.class)
  String id;

  @Option(name = "--with-dependants", description = "Stop the modules that need it as well")
  boolean withDependants;

  @Override
  Collection<Module> run() {
    var options = new StopOptions();
    options.withDependants = withDependants;
    var dependants = modules.stop(id, options).dependants;
    return modules.list().items.stream()
        .filter(module -> module.id.equals(id) || dependants.contains(module.id))
        .toList();
  }
}
