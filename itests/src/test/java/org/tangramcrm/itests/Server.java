package org.tangramcrm.itests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The distribution as a user runs it: started and stopped by the scripts at the root, called over
 * HTTP.
 */
final class Server implements AutoCloseable {
  static final String PASSWORD = "an-admin-password";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path ROOT =
      Path.of(System.getProperty("tangram.root")).toAbsolutePath().normalize();
  private static final Path WORK =
      Path.of(System.getProperty("tangram.work")).toAbsolutePath().normalize();
  private static final String ADMIN =
      "Basic "
          + Base64.getEncoder()
              .encodeToString(("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8));

  final Path data;
  final int port;
  private final String database;
  private final boolean demo;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private Server(String name, String database, boolean demo) {
    this.demo = demo;
    this.data = WORK.resolve(name);
    this.port = freePort();
    this.database = database;
  }

  /** On the embedded database. */
  static Server onDerby(String name) {
    return begin(new Server(name, null, false));
  }

  /** On the embedded database, with demonstration data. */
  static Server withDemo(String name) {
    return begin(new Server(name, null, true));
  }

  static Server onPostgres(String name, String database) {
    return begin(new Server(name, database, false));
  }

  private static Server begin(Server server) {
    delete(server.data);
    server.start();
    return server;
  }

  void start() {
    var command =
        new ArrayList<>(
            List.of("./start", "--background", "--port", "" + port, "--data", data.toString()));
    if (!demo) {
      command.add("--no-demo");
    }
    if (database != null) {
      command.addAll(List.of("--database", database));
    }
    run(command, 240);
  }

  void stop() {
    run(List.of("./stop", "--data", data.toString()), 90);
  }

  /** As a power cut would. */
  void kill() {
    try {
      var process =
          ProcessHandle.of(Long.parseLong(Files.readString(data.resolve("tangram.pid")).strip()))
              .orElseThrow();
      process.destroyForcibly();
      process.onExit().get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    stop();
  }

  private void run(List<String> command, int seconds) {
    try {
      Files.createDirectories(WORK);
      var output = File.createTempFile("command", ".log", WORK.toFile());
      var builder =
          new ProcessBuilder(command)
              .directory(ROOT.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output);
      builder.environment().put("TANGRAM_ADMIN_PASSWORD", PASSWORD);
      var process = builder.start();
      if (!process.waitFor(seconds, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException(command + ": " + Files.readString(output.toPath()));
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  String log() {
    try {
      return Files.readString(data.resolve("log/karaf.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // ---- calls

  /** An answer; a body that is no JSON reads as null. */
  record Answer(int status, JsonNode json, String text, HttpResponse<String> response) {
    String code() {
      return json == null ? null : json.path("code").asText(null);
    }
  }

  Answer get(String path, String... headers) {
    return call("GET", path, null, headers);
  }

  Answer post(String path, String body, String... headers) {
    return call("POST", path, body, headers);
  }

  Answer call(String method, String path, String body, String... headers) {
    try {
      return send(method, path, body, headers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@link #call}, telling of a connection that broke. */
  Answer send(String method, String path, String body, String... headers) throws IOException {
    var request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .timeout(Duration.ofSeconds(60))
            .setHeader("Authorization", ADMIN)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null) {
      request.setHeader(
          "Content-Type",
          path.startsWith("/soap/") ? "text/xml; charset=UTF-8" : "application/json");
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    try {
      var response = http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
      return new Answer(response.statusCode(), json(response), response.body(), response);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /**
   * Calls an operation of a collection's SOAP service; the arguments as XML without namespace
   * prefixes.
   */
  Answer soap(String collection, String operation, String arguments, String... headers) {
    return call("POST", "/soap/" + collection, envelope(collection, operation, arguments), headers);
  }

  static String envelope(String collection, String operation, String arguments) {
    return "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><"
        + operation
        + " xmlns=\"urn:tangram:"
        + collection
        + ":1\">"
        + arguments
        + "</"
        + operation
        + "></s:Body></s:Envelope>";
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    var type = response.headers().firstValue("Content-Type").orElse("");
    return type.contains("json") ? JSON.readTree(response.body()) : null;
  }

  static void await(String what, BooleanSupplier condition) {
    var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Not within a minute: " + what);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(20);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    if (Files.exists(folder)) {
      try (var files = Files.walk(folder)) {
        files.sorted(java.util.Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
