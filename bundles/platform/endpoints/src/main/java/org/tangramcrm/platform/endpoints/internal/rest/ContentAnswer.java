package org.tangramcrm.platform.endpoints.internal.rest;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Set;
import javax.activation.DataHandler;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.Response.ResponseBuilder;
import javax.ws.rs.core.StreamingOutput;
import org.tangramcrm.platform.content.StoredContent;

/**
 * A file as HTTP gives it: in parts where asked for, again only where it changed, and never so that
 * a browser would run what is in it.
 */
final class ContentAnswer {
  /** The parameter of every operation that answers a file: to show it rather than to save it. */
  static final String INLINE = "inline";

  private static final String PDF = "application/pdf";

  /** What browsers show without running anything of it. */
  private static final Set<String> SHOWN =
      Set.of(PDF, "image/png", "image/jpeg", "image/gif", "image/bmp", "image/webp", "text/plain");

  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self';"
          + " frame-ancestors 'self'";

  private ContentAnswer() {}

  static Response of(DataHandler file, HttpServletRequest request) {
    if (!(file.getDataSource() instanceof StoredContent content)) {
      return headed(Response.ok((StreamingOutput) file::writeTo), file, request).build();
    }
    var tag = "\"" + content.sha256() + "\"";
    if (matches(request.getHeader(HttpHeaders.IF_NONE_MATCH), tag)) {
      return Response.notModified().header(HttpHeaders.ETAG, tag).build();
    }
    var size = content.size();
    var range =
        ByteRange.of(request.getHeader("Range"), size)
            .filter(part -> request.getMethod().equals("GET"))
            .filter(part -> current(request.getHeader("If-Range"), tag));
    if (range.isPresent() && !range.get().satisfiable()) {
      return Response.status(416).header("Content-Range", "bytes */" + size).build();
    }
    var part = range.orElse(new ByteRange(0, size));
    StreamingOutput body =
        out -> {
          try (var in = content.open(part.from(), part.length())) {
            in.transferTo(out);
          }
        };
    var answer =
        headed(Response.status(range.isPresent() ? 206 : 200).entity(body), file, request)
            .header(HttpHeaders.CONTENT_LENGTH, part.length())
            .header(HttpHeaders.ETAG, tag)
            .header("Accept-Ranges", "bytes");
    if (range.isPresent()) {
      answer.header("Content-Range", part.header(size));
    }
    return answer.build();
  }

  private static ResponseBuilder headed(
      ResponseBuilder answer, DataHandler file, HttpServletRequest request) {
    var type = file.getContentType();
    var shown = SHOWN.contains(type) && "true".equals(request.getParameter(INLINE));
    return answer
        .header(HttpHeaders.CONTENT_TYPE, type)
        .header(HttpHeaders.CONTENT_DISPOSITION, disposition(shown, file.getName()))
        .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
        .header("X-Content-Type-Options", "nosniff")
        .header("Cross-Origin-Resource-Policy", "same-origin")
        // Browsers show a PDF by a plug-in of theirs, which a sandbox would keep out.
        .header("Content-Security-Policy", type.equals(PDF) ? POLICY : POLICY + "; sandbox");
  }

  /** The name as RFC 6266 wants it, and for old programs what of it they can read. */
  static String disposition(boolean shown, String name) {
    var kind = shown ? "inline" : "attachment";
    if (name == null) {
      return kind;
    }
    var plain =
        Normalizer.normalize(name, Normalizer.Form.NFKD)
            .replaceAll("\\p{M}", "")
            .replaceAll("[^ -~]|[\"\\\\%;]", "_");
    return kind + "; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded(name);
  }

  /** As RFC 5987 encodes. */
  private static String encoded(String name) {
    var text = new StringBuilder();
    for (var value : name.getBytes(StandardCharsets.UTF_8)) {
      var letter = (char) (value & 0xff);
      if (letter < 0x80
          && (Character.isLetterOrDigit(letter) || "!#$&+-.^_`|~".indexOf(letter) >= 0)) {
        text.append(letter);
      } else {
        text.append("%%%02X".formatted(value & 0xff));
      }
    }
    return text.toString();
  }

  private static boolean matches(String known, String tag) {
    return known != null
        && Arrays.stream(known.split(","))
            .map(entry -> entry.trim().replaceFirst("^W/", ""))
            .anyMatch(entry -> entry.equals(tag) || entry.equals("*"));
  }

  /** A part of what has changed meanwhile would fit to nothing. */
  private static boolean current(String ifRange, String tag) {
    return ifRange == null || ifRange.trim().equals(tag);
  }
}
