package org.tangramcrm.platform.endpoints.internal.openapi;

import java.io.IOException;
import java.util.Map;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/**
 * Swagger UI over what is published now, without a script or style that a strict policy would
 * refuse.
 */
public final class DocsServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Map<String, String> TYPES =
      Map.of(
          "index.html", "text/html;charset=UTF-8",
          "start.js", "text/javascript;charset=UTF-8",
          "swagger-ui-bundle.js", "text/javascript;charset=UTF-8",
          "swagger-ui.css", "text/css;charset=UTF-8",
          "favicon-32x32.png", "image/png");

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var path = request.getPathInfo();
    if (path == null) {
      response.sendRedirect(request.getRequestURI() + "/");
      return;
    }
    var file = path.equals("/") ? "index.html" : path.substring(1);
    var type = TYPES.get(file);
    if (type == null) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    try (var content = DocsServlet.class.getResourceAsStream("/tangram/docs/" + file)) {
      response.setContentType(type);
      response.setHeader("Content-Security-Policy", "default-src 'self'; img-src 'self' data:");
      content.transferTo(response.getOutputStream());
    }
  }
}
