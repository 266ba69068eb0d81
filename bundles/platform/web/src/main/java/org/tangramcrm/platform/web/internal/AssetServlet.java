package org.tangramcrm.platform.web.internal;

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

/** {@code /ui/modules.json}, and the files of the modules' UIs under {@code /ui/<module>/}. */
@Component(service = Servlet.class)
@HttpWhiteboardServletName("tangram-ui")
@HttpWhiteboardServletPattern("/ui/*")
@HttpWhiteboardServletAsyncSupported
public class AssetServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient Parts parts;

  @Activate
  public AssetServlet(@Reference Parts parts) {
    this.parts = parts;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var asset = find(request.getPathInfo());
    if (asset == null) {
      Asset.missing(response);
    } else {
      asset.send(request, response);
    }
  }

  private Asset find(String path) {
    if ("/modules.json".equals(path)) {
      return parts.catalogue();
    }
    int end = path == null ? -1 : path.indexOf('/', 1);
    var part = end < 0 ? null : parts.find(path.substring(1, end));
    return part == null ? null : part.asset(path.substring(end + 1));
  }
}
