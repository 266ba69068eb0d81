package org.tangramcrm.platform.internal.health;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.internal.module.Readiness;

/**
 * {@code /health/live}: the process answers. {@code /health/ready}: all that is meant to be there
 * is; {@code updating} names the modules whose tables are being updated, which takes its time.
 */
@Component(
    service = Servlet.class,
    property = {
      "osgi.http.whiteboard.servlet.name=tangram-health",
      "osgi.http.whiteboard.servlet.pattern=/health/live",
      "osgi.http.whiteboard.servlet.pattern=/health/ready",
      "osgi.http.whiteboard.servlet.asyncSupported:Boolean=true"
    })
public class HealthServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient Readiness readiness;
  private final transient ObjectMapper json = new ObjectMapper();

  @Activate
  public HealthServlet(@Reference Readiness readiness) {
    this.readiness = readiness;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var answer = json.createObjectNode();
    var missing = answer.putArray("missing");
    if (request.getRequestURI().endsWith("/ready")) {
      readiness.missing().forEach(missing::add);
    }
    answer.put("status", missing.isEmpty() ? "up" : readiness.refused() ? "refused" : "starting");
    if (missing.isEmpty()) {
      answer.remove("missing");
    } else if (!readiness.updating().isEmpty()) {
      readiness.updating().stream().sorted().forEach(answer.putArray("updating")::add);
    }
    response.setStatus(missing.isEmpty() ? 200 : 503);
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-store");
    json.writeValue(response.getOutputStream(), answer);
  }
}
