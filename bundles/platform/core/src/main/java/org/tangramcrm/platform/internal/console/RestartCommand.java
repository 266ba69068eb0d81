package org.tangramcrm.platform.internal.console;

import java.util.Collection;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.tangramcrm.platform.module.Module;

@Service
@Command(
    scope = "tangram",
    name = "restart",
    description = "Restarts a module; calls that come meanwhile wait")
public class RestartCommand extends ModuleCommand {
  @Argument(name = "module", description = "The module's id", required = true)
  @Completion(ModuleIds.class)
  String id;

  @Override
  Collection<Module> run() {
    return List.of(modules.restart(id));
  }
}
