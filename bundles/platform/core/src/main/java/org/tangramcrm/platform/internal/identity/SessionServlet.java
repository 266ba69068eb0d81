package org.tangramcrm.platform.internal.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.identity.Authenticator;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.internal.chain.Failures;
import org.tangramcrm.platform.internal.company.BaseCurrency;
import org.tangramcrm.platform.internal.facts.Json;
import org.tangramcrm.platform.internal.http.Problems;
import org.tangramcrm.platform.internal.http.Senders;
import org.tangramcrm.platform.internal.sql.Sql;

/** Signs the web UI in and out, and tells it who is signed in. */
@Component(service = Servlet.class)
@HttpWhiteboardServletName("tangram-session")
@HttpWhiteboardServletPattern(SessionServlet.PATH)
@HttpWhiteboardServletAsyncSupported
public class SessionServlet extends HttpServlet {
  static final String PATH = "/api/v1/session";

  private static final Logger LOG = LoggerFactory.getLogger(SessionServlet.class);
  private static final long serialVersionUID = 1L;
  private static final String COOKIE = "tangram";
  private static final int MAX_BODY = 8_192;

  private static final Set<String> FIELDS = Set.of("user", "password", "code");
  private static final Set<String> VIEW = Set.of("viewAs");

  /**
   * What a user said of how they read; null where they said nothing.
   *
   * @param locale a language tag
   */
  private record Preferences(String locale, String timeZone) {}

  private final transient Authenticator authenticator;
  private final transient Problems problems;
  private final transient Sql sql;
  private final transient BaseCurrency base;
  private final transient CompanyDay day;
  private final transient ObjectMapper json = Json.mapper();

  @Activate
  public SessionServlet(
      @Reference Authenticator authenticator,
      @Reference Problems problems,
      @Reference Sql sql,
      @Reference BaseCurrency base,
      @Reference CompanyDay day) {
    this.authenticator = authenticator;
    this.base = base;
    this.day = day;
    this.problems = problems;
    this.sql = sql;
  }

