package org.tangramcrm.platform.endpoints.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import javax.servlet.DispatcherType;
import javax.servlet.Filter;
import javax.servlet.http.HttpServletRequest;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.contract.ContractModel;
import org.tangramcrm.platform.contract.PublishedContract;
import org.tangramcrm.platform.endpoints.internal.openapi.OpenApi;
import org.tangramcrm.platform.endpoints.internal.rest.RestServlet;
import org.tangramcrm.platform.endpoints.internal.shared.Calls;
import org.tangramcrm.platform.endpoints.internal.shared.Problems;
import org.tangramcrm.platform.endpoints.internal.soap.SoapServlet;
import org.tangramcrm.platform.identity.Authenticator;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.internal.contract.ModelReader;

/** Files through both doors, on a real server; behind them one document in memory. */
class ContentDoorsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String XOP = "http://www.w3.org/2004/08/xop/include";

  private static FakeDocuments documents;
  private static Server server;
  private static String base;
  private static OpenApi openApi;

  private record Published(ContractModel model, Object service, String module)
      implements PublishedContract {}

  @BeforeAll
  static void start() throws Exception {
    var chain = new FakeChain();
    documents = new FakeDocuments();
    var contract = new Published(ModelReader.read(Documents.class), documents, "documents");
    var problems = new Problems(chain);
    var rest = new RestServlet(problems, FakeDocuments.LIMITS);
    Authenticator authenticator =
        (Authenticator)
            java.lang.reflect.Proxy.newProxyInstance(
                Authenticator.class.getClassLoader(),
                new Class<?>[] {Authenticator.class},
                (proxy, method, arguments) -> {
                  throw CrmException.of(Code.UNAUTHENTICATED);
                });
    var soap = new SoapServlet(problems, authenticator, FakeDocuments.LIMITS);
    openApi = new OpenApi();
    openApi.add(contract);
    server = new Server(0);
    var context = new ServletContextHandler();
    context.addServlet(new ServletHolder(rest), "/api/*");
    context.addServlet(new ServletHolder(soap), "/soap/*");
    Filter signIn =
        (request, response, next) -> {
          if (((HttpServletRequest) request).getHeader("Authorization") != null) {
            request.setAttribute(
                Problems.CALLER,
                new Caller(1, "a", "A", null, Locale.ENGLISH, Set.of("*"), Map.of()));
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

  private static HttpResponse<byte[]> call(
      String method, String path, byte[] body, String... headers) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(base + path))
            .method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
            .setHeader("Authorization", "Basic x");
    for (int i = 0; i < headers.length; i += 2) {
      if (headers[i + 1].isEmpty()) {
        request = HttpRequest.newBuilder(request.build(), (name, value) -> false);
      } else {
        request.setHeader(headers[i], headers[i + 1]);
      }
    }
    return HTTP.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static JsonNode json(HttpResponse<byte[]> answer) throws Exception {
    return JSON.readTree(answer.body());
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), UTF_8);
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse(null);
  }

  private static byte[] random(int size) {
    var bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static HttpResponse<byte[]> upload(byte[] bytes, String type, String query)
      throws Exception {
    return call("POST", "/api/v1/documents/content" + query, bytes, "Content-Type", type);
  }

  // ---- REST

  @Test
  void theBodyIsTheFile() throws Exception {
    var bytes = random(70_000);
    var made = upload(bytes, "application/json", "?owner=5&name=%E5%90%88%E5%90%8C.json");
    assertThat(made.statusCode()).as(text(made)).isEqualTo(201);
    assertThat(header(made, "Location")).isEqualTo("/api/v1/documents/7");
    assertThat(json(made).get("name").asText()).isEqualTo("合同.json");
    assertThat(json(made).get("owner").asText()).isEqualTo("5");
    assertThat(documents.bytes).isEqualTo(bytes);
  }

  private static byte[] form(Object... parts) throws Exception {
    var body = new ByteArrayOutputStream();
    for (int i = 0; i < parts.length; i += 2) {
      body.write(
          ("--b\r\nContent-Disposition: form-data; name=\"" + parts[i] + "\"\r\n\r\n")
              .replace("\"file\"", "\"file\"; filename=\"报价 100%.bin\"")
              .getBytes(UTF_8));
      body.write(
          parts[i + 1] instanceof byte[] bytes ? bytes : parts[i + 1].toString().getBytes(UTF_8));
      body.write("\r\n".getBytes(UTF_8));
    }
    body.write("--b--\r\n".getBytes(UTF_8));
    return body.toByteArray();
  }

  private static HttpResponse<byte[]> send(byte[] form) throws Exception {
    return upload(form, "multipart/form-data; boundary=b", "");
  }

  @Test
  void aFormMayTellInItsFieldsWhatTheFileBelongsTo() throws Exception {
    var bytes = random(70_000);
    var made = send(form("owner", "5", "file", bytes));
    assertThat(made.statusCode()).as(text(made)).isEqualTo(201);
    assertThat(json(made).get("owner").asText()).isEqualTo("5");
    assertThat(json(made).get("name").asText()).isEqualTo("报价 100%.bin");
    assertThat(documents.bytes).isEqualTo(bytes);
    assertThat(json(send(form("name", "other.bin", "file", bytes))).get("name").asText())
        .isEqualTo("other.bin");
  }

  @Test
  void aFormThatIsNotAsItShouldBeIsRefused() throws Exception {
    var late = send(form("file", random(10), "owner", "5"));
    assertThat(json(late).get("code").asText()).isEqualTo("malformed");
    assertThat(json(late).get("detail").asText()).contains("last part");
    assertThat(json(send(form("owner", "5"))).at("/errors/0/field").asText()).isEqualTo("file");
    assertThat(json(send(form("owner", "five", "file", "x"))).get("code").asText())
        .isEqualTo("malformed");
    assertThat(json(send(form("nothing", "5", "file", "x"))).get("code").asText())
        .isEqualTo("unknown-parameter");
    assertThat(json(send("no form at all".getBytes(UTF_8))).get("code").asText())
        .isEqualTo("malformed");
    var cut = form("file", random(50_000));
    var answer = send(java.util.Arrays.copyOf(cut, 40_000));
    assertThat(answer.statusCode()).isNotEqualTo(201);
  }

  @Test
  void whatIsAnnouncedAsTooLargeIsRefusedAtOnce() throws Exception {
    var answer = upload(new byte[FakeDocuments.MAX + 1], "application/octet-stream", "");
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(json(answer).get("code").asText()).isEqualTo("too-large");
  }

  @Test
  void aFileIsGivenAsAFileAndNothingElse() throws Exception {
    upload("%PDF-1".getBytes(UTF_8), "application/pdf", "?name=%E5%90%88%E5%90%8C%20%22A%22.pdf");
    var answer = call("GET", "/api/v1/documents/7/content", null, "Accept", "application/pdf");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("%PDF-1".getBytes(UTF_8));
    assertThat(header(answer, "Content-Type")).isEqualTo("application/pdf");
    assertThat(header(answer, "Content-Length")).isEqualTo("6");
    assertThat(header(answer, "Content-Disposition"))
        .isEqualTo(
            "attachment; filename=\"__ _A_.pdf\";"
                + " filename*=UTF-8''%E5%90%88%E5%90%8C%20%22A%22.pdf");
    assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(answer, "Content-Security-Policy")).startsWith("default-src 'none'");
    assertThat(
            header(
                call("GET", "/api/v1/documents/7/content?inline=true", null),
                "Content-Disposition"))
        .startsWith("inline;");

    var head = call("HEAD", "/api/v1/documents/7/content", null);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(header(head, "Content-Length")).isEqualTo("6");

    upload("x".getBytes(UTF_8), "application/zip", "?name=a.zip");
    var zip = call("GET", "/api/v1/documents/7/content?inline=true", null);
    assertThat(header(zip, "Content-Disposition")).startsWith("attachment;");
    assertThat(header(zip, "Content-Security-Policy")).endsWith("; sandbox");
    assertThat(
            json(call("GET", "/api/v1/documents/7/content?onlyThis=1", null)).get("code").asText())
        .isEqualTo("unknown-parameter");
  }

  @Test
  void partsAreGivenWhereAskedFor() throws Exception {
    upload("0123456789".getBytes(UTF_8), "application/octet-stream", "?name=a");
    var path = "/api/v1/documents/7/content";
    var part = call("GET", path, null, "Range", "bytes=2-4");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(text(part)).isEqualTo("234");
    assertThat(header(part, "Content-Range")).isEqualTo("bytes 2-4/10");
    assertThat(header(part, "Content-Length")).isEqualTo("3");
    assertThat(text(call("GET", path, null, "Range", "bytes=7-"))).isEqualTo("789");
    assertThat(text(call("GET", path, null, "Range", "bytes=-3"))).isEqualTo("789");
    assertThat(text(call("GET", path, null, "Range", "bytes=5-99"))).isEqualTo("56789");
    assertThat(call("GET", path, null, "Range", "bytes=1-2,4-5").statusCode()).isEqualTo(200);
    assertThat(call("GET", path, null, "Range", "lines=1-2").statusCode()).isEqualTo(200);
    var none = call("GET", path, null, "Range", "bytes=10-");
    assertThat(none.statusCode()).isEqualTo(416);
    assertThat(header(none, "Content-Range")).isEqualTo("bytes */10");

    var tag = header(part, "ETag");
    assertThat(call("GET", path, null, "If-None-Match", tag).statusCode()).isEqualTo(304);
    assertThat(call("GET", path, null, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
    assertThat(call("GET", path, null, "Range", "bytes=2-4", "If-Range", tag).statusCode())
        .isEqualTo(206);
    assertThat(call("GET", path, null, "Range", "bytes=2-4", "If-Range", "\"old\"").statusCode())
        .isEqualTo(200);
  }

  @Test
  void openApiTellsOfFiles() {
    var api = openApi.describe();
    var upload = api.at("/paths/~1documents~1content/post/requestBody/content");
    assertThat(upload.at("/application~1octet-stream/schema/format").asText()).isEqualTo("binary");
    assertThat(upload.at("/multipart~1form-data/schema/properties").fieldNames())
        .toIterable()
        .containsExactly("owner", "name", "file");
    var download = api.at("/paths/~1documents~1{id}~1content/get/responses");
    assertThat(download.fieldNames()).toIterable().contains("200", "206", "304", "416");
    assertThat(api.at("/paths/~1documents~1bulk").isMissingNode()).isTrue();
  }

  // ---- SOAP

  private static String envelope(String body) {
    return "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"
        + body.replaceFirst(">", " xmlns=\"urn:tangram:documents:1\">")
        + "</s:Body></s:Envelope>";
  }

  private static HttpResponse<byte[]> soap(String body, String... headers) throws Exception {
    var all = new java.util.ArrayList<>(java.util.List.of("Content-Type", "text/xml"));
    all.addAll(java.util.List.of(headers));
    return call(
        "POST", "/soap/documents", envelope(body).getBytes(UTF_8), all.toArray(String[]::new));
  }

  @Test
  void soapTakesAndGivesBase64() throws Exception {
    var bytes = random(90_001);
    var lines = Base64.getMimeEncoder().encodeToString(bytes);
    var made =
        soap(
            "<upload><owner>5</owner><name>合同</name><content>\n" + lines + "\n</content></upload>");
    assertThat(text(made)).contains("<size>90001</size>", "<name>合同</name>");
    assertThat(documents.bytes).isEqualTo(bytes);

    var answer = soap("<download><id>7</id></download>");
    assertThat(header(answer, "Content-Type")).startsWith("text/xml");
    var content =
        text(answer).replaceFirst("(?s).*<return>", "").replaceFirst("(?s)</return>.*", "");
    assertThat(Base64.getDecoder().decode(content)).isEqualTo(bytes);
  }

  @Test
  void soapTakesAnEmptyFileButNotNone() throws Exception {
    assertThat(text(soap("<upload><content/></upload>"))).contains("<size>0</size>");
    assertThat(text(soap("<upload><content></content></upload>"))).contains("<size>0</size>");
    assertThat(text(soap("<download><id>7</id></download>")))
        .containsPattern("<return(/>|></return>)");
  }

  @Test
  void whatIsNoBase64IsRefused() throws Exception {
    for (var wrong :
        new String[] {
          "b*ad",
          "YWJj=ZGVm",
          "YQ==YQ==",
          "Y",
          "<x/>",
          "YWJj<x/>",
          "<i:Include xmlns:i=\"" + XOP + "\" href=\"file:///etc/passwd\"/>",
          "<i:Include xmlns:i=\"" + XOP + "\" href=\"spool:0\"/>",
          "<i:Include xmlns:i=\"" + XOP + "\" href=\"cid:missing\"/>"
        }) {
      var answer = soap("<upload><content>" + wrong + "</content></upload>");
      assertThat(answer.statusCode()).as(wrong).isEqualTo(500);
      assertThat(text(answer)).as(wrong).contains("<code>malformed</code>");
    }
  }

  @Test
  void base64ThatIsTooLargeOrFromNobodyIsPutNowhere() throws Exception {
    var large = Base64.getEncoder().encodeToString(new byte[FakeDocuments.MAX + 1]);
    assertThat(text(soap("<upload><content>" + large + "</content></upload>")))
        .contains("<code>too-large</code>");
    var nobody = soap("<upload><content>YWJj</content></upload>", "Authorization", "");
    assertThat(nobody.statusCode()).isEqualTo(401);
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertThat(files.filter(file -> file.toString().endsWith(".spool"))).isEmpty();
    }
  }

  @Test
  void mtomComesAndGoesBesideTheMessage() throws Exception {
    var bytes = random(90_000);
    var body = new ByteArrayOutputStream();
    var message =
        envelope(
            "<upload><owner>5</owner><content><i:Include xmlns:i=\""
                + XOP
                + "\" href=\"cid:a%2Bb@c\"/></content></upload>");
    body.write(
        ("--b\r\nContent-Type: application/xop+xml; type=\"text/xml\"\r\nContent-ID: <root>\r\n\r\n"
                + message
                + "\r\n--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: binary\r\n"
                + "Content-ID: <a+b@c>\r\n\r\n")
            .getBytes(UTF_8));
    body.write(bytes);
    body.write("\r\n--b--\r\n".getBytes(UTF_8));
    var made =
        call(
            "POST",
            "/soap/documents",
            body.toByteArray(),
            "Content-Type",
            "multipart/related; type=\"application/xop+xml\"; start=\"<root>\";"
                + " start-info=\"text/xml\"; boundary=b");
    assertThat(text(made)).contains("<size>90000</size>", "<contentType>image/png</contentType>");
    assertThat(documents.bytes).isEqualTo(bytes);

    var answer = soap("<download><id>7</id></download>", "Accept", "multipart/related, text/xml");
    assertThat(header(answer, "Content-Type"))
        .startsWith("multipart/related;")
        .contains("application/xop+xml");
    var parts = new String(answer.body(), java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThat(parts).contains("Include", "href=\"cid:content@tangramcrm.org\"");
    assertThat(parts).contains(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1));
  }

  @Test
  void theWsdlTellsOfFiles() throws Exception {
    var wsdl = text(call("GET", "/soap/documents?wsdl", null));
    assertThat(wsdl)
        .contains(
            "<xs:element name=\"content\" type=\"xs:base64Binary\" xmlns:xmime=",
            "<xs:element name=\"return\" type=\"xs:base64Binary\" minOccurs=\"0\" xmlns:xmime=");
  }
}
