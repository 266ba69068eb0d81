package org.tangramcrm.platform.internal.events;

import java.io.IOException;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.internal.http.Problems;
import org.tangramcrm.platform.internal.identity.AuthenticationFilter;
import org.tangramcrm.platform.internal.identity.SessionServlet;

/** Changes as server-sent events: {@code GET /api/v1/events?topics=customers,contacts/7}. */
@Component(service = Servlet.class)
@HttpWhiteboardServletName("tangram-events")
@HttpWhiteboardServletPattern(EventsServlet.PATH)
@HttpWhiteboardServletAsyncSupported
public class EventsServlet extends HttpServlet {
  static final String PATH = "/api/v1/events";

  private static final long serialVersionUID = 1L;

  private final transient LiveEvents events;
  private final transient Problems problems;

  @Activate
  public EventsServlet(@Reference LiveEvents events, @Reference Problems problems) {
    this.events = events;
    this.problems = problems;
  }

  /** A browser that listens to something else now says it in the address; it can set no header. */
  private static String last(HttpServletRequest request) {
    var header = request.getHeader("Last-Event-ID");
    return header != null ? header : request.getParameter("last");
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var caller = (Caller) request.getAttribute(AuthenticationFilter.CALLER);
    Topics topics;
    try {
      topics = Topics.of(request.getParameter("topics"));
      events.admit(caller);
    } catch (CrmException e) {
      problems.write(request, response, e);
      return;
    }
    response.setContentType("text/event-stream;charset=UTF-8");
    response.setHeader("Cache-Control", "no-store");
    // A proxy that collects what it passes on would pass it on too late.
    response.setHeader("X-Accel-Buffering", "no");
    var context = request.startAsync();
    context.setTimeout(0);
    var session =
        request.getHeader("Authorization") == null ? SessionServlet.cookie(request) : null;
    events.open(new EventStream(context, topics, caller, session, events::gone), last(request));
  }
}
