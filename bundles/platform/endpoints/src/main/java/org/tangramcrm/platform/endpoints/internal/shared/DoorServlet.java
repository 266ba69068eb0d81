package org.tangramcrm.platform.endpoints.internal.shared;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.apache.cxf.Bus;
import org.apache.cxf.bus.CXFBusFactory;
import org.apache.cxf.logging.FaultListener;
import org.apache.cxf.management.InstrumentationManager;
import org.apache.cxf.management.ManagedComponent;
import org.apache.cxf.transport.DestinationFactoryManager;
import org.apache.cxf.transport.http.DestinationRegistry;
import org.apache.cxf.transport.http.DestinationRegistryImpl;
import org.apache.cxf.transport.http.HTTPTransportFactory;
import org.apache.cxf.transport.servlet.CXFNonSpringServlet;

/**
 * The servlet of a door, with a bus and a registry of its own: doors that shared one would answer
 * under each other's paths.
 */
public abstract class DoorServlet extends CXFNonSpringServlet {
  private static final long serialVersionUID = 1L;
  private static final String JSON_PROBLEM = "application/problem+json";
  private static final long READ_ON_BYTES = 64L << 20;
  private static final long READ_ON_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final transient DestinationRegistry registry;
  private final transient Problems problems;
  private final String door;

  protected DoorServlet(String door, Problems problems) {
    this(door, problems, new DestinationRegistryImpl());
  }

  private DoorServlet(String door, Problems problems, DestinationRegistry registry) {
    super(registry, false);
    this.registry = registry;
    this.problems = problems;
    this.door = door;
    setBus(bus(registry));
  }

  private static Bus bus(DestinationRegistry registry) {
    var bus = new CXFBusFactory().createBus();
    // Endpoint MBeans would keep the classes of contracts that are gone.
    bus.setExtension(new NoInstrumentation(), InstrumentationManager.class);
    // Failures are logged by the chain, under their trace id; CXF would log parameters.
    bus.setProperty(
        FaultListener.class.getName(), (FaultListener) (failure, description, message) -> false);
    var factory = new HTTPTransportFactory(registry);
    var factories = bus.getExtension(DestinationFactoryManager.class);
    factory.getTransportIds().forEach(id -> factories.registerDestinationFactory(id, factory));
    return bus;
  }

  /**
   * The web container begins anew when its configuration changes, and takes the same servlet again:
   * what is published stays. {@link #destroyBus} is the end.
   */
  @Override
  public void destroy() {}

  @Override
  protected void invoke(HttpServletRequest request, HttpServletResponse response)
      throws ServletException {
    try {
      if (request.getCharacterEncoding() == null) {
        request.setCharacterEncoding("UTF-8");
      }
      if (!handled(request, response)) {
        super.invoke(request, response);
      }
    } catch (IOException e) {
      throw new ServletException(e);
    } finally {
      readOn(request);
    }
  }

  /**
   * Reads what is left of a request that was answered early. Most clients look for an answer when
   * they have sent everything, and would find a broken connection instead; but there is an end to
   * it.
   */
  private static void readOn(HttpServletRequest request) {
    if (request.getContentLengthLong() <= 0 && request.getHeader("Transfer-Encoding") == null) {
      return;
    }
    try {
      var body = request.getInputStream();
      if (body.isFinished() || body.read() < 0) {
        return;
      }
      var end = System.nanoTime() + READ_ON_NANOS;
      var buffer = new byte[16 * 1024];
      long left = READ_ON_BYTES;
      for (int read = 0; read >= 0 && left > 0 && System.nanoTime() < end; left -= read) {
        read = body.read(buffer);
      }
    } catch (IOException e) {
      // The sender has gone, or never meant it.
      return;
    }
  }

  /** Answers what CXF does not. */
  protected boolean handled(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var path = request.getPathInfo() == null ? "" : request.getPathInfo();
    if (registry.getDestinationForPath(path, true) == null
        && registry.checkRestfulRequest(path) == null) {
      refuse(request, response, Problems.nothingAt(request.getRequestURI()));
      return true;
    }
    return false;
  }

  protected void refuse(
      HttpServletRequest request, HttpServletResponse response, DoorException refusal)
      throws IOException {
    var problem = problems.of(refusal, Problems.context(request, door, null));
    var body =
        Problems.json(problem, refusal.status, request.getRequestURI())
            .toString()
            .getBytes("UTF-8");
    response.setStatus(refusal.status);
    response.setContentType(JSON_PROBLEM);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  /** Registers no MBeans. */
  private static final class NoInstrumentation implements InstrumentationManager {
    @Override
    public ObjectName register(ManagedComponent component) {
      return null;
    }

    @Override
    public ObjectName register(ManagedComponent component, boolean replace) {
      return null;
    }

    @Override
    public void register(Object component, ObjectName name) {}

    @Override
    public void register(Object component, ObjectName name, boolean replace) {}

    @Override
    public void unregister(ManagedComponent component) {}

    @Override
    public void unregister(ObjectName name) {}

    @Override
    public void shutdown() {}

    @Override
    public MBeanServer getMBeanServer() {
      return null;
    }

    @Override
    public String getPersistentBusId() {
      return null;
    }

    @Override
    public void setPersistentBusId(String id) {}
  }
}
