package org.tangramcrm.itests;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Files of records through REST and SOAP; the same on every database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AttachmentsCheck {
  /** Less than the largest file here: what held one whole would run out of it. */
  static final String SMALL_HEAP = "-Xmx180m";

  private static final int LARGE = 200 << 20;
  private static final String ATTACHMENTS = "/api/v1/attachments";
  private static final String CUSTOMERS = "/api/v1/customers";
  private static final String PASSWORD = "another-password-1";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  Server server;

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  // ---- calls with bytes

  private record Answer(int status, byte[] body, HttpResponse<?> response) {
    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new AssertionError(text(), e);
      }
    }

    String code() {
      return json().path("code").asText();
    }

    String text() {
      return new String(body, UTF_8);
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse(null);
    }
  }

  private HttpRequest request(String method, String path, BodyPublisher body, String... headers) {
    var given =
        new LinkedHashMap<>(Map.of("Authorization", Server.basic("admin", Server.PASSWORD)));
    for (int i = 0; i < headers.length; i += 2) {
      given.put(headers[i], headers[i + 1]);
    }
    var request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + server.port + path))
            .timeout(Duration.ofMinutes(5))
            .method(method, body);
    given.forEach(request::setHeader);
    return request.build();
  }

  private Answer call(String method, String path, BodyPublisher body, String... headers) {
    try {
      var response = http.send(request(method, path, body, headers), BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), response.body(), response);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(path, e);
    }
  }

  private Answer get(String path, String... headers) {
    return call("GET", path, BodyPublishers.noBody(), headers);
  }

  private Answer upload(String customer, String name, byte[] bytes, String... headers) {
    return call("POST", uploadPath(customer, name), BodyPublishers.ofByteArray(bytes), headers);
  }

  private static String uploadPath(String customer, String name) {
    return ATTACHMENTS
        + "/content?collection=customers&recordId="
        + customer
        + "&name="
        + encoded(name);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  private JsonNode attach(String customer, String name, byte[] bytes) {
    var made = upload(customer, name, bytes);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json();
  }

  private Server.Answer list(String customer, String... headers) {
    return server.get(ATTACHMENTS + "?filter=collection==customers;recordId==" + customer, headers);
  }

  private String customer(String name, String... headers) {
    var made = server.post(CUSTOMERS, "{\"name\":\"" + name + "\"}", headers);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json().get("id").asText();
  }

  private static byte[] random(int size) {
    var bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  // ---- what a file is

  @Test
  void whatRestTakesBothDoorsGive() throws Exception {
    var customer = customer("Rest to both");
    var bytes = random(700_000);
    var made = upload(customer, "报价单 2026.docx", bytes);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    var attachment = made.json();
    var path = ATTACHMENTS + "/" + attachment.get("id").asText();
    assertThat(made.header("Location")).isEqualTo(path);
    assertThat(attachment.get("name").asText()).isEqualTo("报价单 2026.docx");
    assertThat(attachment.get("contentType").asText()).endsWith("wordprocessingml.document");
    assertThat(attachment.get("size").asText()).isEqualTo("700000");
    assertThat(attachment.get("sha256").asText()).isEqualTo(sha256(bytes));
    assertThat(attachment.get("versionNumber").asInt()).isEqualTo(1);
    assertThat(attachment.get("collection").asText()).isEqualTo("customers");
    assertThat(attachment.get("recordId").asText()).isEqualTo(customer);
    assertThat(server.get(path).json()).isEqualTo(attachment);
    assertThat(list(customer).json().at("/items/0")).isEqualTo(attachment);
    assertThat(list(customer).json().at("/total/value").asInt()).isEqualTo(1);

    var download = get(path + "/content");
    assertThat(download.body()).isEqualTo(bytes);
    assertThat(download.header("Content-Length")).isEqualTo("700000");
    assertThat(download.header("Content-Disposition"))
        .startsWith("attachment;")
        .endsWith("filename*=UTF-8''%E6%8A%A5%E4%BB%B7%E5%8D%95%202026.docx");
    assertThat(download.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(download.header("Content-Security-Policy")).contains("sandbox");

    var soap =
        server.soap("attachments", "download", "<id>" + attachment.get("id").asText() + "</id>");
    assertThat(Base64.getDecoder().decode(CustomersCheck.element(soap.text(), "return")))
        .isEqualTo(bytes);
    var listed =
        server.soap(
            "attachments",
            "list",
            "<query><filter>collection==customers;recordId==" + customer + "</filter></query>");
    assertThat(listed.text()).contains("<name>报价单 2026.docx</name>", "<size>700000</size>");
  }

  @Test
  void whatSoapTakesRestGives() {
    var customer = customer("Soap to rest");
    var bytes = random(300_001);
    var made =
        server.soap(
            "attachments",
            "upload",
            "<collection>customers</collection><recordId>%s</recordId><name>合同.pdf</name><content>%s</content>"
                .formatted(customer, Base64.getMimeEncoder().encodeToString(bytes)));
    assertThat(made.status()).as(made.text()).isEqualTo(200);
    var path = ATTACHMENTS + "/" + CustomersCheck.element(made.text(), "id") + "/content";
    assertThat(get(path).body()).isEqualTo(bytes);
    // It is no PDF, whatever it is called.
    assertThat(get(path).header("Content-Type")).isEqualTo("application/octet-stream");
  }

  @Test
  void mtomTravelsBesideTheMessage() {
    var customer = customer("Mtom");
    var bytes = random(600_000);
    var message =
        Server.envelope(
            "attachments",
            "upload",
            "<collection>customers</collection><recordId>"
                + customer
                + "</recordId><content><x:Include xmlns:x=\"http://www.w3.org/2004/08/xop/include\" href=\"cid:file\"/></content>");
    var head =
        bytes(
            "--b\r\nContent-Type: application/xop+xml; charset=UTF-8; type=\"text/xml\"\r\nContent-ID: <root>\r\n\r\n"
                + message
                + "\r\n--b\r\nContent-Type: application/zip\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <file>\r\n"
                + "Content-Disposition: attachment; filename=\"parts.zip\"\r\n\r\n");
    var made =
        call(
            "POST",
            "/soap/attachments",
            BodyPublishers.ofByteArrays(List.of(head, bytes, bytes("\r\n--b--\r\n"))),
            "Content-Type",
            "multipart/related; type=\"application/xop+xml\"; start=\"<root>\"; start-info=\"text/xml\"; boundary=b");
    assertThat(made.status()).as(made.text()).isEqualTo(200);
    assertThat(made.text()).contains("<name>parts.zip</name>", "<size>600000</size>");
    var id = CustomersCheck.element(made.text(), "id");
    assertThat(get(ATTACHMENTS + "/" + id + "/content").body()).isEqualTo(bytes);

    var answer =
        call(
            "POST",
            "/soap/attachments",
            BodyPublishers.ofString(
                Server.envelope("attachments", "download", "<id>" + id + "</id>")),
            "Content-Type",
            "text/xml",
            "Accept",
            "multipart/related");
    assertThat(answer.header("Content-Type")).startsWith("multipart/related");
    assertThat(new String(answer.body(), ISO_8859_1)).contains(new String(bytes, ISO_8859_1));
  }

  @Test
  void aForeignClientWithoutMtomUnderstandsTheService() throws Exception {
    var python = Path.of("/usr/bin/python3");
    Needs.that(
        Files.isExecutable(python)
            && new ProcessBuilder(python.toString(), "-c", "import zeep").start().waitFor() == 0,
        "Python with zeep");
    var script =
        Path.of(System.getProperty("tangram.root"), "itests/src/test/resources/attachments.py");
    var process =
        new ProcessBuilder(
                python.toString(),
                script.toString(),
                "http://localhost:" + server.port,
                Server.PASSWORD,
                customer("Zeep"))
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("versions [2, 1]", "download equal", "fault not-found");
  }

  @Test
  void aBrowsersFormIsTaken() {
    var customer = customer("Form");
    var bytes = random(50_000);
    var body =
        List.of(
            bytes(
                "--x\r\nContent-Disposition: form-data; name=\"collection\"\r\n\r\ncustomers\r\n"
                    + "--x\r\nContent-Disposition: form-data; name=\"recordId\"\r\n\r\n"
                    + customer
                    + "\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"C:\\\\fakepath\\\\表格.xlsx\"\r\n"
                    + "Content-Type: text/html\r\n\r\n"),
            bytes,
            bytes("\r\n--x--\r\n"));
    var made =
        call(
            "POST",
            ATTACHMENTS + "/content",
            BodyPublishers.ofByteArrays(body),
            "Content-Type",
            "multipart/form-data; boundary=x");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(made.json().get("name").asText()).isEqualTo("表格.xlsx");
    assertThat(made.json().get("contentType").asText()).endsWith("spreadsheetml.sheet");
    assertThat(get(ATTACHMENTS + "/" + made.json().get("id").asText() + "/content").body())
        .isEqualTo(bytes);
  }

  @Test
  void namesAreOnlyNamesAndTypesAreSafe() {
    var customer = customer("Names");
    assertThat(attach(customer, "../../etc/passwd", bytes("x")).get("name").asText())
        .isEqualTo("passwd");
    assertThat(attach(customer, "a\r\nb\u0000c.txt", bytes("x")).get("name").asText())
        .isEqualTo("abc.txt");
    assertThat(attach(customer, "=HYPERLINK(1)", bytes("x")).get("name").asText())
        .isEqualTo("=HYPERLINK(1)");
    var refused = upload(customer, "..", bytes("x"));
    assertThat(refused.code()).isEqualTo("invalid");
    assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("name");
    assertThat(call("POST", uploadPath(customer, ""), BodyPublishers.ofString("x")).code())
        .isEqualTo("invalid");

    for (var name : List.of("page.html", "picture.svg", "script.js", "picture.png", "text.pdf")) {
      var id = attach(customer, name, bytes("<script>alert(1)</script>")).get("id").asText();
      var answer = get(ATTACHMENTS + "/" + id + "/content?inline=true");
      assertThat(answer.header("Content-Type")).as(name).isEqualTo("application/octet-stream");
      assertThat(answer.header("Content-Disposition")).as(name).startsWith("attachment");
    }
    var text = attach(customer, "readme.txt", bytes("text ".repeat(1000))).get("id").asText();
    var plain = get(ATTACHMENTS + "/" + text + "/content?inline=true", "Accept-Encoding", "gzip");
    assertThat(plain.header("Content-Type")).isEqualTo("text/plain;charset=utf-8");
    assertThat(plain.header("Content-Disposition")).startsWith("inline");
    assertThat(plain.header("Content-Length")).isEqualTo("5000");
  }

  @Test
  void partsAndUnchangedFilesAreNotSentWhole() {
    var customer = customer("Parts");
    var bytes = random(600_000);
    var path = ATTACHMENTS + "/" + attach(customer, "a.bin", bytes).get("id").asText() + "/content";
    var part = get(path, "Range", "bytes=262140-262150");
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(bytes, 262140, 262151));
    assertThat(part.header("Content-Range")).isEqualTo("bytes 262140-262150/600000");
    assertThat(get(path, "Range", "bytes=600000-").status()).isEqualTo(416);
    assertThat(get(path, "If-None-Match", part.header("ETag")).status()).isEqualTo(304);
  }

  // ---- versions

  @Test
  void aVersionStaysAsItWasWhateverFollows() {
    var customer = customer("Versions");
    var first = attach(customer, "合同 v1.txt", bytes("first"));
    var id = first.get("id").asText();
    var path = ATTACHMENTS + "/" + id;
    var second =
        call("POST", path + "/content?remark=signed", BodyPublishers.ofString("second, longer"));
    assertThat(second.status()).as(second.text()).isEqualTo(200);
    assertThat(second.json().get("versionNumber").asInt()).isEqualTo(2);
    assertThat(second.json().get("name").asText()).isEqualTo("合同 v1.txt");
    assertThat(second.json().get("remark").asText()).isEqualTo("signed");
    assertThat(second.json().get("id").asText()).isEqualTo(id);
    var third =
        server.soap(
            "attachments",
            "replace",
            "<id>%s</id><name>合同 v3.txt</name><content>dGhpcmQ=</content>".formatted(id));
    assertThat(third.text()).contains("<versionNumber>3</versionNumber>", "<name>合同 v3.txt</name>");

    assertThat(get(path + "/content").text()).isEqualTo("third");
    assertThat(get(path + "/content?version=1").text()).isEqualTo("first");
    assertThat(get(path + "/content?version=2").text()).isEqualTo("second, longer");
    assertThat(get(path + "/content?version=4").code()).isEqualTo("not-found");
    var versions = server.get(path + "/versions").json().get("items");
    assertThat(versions)
        .extracting(
            version -> version.get("versionNumber").asInt() + " " + version.get("name").asText())
        .containsExactly("3 合同 v3.txt", "2 合同 v1.txt", "1 合同 v1.txt");

    var current = server.get(path).json().get("version").asInt();
    var renamed =
        server.call(
            "PATCH",
            path,
            "{\"name\":\"合同.txt\",\"remark\":\"final\"}",
            "If-Match",
            "\"v" + current + "\"");
    assertThat(renamed.json().get("name").asText()).isEqualTo("合同.txt");
    assertThat(get(path + "/content?version=1").header("Content-Disposition")).contains("v1.txt");
    assertThat(get(path + "/content").header("Content-Disposition")).contains("%E5%90%8C.txt");
    assertThat(server.call("PATCH", path, "{\"name\":\"x\"}", "If-Match", "\"v1\"").code())
        .isEqualTo("stale");
    assertThat(
            server
                .call("PATCH", path, "{\"name\":\" / \"}", "If-Match", "\"v" + (current + 1) + "\"")
                .code())
        .isEqualTo("invalid");
  }

  @Test
  void versionsThatComeAtOnceAreAllKept() {
    var id = attach(customer("At once"), "a.txt", bytes("0")).get("id").asText();
    var calls =
        java.util.stream.IntStream.range(0, 8)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () ->
                            call(
                                "POST",
                                ATTACHMENTS + "/" + id + "/content",
                                BodyPublishers.ofString("version " + i))))
            .toList();
    calls.forEach(call -> assertThat(call.join().status()).as(call.join().text()).isEqualTo(200));
    assertThat(server.get(ATTACHMENTS + "/" + id + "/versions").json().get("items")).hasSize(9);
  }

  @Test
  void whatIsRemovedComesBackWithItsVersions() {
    var customer = customer("Removed");
    var id = attach(customer, "a.txt", bytes("a")).get("id").asText();
    var path = ATTACHMENTS + "/" + id;
    assertThat(server.call("DELETE", path, null).code()).isEqualTo("version-required");
    assertThat(server.call("DELETE", path, null, "If-Match", "\"v1\"").status()).isEqualTo(204);
    assertThat(server.get(path).code()).isEqualTo("not-found");
    assertThat(get(path + "/content").code()).isEqualTo("not-found");
    assertThat(list(customer).json().at("/total/value").asInt()).isZero();
    assertThat(server.post(path + "/actions/restore", null).status()).isEqualTo(200);
    assertThat(get(path + "/content").text()).isEqualTo("a");

    // With the record goes what belongs to it.
    assertThat(
            server.call("DELETE", CUSTOMERS + "/" + customer, null, "If-Match", "\"v1\"").status())
        .isEqualTo(204);
    assertThat(server.get(path).code()).isEqualTo("not-found");
    assertThat(list(customer).code()).isEqualTo("not-found");
    server.post(CUSTOMERS + "/" + customer + "/actions/restore", null);
    assertThat(server.get(path).status()).isEqualTo(200);
  }

  @Test
  void whatHappensIsAFactOfTheAttachmentAndOfItsRecord() {
    var customer = customer("Facts");
    var id = attach(customer, "a.txt", bytes("a")).get("id").asText();
    call("POST", ATTACHMENTS + "/" + id + "/content", BodyPublishers.ofString("b"));
    server.call("DELETE", ATTACHMENTS + "/" + id, null, "If-Match", "\"v2\"");
    server.post(ATTACHMENTS + "/" + id + "/actions/restore", null);
    var facts =
        server
            .get("/api/v1/audit?sort=id&filter=parentCollection==customers;parentId==" + customer)
            .json()
            .get("items");
    assertThat(facts)
        .extracting(
            fact ->
                String.join(
                    " ",
                    fact.get("collection").asText(),
                    fact.get("recordId").asText(),
                    fact.get("kind").asText(),
                    fact.get("operation").asText()))
        .containsExactly(
            "attachments " + id + " created attachments.upload",
            "attachments " + id + " updated attachments.replace",
            "attachments " + id + " deleted attachments.delete",
            "attachments " + id + " restored attachments.restore");
    assertThat(facts.get(1).get("changes").findValuesAsText("field"))
        .contains("versionNumber", "sha256");
  }

  @Test
  void aRepeatedUploadUnderOneKeyIsOne() {
    var customer = customer("Once");
    var first = upload(customer, "a.txt", bytes("a"), "Idempotency-Key", "file-1");
    var second = upload(customer, "a.txt", bytes("a"), "Idempotency-Key", "file-1");
    assertThat(second.status()).isEqualTo(201);
    assertThat(second.json().get("id")).isEqualTo(first.json().get("id"));
    assertThat(upload(customer, "a.txt", bytes("b"), "Idempotency-Key", "file-1").code())
        .isEqualTo("idempotency-mismatch");
    assertThat(list(customer).json().at("/total/value").asInt()).isEqualTo(1);
  }

  // ---- whose a file is

  @Test
  void whoReachesTheRecordReachesItsFilesAndNobodyElse() {
    role("files-seller", List.of("customers.view", "customers.create", "customers.edit"), "own");
    role("files-chief", List.of("customers.view", "customers.edit"), "subordinates");
    role("files-reader", List.of("customers.view"), "all");
    role("files-none", List.of(), "all");
    var chief = user("files-chief", "files-chief", null);
    var seller = user("files-seller", "files-seller", chief);
    assertThat(seller).isNotNull();
    user("files-peer", "files-seller", chief);
    user("files-reader", "files-reader", null);
    user("files-none", "files-none", null);

    var customer = customer("Of the seller", as("files-seller"));
    var made = upload(customer, "a.txt", bytes("a"), as("files-seller"));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    var path = ATTACHMENTS + "/" + made.json().get("id").asText();

    for (var who : List.of("files-seller", "files-chief", "files-reader")) {
      assertThat(get(path + "/content", as(who)).text()).as(who).isEqualTo("a");
      assertThat(list(customer, as(who)).json().at("/total/value").asInt()).as(who).isEqualTo(1);
    }
    // The superior may edit the record, so the chief's version counts.
    assertThat(
            call("POST", path + "/content", BodyPublishers.ofString("b"), as("files-chief"))
                .status())
        .isEqualTo(200);

    for (var answer : everything(path, customer, "files-peer")) {
      assertThat(answer.code()).as(answer.text()).isEqualTo("not-found");
    }
    for (var answer : everything(path, customer, "files-none")) {
      assertThat(answer.code()).as(answer.text()).isEqualTo("forbidden");
    }
    for (var answer : writes(path, customer, "files-reader")) {
      assertThat(answer.code()).as(answer.text()).isEqualTo("forbidden");
    }
    var soap =
        server.soap(
            "attachments",
            "download",
            "<id>" + path.substring(path.lastIndexOf('/') + 1) + "</id>",
            as("files-peer"));
    assertThat(CustomersCheck.element(soap.text(), "code")).isEqualTo("not-found");
    assertThat(get(path + "/content").text()).isEqualTo("b");
  }

  private List<Answer> everything(String path, String customer, String who) {
    var answers = new java.util.ArrayList<>(writes(path, customer, who));
    answers.add(get(path, as(who)));
    answers.add(get(path + "/content", as(who)));
    answers.add(get(path + "/versions", as(who)));
    answers.add(
        get(
            ATTACHMENTS + "?count=exact&filter=collection==customers;recordId==" + customer,
            as(who)));
    return answers;
  }

  private List<Answer> writes(String path, String customer, String who) {
    var json = headers(as(who), "Content-Type", "application/json");
    return List.of(
        upload(customer, "b.txt", bytes("b"), as(who)),
        call("POST", path + "/content", BodyPublishers.ofString("b"), as(who)),
        call(
            "PATCH",
            path,
            BodyPublishers.ofString("{\"name\":\"b\"}"),
            headers(json, "If-Match", "\"v1\"")),
        call("DELETE", path, BodyPublishers.noBody(), headers(as(who), "If-Match", "\"v1\"")),
        call("POST", path + "/actions/restore", BodyPublishers.noBody(), as(who)));
  }

  private static String[] headers(String[] some, String... more) {
    return java.util.stream.Stream.concat(Arrays.stream(some), Arrays.stream(more))
        .toArray(String[]::new);
  }

  private static String[] as(String login) {
    return new String[] {"Authorization", Server.basic(login, PASSWORD)};
  }

  private void role(String code, List<String> operations, String scope) {
    var role = JSON.createObjectNode().put("code", code).put("name", code);
    operations.forEach(role.putArray("operations")::add);
    role.putArray("scopes").addObject().put("collection", "customers").put("scope", scope);
    var made = server.post("/api/v1/roles", role.toString());
    assertThat(made.status()).as(made.text()).isEqualTo(201);
  }

  private String user(String login, String role, String superior) {
    var roleId = server.get("/api/v1/roles?filter=code==" + role).json().at("/items/0/id").asText();
    var user = JSON.createObjectNode().put("login", login).put("name", login);
    user.put("password", PASSWORD).put("superiorId", superior).putArray("roleIds").add(roleId);
    var made = server.post("/api/v1/users", user.toString());
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json().get("id").asText();
  }

  @Test
  void anyRecordCarriesFilesAndNothingElseDoes() {
    var user = server.get("/api/v1/users").json().at("/items/0/id").asText();
    var made =
        call(
            "POST",
            ATTACHMENTS + "/content?collection=users&recordId=" + user + "&name=cv.txt",
            BodyPublishers.ofString("cv"));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    var of = made.json().get("id").asText();
    for (var wrong :
        Map.of(
                "collection=attachments&recordId=" + of,
                "invalid",
                "collection=audit&recordId=1",
                "invalid",
                "collection=nothing&recordId=1",
                "module-not-installed",
                "collection=customers&recordId=999999",
                "not-found",
                "collection=customers&recordId=five",
                "malformed",
                "collection=customers",
                "invalid",
                "recordId=1",
                "invalid")
            .entrySet()) {
      assertThat(
              call(
                      "POST",
                      ATTACHMENTS + "/content?name=a&" + wrong.getKey(),
                      BodyPublishers.ofString("x"))
                  .code())
          .as(wrong.getKey())
          .isEqualTo(wrong.getValue());
    }
    assertThat(server.get(ATTACHMENTS).code()).isEqualTo("invalid-filter");
    assertThat(server.get(ATTACHMENTS + "?filter=collection==customers").code())
        .isEqualTo("invalid-filter");
  }

  // ---- how large a file may be, and what becomes of half of one

  @Test
  void whatIsTooLargeIsRefusedHoweverItComes() throws Exception {
    var customer = customer("Too large");
    limit(2);
    try {
      var large = new byte[(2 << 20) + 1];
      var announced = upload(customer, "a", large);
      assertThat(announced.status()).isEqualTo(413);
      assertThat(announced.code()).isEqualTo("too-large");
      assertThat(announced.json().get("detail").asText()).contains("2 MB");
      var chunked =
          call(
              "POST",
              uploadPath(customer, "a"),
              BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)));
      assertThat(chunked.status()).isEqualTo(413);
      // Far too large: the answer must arrive although nobody reads what follows.
      var endless =
          call(
              "POST",
              uploadPath(customer, "a"),
              BodyPublishers.ofInputStream(() -> new Zeros(40 << 20)));
      assertThat(endless.status()).isEqualTo(413);
      var soap =
          server.soap(
              "attachments",
              "upload",
              "<collection>customers</collection><recordId>%s</recordId><name>a</name><content>%s</content>"
                  .formatted(customer, Base64.getEncoder().encodeToString(large)));
      assertThat(CustomersCheck.element(soap.text(), "code")).isEqualTo("too-large");
      assertThat(upload(customer, "just.bin", new byte[2 << 20]).status()).isEqualTo(201);
      assertThat(list(customer).json().at("/total/value").asInt()).isEqualTo(1);
    } finally {
      limit(256);
    }
  }

  /** Set while the server runs, by its configuration file. */
  private void limit(int megabytes) throws IOException {
    var file = server.data.resolve("etc/org.tangramcrm.platform.cfg");
    var lines =
        Files.readAllLines(file).stream()
            .filter(line -> !line.startsWith("attachments.maxMegabytes"))
            .toList();
    Files.write(file, lines);
    Files.writeString(
        file, "attachments.maxMegabytes = " + megabytes + "\n", StandardOpenOption.APPEND);
    Server.await(
        "a limit of " + megabytes + " MB",
        () ->
            server.get(ATTACHMENTS + "/limits").json().get("maxBytes").asLong()
                == ((long) megabytes) << 20);
  }

  @Test
  void anUploadThatBreaksOffLeavesNothing() throws Exception {
    var customer = customer("Broken off");
    try (var socket = new Socket("localhost", server.port)) {
      var out = socket.getOutputStream();
      out.write(
          bytes(
              "POST "
                  + uploadPath(customer, "half.bin")
                  + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
                  + Server.basic("admin", Server.PASSWORD)
                  + "\r\nContent-Length: 5000000\r\n\r\n"));
      out.write(random(1_000_000));
      out.flush();
    }
    // The next upload is served, and by then the first has found its end.
    attach(customer, "whole.bin", random(1_000));
    assertThat(list(customer).json().get("items").findValuesAsText("name"))
        .containsExactly("whole.bin");
    assertThat(server.log()).doesNotContain("broken-off").doesNotContain("EofException");
  }

  /** Endless white noise costs more time than noughts. */
  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long size) {
      left = size;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (left <= 0) {
        return -1;
      }
      int given = (int) Math.min(length, left);
      Arrays.fill(into, offset, offset + given, (byte) 0);
      left -= given;
      return given;
    }
  }

  /** 200 MB of which no two parts are alike. */
  private static InputStream large() {
    var block = random(1 << 20);
    return new SequenceInputStream(
        Collections.enumeration(
            java.util.stream.IntStream.range(0, LARGE >> 20)
                .mapToObj(
                    i ->
                        (InputStream)
                            new SequenceInputStream(
                                new ByteArrayInputStream(bytes("%08d".formatted(i))),
                                new ByteArrayInputStream(block, 8, block.length - 8)))
                .toList()));
  }

  private static String digest(InputStream content) throws Exception {
    var digest = MessageDigest.getInstance("SHA-256");
    try (var in = new DigestInputStream(content, digest)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  @Test
  void aFileLargerThanTheHeapPassesThroughBothDoors() throws Exception {
    limit(256);
    var customer = customer("Large");
    var expected = digest(large());
    var made =
        call(
            "POST",
            uploadPath(customer, "large.bin"),
            BodyPublishers.ofInputStream(AttachmentsCheck::large));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(made.json().get("size").asInt()).isEqualTo(LARGE);
    assertThat(made.json().get("sha256").asText()).isEqualTo(expected);
    var id = made.json().get("id").asText();
    var path = ATTACHMENTS + "/" + id + "/content";
    var download =
        http.send(request("GET", path, BodyPublishers.noBody()), BodyHandlers.ofInputStream());
    assertThat(digest(download.body())).isEqualTo(expected);

    var envelope =
        Server.envelope(
                "attachments",
                "upload",
                "<collection>customers</collection><recordId>"
                    + customer
                    + "</recordId><name>soap.bin</name><content>|</content>")
            .split("\\|");
    var soap =
        call(
            "POST",
            "/soap/attachments",
            BodyPublishers.ofInputStream(
                () ->
                    new SequenceInputStream(
                        Collections.enumeration(
                            List.of(
                                new ByteArrayInputStream(bytes(envelope[0])),
                                new Base64Stream(large()),
                                new ByteArrayInputStream(bytes(envelope[1])))))),
            "Content-Type",
            "text/xml; charset=UTF-8");
    assertThat(soap.status()).as(soap.text()).isEqualTo(200);
    assertThat(soap.text()).contains("<sha256>" + expected + "</sha256>");

    var answer =
        http.send(
            request(
                "POST",
                "/soap/attachments",
                BodyPublishers.ofString(
                    Server.envelope("attachments", "download", "<id>" + id + "</id>")),
                "Content-Type",
                "text/xml"),
            BodyHandlers.ofInputStream());
    assertThat(digest(Base64.getMimeDecoder().wrap(content(answer.body())))).isEqualTo(expected);
  }

  /** What stands in the element that a SOAP answer returns. */
  private static InputStream content(InputStream answer) throws IOException {
    var start = new StringBuilder();
    while (!start.toString().endsWith("<return>")) {
      start.append((char) answer.read());
    }
    return new FilterInputStream(answer) {
      private boolean ended;

      @Override
      public int read() throws IOException {
        int value = ended ? -1 : super.read();
        ended |= value == '<';
        return ended ? -1 : value;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        if (ended) {
          return -1;
        }
        int read = super.read(into, offset, length);
        for (int i = 0; i < read; i++) {
          if (into[offset + i] == '<') {
            ended = true;
            return i == 0 ? -1 : i;
          }
        }
        return read;
      }
    };
  }

  /** Bytes as base64, without holding them. */
  private static final class Base64Stream extends InputStream {
    private final InputStream source;
    private byte[] piece = {};
    private int at;

    Base64Stream(InputStream source) {
      this.source = source;
    }

    @Override
    public int read() throws IOException {
      return fill() ? piece[at++] : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (!fill()) {
        return -1;
      }
      int given = Math.min(length, piece.length - at);
      System.arraycopy(piece, at, into, offset, given);
      at += given;
      return given;
    }

    private boolean fill() throws IOException {
      if (at == piece.length) {
        piece = Base64.getEncoder().encode(source.readNBytes(30_000));
        at = 0;
      }
      return piece.length > 0;
    }
  }

  // ---- while modules come and go

  /** Sends the first half at once, and the second when it is told to. */
  private static final class Slow extends InputStream {
    private final CountDownLatch halfway = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private int sent;

    @Override
    public int read() {
      if (sent == 500_000) {
        halfway.countDown();
        try {
          assertThat(goOn.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      return sent++ < 1_000_000 ? 7 : -1;
    }
  }

  private CompletableFuture<Answer> slowly(Slow slow, String customer) throws Exception {
    var upload =
        CompletableFuture.supplyAsync(
            () ->
                call(
                    "POST",
                    uploadPath(customer, "slow.bin"),
                    BodyPublishers.ofInputStream(() -> slow)));
    assertThat(slow.halfway.await(60, TimeUnit.SECONDS)).isTrue();
    return upload;
  }

  @Test
  void anUploadThatRunsHoldsNoExchangeUpAndOutlivesIt() throws Exception {
    var customer = customer("Exchanged meanwhile");
    var slow = new Slow();
    var upload = slowly(slow, customer);
    var start = System.nanoTime();
    for (int i = 0; i < 3; i++) {
      var restart = server.post("/api/v1/modules/customers/actions/restart", null);
      assertThat(restart.json().get("state").asText()).isEqualTo("active");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    assertThat(upload).isNotDone();
    slow.goOn.countDown();
    assertThat(upload.get(60, TimeUnit.SECONDS).status()).isEqualTo(201);
    assertThat(list(customer).json().at("/total/value").asInt()).isEqualTo(1);
  }

  @Test
  void aStoppedModulesRecordsGetNoFilesUntilItIsBack() throws Exception {
    var customer = customer("Stopped meanwhile");
    var id = attach(customer, "a.txt", bytes("a")).get("id").asText();
    var slow = new Slow();
    var upload = slowly(slow, customer);
    var start = System.nanoTime();
    server.post("/api/v1/modules/customers/actions/stop", Server.WITH_DEPENDANTS);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    slow.goOn.countDown();
    var answer = upload.get(60, TimeUnit.SECONDS);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.code()).isEqualTo("module-stopped");
    assertThat(server.get(ATTACHMENTS + "/" + id).code()).isEqualTo("module-stopped");
    assertThat(list(customer).code()).isEqualTo("module-stopped");
    assertThat(upload(customer, "b.txt", bytes("b")).code()).isEqualTo("module-stopped");

    server.post("/api/v1/modules/customers/actions/start", null);
    assertThat(list(customer).json().get("items").findValuesAsText("name"))
        .containsExactly("a.txt");
  }
}
