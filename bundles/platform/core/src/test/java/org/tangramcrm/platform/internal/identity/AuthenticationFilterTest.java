package org.tangramcrm.platform.internal.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.identity.Authenticator;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.internal.http.Problems;
import org.tangramcrm.platform.internal.http.Senders;
import org.tangramcrm.platform.internal.text.Wording;

class AuthenticationFilterTest {
  private static final Caller LI_NA =
      new Caller(7, "li.na", "李娜", null, Locale.ENGLISH, Set.of(), Map.of());

  private final Map<String, String> answered = new HashMap<>();
  private Code refusal;
  private final AuthenticationFilter filter =
      new AuthenticationFilter(
          new Problems(new Wording((locale, key, arguments) -> key)) {
            @Override
            public void write(
                HttpServletRequest request, HttpServletResponse response, CrmException refused) {
              refusal = refused.code;
            }
          },
          new Senders());

  @BeforeEach
  void setUp() {
    filter.authenticator = new Known();
  }

  @Test
  void letsAnybodySeeTheShellTheProbesAndTheSignIn() throws Exception {
    for (var path :
        new String[] {
          "/", "/index.html", "/ui/customers/index.js", "/customers/7", "/health/ready"
        }) {
      assertThat(passes(new Call("GET", path))).as(path).isTrue();
    }
    assertThat(passes(new Call("POST", "/api/v1/session"))).isTrue();
  }

  @Test
  void letsNobodyElsePass() throws Exception {
    for (var path :
        new String[] {
          "/api/v1/customers",
          "/api/v1/session",
          "/api/docs",
          "/soap/customers",
          "/metrics",
          "/health"
        }) {
      assertThat(passes(new Call("GET", path))).as(path).isFalse();
      assertThat(refusal).isEqualTo(Code.UNAUTHENTICATED);
    }
    assertThat(passes(new Call("POST", "/"))).isFalse();
    assertThat(answered).containsKey("WWW-Authenticate");
  }

  @Test
  void asksNoBrowserForItsOwnDialogueFromTheUi() throws Exception {
    assertThat(
            passes(new Call("GET", "/api/v1/session").with("X-Requested-With", "XMLHttpRequest")))
        .isFalse();
    assertThat(answered).doesNotContainKey("WWW-Authenticate");
  }

  @Test
  void takesBasicAndBearer() throws Exception {
    var basic = new Call("POST", "/api/v1/customers").with("Authorization", basic("li.na:sechs:七"));
    assertThat(passes(basic)).isTrue();
    assertThat(basic.attributes.get("org.tangramcrm.caller")).isSameAs(LI_NA);
    assertThat(passes(new Call("GET", "/api/v1/customers").with("Authorization", "bearer tgm_x")))
        .isTrue();
    for (var bad :
        new String[] {basic("li.na:no"), "Basic ???", basic("nothing"), "Digest x", "Bearer no"}) {
      assertThat(passes(new Call("GET", "/api/v1/customers").with("Authorization", bad)))
          .as(bad)
          .isFalse();
    }
  }

  @Test
  void wantsTheCsrfTokenWithACookieThatWrites() throws Exception {
    assertThat(passes(new Call("GET", "/api/v1/customers").cookie("session"))).isTrue();
    assertThat(passes(new Call("POST", "/api/v1/customers").cookie("session"))).isFalse();
    assertThat(refusal).isEqualTo(Code.FORBIDDEN);
    assertThat(
            passes(
                new Call("DELETE", "/api/v1/customers/1")
                    .cookie("session")
                    .with("X-CSRF-Token", "no")))
        .isFalse();
    assertThat(
            passes(
                new Call("POST", "/api/v1/customers")
                    .cookie("session")
                    .with("X-CSRF-Token", "csrf")))
        .isTrue();
    assertThat(passes(new Call("GET", "/api/v1/customers").cookie("old"))).isFalse();
  }

