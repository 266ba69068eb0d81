package org.tangramcrm.platform.web.internal;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** A file of the UI as browsers get it, and what they may do with their copy of it. */
record Asset(byte[] content, String type, String etag, String cacheControl) {
  static final String JSON = "application/json;charset=UTF-8";

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html;charset=UTF-8",
          "js", "text/javascript;charset=UTF-8",
          "css", "text/css;charset=UTF-8",
          "json", JSON,
          "svg", "image/svg+xml",
          "png", "image/png",
          "webp", "image/webp",
          "woff2", "font/woff2");

  /** The build puts a hash of the content into a name: whatever has that name never changes. */
  private static final Pattern HASHED = Pattern.compile(".*-[\\w-]{8}\\.\\w+");

  private static final String FOREVER = "public, max-age=31536000, immutable";
  private static final String ASK_AGAIN = "no-cache";

  /** The media type that belongs to a file name; null for files that are not served. */
  static String typeOf(String name) {
    return TYPES.get(name.substring(name.lastIndexOf('.') + 1));
  }

  static Asset of(String name, byte[] content) {
    return new Asset(
        content, typeOf(name), etag(content), HASHED.matcher(name).matches() ? FOREVER : ASK_AGAIN);
  }

  static String sha256(byte[] content) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(content);
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String etag(byte[] content) {
    return '"' + sha256(content).substring(0, 22) + '"';
  }

  void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
    protect(response);
    response.setHeader("ETag", etag);
    response.setHeader("Cache-Control", cacheControl);
    var known = request.getHeader("If-None-Match");
    if (known != null && known.contains(etag)) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    response.setContentType(type);
    response.setContentLength(content.length);
    response.getOutputStream().write(content);
  }

  static void missing(HttpServletResponse response) throws IOException {
    protect(response);
    response.setStatus(HttpServletResponse.SC_NOT_FOUND);
    response.setHeader("Cache-Control", "no-store");
    response.setContentType("text/plain;charset=UTF-8");
    response.getWriter().println("Not found");
  }

  private static void protect(HttpServletResponse response) {
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "same-origin");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
  }
}
