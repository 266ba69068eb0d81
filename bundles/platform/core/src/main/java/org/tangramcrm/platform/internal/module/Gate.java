package org.tangramcrm.platform.internal.module;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;

/**
 * Stands before the doors and knows of each collection whether calls may pass. It needs neither
 * database nor modules, so it stays whatever else goes: a call that comes while a module is
 * exchanged waits here instead of finding nothing.
 */
@Component(service = Gate.class)
public class Gate {
  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
  private static final long DRAIN_SECONDS = 10;
  private static final int MAX_HELD = 2_000;
  private static final long HOLD_MILLIS = 10_000;

  /** Calls within that may wait for another collection at once; each of them holds a thread. */
  private static final int MAX_WAITING = 64;

  private final Map<String, Slot> slots = new ConcurrentHashMap<>();

  /** The collections that this thread's calls have entered. */
  private final ThreadLocal<Set<String>> entered = ThreadLocal.withInitial(HashSet::new);

  private final Semaphore waiting = new Semaphore(MAX_WAITING);
  private volatile boolean booted;

  /** What becomes of calls while a collection is closed. */
  enum Closed {
    /** It is about to open: they wait. */
    HOLD,
    /** Its module was stopped on purpose. */
    STOPPED,
    /** Its module failed. */
    FAILED
  }

  /** What becomes of a call. */
  enum Verdict {
    /** It passes, and must {@link #leave} afterwards. */
    PASS,
    /** It has to wait. */
    WAIT,
    STOPPED,
    FAILED,
    /** Too many wait already, or the platform is still starting. */
    BUSY,
    UNKNOWN
  }

  /**
   * From now on a collection that nobody announced is not there. Until then it may be still to
   * come.
   */
  void booted() {
    booted = true;
  }

  /** Whether all that is meant to be there has come up once. */
  public boolean isBooted() {
    return booted;
  }

  /** Tells of a module's collections, open or not. */
  void expect(String module, List<String> collections, Closed closed) {
    for (var collection : collections) {
      slots.computeIfAbsent(collection, name -> new Slot(name, module)).closed(closed);
    }
  }

  /** Forgets a module that was uninstalled. */
  void forget(String module) {
    for (var slot : List.copyOf(slots.values())) {
      if (slot.module.equals(module)) {
        slot.closed(Closed.STOPPED);
        slots.remove(slot.collection, slot);
      }
    }
  }

  /** Lets calls pass, the waiting ones first. */
  public void open(String collection, String module) {
    slots.computeIfAbsent(collection, name -> new Slot(name, module)).open();
  }

  /** Lets no more calls pass, and waits until those that passed are through. */
  public void close(String collection) {
    var slot = slots.get(collection);
    if (slot != null) {
      slot.close();
    }
  }

  /** Whether there is such a collection, be it closed at the moment. */
  public boolean knows(String collection) {
    return slots.containsKey(collection);
  }

  boolean isOpen(String collection) {
    var slot = slots.get(collection);
    return slot != null && slot.isOpen();
  }

  int held() {
    return slots.values().stream().mapToInt(Slot::held).sum();
  }

  Verdict enter(String collection) {
    var slot = slots.get(collection);
    if (slot == null) {
      return booted ? Verdict.UNKNOWN : Verdict.BUSY;
    }
    var verdict = slot.enter();
    if (verdict == Verdict.PASS) {
      entered.get().add(collection);
    }
    return verdict;
  }

  void leave(String collection) {
    entered.get().remove(collection);
    if (entered.get().isEmpty()) {
      entered.remove();
    }
    var slot = slots.get(collection);
    if (slot != null) {
      slot.leave();
    }
  }

