package org.tangramcrm.platform.internal.http;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.servlet.ReadListener;
import javax.servlet.ServletInputStream;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletRequestWrapper;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;

/**
 * Waits for the bodies of requests: for so many at once, and for each so long. Who sends slowly
 * could else keep every thread there is. What has arrived already is never waited for, so that who
 * sends as one does is not counted; of a body whose length was not told, its end is.
 */
@Component(service = Senders.class)
public class Senders {
  /** So many are waited for at once, of two hundred threads. */
  static final int ALL = 128;

  /** So many of those who have not signed in, whose addresses cost them nothing. */
  static final int OF_STRANGERS = 64;

  /** So many of one account, or of one address where nobody has signed in. */
  static final int OF_ONE = 32;

  /** So long a body may be waited for in all, and by so much more for what has come of it. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final long NANOS_PER_BYTE = TimeUnit.SECONDS.toNanos(1) / 1024;

  private final long patience;
  private final Semaphore all = new Semaphore(ALL);
  private final Semaphore strangers = new Semaphore(OF_STRANGERS);
  private final Map<String, Integer> waiting = new ConcurrentHashMap<>();

  @Activate
  public Senders() {
    this(PATIENCE_NANOS);
  }

  Senders(long patience) {
    this.patience = patience;
  }

  /** Why a body is not read to its end; its cause is what the sender is told. */
  public static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    private Refused(CrmException cause) {
      super(cause);
    }

    @Override
    public synchronized CrmException getCause() {
      return (CrmException) super.getCause();
    }
  }

  /**
   * The request, its body waited for within bounds.
   *
   * @param user who has signed in; null for a stranger, who is known by their address
   */
  public HttpServletRequest bounded(HttpServletRequest request, Long user) {
    var sender =
        user == null
            ? new Sender(network(request.getRemoteAddr()), strangers)
            : new Sender("user " + user, null);
    return new HttpServletRequestWrapper(request) {
      private ServletInputStream body;

      @Override
      public ServletInputStream getInputStream() throws IOException {
        if (body == null) {
          body = new Body(super.getInputStream(), sender, getContentLengthLong());
        }
        return body;
      }
    };
  }

  /**
   * @param of what is left for all of their kind; null where only all together are bounded
   */
  private record Sender(String name, Semaphore of) {}

  /** An address; of the new kind, that of the network, since a single line has them all. */
  public static String network(String address) {
    var parts = address.split(":");
    return parts.length < 5 ? address : String.join(":", List.of(parts).subList(0, 4));
  }

  private boolean enter(Sender sender) {
    if (!all.tryAcquire()) {
      return false;
    }
    if (sender.of() != null && !sender.of().tryAcquire()) {
      all.release();
      return false;
    }
    if (waiting.merge(sender.name(), 1, Integer::sum) > OF_ONE) {
      leave(sender);
      return false;
    }
    return true;
  }

  private void leave(Sender sender) {
    waiting.computeIfPresent(sender.name(), (one, count) -> count > 1 ? count - 1 : null);
    if (sender.of() != null) {
      sender.of().release();
    }
    all.release();
  }

  private final class Body extends ServletInputStream {
    private final ServletInputStream in;
    private final Sender sender;
    private final long length;
    private long received;
    private long waited;
    private Refused refused;

    /**
     * @param length in bytes; less than 0 where it is not known before the end
     */
    Body(ServletInputStream in, Sender sender, long length) {
      this.in = in;
      this.sender = sender;
      this.length = length;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
      if (refused != null) {
        throw refused;
      }
      var read = isThere() ? in.read(into, from, most) : wait(into, from, most);
      received += Math.max(read, 0);
      return read;
    }

    /** Whether reading on takes no waiting, be it that the end has come. */
    private boolean isThere() throws IOException {
      return received == length || in.isFinished() || in.available() > 0;
    }

    private int wait(byte[] into, int from, int most) throws IOException {
      if (waited > patience + received * NANOS_PER_BYTE) {
        throw refuse(new CrmException(Code.MALFORMED, "problem.malformed.slow"));
      } else if (!enter(sender)) {
        var busy = CrmException.of(Code.TOO_MANY_REQUESTS);
        busy.retryAfterSeconds = 1;
        throw refuse(busy);
      }
      var since = System.nanoTime();
      try {
        return in.read(into, from, most);
      } finally {
        waited += System.nanoTime() - since;
        leave(sender);
      }
    }

    private Refused refuse(CrmException why) {
      refused = new Refused(why);
      return refused;
    }

    @Override
    public int available() throws IOException {
      return in.available();
    }

    @Override
    public boolean isFinished() {
      return in.isFinished();
    }

    @Override
    public boolean isReady() {
      return in.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      in.setReadListener(listener);
    }
  }
}
