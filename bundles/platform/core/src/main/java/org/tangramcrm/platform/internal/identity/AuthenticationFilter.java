package org.tangramcrm.platform.internal.identity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import javax.servlet.DispatcherType;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.propertytypes.ServiceRanking;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardFilterAsyncSupported;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardFilterDispatcher;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardFilterName;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardFilterPattern;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.identity.Authenticator;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.internal.http.Problems;
import org.tangramcrm.platform.internal.http.Senders;

/**
 * Nobody passes without having signed in, except to what the sign-in page itself needs. A request
 * that the gate held arrives here by its second dispatch; one that was let in before, with its
 * caller.
 */
@Component(service = Filter.class)
@ServiceRanking(500)
@HttpWhiteboardFilterName("tangram-authentication")
@HttpWhiteboardFilterPattern("/*")
@HttpWhiteboardFilterAsyncSupported
@HttpWhiteboardFilterDispatcher({DispatcherType.REQUEST, DispatcherType.ASYNC})
public class AuthenticationFilter implements Filter {
  public static final String CALLER = "org.tangramcrm.caller";

  /** The session, where the caller came with its cookie. */
  static final String SESSION = "org.tangramcrm.session";

  /**
   * What answers with more than the UI's shell; everything else under {@code /} is a page of the
   * shell.
   */
  private static final Set<String> GUARDED =
      Set.of("api", "soap", "metrics", "health", "system", "cxf");

  private static final Set<String> PROBES = Set.of("/health/live", "/health/ready");
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
  private static final String BASIC = "Basic ";
  private static final String BEARER = "Bearer ";

  private final Problems problems;
  private final Senders senders;
  private final PlainPasswords plainPasswords = new PlainPasswords();

  /**
   * Optional, so that the filter stands even while there is no database to ask: then nobody passes.
   */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Authenticator authenticator;

  @Activate
  public AuthenticationFilter(@Reference Problems problems, @Reference Senders senders) {
    this.problems = problems;
    this.senders = senders;
  }

  @Override
  public void init(FilterConfig config) {}

  @Override
  public void destroy() {}

  @Override
  public void doFilter(ServletRequest any, ServletResponse answer, FilterChain chain)
      throws IOException, ServletException {
    var request = (HttpServletRequest) any;
    var response = (HttpServletResponse) answer;
    if (request.getAttribute(CALLER) == null && !open(request)) {
      try {
        var caller = identify(request);
        if (caller != null) {
          request.setAttribute(CALLER, caller);
        } else if (!soapCall(request)) {
          throw CrmException.of(Code.UNAUTHENTICATED);
        }
      } catch (RuntimeException e) {
        refuse(request, response, e);
        return;
      }
    }
    chain.doFilter(
        SAFE.contains(request.getMethod()) ? request : senders.bounded(request, user(request)),
        response);
  }

  private static Long user(HttpServletRequest request) {
    return request.getAttribute(CALLER) instanceof Caller caller ? caller.id() : null;
  }

  private void refuse(
      HttpServletRequest request, HttpServletResponse response, RuntimeException failure)
      throws IOException {
    var refused =
        failure instanceof CrmException known
            ? known
            : CrmException.of(Code.UNAVAILABLE).initCause(failure);
    // A browser would show its own sign-in dialogue over the UI's.
    if (refused.code == Code.UNAUTHENTICATED
        && !"XMLHttpRequest".equals(request.getHeader("X-Requested-With"))) {
      response.setHeader("WWW-Authenticate", "Basic realm=\"Tangram CRM\", charset=\"UTF-8\"");
    }
    problems.write(request, response, refused);
  }

  private boolean open(HttpServletRequest request) {
    var path = path(request);
    if (path.equals(SessionServlet.PATH) && request.getMethod().equals("POST")) {
      plainPasswords.lookAt(request);
      return true;
    }
    var reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    return reads && (PROBES.contains(path) || !GUARDED.contains(firstSegment(path)));
  }

  /** A SOAP message may carry its credentials inside; its door looks there. */
  private static boolean soapCall(HttpServletRequest request) {
    return request.getMethod().equals("POST") && firstSegment(path(request)).equals("soap");
  }

  /** The caller, or null for a request without credentials. */
  private Caller identify(HttpServletRequest request) {
    var header = request.getHeader("Authorization");
    if (header != null) {
      if (header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
        plainPasswords.lookAt(request);
        return basic(header.substring(BASIC.length()).strip(), request.getRemoteAddr());
      }
      if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
        return authenticator()
            .token(header.substring(BEARER.length()).strip(), request.getRemoteAddr());
      }
      throw CrmException.of(Code.UNAUTHENTICATED);
    }
    var cookie = SessionServlet.cookie(request);
    if (cookie == null) {
      return null;
    }
    var session = authenticator().session(cookie);
    var csrf = request.getHeader("X-CSRF-Token");
    if (!SAFE.contains(request.getMethod())
        && (csrf == null || !Secrets.equal(csrf, session.csrf()))) {
      throw new CrmException(Code.FORBIDDEN, "problem.forbidden.csrf");
    }
    request.setAttribute(SESSION, session);
    return session.caller();
  }

  private Caller basic(String encoded, String address) {
    char[] credentials;
    try {
      var decoded =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Base64.getDecoder().decode(encoded)));
      credentials = new char[decoded.remaining()];
      decoded.get(credentials);
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw CrmException.of(Code.UNAUTHENTICATED).initCause(e);
    }
    int colon = 0;
    while (colon < credentials.length && credentials[colon] != ':') {
      colon++;
    }
    if (colon == credentials.length) {
      throw CrmException.of(Code.UNAUTHENTICATED);
    }
    var password = Arrays.copyOfRange(credentials, colon + 1, credentials.length);
    try {
      return authenticator().password(new String(credentials, 0, colon), password, address);
    } finally {
      Arrays.fill(credentials, '\0');
      Arrays.fill(password, '\0');
    }
  }

  private Authenticator authenticator() {
    var present = authenticator;
    if (present == null) {
      throw CrmException.of(Code.UNAVAILABLE);
    }
    return present;
  }

  /** As the container maps it to a servlet: decoded, without dots and parameters. */
  private static String path(HttpServletRequest request) {
    var info = request.getPathInfo();
    return request.getServletPath() + (info == null ? "" : info);
  }

  private static String firstSegment(String path) {
    int end = path.indexOf('/', 1);
    return path.isEmpty() ? "" : path.substring(1, end < 0 ? path.length() : end);
  }
}