  /**
   * Lets a call that is running already call into another collection: an exchange of its module
   * waits for it, and it waits for an exchange. A call that came from within the collection passes
   * in any case, for its end is being waited for.
   *
   * @throws CrmException where the collection's module is stopped, has failed or is not there
   */
  public <T> T within(String collection, Supplier<T> work) {
    if (entered.get().contains(collection)) {
      return work.get();
    }
    var end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(HOLD_MILLIS);
    var verdict = enter(collection);
    while (verdict == Verdict.WAIT && awaitChange(collection, end - System.nanoTime())) {
      verdict = enter(collection);
    }
    if (verdict != Verdict.PASS) {
      throw refusal(collection, verdict);
    }
    try {
      return work.get();
    } finally {
      leave(collection);
    }
  }

  /** False where waiting any longer is of no use. */
  private boolean awaitChange(String collection, long nanos) {
    if (nanos <= 0 || !waiting.tryAcquire()) {
      return false;
    }
    var changed = new CountDownLatch(1);
    Runnable wake = changed::countDown;
    try {
      return park(collection, wake) && changed.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      unpark(collection, wake);
      waiting.release();
    }
  }

  /** What a call is told that does not pass. */
  static CrmException refusal(String collection, Verdict verdict) {
    return switch (verdict) {
      case STOPPED -> new CrmException(Code.MODULE_STOPPED, "gate.stopped", collection);
      case FAILED, WAIT -> new CrmException(Code.MODULE_STOPPED, "gate.failed", collection);
      case BUSY -> new CrmException(Code.UNAVAILABLE, "gate.starting");
      case UNKNOWN, PASS -> new CrmException(Code.MODULE_NOT_INSTALLED, "gate.unknown", collection);
    };
  }

  /**
   * Has a waiting call run when things have changed; at once where they did since it entered.
   *
   * @return false where too many wait already
   */
  boolean park(String collection, Runnable wake) {
    var slot = slots.get(collection);
    if (slot == null) {
      wake.run();
      return true;
    }
    return held() < MAX_HELD && slot.park(wake);
  }

  void unpark(String collection, Runnable wake) {
    var slot = slots.get(collection);
    if (slot != null) {
      slot.unpark(wake);
    }
  }

  private static final class Slot {
    private final String collection;
    private final String module;
    private final List<Runnable> parked = new ArrayList<>();
    private boolean open;
    private Closed closed = Closed.HOLD;
    private int running;

    Slot(String collection, String module) {
      this.collection = collection;
      this.module = module;
    }

    synchronized boolean isOpen() {
      return open;
    }

    synchronized int held() {
      return parked.size();
    }

    synchronized Verdict enter() {
      // A stop takes effect at once, before the service behind has gone.
      if (closed == Closed.STOPPED) {
        return Verdict.STOPPED;
      }
      if (open) {
        running++;
        return Verdict.PASS;
      }
      return closed == Closed.FAILED ? Verdict.FAILED : Verdict.WAIT;
    }

    synchronized void leave() {
      running--;
      notifyAll();
    }

    void open() {
      wake(true, null);
    }

    void closed(Closed now) {
      wake(null, now);
    }

    private void wake(Boolean nowOpen, Closed nowClosed) {
      List<Runnable> waiting;
      synchronized (this) {
        open = nowOpen == null ? open : nowOpen;
        closed = nowClosed == null ? closed : nowClosed;
        if (!open && closed == Closed.HOLD) {
          return;
        }
        waiting = List.copyOf(parked);
        parked.clear();
      }
      waiting.forEach(Runnable::run);
    }

    synchronized void close() {
      open = false;
      var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
      try {
        while (running > 0 && System.nanoTime() < end) {
          TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (running > 0) {
        LOG.warn(
            "{} calls of {} are still running {} s after it closed",
            running,
            collection,
            DRAIN_SECONDS);
      }
    }

    boolean park(Runnable wake) {
      synchronized (this) {
        if (!open && closed == Closed.HOLD) {
          parked.add(wake);
          return true;
        }
      }
      wake.run();
      return true;
    }

    synchronized void unpark(Runnable wake) {
      parked.remove(wake);
    }
  }
}
