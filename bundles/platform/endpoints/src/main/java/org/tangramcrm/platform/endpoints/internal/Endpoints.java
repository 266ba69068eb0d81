package org.tangramcrm.platform.endpoints.internal;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.servlet.Servlet;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.http.whiteboard.HttpWhiteboardConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tangramcrm.platform.content.ContentLimits;
import org.tangramcrm.platform.contract.PublishedContract;
import org.tangramcrm.platform.door.Chain;
import org.tangramcrm.platform.door.Door;
import org.tangramcrm.platform.endpoints.internal.openapi.DocsServlet;
import org.tangramcrm.platform.endpoints.internal.openapi.OpenApi;
import org.tangramcrm.platform.endpoints.internal.rest.RestServlet;
import org.tangramcrm.platform.endpoints.internal.shared.Calls;
import org.tangramcrm.platform.endpoints.internal.shared.Problems;
import org.tangramcrm.platform.endpoints.internal.soap.SoapServlet;
import org.tangramcrm.platform.identity.Authenticator;

/** Opens the doors and publishes every open contract through them. */
@Component(service = {})
public class Endpoints {
  private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);

  private final Chain chain;
  private final RestServlet rest;
  private final SoapServlet soap;
  private final OpenApi openApi = new OpenApi();
  private final Map<PublishedContract, List<Runnable>> published = new ConcurrentHashMap<>();
  private final List<ServiceRegistration<?>> registrations;

  @Activate
  public Endpoints(
      BundleContext context,
      @Reference Chain chain,
      @Reference Authenticator authenticator,
      @Reference ContentLimits limits) {
    this.chain = chain;
    var problems = new Problems(chain);
    rest = new RestServlet(problems, limits);
    soap = new SoapServlet(problems, authenticator, limits);
    registrations =
        List.of(
            servlet(context, "tangram-rest", rest, "/api/*"),
            servlet(context, "tangram-soap", soap, "/soap/*"),
            servlet(context, "tangram-openapi", openApi, "/api/v1/openapi.json"),
            servlet(context, "tangram-docs", new DocsServlet(), "/api/docs/*"),
            door(context, "rest"),
            door(context, "soap"));
  }

  private static ServiceRegistration<?> servlet(
      BundleContext context, String name, Servlet servlet, String pattern) {
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put(HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_NAME, name);
    properties.put(HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_PATTERN, pattern);
    properties.put(HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_ASYNC_SUPPORTED, true);
    properties.put(
        HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_INIT_PARAM_PREFIX
            + "hide-service-list-page",
        "true");
    return context.registerService(Servlet.class, servlet, properties);
  }

  private static ServiceRegistration<?> door(BundleContext context, String name) {
    Dictionary<String, Object> properties = new Hashtable<>(Map.of("tangram.door", name));
    return context.registerService(Door.class, () -> name, properties);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bind(PublishedContract contract) {
    var calls = new Calls(contract, chain);
    published.put(contract, List.of(rest.publish(calls), soap.publish(calls)));
    openApi.add(contract);
    LOG.info("Published {}", contract.declared().collection());
  }

  /** When it returns, nothing here knows the contract any more. */
  void unbind(PublishedContract contract) {
    var ends = published.remove(contract);
    if (ends != null) {
      openApi.remove(contract);
      ends.forEach(Runnable::run);
    }
  }

  @Deactivate
  void close() {
    registrations.forEach(ServiceRegistration::unregister);
    List.copyOf(published.keySet()).forEach(this::unbind);
    rest.destroyBus();
    soap.destroyBus();
  }
}
