package org.tangramcrm.platform.internal.console;

import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.table.ShellTable;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Texts;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.module.Module;
import org.tangramcrm.platform.module.ModuleManager;

/**
 * An operator is no user of the CRM, so the commands act as the system; what is refused is said in
 * words.
 */
abstract class ModuleCommand implements Action {
  @Reference ModuleManager modules;
  @Reference CurrentUser user;
  @Reference Texts texts;

  /** The modules to show afterwards. */
  abstract Collection<Module> run();

  @Override
  public final Object execute() throws CommandException {
    try {
      show(user.callAsSystem(this::run));
      return null;
    } catch (CrmException e) {
      var key = Objects.requireNonNullElseGet(e.messageKey, () -> "problem." + e.code.text());
      throw new CommandException(texts.get(Locale.ENGLISH, key, e.arguments));
    }
  }

  private static void show(Collection<Module> shown) {
    var table = new ShellTable();
    table.column("Module");
    table.column("Version");
    table.column("State");
    table.column("Reason");
    table.emptyTableText("No module is installed");
    for (var module : shown) {
      table
          .addRow()
          .addContent(
              module.id,
              module.version,
              module.state,
              Objects.requireNonNullElse(module.reason, ""));
    }
    table.print(System.out);
  }
}
