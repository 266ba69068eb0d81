package org.tangramcrm.platform.web.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * The shell's page under every address that nobody else answers: which page of the UI an address
 * means is for the shell to find out.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletName("tangram-shell")
@HttpWhiteboardServletPattern("/")
@HttpWhiteboardServletAsyncSupported
public class ShellServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** Under these, a wrong address is an error and no page. */
  private static final Set<String> NO_PAGES =
      Set.of("api", "soap", "ui", "health", "metrics", "system", "cxf");

  private static final Pattern IMPORT_MAP =
      Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

  private final transient Asset page;
  private final String policy;

  /** Where somebody is may be asked for by our own pages (M-8), and what they show by none. */
  private static final String PERMISSIONS = "geolocation=(self), camera=(), microphone=()";

  @Activate
  public ShellServlet(BundleContext context) throws IOException {
    try (var content = context.getBundle().getEntry("ui/shell/index.html").openStream()) {
      page = Asset.of("index.html", content.readAllBytes());
    }
    policy = policy(new String(page.content(), UTF_8));
  }

  /**
   * Only scripts and styles that are served here run, and the one script that stands in the page.
   */
  private static String policy(String html) {
    var importMap = IMPORT_MAP.matcher(html);
    if (!importMap.find()) {
      throw new IllegalStateException("The shell's page has no import map");
    }
    return String.join(
        "; ",
        "default-src 'self'",
        "script-src 'self' 'sha256-" + Asset.sha256(importMap.group(1).getBytes(UTF_8)) + "'",
        "style-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'");
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (NO_PAGES.contains(firstSegment(request))) {
      Asset.missing(response);
      return;
    }
    response.setHeader("Content-Security-Policy", policy);
    response.setHeader("Permissions-Policy", PERMISSIONS);
    page.send(request, response);
  }

  private static String firstSegment(HttpServletRequest request) {
    var path = request.getServletPath();
    int end = path.indexOf('/', 1);
    return path.isEmpty() ? "" : path.substring(1, end < 0 ? path.length() : end);
  }
}
