package org.tangramcrm.platform.internal.http;

import java.io.IOException;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;

/**
 * Answers in place of the doors while these are not there: at the start, and as long as the
 * platform waits for its database. The doors' own servlets rank before it.
 */
@Component(
    service = Servlet.class,
    property = {
      "osgi.http.whiteboard.servlet.name=tangram-closed",
      "osgi.http.whiteboard.servlet.pattern=/api/*",
      "osgi.http.whiteboard.servlet.pattern=/soap/*",
      "osgi.http.whiteboard.servlet.asyncSupported:Boolean=true",
      "service.ranking:Integer=-1"
    })
public class ClosedDoors extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient Problems problems;

  @Activate
  public ClosedDoors(@Reference Problems problems) {
    this.problems = problems;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    problems.write(request, response, new CrmException(Code.UNAVAILABLE, "gate.starting"));
  }
}
