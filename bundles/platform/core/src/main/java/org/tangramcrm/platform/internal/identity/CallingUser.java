package org.tangramcrm.platform.internal.identity;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Component;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.identity.DataScope;

/** The caller, bound to the thread that works for them. */
@Component
public class CallingUser implements CurrentUser {
  static final Caller SYSTEM =
      new Caller(
          0,
          "system",
          "System",
          null,
          Locale.ENGLISH,
          Set.of(Caller.EVERYTHING),
          Map.of(Caller.EVERYTHING, DataScope.ALL));

  private final ThreadLocal<Caller> current = new ThreadLocal<>();

  @Override
  public Caller get() {
    var caller = current.get();
    if (caller == null) {
      throw CrmException.of(Code.UNAUTHENTICATED);
    }
    return caller;
  }

  @Override
  public <T> T callAs(Caller caller, Supplier<T> work) {
    var outer = current.get();
    current.set(caller);
    try {
      return work.get();
    } finally {
      if (outer == null) {
        current.remove();
      } else {
        current.set(outer);
      }
    }
  }

  @Override
  public <T> T callAsSystem(Supplier<T> work) {
    return callAs(SYSTEM, work);
  }
}
