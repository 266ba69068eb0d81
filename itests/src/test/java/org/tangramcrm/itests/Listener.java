package org.tangramcrm.itests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A client of the live events that listens until it is closed. */
final class Listener implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** An event as it came. */
  record Event(String id, String name, JsonNode data) {}

  final List<Event> events = new CopyOnWriteArrayList<>();
  private final Stream<String> lines;
  private final CompletableFuture<Void> ended;

  Listener(Server at, String topics, String... headers) {
    lines = answer(at, topics, headers).body();
    ended = CompletableFuture.runAsync(this::listen);
  }

  private void listen() {
    var fields = new String[3];
    try {
      lines.forEach(line -> take(line, fields));
    } catch (UncheckedIOException e) {
      // Closed in the middle of it.
      return;
    }
  }

  private void take(String line, String[] fields) {
    if (line.startsWith("id: ")) {
      fields[0] = line.substring(4);
    } else if (line.startsWith("event: ")) {
      fields[1] = line.substring(7);
    } else if (line.startsWith("data: ")) {
      fields[2] = line.substring(6);
    } else if (line.isEmpty() && fields[2] != null) {
      try {
        events.add(new Event(fields[0], fields[1], JSON.readTree(fields[2])));
      } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
      fields[0] = fields[1] = fields[2] = null;
    }
  }

  boolean heard(String name) {
    return events.stream().anyMatch(event -> event.name().equals(name));
  }

  List<Event> of(String id) {
    return events.stream().filter(event -> event.data().path("id").asText().equals(id)).toList();
  }

  void await(String what, String id, String kind) {
    Server.await(
        what,
        () -> of(id).stream().anyMatch(event -> event.data().get("kind").asText().equals(kind)));
  }

  boolean hasEnded() {
    return ended.isDone();
  }

  @Override
  public void close() {
    lines.close();
  }

  /**
   * Once it was greeted.
   *
   * @param headers the administrator's where they name nobody
   */
  static Listener at(Server at, String topics, String... headers) {
    var listener = new Listener(at, topics, headers);
    Server.await("to be greeted", () -> listener.heard("ready") || listener.heard("reset"));
    return listener;
  }

  static HttpResponse<Stream<String>> answer(Server at, String topics, String... headers) {
    var request =
        HttpRequest.newBuilder(
            URI.create("http://localhost:" + at.port + "/api/v1/events?topics=" + topics));
    if (!List.of(headers).contains("Cookie")) {
      request.setHeader("Authorization", Server.basic("admin", Server.PASSWORD));
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    try {
      return HTTP.send(request.build(), BodyHandlers.ofLines());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
