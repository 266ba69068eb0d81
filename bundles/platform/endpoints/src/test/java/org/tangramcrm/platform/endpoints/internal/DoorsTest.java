package org.tangramcrm.platform.endpoints.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.servlet.DispatcherType;
import javax.servlet.Filter;
import javax.servlet.http.HttpServletRequest;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tangramcrm.customers.Customer;
import org.tangramcrm.customers.CustomerRegistry;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.ContractModel;
import org.tangramcrm.platform.contract.PublishedContract;
import org.tangramcrm.platform.endpoints.internal.openapi.DocsServlet;
import org.tangramcrm.platform.endpoints.internal.openapi.OpenApi;
import org.tangramcrm.platform.endpoints.internal.rest.RestServlet;
import org.tangramcrm.platform.endpoints.internal.shared.Calls;
import org.tangramcrm.platform.endpoints.internal.shared.Problems;
import org.tangramcrm.platform.endpoints.internal.soap.SoapServlet;
import org.tangramcrm.platform.figure.FigureSource;
import org.tangramcrm.platform.identity.Authenticator;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.identity.Departments;
import org.tangramcrm.platform.identity.Roles;
import org.tangramcrm.platform.identity.Tokens;
import org.tangramcrm.platform.identity.UserDirectory;
import org.tangramcrm.platform.internal.contract.ModelReader;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** Both doors on a real server, over HTTP; behind them customers in memory. */
class DoorsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String NS = "urn:tangram:customers:1";
  private static final String SOAP_11 = "http://schemas.xmlsoap.org/soap/envelope/";
  private static final String SOAP_12 = "http://www.w3.org/2003/05/soap-envelope";

  static FakeCustomers customers;
  private static FakeChain chain;
  private static Server server;
  private static String base;
  private static RestServlet rest;
  private static SoapServlet soap;
  private static PublishedContract contract;

  private record Published(ContractModel model, Object service, String module)
      implements PublishedContract {}

  @BeforeAll
  static void start() throws Exception {
    chain = new FakeChain();
    customers = new FakeCustomers(chain);
    contract = new Published(ModelReader.read(CustomerRegistry.class), customers, "customers");
    var problems = new Problems(chain);
    rest = new RestServlet(problems, FakeDocuments.LIMITS);
    soap = new SoapServlet(problems, authenticator(), FakeDocuments.LIMITS);
    var openApi = new OpenApi();
    openApi.add(contract);
    server = new Server(0);
    var context = new ServletContextHandler();
    context.addServlet(new ServletHolder(rest), "/api/*");
    context.addServlet(new ServletHolder(soap), "/soap/*");
    context.addServlet(new ServletHolder(openApi), "/api/v1/openapi.json");
    context.addServlet(new ServletHolder(new DocsServlet()), "/api/docs/*");
    Filter signIn =
        (request, response, next) -> {
          var credentials = ((HttpServletRequest) request).getHeader("Authorization");
          if (credentials != null) {
            var login =
                new String(Base64.getDecoder().decode(credentials.substring(6))).split(":")[0];
            request.setAttribute(Problems.CALLER, caller(login));
          }
          next.doFilter(request, response);
        };
    context.addFilter(new FilterHolder(signIn), "/*", EnumSet.of(DispatcherType.REQUEST));
    server.setHandler(context);
    server.start();
    base = "http://127.0.0.1:" + ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    var calls = new Calls(contract, chain);
    rest.publish(calls);
    soap.publish(calls);
  }

  @AfterAll
  static void stop() throws Exception {
    server.stop();
  }

  @BeforeEach
  void empty() {
    customers.rows.clear();
  }

  private static Caller caller(String login) {
    var may = login.equals("reader") ? Set.of("customers.view") : Set.of(Caller.EVERYTHING);
    return new Caller(1, login, login, null, Locale.ENGLISH, may, Map.of());
  }

  private static Authenticator authenticator() {
    return (Authenticator)
        java.lang.reflect.Proxy.newProxyInstance(
            Authenticator.class.getClassLoader(),
            new Class<?>[] {Authenticator.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("password")
                  && new String((char[]) arguments[1]).equals("right")) {
                return caller((String) arguments[0]);
              }
              throw CrmException.of(Code.UNAUTHENTICATED);
            });
  }

  private static HttpResponse<String> send(
      String method, String path, String body, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(base + path));
    var publisher =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body);
    request.method(method, publisher);
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** A REST call as admin. */
  private static HttpResponse<String> call(
      String method, String path, String body, String... headers) throws Exception {
    var all = new java.util.ArrayList<>(java.util.List.of(headers));
    if (!all.contains("Authorization")) {
      all.addAll(java.util.List.of("Authorization", basic("admin")));
    }
    if (body != null && !all.contains("Content-Type")) {
      all.addAll(java.util.List.of("Content-Type", "application/json"));
    }
    return send(method, "/api/v1" + path, body, all.toArray(String[]::new));
  }

  private static String basic(String login) {
    return "Basic "
        + Base64.getEncoder().encodeToString((login + ":x").getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    return JSON.readTree(response.body());
  }

  private static void refused(HttpResponse<String> response, int status, String code)
      throws IOException {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    var problem = json(response);
    assertThat(problem.path("code").asText()).as(response.body()).isEqualTo(code);
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("traceId").asText()).hasSize(16);
    assertThat(problem.path("instance").asText()).startsWith("/api/");
  }

  private static String create(String name) throws Exception {
    return json(call("POST", "/customers", "{\"name\":\"" + name + "\",\"types\":[\"customer\"]}"))
        .get("id")
        .asText();
  }

  @Test
  void createsReadsAndLists() throws Exception {
    var created =
        call(
            "POST",
            "/customers",
            """
            {"name":"华东科技","employees":12,"parentId":"9007199254740997",
             "revenue":{"amount":"12.50","currency":"CNY"}}""");
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    assertThat(created.headers().firstValue("ETag")).hasValue("\"v1\"");
    var body = json(created);
    assertThat(body.get("id").isTextual()).isTrue();
    assertThat(body.get("parentId").asText()).isEqualTo("9007199254740997");
    assertThat(body.get("createdAt").asText()).isEqualTo("2026-11-23T08:00:00Z");
    assertThat(body.get("revenue").toString())
        .isEqualTo("{\"amount\":\"12.50\",\"currency\":\"CNY\"}");
    assertThat(body.get("types").isArray()).isTrue();
    assertThat(body.has("email")).isFalse();
    var location = created.headers().firstValue("Location").orElseThrow();
    assertThat(location).isEqualTo("/api/v1/customers/" + body.get("id").asText());

    var read = send("GET", location, null, "Authorization", basic("admin"), "Accept", "*/*");
    assertThat(json(read)).isEqualTo(body);
    assertThat(call("HEAD", location.substring(7), null).statusCode()).isEqualTo(200);
    assertThat(call("GET", location.substring(7), null, "If-None-Match", "\"v1\"").statusCode())
        .isEqualTo(304);
    chain.versionTellsAll = false;
    assertThat(call("GET", location.substring(7), null, "If-None-Match", "\"v1\"").statusCode())
        .isEqualTo(200);
    assertThat(call("GET", "/customers/number:" + body.get("number").asText(), null).statusCode())
        .isEqualTo(200);

    var list = json(call("GET", "/customers?limit=7&sort=-name&filter=level%3D%3DA", null));
    assertThat(list.at("/items/0")).isEqualTo(body);
    assertThat(list.get("total").toString()).isEqualTo("{\"value\":1,\"relation\":\"eq\"}");
    assertThat(customers.asked().limit).isEqualTo(7);
    assertThat(customers.asked().filter).isEqualTo("level==A");
    var sparse = json(call("GET", "/customers?fields=name,employees", null)).at("/items/0");
    assertThat(sparse.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("id", "version", "name", "employees");
  }

  @Test
  void refusesWhatItCannotRead() throws Exception {
    var parameter = call("GET", "/customers?limt=5", null);
    refused(parameter, 400, "unknown-parameter");
    assertThat(json(parameter).get("detail").asText()).contains("limt").contains("filter, q, sort");
    refused(call("GET", "/customers?limit=five", null), 400, "malformed");
    assertThat(json(call("GET", "/customers?limit=five", null)).at("/errors/0/field").asText())
        .isEqualTo("limit");
    refused(call("GET", "/customers?fields=nmae", null), 400, "unknown-field");
    var field = call("POST", "/customers", "{\"name\":\"x\",\"revenue\":{\"amont\":\"1\"}}");
    refused(field, 400, "unknown-field");
    assertThat(json(field).at("/errors/0/field").asText()).isEqualTo("revenue.amont");
    assertThat(json(field).get("detail").asText()).contains("baseAmount");
    var malformed = call("POST", "/customers", "{\n \"name\" \"x\"}");
    refused(malformed, 400, "malformed");
    assertThat(json(malformed).get("detail").asText()).contains("line 2");
    var type = call("POST", "/customers", "{\"name\":\"x\",\"employees\":\"many\"}");
    refused(type, 400, "malformed");
    assertThat(json(type).at("/errors/0/field").asText()).isEqualTo("employees");
    refused(call("POST", "/customers", "{\"name\":5}"), 400, "malformed");
    refused(call("POST", "/customers", "{\"name\":\"a\",\"name\":\"b\"}"), 400, "malformed");
    refused(call("POST", "/customers", "{\"name\":\"a\"} x"), 400, "malformed");
    refused(call("POST", "/customers", "[".repeat(5000)), 400, "malformed");
    refused(call("POST", "/customers", ""), 400, "malformed");
    refused(call("POST", "/customers", "null"), 400, "malformed");
    refused(
        call("POST", "/customers", "{\"name\":\"" + "x".repeat(8 << 20) + "\"}"), 413, "too-large");
    refused(
        call("POST", "/customers", "<a/>", "Content-Type", "application/xml"), 415, "malformed");
    refused(call("GET", "/customers", null, "Accept", "text/csv"), 406, "malformed");
    var method = call("PUT", "/customers", "{}");
    refused(method, 405, "malformed");
    assertThat(method.headers().firstValue("Allow")).contains("GET, POST");
    assertThat(json(method).get("detail").asText()).endsWith("GET, POST.");
    var invalid = call("POST", "/customers", "{}");
    refused(invalid, 422, "invalid");
    assertThat(json(invalid).at("/errors/0/field").asText()).isEqualTo("name");
  }

  @Test
  void findsNothingWhereNothingIs() throws Exception {
    refused(call("GET", "/customers/1", null), 404, "not-found");
    refused(call("GET", "/customers/abc", null), 404, "not-found");
    refused(call("GET", "/nowhere", null), 404, "not-found");
    refused(call("GET", "/customers/1/2/3", null), 404, "not-found");
    refused(call("POST", "/customers/1/actions/nothing", "{}"), 404, "not-found");
    assertThat(call("OPTIONS", "/customers", null).headers().firstValue("Allow").orElseThrow())
        .contains("POST");
  }

  @Test
  void guardsVersions() throws Exception {
    var id = create("a");
    var path = "/customers/" + id;
    var missing = call("PUT", path, "{\"name\":\"b\"}");
    refused(missing, 428, "version-required");
    assertThat(json(missing).get("currentVersion").asInt()).isEqualTo(1);
    var replaced = call("PUT", path, "{\"name\":\"b\"}", "If-Match", "W/\"v1\"");
    assertThat(replaced.statusCode()).as(replaced.body()).isEqualTo(200);
    assertThat(replaced.headers().firstValue("ETag")).hasValue("\"v2\"");
    var stale = call("PUT", path, "{\"name\":\"c\"}", "If-Match", "\"v1\"");
    refused(stale, 412, "stale");
    assertThat(stale.headers().firstValue("ETag")).hasValue("\"v2\"");
    assertThat(json(stale).get("currentVersion").asInt()).isEqualTo(2);
    assertThat(call("PUT", path, "{\"name\":\"c\",\"version\":2}").statusCode()).isEqualTo(200);
    refused(call("PUT", path, "{\"name\":\"c\"}", "If-Match", "\"three\""), 400, "malformed");
    refused(call("DELETE", path, null), 428, "version-required");
    refused(call("DELETE", path, null, "If-Match", "\"v1\""), 412, "stale");
    refused(call("DELETE", "/customers/5", null), 404, "not-found");
    assertThat(call("DELETE", path, null, "If-Match", "v3").statusCode()).isEqualTo(204);
  }

  @Test
  void mergesPatches() throws Exception {
    var id =
        json(call(
                "POST",
                "/customers",
                """
        {"name":"a","phone":"1","employees":3,"types":["customer"],"revenue":{"amount":"5.00","currency":"CNY"}}"""))
            .get("id")
            .asText();
    var path = "/customers/" + id;
    refused(call("PATCH", path, "{\"name\":\"b\"}"), 428, "version-required");
    var patched =
        call(
            "PATCH",
            path,
            "{\"phone\":null,\"types\":null,\"level\":\"A\",\"number\":\"mine\",\"revenue\":{\"amount\":\"6.50\"}}",
            "If-Match",
            "\"v1\"",
            "Content-Type",
            "application/merge-patch+json");
    assertThat(patched.statusCode()).as(patched.body()).isEqualTo(200);
    assertThat(patched.headers().firstValue("ETag")).hasValue("\"v2\"");
    var record = json(patched);
    assertThat(record.has("phone")).isFalse();
    assertThat(record.get("types")).isEmpty();
    assertThat(record.get("employees").asInt()).isEqualTo(3);
    assertThat(record.get("level").asText()).isEqualTo("A");
    assertThat(record.get("number").asText()).startsWith("C-2026");
    assertThat(record.get("revenue").toString())
        .isEqualTo("{\"amount\":\"6.50\",\"currency\":\"CNY\"}");
    var unknown = call("PATCH", path, "{\"nmae\":\"b\"}", "If-Match", "\"v2\"");
    refused(unknown, 400, "unknown-field");
    assertThat(json(unknown).at("/errors/0/field").asText()).isEqualTo("nmae");
    refused(call("PATCH", path, "{\"nmae\":null}", "If-Match", "\"v2\""), 400, "unknown-field");
    refused(call("PATCH", path, "[]", "If-Match", "\"v2\""), 400, "malformed");
    refused(call("PATCH", path, "{\"name\":null}", "If-Match", "\"v2\""), 422, "invalid");
    refused(call("PATCH", path, "{}", "If-Match", "\"v1\""), 412, "stale");
  }

  @Test
  void answersInBulk() throws Exception {
    var id = create("a");
    var mixed =
        json(
            call(
                "POST",
                "/customers/bulk",
                "{\"items\":[{\"name\":\"b\"},{},{\"id\":\"%s\",\"version\":1,\"name\":\"c\"},{\"nmae\":\"d\"}]}"
                    .formatted(id)));
    assertThat(mixed.findValuesAsText("status").subList(0, 2)).containsExactly("201", "422");
    assertThat(mixed.at("/results/0/id").isTextual()).isTrue();
    assertThat(mixed.at("/results/1/problem/code").asText()).isEqualTo("invalid");
    assertThat(mixed.at("/results/2/status").asInt()).isEqualTo(200);
    assertThat(mixed.at("/results/3/problem/errors/0/field").asText()).isEqualTo("items[3].nmae");
    assertThat(customers.rows).hasSize(2);

    var atomic =
        json(call("POST", "/customers/bulk", "{\"atomic\":true,\"items\":[{\"name\":\"b\"},{}]}"));
    assertThat(atomic.at("/results/0/status").asInt()).isEqualTo(409);
    assertThat(atomic.at("/results/0/problem/code").asText()).isEqualTo("conflict");
    assertThat(atomic.at("/results/1/status").asInt()).isEqualTo(422);
    assertThat(customers.rows).hasSize(2);
    refused(call("POST", "/customers/bulk", "{\"items\":[]}"), 400, "malformed");
    refused(
        call("POST", "/customers/bulk", "{\"items\":[{}],\"atomc\":true}"), 400, "unknown-field");
    refused(
        call("POST", "/customers/bulk", "{\"items\":[" + "{},".repeat(1000) + "{}]}"),
        400,
        "malformed");
  }

  @Test
  void changesAndDeletesInBulk() throws Exception {
    var first = create("a");
    var second = create("b");
    var patched =
        json(
            call(
                "POST",
                "/customers/bulk",
                ("{\"action\":\"patch\",\"items\":[{\"id\":\"%1$s\",\"version\":1,\"phone\":\"1\"},"
                        + "{\"id\":\"%2$s\",\"version\":7,\"phone\":\"1\"},{\"id\":\"%2$s\",\"phone\":\"1\"},"
                        + "{\"phone\":\"1\"},{\"id\":\"%2$s\",\"version\":1,\"name\":null}]}")
                    .formatted(first, second)));
    assertThat(patched.findValuesAsText("status").get(0)).isEqualTo("200");
    assertThat(patched.at("/results/0/version").asInt()).isEqualTo(2);
    assertThat(patched.at("/results/1/problem/code").asText()).isEqualTo("stale");
    assertThat(patched.at("/results/2/problem/code").asText()).isEqualTo("version-required");
    assertThat(patched.at("/results/3/problem/errors/0/field").asText()).isEqualTo("items[3].id");
    assertThat(patched.at("/results/4/problem/code").asText()).isEqualTo("invalid");
    assertThat(customers.get(Long.parseLong(first)).name).isEqualTo("a");
    assertThat(customers.get(Long.parseLong(first)).phone).isEqualTo("1");

    var deleted =
        json(
            call(
                "POST",
                "/customers/bulk",
                "{\"action\":\"delete\",\"items\":[{\"id\":\"%s\",\"version\":1},{\"id\":\"%s\",\"version\":1}]}"
                    .formatted(first, second)));
    assertThat(deleted.at("/results/0/problem/code").asText()).isEqualTo("stale");
    assertThat(deleted.at("/results/1/status").asInt()).isEqualTo(204);
    assertThat(customers.rows).hasSize(1);
    var restored =
        json(
            call(
                "POST",
                "/customers/bulk",
                "{\"action\":\"restore\",\"items\":[{\"id\":\"%s\"}]}".formatted(second)));
    assertThat(restored.at("/results/0/problem/code").asText()).isEqualTo("internal");
    refused(
        call("POST", "/customers/bulk", "{\"action\":\"upsert\",\"items\":[{\"id\":\"1\"}]}"),
        400,
        "malformed");
    var forbidden =
        json(
            call(
                "POST",
                "/customers/bulk",
                "{\"action\":\"delete\",\"items\":[{\"id\":\"%s\",\"version\":2}]}"
                    .formatted(first),
                "Authorization",
                basic("reader")));
    assertThat(forbidden.at("/results/0/problem/code").asText()).isEqualTo("forbidden");
  }

  @Test
  void checksTheCaller() throws Exception {
    var anonymous = send("GET", "/api/v1/customers", null);
    refused(anonymous, 401, "unauthenticated");
    assertThat(anonymous.headers().firstValue("WWW-Authenticate").orElseThrow())
        .startsWith("Basic");
    refused(
        call("POST", "/customers", "{\"name\":\"x\"}", "Authorization", basic("reader")),
        403,
        "forbidden");
    var id = create("a");
    refused(
        call("DELETE", "/customers/" + id, null, "Authorization", basic("reader")),
        403,
        "forbidden");
    var broken = call("POST", "/customers/" + id + "/actions/restore", null);
    refused(broken, 500, "internal");
    assertThat(broken.body()).doesNotContain("secret").doesNotContain("Exception");
  }

  @Test
  void speaksTheCallersLanguage() throws Exception {
    var refusal = call("GET", "/customers?limt=5", null, "Accept-Language", "zh-CN,zh;q=0.9");
    assertThat(json(refusal).get("detail").asText()).contains("没有查询参数");
    call("POST", "/customers", "{\"name\":\"x\"}", "Idempotency-Key", "k1");
    assertThat(chain.last.idempotencyKey()).isEqualTo("k1");
    var digest = chain.last.requestDigest();
    call("POST", "/customers", "{ \"name\" : \"x\" }", "Idempotency-Key", "k1");
    assertThat(chain.last.requestDigest()).isEqualTo(digest).hasSize(64);
    call("POST", "/customers", "{\"name\":\"y\"}", "Idempotency-Key", "k1");
    assertThat(chain.last.requestDigest()).isNotEqualTo(digest);
  }

  // SOAP

  private static HttpResponse<String> soap(
      String version, String header, String body, String... headers) throws Exception {
    var envelope =
        "<s:Envelope xmlns:s=\"%s\"><s:Header>%s</s:Header><s:Body>%s</s:Body></s:Envelope>"
            .formatted(version, header, body);
    var all = new java.util.ArrayList<>(java.util.List.of(headers));
    all.addAll(
        java.util.List.of(
            "Content-Type", version.equals(SOAP_11) ? "text/xml" : "application/soap+xml"));
    return send("POST", "/soap/customers", envelope, all.toArray(String[]::new));
  }

  private static HttpResponse<String> soap(String body) throws Exception {
    return soap(SOAP_11, "", body, "Authorization", basic("admin"));
  }

  private static String in(String operation, String content) {
    return "<c:%s xmlns:c=\"%s\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">%s</c:%1$s>"
        .formatted(operation, NS, content);
  }

  private static Element parsed(String text) throws Exception {
    var factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    return factory
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(text)))
        .getDocumentElement();
  }

  private static String text(HttpResponse<String> response, String name) throws Exception {
    var found = parsed(response.body()).getElementsByTagNameNS(NS, name);
    return found.getLength() == 0 ? null : found.item(0).getTextContent();
  }

  private static void fault(HttpResponse<String> response, int status, String code)
      throws Exception {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    var fault = parsed(response.body()).getElementsByTagNameNS(NS, "CrmFault");
    assertThat(fault.getLength()).as(response.body()).isEqualTo(1);
    assertThat(
            ((Element) fault.item(0)).getElementsByTagNameNS(NS, "code").item(0).getTextContent())
        .as(response.body())
        .isEqualTo(code);
  }

  /** M-11: the sum in the base currency, and what it consists of. */
  @Test
  void tellsFiguresByCurrencyAtBothDoors() throws Exception {
    var id = create("Figures");
    customers
        .rows
        .get(Long.valueOf(id))
        .figures
        .add(
            FigureSource.of(
                FigureSource.money(
                    "outstanding",
                    new BigDecimal("172.50"),
                    "CNY",
                    List.of(
                        Money.of(new BigDecimal("100.00"), "CNY"),
                        Money.of(new BigDecimal("10.00"), "USD"))),
                "orders",
                "customerId==" + id));
    var figure = json(call("GET", "/customers/" + id, null)).at("/figures/0");
    assertThat(figure.get("money").toString())
        .isEqualTo("{\"amount\":\"172.50\",\"currency\":\"CNY\"}");
    assertThat(figure.get("currencies").toString())
        .isEqualTo(
            "[{\"amount\":\"100.00\",\"currency\":\"CNY\"},{\"amount\":\"10.00\",\"currency\":\"USD\"}]");
    assertThat(soap(in("get", "<c:id>" + id + "</c:id>")).body().replaceAll("<(/?)\\w+:", "<$1"))
        .contains(
            "<money><amount>172.50</amount><currency>CNY</currency></money>",
            "<currencies><amount>10.00</amount><currency>USD</currency></currencies>");
  }

  /** Whoever mends a record mends it once: with its rules, and with all values that are none. */
  @Test
  void tellsAllThatItCannotReadAtOnceAndWhatElseIsWrong() throws Exception {
    var body =
        call(
            "POST",
            "/customers",
            """
            {"employees":"many","revenue":{"amount":"much","currency":"CNY"},"colour":"red","types":["a",5]}""");
    refused(body, 400, "malformed");
    assertThat(json(body).get("errors"))
        .extracting(error -> error.get("field").asText() + " " + error.get("code").asText())
        .containsExactly(
            "employees wrong-type",
            "revenue.amount wrong-type",
            "colour unknown-field",
            "types[1] wrong-type",
            "name required");
    assertThat(json(body).at("/errors/0/message").asText()).contains("employees");
    assertThat(json(body).at("/errors/1/message").asText()).contains("revenue.amount");
    assertThat(json(body).get("detail").asText()).doesNotContain("employees");

    var soap =
        soap(
            SOAP_11,
            "",
            in(
                "create",
                """
                <c:customer><c:employees>many</c:employees><c:colour>red</c:colour>
                <c:revenue><c:amount>much</c:amount><c:currency>CNY</c:currency></c:revenue></c:customer>"""),
            "Authorization",
            basic("admin"));
    fault(soap, 500, "malformed");
    assertThat(soap.body())
        .containsSubsequence(
            "<field>employees<", "<field>colour<", "<field>revenue.amount<", "<field>name<");

    customers.rows.clear();
    call("POST", "/customers", "{\"name\":\"a\"}");
    var path = "/customers/" + customers.rows.keySet().iterator().next();
    var change = call("PATCH", path, "{\"employees\":\"many\",\"colour\":1}", "If-Match", "\"v1\"");
    refused(change, 400, "malformed");
    assertThat(json(change).get("errors")).hasSize(2);
  }

  @Test
  void answersWhatItCannotReadAsItWasSent() throws Exception {
    for (var version : new String[] {SOAP_11, SOAP_12}) {
      for (var garbage : new String[] {"<bad", "", "<e:Envelope xmlns:e=\"urn:else\"/>"}) {
        var answer =
            send(
                "POST",
                "/soap/customers",
                garbage,
                "Content-Type",
                version.equals(SOAP_11) ? "text/xml" : "application/soap+xml",
                "Accept-Language",
                "zh-CN",
                "Authorization",
                basic("admin"));
        fault(answer, 500, "malformed");
        assertThat(parsed(answer.body()).getNamespaceURI()).as(garbage).isEqualTo(version);
        if (version.equals(SOAP_12)) {
          assertThat(answer.body()).contains("xml:lang=\"zh");
        }
      }
    }
  }

  @Test
  void servesBothSoapVersions() throws Exception {
    for (var version : new String[] {SOAP_11, SOAP_12}) {
      customers.rows.clear();
      var auth = new String[] {"Authorization", basic("admin")};
      var created =
          soap(
              version,
              "",
              in(
                  "create",
                  """
              <c:customer><c:name>华东科技</c:name><c:types>customer</c:types><c:types>agent</c:types>
              <c:revenue><c:amount>12.50</c:amount><c:currency>CNY</c:currency></c:revenue></c:customer>"""),
              auth);
      assertThat(created.statusCode()).as(created.body()).isEqualTo(200);
      assertThat(parsed(created.body()).getNamespaceURI()).isEqualTo(version);
      assertThat(
              created.headers().firstValue("Content-Type").orElseThrow().toLowerCase(Locale.ROOT))
          .contains(version.equals(SOAP_11) ? "text/xml" : "application/soap+xml")
          .contains("utf-8");
      assertThat(text(created, "name")).isEqualTo("华东科技");
      assertThat(text(created, "amount")).isEqualTo("12.50");
      var id = text(created, "id");
      assertThat(customers.rows.get(Long.valueOf(id)).types).containsExactly("customer", "agent");
      assertThat(text(soap(version, "", in("get", "<c:id>" + id + "</c:id>"), auth), "createdAt"))
          .isEqualTo("2026-11-23T08:00:00Z");
      assertThat(
              text(
                  soap(version, "", in("list", "<c:query><c:limit>3</c:limit></c:query>"), auth),
                  "id"))
          .isEqualTo(id);
      assertThat(customers.asked().limit).isEqualTo(3);
      assertThat(text(soap(version, "", in("list", ""), auth), "id")).isEqualTo(id);
      var fault = soap(version, "", in("get", "<c:id>1</c:id>"), auth);
      fault(fault, 500, "not-found");
      assertThat(parsed(fault.body()).getNamespaceURI()).isEqualTo(version);
    }
  }

  @Test
  void changesThroughSoap() throws Exception {
    var id = create("a");
    fault(
        soap(
            in(
                "update",
                "<c:id>%s</c:id><c:customer><c:name>b</c:name></c:customer>".formatted(id))),
        500,
        "version-required");
    var updated =
        soap(
            in(
                "update",
                "<c:id>%s</c:id><c:customer><c:version>1</c:version><c:name>b</c:name><c:phone>5</c:phone></c:customer>"
                    .formatted(id)));
    assertThat(text(updated, "version")).isEqualTo("2");
    var patched =
        soap(
            in(
                "patch",
                "<c:id>%s</c:id><c:change><c:version>2</c:version><c:phone xsi:nil=\"true\"/><c:level>A</c:level></c:change>"
                    .formatted(id)));
    assertThat(patched.statusCode()).as(patched.body()).isEqualTo(200);
    Customer row = customers.rows.get(Long.valueOf(id));
    assertThat(row.name).isEqualTo("b");
    assertThat(row.phone).isNull();
    assertThat(row.level).isEqualTo("A");
    fault(
        soap(in("patch", "<c:id>%s</c:id><c:change><c:level>B</c:level></c:change>".formatted(id))),
        500,
        "version-required");
    var stale = soap(in("delete", "<c:id>%s</c:id><c:version>1</c:version>".formatted(id)));
    fault(stale, 500, "stale");
    assertThat(text(stale, "currentVersion")).isEqualTo("3");
    var deleted = soap(in("delete", "<c:id>%s</c:id><c:version>3</c:version>".formatted(id)));
    assertThat(deleted.body()).contains("deleteResponse");
    assertThat(customers.rows).isEmpty();
  }

  @Test
  void faultsLikeRest() throws Exception {
    var unknown = soap(in("create", "<c:customer><c:nmae>x</c:nmae></c:customer>"));
    fault(unknown, 500, "unknown-field");
    assertThat(text(unknown, "field")).isEqualTo("nmae");
    var nested =
        soap(
            in(
                "create",
                "<c:customer><c:name>x</c:name><c:revenue><c:amont>x</c:amont></c:revenue></c:customer>"));
    assertThat(text(nested, "field")).isEqualTo("revenue.amont");
    fault(soap(in("create", "<c:customer/>")), 500, "invalid");
    var type =
        soap(
            in(
                "create",
                "<c:customer><c:name>x</c:name><c:employees>many</c:employees></c:customer>"));
    fault(type, 500, "malformed");
    assertThat(text(type, "field")).isEqualTo("employees");
    fault(soap(in("destroy", "")), 500, "malformed");
    fault(soap(in("get", "")), 500, "malformed");
    fault(soap("<c:get xmlns:c=\"urn:else\"><c:id>1</c:id></c:get>"), 500, "malformed");
    fault(soap("<c:get xmlns:c=\"" + NS + "\"><c:id>"), 500, "malformed");
    fault(soap(""), 500, "malformed");
    fault(
        send(
            "POST",
            "/soap/customers",
            "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/hostname\">]><a>&b;</a>",
            "Content-Type",
            "text/xml",
            "Authorization",
            basic("admin")),
        500,
        "malformed");
    var broken = soap(in("restore", "<c:id>1</c:id>"));
    fault(broken, 500, "internal");
    assertThat(broken.body()).doesNotContain("secret").doesNotContain("Exception");
    fault(
        soap(
            SOAP_11,
            "",
            in("create", "<c:customer><c:name>x</c:name></c:customer>"),
            "Authorization",
            basic("reader")),
        500,
        "forbidden");
    var chinese =
        soap(
            SOAP_11,
            "",
            in("destroy", ""),
            "Authorization",
            basic("admin"),
            "Accept-Language",
            "zh-CN");
    assertThat(text(chinese, "message")).contains("没有操作");
  }

  @Test
  void takesUsernameTokens() throws Exception {
    var token =
        """
        <w:Security xmlns:w="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
          s:mustUnderstand="1"><w:UsernameToken><w:Username>admin</w:Username>
          <w:Password>%s</w:Password></w:UsernameToken></w:Security>""";
    for (var version : new String[] {SOAP_11, SOAP_12}) {
      assertThat(soap(version, token.formatted("right"), in("list", "")).statusCode())
          .isEqualTo(200);
      fault(soap(version, token.formatted("wrong"), in("list", "")), 401, "unauthenticated");
      var nobody = soap(version, "", in("list", ""));
      fault(nobody, 401, "unauthenticated");
      assertThat(nobody.headers().firstValue("WWW-Authenticate").orElseThrow()).startsWith("Basic");
    }
  }

  @Test
  void describesItself() throws Exception {
    var wsdl = send("GET", "/soap/customers?wsdl", null);
    assertThat(wsdl.body()).contains("location=\"" + base + "/soap/customers\"");
    golden("customers.wsdl", wsdl.body().replace(base, "http://localhost:8181"));
    golden("openapi.json", send("GET", "/api/v1/openapi.json", null).body());
    var docs = send("GET", "/api/docs/", null);
    assertThat(docs.body()).contains("start.js").doesNotContain("style=");
    assertThat(send("GET", "/api/docs/swagger-ui-bundle.js", null).statusCode()).isEqualTo(200);
    assertThat(send("GET", "/soap/customers", null).statusCode()).isEqualTo(405);
  }

  @Test
  void describesEveryContractInValidSchema() throws Exception {
    var types =
        new Class<?>[] {
          CustomerRegistry.class, UserDirectory.class, Departments.class, Roles.class, Tokens.class
        };
    var openApi = new OpenApi();
    for (var type : types) {
      var model = ModelReader.read(type);
      openApi.add(new Published(model, customers, "platform"));
      var end =
          soap.publish(
              new Calls(new Published(renamed(model, "described"), customers, "platform"), chain));
      assertThat(schema(send("GET", "/soap/described?wsdl", null).body()))
          .as(type.getName())
          .isNotNull();
      end.run();
    }
    var paths = openApi.describe().get("paths");
    assertThat(paths.at("/~1users~1{id}/put/x-permission").asText()).isEqualTo("users.edit");
    var user = openApi.describe().at("/components/schemas/User/properties");
    assertThat(user.at("/password/writeOnly").asBoolean()).isTrue();
    assertThat(user.at("/roleIds/items/type").asText()).isEqualTo("string");
  }

  @Test
  void answersAsTheSchemaSays() throws Exception {
    create("a");
    var schema = schema(send("GET", "/soap/customers?wsdl", null).body());
    var list =
        parsed(soap(in("list", "")).body()).getElementsByTagNameNS(NS, "listResponse").item(0);
    schema.newValidator().validate(new DOMSource(list));
    var fault =
        parsed(soap(in("create", "<c:customer/>")).body())
            .getElementsByTagNameNS(NS, "CrmFault")
            .item(0);
    schema.newValidator().validate(new DOMSource(fault));
  }

  private static Schema schema(String wsdl) throws Exception {
    var schema =
        parsed(wsdl).getElementsByTagNameNS(XMLConstants.W3C_XML_SCHEMA_NS_URI, "schema").item(0);
    return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(new DOMSource(schema));
  }

  /** Compares with the file that is kept; {@code -Dgolden.update=true} writes it anew. */
  private static void golden(String name, String actual) throws IOException {
    var file = Path.of("src/test/resources/golden", name);
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, actual);
    }
    assertThat(actual).isEqualToNormalizingNewlines(Files.readString(file));
  }

  @Test
  void staysWhenTheWebContainerBeginsAnew() throws Exception {
    create("a");
    server.getHandler().stop();
    server.getHandler().start();
    assertThat(call("GET", "/customers", null).statusCode()).isEqualTo(200);
    assertThat(soap(in("list", "")).statusCode()).isEqualTo(200);
  }

  @Test
  void goesAndComesBack() throws Exception {
    var other = new RestServlet(new Problems(chain), FakeDocuments.LIMITS);
    var calls = new Calls(contract, chain);
    var end = other.publish(calls);
    end.run();
    other.publish(calls).run();
    other.destroyBus();
    var second =
        soap.publish(
            new Calls(
                new Published(renamed(contract.model(), "again"), customers, "customers"), chain));
    assertThat(send("GET", "/soap/again?wsdl", null).statusCode()).isEqualTo(200);
    second.run();
    assertThat(send("GET", "/soap/again?wsdl", null).statusCode()).isEqualTo(404);
    assertThat(send("GET", "/soap/customers?wsdl", null).statusCode()).isEqualTo(200);
  }

  private static ContractModel renamed(ContractModel model, String collection) {
    return new ContractModel(
        collection,
        model.type(),
        model.recordType(),
        model.titleField(),
        model.operations(),
        model.fields());
  }
}
