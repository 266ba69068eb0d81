package org.tangramcrm.platform.internal.chain;

import java.util.Locale;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Component;

/** The call from outside that this thread is serving; what a fact says of how it came about. */
@Component(service = CurrentCall.class)
public class CurrentCall {
  private final ThreadLocal<Call> current = new ThreadLocal<>();

  /**
   * @param operation {@code customers.create}
   */
  public record Call(String door, String operation, String traceId, Locale locale) {}

  /** Null outside of any call. */
  public Call get() {
    return current.get();
  }

  /** The language to answer in. */
  public Locale locale() {
    var call = get();
    return call == null ? Locale.ENGLISH : call.locale();
  }

  /** Works as if within a call. */
  public <T> T during(Call call, Supplier<T> work) {
    var outer = get();
    set(call);
    try {
      return work.get();
    } finally {
      set(outer);
    }
  }

  void set(Call call) {
    if (call == null) {
      current.remove();
    } else {
      current.set(call);
    }
  }
}
