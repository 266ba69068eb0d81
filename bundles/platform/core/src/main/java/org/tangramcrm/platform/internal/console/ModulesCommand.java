package org.tangramcrm.platform.internal.console;

import java.util.Collection;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.tangramcrm.platform.module.Module;

@Service
@Command(scope = "tangram", name = "modules", description = "Lists the modules and how they are")
public class ModulesCommand extends ModuleCommand {
  @Override
  Collection<Module> run() {
    return modules.list().items;
  }
}
