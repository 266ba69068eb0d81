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
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The distribution as a user runs it: started and stopped by the scripts at the root, called over
 * HTTP.
 */
final class Server implements AutoCloseable {
  static final String PASSWORD = "an-admin-password";

  /** Of a stop of a module: those that need it stop as well. */
  static final String WITH_DEPENDANTS = "{\"withDependants\":true}";

  /** A Java option with which the framework logs what becomes of its bundles. */
  static final String BUNDLE_EVENTS =
      "-Dorg.ops4j.pax.logging.service.frameworkEventsLogLevel=DEBUG";

  /**
   * For a life of a minute: compiling well costs more than it gains, so does a second collector.
   */
  private static final String SHORT_LIVED =
      "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m -XX:+UseSerialGC";

  /** Some milliseconds less for each write, of which the tests do ten thousands. */
  private static final String UNPLUGGED_BY_NOBODY = "-Dderby.system.durability=test";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ADMIN = basic("admin", PASSWORD);

  final Path data;
  final int port;
  private final String database;
  private final boolean demo;
  private final List<String> javaOptions;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private Server(String name, String database, boolean demo, String... javaOptions) {
    this.demo = demo;
    this.data = Command.WORK.resolve(name);
    this.port = freePort();
    this.database = database;
    this.javaOptions = List.of(javaOptions);
    delete(data);
  }

  /** On the embedded database, which waits for no disk: nobody pulls the plug. */
  static Server onDerby(String name, String... javaOptions) {
    return beginAgain(new Server(name, null, false, with(UNPLUGGED_BY_NOBODY, javaOptions)));
  }

  /** On the embedded database as it is shipped, for those that are killed. */
  static Server onDurableDerby(String name, String... javaOptions) {
    return beginAgain(new Server(name, null, false, javaOptions));
  }

  /** On the embedded database, with demonstration data. */
  static Server withDemo(String name) {
    return begin(new Server(name, null, true, UNPLUGGED_BY_NOBODY));
  }

  private static String[] with(String option, String... others) {
    return Stream.concat(Stream.of(option), Stream.of(others)).toArray(String[]::new);
  }

  static Server onPostgres(String name, String database, String... javaOptions) {
    return beginAgain(new Server(name, database, false, javaOptions));
  }

  /** Not started yet; on the database that its configuration names. */
  static Server prepared(String name, String... javaOptions) {
    return new Server(name, null, false, javaOptions);
  }

  private static Server beginAgain(Server server) {
    StartedOnce.copyTo(server.data);
    return begin(server);
  }

  private static Server begin(Server server) {
    server.start();
    return server;
  }

  void start() {
    tryStart().succeeded();
  }

  /** How a start ends that need not succeed. */
  Command tryStart() {
    return run(startCommand(), 240, Map.of());
  }

  /** The same by a command that takes the one to start with as its last arguments. */
  Command tryStart(Map<String, String> environment, List<String> by) {
    return run(Stream.concat(by.stream(), startCommand().stream()).toList(), 240, environment);
  }

  private List<String> startCommand() {
    var command =
        new ArrayList<>(
            List.of("./start", "--background", "--port", "" + port, "--data", data.toString()));
    if (!demo) {
      command.add("--no-demo");
    }
    if (database != null) {
      command.addAll(List.of("--database", database));
    }
    return command;
  }

  void stop() {
    run(List.of("./stop", "--data", data.toString()), 90, Map.of()).succeeded();
  }

  /** As a power cut would. */
  void kill() {
    try {
      var process = ProcessHandle.of(pid()).orElseThrow();
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

  long pid() {
    try {
      return Long.parseLong(Files.readString(data.resolve("tangram.pid")).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Command run(List<String> command, int seconds, Map<String, String> environment) {
    var whole = new HashMap<>(environment);
    whole.put("TANGRAM_ADMIN_PASSWORD", PASSWORD);
    whole.put("KARAF_OPTS", SHORT_LIVED + " " + String.join(" ", javaOptions));
    return Command.run(command, seconds, whole);
  }

  // ---- what is in it

  /** Puts a bundle or a kar into the folder from which the server picks them up. */
  void deploy(Path file, String name) {
    try {
      var staged =
          Files.copy(
              file,
              data.resolve("staged"),
              StandardCopyOption.REPLACE_EXISTING,
              StandardCopyOption.COPY_ATTRIBUTES);
      Files.move(
          staged,
          data.resolve("deploy").resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void undeploy(String name) {
    try {
      Files.delete(data.resolve("deploy").resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The bundles that stopped since the log was that long, by the framework's own account; the
   * server must have been started with {@link #BUNDLE_EVENTS}.
   */
  Set<String> stoppedSince(int length) {
    return Pattern.compile("(\\S+) - BundleEvent STOPPED")
        .matcher(log().substring(length))
        .results()
        .map(event -> event.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** How many class loaders still hold a class of that name, after a garbage collection. */
  long loadersOf(String className) {
    jcmd("GC.run");
    return jcmd("VM.class_hierarchy", className)
        .lines()
        .filter(line -> line.contains(className + "/"))
        .count();
  }

  private String jcmd(String... arguments) {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), "" + pid()));
    command.addAll(List.of(arguments));
    return Command.run(command).succeeded();
  }

  /** A figure of {@code /metrics}. */
  long metric(String name) {
    return get("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  String log() {
    try {
      return Files.readString(data.resolve("log/karaf.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // ---- calls

  /** The value of an {@code Authorization} header. */
  static String basic(String user, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

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

  /**
   * As {@link #call}, telling of a connection that broke. The administrator calls unless the
   * headers say otherwise; an empty header is left out.
   */
  Answer send(String method, String path, String body, String... headers) throws IOException {
    var request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .timeout(Duration.ofSeconds(60))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null) {
      request.setHeader(
          "Content-Type",
          path.startsWith("/soap/") ? "text/xml; charset=UTF-8" : "application/json");
    }
    var given = new LinkedHashMap<>(Map.of("Authorization", ADMIN));
    for (int i = 0; i < headers.length; i += 2) {
      given.put(headers[i], headers[i + 1]);
    }
    given.values().removeIf(String::isEmpty);
    given.forEach(request::setHeader);
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
  /** A file, byte by byte. */
  byte[] bytes(String path) throws IOException {
    var request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .header("Authorization", ADMIN)
            .build();
    try {
      var answer = http.send(request, BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new IOException(path + " answers " + answer.statusCode());
      }
      return answer.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

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
    await(what, Duration.ofMinutes(1), condition);
  }

  static void await(String what, Duration patience, BooleanSupplier condition) {
    var end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Not within " + patience + ": " + what);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(20);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void delete(Path folder) {
    if (Files.exists(folder)) {
      try (var files = Files.walk(folder)) {
        files.sorted(java.util.Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