  @Test
  void leavesASoapMessageWithoutAHeaderToItsDoor() throws Exception {
    var call = new Call("POST", "/soap/customers");
    assertThat(passes(call)).isTrue();
    assertThat(call.attributes).doesNotContainKey("org.tangramcrm.caller");
    assertThat(passes(new Call("POST", "/soap/customers").with("Authorization", basic("li.na:no"))))
        .isFalse();
  }

  @Test
  void warnsOnceOfAPasswordFromElsewhereWithoutTls() {
    var plain = new PlainPasswords();
    var call = new Call("POST", "/api/v1/session");
    call.secure = true;
    assertThat(plain.lookAt(call.request())).isFalse();
    call.secure = false;
    call.address = "127.0.0.1";
    assertThat(plain.lookAt(call.request())).isFalse();
    call.address = "192.0.2.1";
    assertThat(plain.lookAt(call.request())).isTrue();
    assertThat(plain.lookAt(call.request())).isFalse();
  }

  @Test
  void letsNobodyPassWhileThereIsNobodyToAsk() throws Exception {
    filter.authenticator = null;
    assertThat(passes(new Call("GET", "/api/v1/customers"))).isFalse();
    assertThat(
            passes(
                new Call("GET", "/api/v1/customers").with("Authorization", basic("li.na:sechs:七"))))
        .isFalse();
    assertThat(refusal).isEqualTo(Code.UNAVAILABLE);
  }

  private static String basic(String credentials) {
    return "Basic "
        + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
  }

  private boolean passes(Call call) throws Exception {
    var passed = new boolean[1];
    answered.clear();
    var response =
        proxy(
            HttpServletResponse.class,
            (name, arguments) ->
                name.equals("setHeader")
                    ? answered.put((String) arguments[0], (String) arguments[1])
                    : null);
    filter.doFilter(call.request(), response, (request, answer) -> passed[0] = true);
    return passed[0];
  }

  private interface Answers {
    Object to(String method, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Answers answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              var answer = answers.to(method.getName(), arguments);
              return method.getReturnType() == void.class ? null : answer;
            }));
  }

  /** A request. */
  private static final class Call {
    final Map<String, Object> attributes = new HashMap<>();
    private final Map<String, String> headers = new HashMap<>();
    private final String method;
    private final String path;
    private Cookie cookie;
    private String address = "192.0.2.1";
    private boolean secure;

    Call(String method, String path) {
      this.method = method;
      this.path = path;
    }

    Call with(String header, String value) {
      headers.put(header, value);
      return this;
    }

    Call cookie(String value) {
      cookie = new Cookie("tangram", value);
      return this;
    }

    HttpServletRequest request() {
      return proxy(
          HttpServletRequest.class,
          (name, arguments) ->
              switch (name) {
                case "getMethod" -> method;
                case "getServletPath" -> path;
                case "getHeader" -> headers.get((String) arguments[0]);
                case "getCookies" -> cookie == null ? null : new Cookie[] {cookie};
                case "getRemoteAddr" -> address;
                case "isSecure" -> secure;
                case "getAttribute" -> attributes.get((String) arguments[0]);
                case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
                default -> null;
              });
    }
  }

  /** Knows one user, one token and one session. */
  private static final class Known implements Authenticator {
    @Override
    public Caller password(String login, char[] password, String address) {
      return known(login.equals("li.na") && new String(password).equals("sechs:七"));
    }

    @Override
    public Caller token(String token, String address) {
      return known(token.equals("tgm_x"));
    }

    @Override
    public Session session(String cookie) {
      return new Session(known(cookie.equals("session")), "csrf", null, false, false, false);
    }

    @Override
    public Session viewAs(String cookie, Long user, String address) {
      return session(cookie);
    }

    @Override
    public Session signIn(
        String login, char[] password, String code, String address, String client) {
      return new Session(
          password(login, password, address), "csrf", "session", false, false, false);
    }

    @Override
    public void signOut(String cookie) {}

    private static Caller known(boolean right) {
      if (!right) {
        throw CrmException.of(Code.UNAUTHENTICATED);
      }
      return LI_NA;
    }
  }
}
