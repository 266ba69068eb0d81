package org.tangramcrm.platform.internal.module;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  private final Map<String, Slot> slots = new ConcurrentHashMap<>();
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

  boolean isBooted() {
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
    return slot.enter();
  }

  void leave(String collection) {
    var slot = slots.get(collection);
    if (slot != null) {
      slot.leave();
    }
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
