package org.tangramcrm.platform.internal.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.function.Consumer;
import javax.servlet.AsyncContext;
import javax.servlet.AsyncEvent;
import javax.servlet.AsyncListener;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;
import org.tangramcrm.platform.identity.Caller;

/**
 * One client that listens. Nothing here waits for it: what it is slow to take is kept for a while,
 * and who takes nothing is let go, to come back when they can.
 */
final class EventStream implements WriteListener, AsyncListener {
  private static final int MOST_WAITING = 500;

  private final AsyncContext context;
  private final ServletOutputStream out;
  private final Topics topics;
  private final String session;
  private final Consumer<EventStream> gone;
  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private volatile Caller caller;
  private Set<?> rung = Set.of();
  private boolean ready;
  private boolean unflushed;
  private boolean ended;

  /**
   * @param session the cookie that the client came with; null where it came with other credentials
   */
  EventStream(
      AsyncContext context,
      Topics topics,
      Caller caller,
      String session,
      Consumer<EventStream> gone)
      throws IOException {
    this.context = context;
    this.out = context.getResponse().getOutputStream();
    this.topics = topics;
    this.caller = caller;
    this.session = session;
    this.gone = gone;
  }

  void begin() {
    context.addListener(this);
    out.setWriteListener(this);
  }

  Topics topics() {
    return topics;
  }

  Caller caller() {
    return caller;
  }

  void caller(Caller now) {
    caller = now;
  }

  String session() {
    return session;
  }

  /**
   * Whether the client was not told yet of what changed in its caller's notices.
   *
   * @param changed all that changed lately
   */
  boolean isNews(Set<?> changed) {
    var news = !rung.containsAll(changed);
    rung = changed;
    return news;
  }

  void send(String message) {
    synchronized (this) {
      if (ended) {
        return;
      }
      if (waiting.size() < MOST_WAITING) {
        waiting.add(message.getBytes(UTF_8));
        write();
        return;
      }
    }
    end();
  }

  /** Writes as much as goes without waiting; the container calls when more does. */
  private synchronized void write() {
    try {
      while (ready && !ended && out.isReady()) {
        var message = waiting.poll();
        if (message != null) {
          out.write(message);
          unflushed = true;
        } else if (unflushed) {
          unflushed = false;
          out.flush();
        } else {
          return;
        }
      }
    } catch (IOException e) {
      end();
    }
  }

  void end() {
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
    }
    gone.accept(this);
    try {
      context.complete();
    } catch (IllegalStateException e) {
      // The container was faster.
      return;
    }
  }

  @Override
  public void onWritePossible() {
    synchronized (this) {
      ready = true;
    }
    write();
  }

  @Override
  public void onError(Throwable failure) {
    end();
  }

  @Override
  public void onComplete(AsyncEvent event) {
    end();
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    end();
  }

  @Override
  public void onError(AsyncEvent event) {
    end();
  }

  @Override
  public void onStartAsync(AsyncEvent event) {}
}
