package org.tangramcrm.platform.internal.console;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.module.ModuleManager;

/** Completes what is typed to the id of a module that is installed. */
@Service
public class ModuleIds implements Completer {
  @Reference ModuleManager modules;
  @Reference CurrentUser user;

  @Override
  public int complete(Session session, CommandLine line, List<String> candidates) {
    var ids =
        user.callAsSystem(() -> modules.list().items.stream().map(module -> module.id).toList());
    return new StringsCompleter(ids).complete(session, line, candidates);
  }
}
