package org.tangramcrm.platform.internal.module;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.servlet.AsyncEvent;
import javax.servlet.AsyncListener;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.internal.http.Problems;
import org.tangramcrm.platform.internal.module.Gate.Verdict;

/**
 * The gate as the web container sees it. A call that waits holds no thread: the container calls
 * again when it may go on.
 */
@Component(
    service = Filter.class,
    property = {
      "osgi.http.whiteboard.filter.name=tangram-gate",
      "osgi.http.whiteboard.filter.pattern=/*",
      "osgi.http.whiteboard.filter.dispatcher=REQUEST",
      "osgi.http.whiteboard.filter.dispatcher=ASYNC",
      "osgi.http.whiteboard.filter.asyncSupported:Boolean=true",
      // Behind the authentication: who has not signed in learns nothing of modules.
      "service.ranking:Integer=100"
    })
public class GateFilter implements Filter {
  private static final String DEADLINE = GateFilter.class.getName() + ".deadline";
  private static final long HOLD_MILLIS = 10_000;
  private static final String REST = "/api/v1/";
  private static final String SOAP = "/soap/";

  /** Paths of the doors that belong to no collection. */
  private static final Set<String> OPEN = Set.of("session", "events", "openapi.json", "docs");

  private final Gate gate;
  private final Problems problems;

  @Activate
  public GateFilter(@Reference Gate gate, @Reference Problems problems) {
    this.gate = gate;
    this.problems = problems;
  }

  @Override
  public void doFilter(
      ServletRequest plainRequest, ServletResponse plainResponse, FilterChain chain)
      throws IOException, ServletException {
    var request = (HttpServletRequest) plainRequest;
    var response = (HttpServletResponse) plainResponse;
    var collection = collection(request.getRequestURI());
    if (collection == null) {
      chain.doFilter(request, response);
      return;
    }
    var verdict = gate.enter(collection);
    switch (verdict) {
      case PASS -> {
        try {
          chain.doFilter(request, response);
        } finally {
          gate.leave(collection);
        }
      }
      case WAIT -> hold(request, response, collection);
      default -> refuse(request, response, collection, verdict);
    }
  }

  private void hold(HttpServletRequest request, HttpServletResponse response, String collection)
      throws IOException {
    var deadline = (Long) request.getAttribute(DEADLINE);
    if (deadline == null) {
      deadline = System.currentTimeMillis() + HOLD_MILLIS;
      request.setAttribute(DEADLINE, deadline);
    }
    var left = deadline - System.currentTimeMillis();
    if (left <= 0) {
      refuse(request, response, collection, Verdict.FAILED);
      return;
    }
    var async = request.startAsync(request, response);
    var once = new AtomicBoolean();
    Runnable wake =
        () -> {
          if (once.compareAndSet(false, true)) {
            async.dispatch();
          }
        };
    async.setTimeout(left);
    async.addListener(
        new Waiting() {
          @Override
          public void onTimeout(AsyncEvent event) throws IOException {
            gate.unpark(collection, wake);
            if (once.compareAndSet(false, true)) {
              refuse(request, response, collection, Verdict.FAILED);
              async.complete();
            }
          }

          @Override
          public void onError(AsyncEvent event) {
            gate.unpark(collection, wake);
          }
        });
    if (!gate.park(collection, wake) && once.compareAndSet(false, true)) {
      refuse(request, response, collection, Verdict.BUSY);
      async.complete();
    }
  }

  private void refuse(
      HttpServletRequest request, HttpServletResponse response, String collection, Verdict verdict)
      throws IOException {
    problems.write(request, response, Gate.refusal(collection, verdict));
  }

  /** The collection that a path belongs to; null for paths that the gate does not watch. */
  static String collection(String path) {
    var start = path.startsWith(REST) ? REST.length() : path.startsWith(SOAP) ? SOAP.length() : -1;
    if (start < 0 || start == path.length()) {
      return null;
    }
    int end = path.indexOf('/', start);
    var name = path.substring(start, end < 0 ? path.length() : end);
    int parameter = name.indexOf(';');
    name = parameter < 0 ? name : name.substring(0, parameter);
    return name.isEmpty() || OPEN.contains(name) ? null : name;
  }

  private abstract static class Waiting implements AsyncListener {
    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }
}
