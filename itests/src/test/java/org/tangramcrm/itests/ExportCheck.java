package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** Exports: who may, what they get, and that it is on record (M-94); the same on every database. */
abstract class ExportCheck extends DuplicateCheck {
  private static final String JOBS = "/api/v1/jobs";

  @Test
  void m94_exportingNeedsAPermissionOfItsOwnAtBothDoors() {
    var views = role("export-views", "all", "customers.view");
    var viewer = user("export.viewer", views);
    var request = "{\"collection\":\"customers\"}";
    var refused = server.post(JOBS + "/exports", request, as("export.viewer"));
    assertThat(refused.code()).isEqualTo("forbidden");
    assertThat(refused.text()).contains("customers.export");
    assertThat(
            server
                .soap(
                    "jobs",
                    "export",
                    "<request><collection>customers</collection></request>",
                    as("export.viewer"))
                .text())
        .contains("<code>forbidden</code>");
    assertThat(operations("export.viewer")).doesNotContain("export true");

    var exports = role("export-exports", "all", "customers.view customers.export");
    patch(
        "/api/v1/users/" + viewer,
        "{\"roleIds\":[\"%s\",\"%s\"]}"
            .formatted(views.get("id").asText(), exports.get("id").asText()));
    assertThat(operations("export.viewer")).contains("export true");
    var job = server.post(JOBS + "/exports", request, as("export.viewer")).json();
    ended(job, "done", as("export.viewer"));
    var path = JOBS + "/" + job.get("id").asText();
    assertThat(server.get(path + "/result", as("export.viewer")).status()).isEqualTo(200);
    // It is nobody else's, not even the administrator's; and nothing any more to who may no longer.
    assertThat(server.get(path).code()).isEqualTo("not-found");
    assertThat(server.get(path + "/result").code()).isEqualTo("not-found");
    patch("/api/v1/users/" + viewer, "{\"roleIds\":[\"%s\"]}".formatted(views.get("id").asText()));
    assertThat(server.get(path + "/result", as("export.viewer")).code()).isEqualTo("forbidden");

    var fact =
        server
            .get(
                "/api/v1/audit?filter=collection==jobs;kind==created;recordId=="
                    + job.get("id").asText())
            .json()
            .at("/items/0");
    assertThat(fact.get("userId").asText()).isEqualTo(viewer);
    assertThat(fact.get("operation").asText()).isEqualTo("jobs.export");
    assertThat(fact.get("changes").toString()).contains("customers", "request");
  }

  private List<String> operations(String login) {
    var operations = new ArrayList<String>();
    server
        .get("/api/v1/metadata/customers", as(login))
        .json()
        .get("operations")
        .forEach(
            operation ->
                operations.add(
                    operation.get("name").asText() + " " + operation.get("allowed").asBoolean()));
    return operations;
  }

  @Test
  void m94_anExcelFileHoldsTextsAsTextsAndSaysWhoWroteIt() throws Exception {
    make(
        CUSTOMERS,
        """
        {"name":"=HYPERLINK(\\"http://evil.example\\")","remark":"+1","level":"A","region":"export-xlsx",
         "bankAccount":"6222021234567890123","revenue":{"amount":"1234.50","currency":"CNY"},
         "phones":[{"number":"+86 138 3333 4444"}]}""");
    var job =
        export(
            "{\"collection\":\"customers\",\"filter\":\"region==export-xlsx\",\"fields\":\"number,name,level,bankAccount,revenue,phones,ownerId,createdAt\"}",
            "Accept-Language",
            "zh-CN");
    assertThat(job.get("fileName").asText()).matches("客户-\\d{8}-\\d{4}-admin\\.xlsx");
    assertThat(job.get("done").asInt()).isEqualTo(1);
    assertThat(job.get("total").asInt()).isEqualTo(1);
    var answer = file(job);
    assertThat(answer.headers().firstValue("content-type").orElse("")).contains("spreadsheetml");
    assertThat(answer.headers().firstValue("content-disposition").orElse(""))
        .contains("attachment");
    var parts = unzipped(answer.body());
    var sheet = parts.get("xl/worksheets/sheet1.xml");
    assertThat(sheet).doesNotContain("<f>").contains("Tangram").contains("headerFooter");
    var texts = sheet + parts.getOrDefault("xl/sharedStrings.xml", "");
    assertThat(texts)
        .contains("=HYPERLINK(", "6222021234567890123", "1234.5", "CNY", "+86 138 3333 4444")
        .contains("名称");
  }