  /** The session cookie's value; null where the request has none. */
  public static String cookie(HttpServletRequest request) {
    if (request.getCookies() != null) {
      for (var cookie : request.getCookies()) {
        if (cookie.getName().equals(COOKIE) && !cookie.getValue().isEmpty()) {
          return cookie.getValue();
        }
      }
    }
    return null;
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      var body = body(request, FIELDS);
      var session =
          authenticator.signIn(
              text(body, "user"),
              text(body, "password").toCharArray(),
              body.hasNonNull("code") ? text(body, "code").strip() : null,
              request.getRemoteAddr(),
              request.getHeader("User-Agent"));
      setCookie(request, response, session.cookie(), "");
      write(response, session.caller(), session);
    } catch (RuntimeException e) {
      refuse(request, response, e);
    }
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var session = (Authenticator.Session) request.getAttribute(AuthenticationFilter.SESSION);
    write(response, (Caller) request.getAttribute(AuthenticationFilter.CALLER), session);
  }

  /**
   * {@code {"viewAs": "7"}} shows the system as that user sees it, {@code null} as oneself again.
   */
  @Override
  protected void doPut(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      var cookie = cookie(request);
      if (cookie == null) {
        throw CrmException.of(Code.UNAUTHENTICATED);
      }
      var asked = body(request, VIEW).get("viewAs");
      if (asked == null || !asked.isNull() && !asked.asText().matches("[1-9][0-9]{0,17}")) {
        throw CrmException.invalid("viewAs", asked == null ? "required" : "format");
      }
      var user = asked.isNull() ? null : Long.valueOf(asked.asText());
      var session = authenticator.viewAs(cookie, user, request.getRemoteAddr());
      write(response, session.caller(), session);
    } catch (RuntimeException e) {
      refuse(request, response, e);
    }
  }

  /** Whoever is not signed in yet is told of a failure of ours no more than that there was one. */
  private void refuse(
      HttpServletRequest request, HttpServletResponse response, RuntimeException failure)
      throws IOException {
    var refused = Failures.map(failure);
    if (refused.code == Code.INTERNAL) {
      LOG.error("A call of {} failed", PATH, failure);
    }
    problems.write(request, response, refused);
  }

  @Override
  protected void doDelete(HttpServletRequest request, HttpServletResponse response) {
    var cookie = cookie(request);
    if (cookie != null) {
      authenticator.signOut(cookie);
    }
    setCookie(request, response, "", "; Max-Age=0");
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
  }

  /** Only JSON: a form of another site could send anything else without asking. */
  private JsonNode body(HttpServletRequest request, Set<String> fields) throws IOException {
    var type = request.getContentType();
    if (type == null || !type.toLowerCase(java.util.Locale.ROOT).startsWith("application/json")) {
      throw CrmException.of(Code.MALFORMED);
    }
    var bytes = bytes(request);
    JsonNode body;
    try {
      body = json.readTree(new String(bytes, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      // Its message would quote the password.
      throw CrmException.of(Code.MALFORMED);
    }
    if (!body.isObject()) {
      throw CrmException.of(Code.MALFORMED);
    }
    var names = body.fieldNames();
    while (names.hasNext()) {
      var name = names.next();
      if (!fields.contains(name)) {
        throw CrmException.of(Code.UNKNOWN_FIELD)
            .error(name, "unknown-field", String.join(", ", new TreeSet<>(fields)));
      }
    }
    return body;
  }

  private static byte[] bytes(HttpServletRequest request) throws IOException {
    try {
      var bytes = request.getInputStream().readNBytes(MAX_BODY + 1);
      if (bytes.length > MAX_BODY) {
        throw CrmException.of(Code.TOO_LARGE);
      }
      return bytes;
    } catch (Senders.Refused refused) {
      throw refused.getCause();
    }
  }

  private static String text(JsonNode body, String field) {
    var value = body.get(field);
    if (value == null || !value.isTextual() || value.textValue().isEmpty()) {
      throw CrmException.invalid(field, "required");
    }
    return value.textValue();
  }

  private static void setCookie(
      HttpServletRequest request, HttpServletResponse response, String value, String lifetime) {
    response.addHeader(
        "Set-Cookie",
        COOKIE
            + "="
            + value
            + "; Path=/; HttpOnly; SameSite=Strict"
            + (request.isSecure() ? "; Secure" : "")
            + lifetime);
  }

  /** Whether there is anybody below the caller, so that a list of their team is worth offering. */
  private boolean leads(Caller caller) {
    return !sql.query(
            "select 1 from tangram_viewer where viewer_id = ? and owner_id <> ?"
                + " fetch first 1 rows only",
            List.of(caller.id(), caller.id()),
            row -> 1)
        .isEmpty();
  }

  private Preferences preferences(long user) {
    return sql.first(
            "select locale, time_zone from tangram_user where id = ?",
            List.of(user),
            row -> new Preferences(row.getString(1), row.getString(2)))
        .orElseGet(() -> new Preferences(null, null));
  }

  /**
   * @param session null for a caller who shows other credentials
   */
  private void write(HttpServletResponse response, Caller caller, Authenticator.Session session)
      throws IOException {
    var answer = JsonNodeFactory.instance.objectNode();
    answer
        .putObject("user")
        .put("id", String.valueOf(caller.id()))
        .put("login", caller.login())
        .put("name", caller.name())
        .put(
            "departmentId",
            caller.departmentId() == null ? null : caller.departmentId().toString());
    answer.put("viewing", caller.viewerId() != null);
    // Of whoever sits before the screen, also while they look through somebody else: they read it.
    var preferences = preferences(caller.viewerId() != null ? caller.viewerId() : caller.id());
    answer.put("locale", preferences.locale());
    answer.put("timeZone", preferences.timeZone());
    answer.put("companyTimeZone", day.zone().getId());
    answer.put("baseCurrency", base.code());
    answer.put("leads", leads(caller));
    // Of these, a record may be there to be read only.
    var shared = answer.putArray("shared");
    new TreeSet<>(caller.shared()).forEach(shared::add);
    answer.put("csrf", session == null ? null : session.csrf());
    answer.put("passwordExpired", session != null && session.passwordExpired());
    answer.put("secondFactor", session != null && session.secondFactor());
    answer.put("secondFactorMissing", session != null && session.secondFactorMissing());
    var operations = answer.putArray("operations");
    new TreeSet<>(caller.permissions()).forEach(operations::add);
    response.setContentType("application/json;charset=UTF-8");
    response.setHeader("Cache-Control", "no-store");
    response.getOutputStream().write(json.writeValueAsBytes(answer));
  }
}
