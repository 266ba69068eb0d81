package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What can be done once only, to what still goes on or to what has ended: each time to something
 * that its caller made for it.
 */
final class ServedOnce {
  private final AtomicInteger counter = new AtomicInteger();
  private final Server server;
  private final String other;
  private final String[] headers;
  private final Map<String, Supplier<String>> makes =
      Map.of(
          "jobs.cancel", () -> scheduled().get("jobId").asText(),
          "transfers.cancel", () -> id(scheduled()),
          "transfers.undo", () -> ended("transfers", "done", transfer("")),
          "merges.undo", () -> ended("merges", "done", merge()),
          "imports.run", () -> id(uploaded()),
          "imports.undo", this::imported);

  /** What many are done to in one request: the operation that it repeats. */
  private static final Map<String, String> BULK =
      Map.of("transfers.bulk", "cancel", "merges.bulk", "undo");

  /**
   * @param other a user who is not the caller
   * @param headers of the caller
   */
  ServedOnce(Server server, String other, String... headers) {
    this.server = server;
    this.other = other;
    this.headers = headers;
  }

  boolean knows(PublishedOperation operation) {
    return makes.containsKey(operation.id());
  }

  /** The id of something that an operation can be done to by the caller. */
  String of(PublishedOperation operation) {
    return makes.get(operation.id()).get();
  }

  /** What a request about many has done to each; to be changed, unless they are not changed. */
  static String action(PublishedOperation bulk) {
    return BULK.getOrDefault(bulk.id(), "patch");
  }

  /** As {@link #of}, for a request about many; null where they are records like any others. */
  String ofMany(PublishedOperation bulk) {
    var action = BULK.get(bulk.id());
    return action == null ? null : makes.get(bulk.collection + "." + action).get();
  }

  private static String id(JsonNode record) {
    return record.get("id").asText();
  }

  private JsonNode made(String path, String body, String... more) {
    var all = Stream.concat(Stream.of(headers), Stream.of(more)).toArray(String[]::new);
    var made = server.post("/api/v1/" + path, body, all);
    assertThat(made.status()).as(made.text()).isIn(200, 201);
    return made.json();
  }

  private String customer() {
    return id(made("customers", "{\"name\":\"Once %d\"}".formatted(counter.incrementAndGet())));
  }

  private String transfer(String more) {
    return "{\"collection\":\"customers\",\"recordFilter\":\"id==%s\",\"toUserId\":\"%s\",\"reason\":\"Once\"%s}"
        .formatted(customer(), other, more);
  }

  private JsonNode scheduled() {
    var day = LocalDate.now().plusYears(1);
    return made("transfers", transfer(",\"effectiveOn\":\"" + day + "\""));
  }

  private String merge() {
    return "{\"collection\":\"customers\",\"survivorId\":\"%s\",\"mergedIds\":[\"%s\"]}"
        .formatted(customer(), customer());
  }

  private JsonNode uploaded() {
    return made(
        "imports/content?collection=customers&name=once.csv",
        "Name\nBrought in once " + counter.incrementAndGet() + "\n",
        "Content-Type",
        "text/csv");
  }

  private String imported() {
    var id = id(uploaded());
    made("imports/" + id + "/actions/run", null);
    return reached("imports", "done", id);
  }

  private String ended(String collection, String status, String body) {
    return reached(collection, status, id(made(collection, body)));
  }

  private String reached(String collection, String status, String id) {
    Server.await(
        collection + " " + status,
        () -> {
          var now = server.get("/api/v1/" + collection + "/" + id, headers).json();
          var job = server.get("/api/v1/jobs/" + now.get("jobId").asText(), headers).json();
          assertThat(job.path("problem").asText()).isEmpty();
          return now.get("status").asText().equals(status)
              && Set.of("done").contains(job.get("status").asText());
        });
    return id;
  }
}