  @Test
  void m94_whatASpreadsheetWouldTakeForAFormulaIsAText() throws Exception {
    for (var name : List.of("=1+1", "+SUM(A1)", "-2", "@cmd", "＝1+1", "say \"x\", y", "x;=1+1")) {
      make(CUSTOMERS, "{\"name\":%s,\"region\":\"export-csv\"}".formatted(quoted(name)));
    }
    make(CUSTOMERS, "{\"name\":\"重庆\",\"region\":\"export-csv\"}");
    var request =
        "{\"collection\":\"customers\",\"filter\":\"region==export-csv\",\"sort\":\"createdAt\",\"fields\":\"name\",\"format\":\"%s\"}";
    var lines =
        List.of(
            "\"Name\"",
            "\"'=1+1\"",
            "\"'+SUM(A1)\"",
            "\"'-2\"",
            "\"'@cmd\"",
            "\"'＝1+1\"",
            "\"say \"\"x\"\", y\"",
            "\"x;=1+1\"",
            "\"重庆\"");
    var csv = result(export(request.formatted("csv")));
    assertThat(csv[0]).isEqualTo((byte) 0xEF);
    assertThat(new String(csv, StandardCharsets.UTF_8).substring(1).split("\r\n"))
        .containsExactlyElementsOf(lines);
    var gbk = result(export(request.formatted("csv-gbk")));
    assertThat(new String(gbk, Charset.forName("GBK")).split("\r\n"))
        .containsExactlyElementsOf(lines);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\\\"") + '"';
  }

  @Test
  void m94_anExportHoldsWhatItsReaderIsShown() throws Exception {
    var role =
        make(
            "/api/v1/roles",
            """
            {"code":"export-own","name":"Own","operations":["customers.view","customers.create","customers.export"],
             "scopes":[{"collection":"*","scope":"own"}],
             "fields":[{"collection":"customers","field":"remark","access":"hidden"}]}""");
    user("export.own", role);
    var own = as("export.own");
    make(CUSTOMERS, "{\"name\":\"Not theirs to export\",\"remark\":\"secret\"}");
    for (int i = 0; i < 3; i++) {
      make(CUSTOMERS, "{\"name\":\"Theirs %d\"}".formatted(i), own);
    }
    var job = export("{\"collection\":\"customers\",\"format\":\"csv\"}", own);
    var text = new String(result(job, own), StandardCharsets.UTF_8);
    assertThat(text.lines().count()).isEqualTo(4);
    assertThat(text).contains("Theirs 0", "Theirs 2").doesNotContain("Not theirs", "Remark");
    for (var wrong :
        List.of(
            "unknown-field {\"collection\":\"customers\",\"fields\":\"remark\"}",
            "invalid-filter {\"collection\":\"customers\",\"filter\":\"remark==x\"}",
            "invalid {\"collection\":\"nowhere\"}",
            "forbidden {\"collection\":\"contacts\"}",
            "invalid {\"collection\":\"customers\",\"format\":\"pdf\"}")) {
      var part = wrong.split(" ", 2);
      var answer = server.post(JOBS + "/exports", part[1], own);
      assertThat(answer.code()).as(answer.text()).isEqualTo(part[0]);
    }
    assertThat(
            server.post(JOBS + "/" + job.get("id").asText() + "/actions/cancel", null, own).code())
        .isEqualTo("conflict");
  }

  /** What a file of texts holds. */
  String exported(String request, String... headers) {
    try {
      return new String(result(export(request, headers), headers), StandardCharsets.UTF_8);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonNode export(String request, String... headers) {
    var begun = server.post(JOBS + "/exports", request, headers);
    assertThat(begun.status()).as(begun.text()).isEqualTo(200);
    return ended(begun.json(), "done", headers);
  }

  private JsonNode ended(JsonNode job, String status, String... headers) {
    var path = JOBS + "/" + job.get("id").asText();
    Server.await(
        "the end of a job",
        () ->
            !List.of("queued", "running")
                .contains(server.get(path, headers).json().get("status").asText()));
    var ended = server.get(path, headers).json();
    assertThat(ended.get("status").asText()).as(ended.toString()).isEqualTo(status);
    return ended;
  }

  private byte[] result(JsonNode job, String... headers) throws Exception {
    return file(job, headers).body();
  }

  private HttpResponse<byte[]> file(JsonNode job, String... headers) throws Exception {
    var address =
        "http://localhost:" + server.port + JOBS + "/" + job.get("id").asText() + "/result";
    var credential =
        headers.length == 0
            ? new String[] {"Authorization", Server.basic("admin", Server.PASSWORD)}
            : headers;
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(address)).headers(credential).build(),
            BodyHandlers.ofByteArray());
  }

  private static TreeMap<String, String> unzipped(byte[] file) throws IOException {
    var parts = new TreeMap<String, String>();
    var kept = Files.createTempFile("export", ".xlsx");
    try {
      Files.write(kept, file);
      try (var zip = new ZipFile(kept.toFile())) {
        for (var entry : Collections.list(zip.entries())) {
          var text = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
          parts.put(
              entry.getName(),
              Pattern.compile("&#x([0-9a-f]+);")
                  .matcher(text)
                  .replaceAll(sign -> Character.toString(Integer.parseInt(sign.group(1), 16))));
        }
      }
    } finally {
      Files.delete(kept);
    }
    return parts;
  }
}
