package org.tangramcrm.platform.internal.record;

import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.internal.identity.LaterCallers;

/** Whether somebody else sees a record: it is read as them, and nothing of it is handed on. */
@Component(service = Sight.class)
public class Sight {
  private static final Set<Code> UNSEEN = Set.of(Code.NOT_FOUND, Code.FORBIDDEN);

  private final LaterCallers callers;
  private final Records records;
  private final CurrentUser user;

  @Activate
  public Sight(
      @Reference LaterCallers callers, @Reference Records records, @Reference CurrentUser user) {
    this.callers = callers;
    this.records = records;
    this.user = user;
  }

  /** Whether a user who can sign in sees a record. */
  public boolean sees(long somebody, String collection, long id) {
    return callers
        .of(somebody, Set.of())
        .map(caller -> user.callAs(caller, () -> reads(collection, id)))
        .orElse(false);
  }

  private boolean reads(String collection, long id) {
    try {
      records.read(collection, id);
      return true;
    } catch (CrmException e) {
      if (UNSEEN.contains(e.code)) {
        return false;
      }
      throw e;
    }
  }
}
