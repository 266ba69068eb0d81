package org.tangramcrm.platform.endpoints.internal.rest;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletRequestWrapper;
import javax.servlet.http.HttpServletResponse;
import org.apache.cxf.jaxrs.JAXRSServerFactoryBean;
import org.apache.cxf.jaxrs.lifecycle.SingletonResourceProvider;
import org.apache.cxf.jaxrs.model.URITemplate;
import org.tangramcrm.platform.content.ContentLimits;
import org.tangramcrm.platform.endpoints.internal.shared.Calls;
import org.tangramcrm.platform.endpoints.internal.shared.DoorServlet;
import org.tangramcrm.platform.endpoints.internal.shared.Problems;

/** The door of REST: one JAX-RS server per contract. */
public final class RestServlet extends DoorServlet {
  private static final long serialVersionUID = 1L;

  private final transient Problems problems;

  private final transient ContentLimits limits;

  public RestServlet(Problems problems, ContentLimits limits) {
    super("rest", problems);
    this.problems = problems;
    this.limits = limits;
  }

  @Override
  protected void invoke(HttpServletRequest request, HttpServletResponse response)
      throws ServletException {
    super.invoke(hasBody(request) ? request : new Bodiless(request), response);
  }

  private static boolean hasBody(HttpServletRequest request) {
    return request.getContentLengthLong() > 0
        || request.getContentType() != null
        || request.getHeader("Transfer-Encoding") != null;
  }

  /**
   * A request without a body needs no media type: an operation whose body may be left out takes it
   * as empty.
   */
  private static final class Bodiless extends HttpServletRequestWrapper {
    Bodiless(HttpServletRequest request) {
      super(request);
    }

    @Override
    public String getContentType() {
      return "application/json";
    }
  }

  /** Publishes a contract until the answer is run. */
  public Runnable publish(Calls calls) {
    var resources = new ArrayList<Class<?>>(List.of(calls.model.type()));
    if (calls.model.patchable()) {
      resources.add(Patching.class);
    }
    if (calls.model.bulkable()) {
      resources.add(Bulk.Resource.class);
    }
    var factory = new JAXRSServerFactoryBean();
    factory.setBus(getBus());
    factory.setAddress("/v1/" + calls.model.collection());
    factory.setResourceClasses(resources);
    factory.setResourceProvider(
        calls.model.type(), new SingletonResourceProvider(calls.contract.service()));
    for (var extra : resources.subList(1, resources.size())) {
      factory.setResourceProvider(extra, new SingletonResourceProvider(marker(extra)));
    }
    // The collection's name is in the server's address already.
    factory
        .getServiceFactory()
        .getClassResourceInfo()
        .forEach(info -> info.setURITemplate(new URITemplate("/")));
    factory.setInvoker(new RestInvoker(calls, problems));
    factory.setProviders(
        List.of(
            new JsonBody(calls.json),
            new ContentBody(limits),
            new Parameters(),
            new Failures(problems)));
    var server = factory.create();
    return server::destroy;
  }

  /** Stands for a resource of which the invoker does the work. */
  private static Object marker(Class<?> type) {
    return Proxy.newProxyInstance(
        type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> null);
  }
}
