package org.tangramcrm.platform.web.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.felix.framework.FrameworkFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.launch.Framework;

/** The servlets over bundles of a real framework that come and go. */
class UiTest {
  private static final String PAGE =
      "<html><script type=\"importmap\">{\"imports\":{}}</script></html>";
  private static final Map<String, String> SHELL =
      Map.of(
          "ui/shell/index.html",
          PAGE,
          "ui/shell/manifest.json",
          "{\"module\":\"shell\",\"version\":\"s1\"}",
          "ui/shell/app/shell-AbCd1234.js",
          "export {}");

  @TempDir Path folder;
  private Framework framework;
  private Parts parts;
  private Server server;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws Exception {
    framework =
        new FrameworkFactory()
            .newFramework(Map.of("org.osgi.framework.storage", folder.resolve("f").toString()));
    framework.start();
    var shell = install("shell", SHELL);
    shell.start();
    parts = new Parts(framework.getBundleContext());
    server = new Server(0);
    var handler = new ServletContextHandler();
    handler.addServlet(new ServletHolder(new AssetServlet(parts)), "/ui/*");
    handler.addServlet(new ServletHolder(new ShellServlet(shell.getBundleContext())), "/");
    server.setHandler(handler);
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
    parts.close();
    framework.stop();
    framework.waitForStop(10_000);
  }

  @Test
  void modulesComeAndGoWithTheirBundles() throws Exception {
    assertThat(modules()).isEmpty();
    assertThat(catalogue().path("shell").asText()).isEqualTo("s1");

    var sales = install("sales", module("sales", "v1"));
    assertThat(modules()).as("not before it is active").isEmpty();
    sales.start();
    assertThat(modules()).hasSize(1);
    assertThat(modules().get(0).path("version").asText()).isEqualTo("v1");
    assertThat(get("/ui/sales/index-AbCd1234.js").body()).isEqualTo("sales v1");

    sales.update(jar("sales", module("sales", "v2")));
    assertThat(modules().get(0).path("version").asText()).isEqualTo("v2");
    assertThat(get("/ui/sales/index-AbCd1234.js").body()).isEqualTo("sales v2");

    sales.stop();
    assertThat(modules()).isEmpty();
    assertThat(get("/ui/sales/index-AbCd1234.js").statusCode()).isEqualTo(404);
  }

  @Test
  void aModuleWithoutAUiIsNamedWithItsCollections() throws Exception {
    var plain =
        install(
            "plain",
            Map.of(
                "tangram/module.json",
                "{\"id\":\"agreements\",\"collections\":[\"agreements\",\"clauses\"]}",
                "tangram/messages.properties",
                "collection.agreements=Agreements",
                "tangram/messages_zh.properties",
                "collection.agreements=合同"));
    plain.start();
    var module = modules().get(0);
    assertThat(module.path("module").asText()).isEqualTo("agreements");
    assertThat(module.has("entry")).isFalse();
    assertThat(module.at("/titles/en/agreements").asText()).isEqualTo("Agreements");
    assertThat(module.at("/titles/zh-CN/agreements").asText()).isEqualTo("合同");
    assertThat(module.at("/titles/en/clauses").asText()).isEqualTo("clauses");
    plain.stop();
    assertThat(modules()).isEmpty();
  }

  @Test
  void aBrokenManifestHidesItsOwnModuleOnly() throws Exception {
    install("broken", Map.of("ui/broken/manifest.json", "{")).start();
    install("liar", Map.of("ui/liar/manifest.json", "{\"module\":\"sales\"}")).start();
    install("sales", module("sales", "v1")).start();
    assertThat(modules()).hasSize(1);
    assertThat(modules().get(0).path("module").asText()).isEqualTo("sales");
  }

  @Test
  void theCatalogueIsAskedForAgainAndSentOnlyWhenItChanged() throws Exception {
    var first = get("/ui/modules.json");
    assertThat(header(first, "Cache-Control")).isEqualTo("no-cache");
    var etag = header(first, "ETag");
    var again = get("/ui/modules.json", "If-None-Match", etag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    install("sales", module("sales", "v1")).start();
    assertThat(get("/ui/modules.json", "If-None-Match", etag).statusCode()).isEqualTo(200);
  }

  @Test
  void filesWithAHashInTheirNameAreKeptForever() throws Exception {
    var script = get("/ui/shell/app/shell-AbCd1234.js");
    assertThat(header(script, "Cache-Control")).contains("immutable");
    assertThat(header(script, "Content-Type")).startsWith("text/javascript");
    assertThat(header(script, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(get("/ui/shell/manifest.json"), "Cache-Control")).isEqualTo("no-cache");
  }

  @Test
  void nothingElseOfABundleIsServed() throws Exception {
    for (var path :
        new String[] {
          "/ui",
          "/ui/",
          "/ui/shell",
          "/ui/shell/",
          "/ui/shell/app",
          "/ui/nobody/x.js",
          "/ui/shell/x.js"
        }) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(404);
    }
    for (var path : new String[] {"..%2F..%2FMETA-INF%2FMANIFEST.MF", "%2e%2e/%2e%2e/ui/x.json"}) {
      assertThat(get("/ui/shell/" + path).body()).isNotEmpty().doesNotContain("Manifest-Version");
    }
  }

  @Test
  void everyOtherAddressIsAPageOfTheShell() throws Exception {
    for (var path : new String[] {"/", "/customers", "/customers/12/edit?x=1", "/modules"}) {
      var page = get(path);
      assertThat(page.statusCode()).as(path).isEqualTo(200);
      assertThat(page.body()).isEqualTo(PAGE);
      assertThat(header(page, "Cache-Control")).isEqualTo("no-cache");
      assertThat(header(page, "Content-Security-Policy"))
          .contains("default-src 'self'", "frame-ancestors 'none'", "style-src 'self'")
          // printf '{"imports":{}}' | openssl dgst -sha256 -binary | base64
          .contains("script-src 'self' 'sha256-URrTy+Il/Nz0lHojVUx275hWqAWhkSF0VsHbUM4/6Hw='")
          .doesNotContain("unsafe");
    }
    for (var path : new String[] {"/api/none", "/soap/none", "/health/none", "/metrics/none"}) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(404);
    }
  }

  private static Map<String, String> module(String name, String version) {
    return Map.of(
        "ui/" + name + "/manifest.json",
        "{\"module\":\"%s\",\"version\":\"%s\",\"entry\":\"/ui/%1$s/index-AbCd1234.js\",\"css\":[]}"
            .formatted(name, version),
        "ui/" + name + "/index-AbCd1234.js",
        name + " " + version);
  }

  private Bundle install(String name, Map<String, String> files) throws Exception {
    return framework.getBundleContext().installBundle("test:" + name, jar(name, files));
  }

  private static ByteArrayInputStream jar(String name, Map<String, String> files)
      throws IOException {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
    manifest.getMainAttributes().putValue("Bundle-SymbolicName", name);
    var content = new ByteArrayOutputStream();
    try (var jar = new JarOutputStream(content, manifest)) {
      for (var file : files.entrySet()) {
        jar.putNextEntry(new JarEntry(file.getKey()));
        jar.write(file.getValue().getBytes(UTF_8));
      }
    }
    return new ByteArrayInputStream(content.toByteArray());
  }

  private JsonNode catalogue() throws Exception {
    return new ObjectMapper().readTree(get("/ui/modules.json").body());
  }

  private JsonNode modules() throws Exception {
    return catalogue().path("modules");
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    var port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
