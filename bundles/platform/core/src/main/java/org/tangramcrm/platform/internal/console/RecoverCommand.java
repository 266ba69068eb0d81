package org.tangramcrm.platform.internal.console;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.internal.identity.Recovery;

/** For an administrator who cannot sign in any more. */
@Service
@Command(
    scope = "tangram",
    name = "recover",
    description = "Lets a user in again, with a new password that is shown once")
public class RecoverCommand implements Action {
  @Reference Recovery recovery;

  @Argument(name = "login", description = "What they sign in with", required = true)
  String login;

  @Override
  public Object execute() throws CommandException {
    try {
      System.out.println("New password of " + login + ": " + recovery.recover(login));
      return null;
    } catch (CrmException e) {
      throw new CommandException("There is no user " + login);
    }
  }
}
