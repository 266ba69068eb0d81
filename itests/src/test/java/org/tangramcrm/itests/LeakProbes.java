package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.tangramcrm.itests.LeakWorld.Person;
import org.tangramcrm.itests.LeakWorld.Planted;
import org.tangramcrm.itests.PublishedOperation.Arguments;

/**
 * Operations that ask by what they are sent, or do something that goes on after them: each is tried
 * in its own way.
 */
final class LeakProbes {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final LeakScanCheck scan;
  private final LeakWorld world;
  private final Map<String, BiConsumer<PublishedOperation, Person>> probes;

  LeakProbes(LeakScanCheck scan, LeakWorld world) {
    this.scan = scan;
    this.world = world;
    this.probes =
        Map.of(
            "duplicates.find", this::compares,
            "duplicates.search", this::searches,
            "customers.releaseAll", this::releases,
            "transfers.preview", this::counts,
            "merges.preview", this::merges,
            "jobs.export", this::exports,
            "imports.upload", this::imports,
            "comments.create", this::comments,
            "follows.set", this::follows);
  }

  /** How an operation is tried; null where like any other. */
  BiConsumer<PublishedOperation, Person> of(PublishedOperation operation) {
    return operation.name.equals("bulk") ? this::bulk : probes.get(operation.id());
  }

  /** Many records at once: each is told of as it is told of by itself. */
  private void bulk(PublishedOperation operation, Person reader) {
    var targets = world.of(operation.collection);
    var body = NODES.objectNode().put("action", "patch");
    var items = body.putArray("items");
    // A version that there is not: what may be changed is stale, what may not be is not there.
    targets.forEach(target -> items.addObject().put("id", target.id()).put("version", 999));
    if (targets.isEmpty()) {
      return;
    }
    var answer =
        scan.server.post(
            "/api/v1/" + operation.collection + "/bulk", body.toString(), reader.headers());
    for (int i = 0; answer.status() == 200 && i < targets.size(); i++) {
      var status = answer.json().at("/results/" + i + "/status").asInt();
      var target = targets.get(i);
      // What is kept beside records has an author as well, who alone may change it.
      var may = world.changes(reader, target) && !reader.isCut();
      if (status == 412 && !may
          || status != 412
              && may
              && LeakWorld.OWNED.contains(target.collection())
              // It is changed no more, whatever its version.
              && !target.hasEnded()
          || status != 404 && status != 403 && !world.sees(reader, target)) {
        scan.leaks.add(operation + " by " + reader.name() + " of " + target + ": " + status);
      }
    }
    scan.judge(operation, reader, null, Map.of(), PublishedOperation.outcome(answer));
  }

  /** Whoever enters what is there already is told no more than whom to ask. */
  void compares(PublishedOperation operation, Person reader) {
    for (var target : world.planted) {
      if (!target.isIn("customers") || target.owner() == null) {
        continue;
      }

      var body = NODES.objectNode();
      body.putArray("values")
          .addObject()
          .put("field", "name")
          .put("value", target.marker() + " company");
      var path = Map.of("collection", "customers");
      var outcome = scan.asked(operation, reader, new Arguments(path, Map.of(), null, body));
      scan.judge(operation, reader, null, Map.of(), outcome);
      var named = outcome.record().getOrDefault("items.id", List.of()).contains(target.id());
      if (outcome.code().equals("ok") && named != world.sees(reader, target)) {
        scan.leaks.add(operation + " by " + reader.name() + " names " + target.marker());
      }
    }
  }

  /**
   * What a search finds are the records that its caller reaches by their roles, all of which have
   * one telephone; nobody else is shown it, nor says what it is.
   */
  void searches(PublishedOperation operation, Person reader) {

    var path = Map.of("collection", "customers");
    var outcome = scan.asked(operation, reader, new Arguments(path, Map.of(), null, null));
    scan.judge(operation, reader, null, Map.of(), outcome);
    // A token that is cut to looking at customers merges none.
    if (outcome.code().equals("ok") == reader.isCut()) {
      scan.leaks.add(operation + " by " + reader.name() + ": " + outcome.text());
    }
    if (!outcome.code().equals("ok")) {
      return;
    }
    var job = "/api/v1/jobs/" + outcome.record().get("id").get(0);
    Server.await(
        "the search of " + reader.name(),
        () ->
            scan.server
                .get(job, "Authorization", reader.credential())
                .json()
                .get("status")
                .asText()
                .equals("done"));
    var groups = "/api/v1/duplicates/customers/groups";
    var found = scan.server.get(groups, "Authorization", reader.credential()).json();
    var ids = new TreeSet<String>();
    for (var group : found.get("items")) {
      group.get("records").forEach(record -> ids.add(record.get("id").asText()));
    }
    var reached =
        world.planted.stream()
            .filter(it -> it.isIn("customers") && it.owner() != null && world.holds(reader, it))
            .map(Planted::id)
            .collect(Collectors.toCollection(TreeSet::new));
    // Who is not shown telephones is told of none that have one in common.
    if (reader != world.blind && !ids.equals(reached.size() > 1 ? reached : Set.of())) {
      scan.leaks.add(operation + " by " + reader.name() + " finds " + found);
    }
    for (var group : found.get("items")) {
      for (var other : world.people.values()) {
        var dismissed = groups + "/" + group.get("id").asText() + "/actions/dismiss";
        var two = List.copyOf(ids).subList(0, 2);
        var body = "{\"recordIds\":[\"" + String.join("\",\"", two) + "\"]}";
        if (!other.id().equals(reader.id())
            && scan.server.post(dismissed, body, "Authorization", other.credential()).status()
                == 200) {
          scan.leaks.add(operation + " of " + reader.name() + " is judged by " + other.name());
        }
      }
      var own = groups + "/" + group.get("id").asText() + "/actions/dismiss";
      var two =
          "{\"recordIds\":[\"" + String.join("\",\"", List.copyOf(ids).subList(0, 2)) + "\"]}";
      if (scan.server.post(own, two, "Authorization", reader.credential()).status() < 300) {
        scan.serves("duplicates.dismiss");
      }
    }
  }

  /** Nobody hands over, nor counts, what they may not change. */
  void counts(PublishedOperation operation, Person reader) {

    var to = world.people.get("hermit");
    var body =
        NODES
            .objectNode()
            .put("collection", "customers")
            .put("recordFilter", "id=gt=0")
            .put("toUserId", to.id())
            .put("reason", "r");
    var outcome = scan.asked(operation, reader, new Arguments(Map.of(), Map.of(), null, body));
    scan.judge(operation, reader, null, Map.of(), outcome);
    if (outcome.code().equals("ok") == reader.isCut()) {
      scan.leaks.add(operation + " by " + reader.name() + ": " + outcome.text());
    } else if (outcome.code().equals("ok")) {
      var theirs =
          world.planted.stream()
              .filter(
                  it ->
                      it.isIn("customers")
                          && (it.owner() != null || it.isRival())
                          && !to.name().equals(it.owner())
                          && world.changes(reader, it))
              .count();
      if (!outcome.record().get("parts.count").get(0).equals("" + theirs)) {
        scan.leaks.add(operation + " by " + reader.name() + " counts " + outcome.text());
      }
    }
  }

  /** Nobody puts into the pool, nor is told of, what they may not change. */
  void releases(PublishedOperation operation, Person reader) {
    var targets =
        world.planted.stream()
            .filter(it -> it.isIn("customers") && !(world.changes(reader, it) && !reader.isCut()))
            .toList();
    if (targets.isEmpty()) {
      return;
    }
    var body = NODES.objectNode().put("reason", "r");
    var ids = body.putArray("ids");
    targets.forEach(target -> ids.add(target.id()));
    var outcome = scan.asked(operation, reader, new Arguments(Map.of(), Map.of(), null, body));
    scan.judge(operation, reader, null, Map.of(), outcome);
    if (outcome.record().containsKey("ids")) {
      scan.leaks.add(operation + " by " + reader.name() + ": " + outcome.text());
    }
  }

  /**
   * Nobody merges, nor is shown beside their own, what they do not reach by their roles; nor is
   * counted what refers to it.
   */
  void merges(PublishedOperation operation, Person reader) {
    var customers =
        world.planted.stream().filter(it -> it.collection().equals("customers")).toList();
    var own = customers.stream().filter(it -> world.sees(reader, it)).findFirst();
    if (own.isEmpty()) {
      return;
    }

    for (var target : customers) {
      if (target.equals(own.get())) {
        continue;
      }
      var body =
          NODES.objectNode().put("collection", "customers").put("survivorId", own.get().id());
      body.putArray("mergedIds").add(target.id());
      var outcome = scan.asked(operation, reader, new Arguments(Map.of(), Map.of(), null, body));
      scan.judge(operation, reader, target, Map.of(), outcome);
      var ok = outcome.code().equals("ok");
      if (ok && !(world.changes(reader, target) && world.changes(reader, own.get()))) {
        scan.leaks.add(operation + " by " + reader.name() + " of " + target.marker());
      } else if (ok) {
        var contacts =
            world.planted.stream()
                .filter(it -> it.collection().equals("contacts") && target.equals(it.parent()))
                .filter(it -> world.sees(reader, it))
                .count();
        var at = outcome.record().getOrDefault("parts.collection", List.of()).indexOf("contacts");
        var counted = at < 0 ? "0" : outcome.record().get("parts.count").get(at);
        if (!counted.equals("" + contacts)) {
          scan.leaks.add(operation + " by " + reader.name() + " counts " + outcome.text());
        }
      } else if (!world.sees(reader, target)
          && !outcome.code().equals("invalid")
          && !reader.isCut()) {
        scan.leaks.add(operation + " by " + reader.name() + " tells of " + target.marker());
      }
    }
  }

  /** Whoever reads a record says something about it, and mentions nobody who does not. */
  void comments(PublishedOperation operation, Person reader) {
    for (var target : world.planted) {
      if (!LeakWorld.PARENT_AND_CHILD.contains(target.collection())) {
        continue;
      }

      var body =
          NODES
              .objectNode()
              .put("collection", target.collection())
              .put("recordId", target.id())
              .put("text", "Said by " + reader.name());
      var outcome = scan.asked(operation, reader, new Arguments(Map.of(), Map.of(), null, body));
      scan.judge(operation, reader, null, Map.of(), outcome);
      // A token that is cut to looking at customers says nothing.
      var may = world.sees(reader, target) && !reader.isCut();
      if (outcome.code().equals("ok") != may) {
        scan.leaks.add(
            operation + " by " + reader.name() + " about " + target + ": " + outcome.text());
      }
      var blind =
          world.people.values().stream().filter(one -> !world.sees(one, target)).findFirst();
      if (world.sees(reader, target) && blind.isPresent()) {
        body.putArray("mentions").addObject().put("userId", blind.get().id());
        var told = scan.asked(operation, reader, new Arguments(Map.of(), Map.of(), null, body));
        if (told.code().equals("ok")) {
          scan.leaks.add(operation + " by " + reader.name() + " tells " + blind.get().name());
        }
      }
    }
  }

  /** Whoever reads a record may follow it. */
  void follows(PublishedOperation operation, Person reader) {
    for (var target : scan.targets(operation)) {

      var body = NODES.objectNode().put("following", true);
      var arguments = new Arguments(scan.path(operation, target), Map.of(), null, body);
      var outcome = scan.asked(operation, reader, arguments);
      scan.judge(operation, reader, target, Map.of(), outcome);
      if (outcome.code().equals("ok") != world.sees(reader, target)) {
        scan.leaks.add(
            operation + " by " + reader.name() + " of " + target + ": " + outcome.text());
      }
    }
  }

  /** A file holds what a list of its reader holds, and is nobody else's. */
  void exports(PublishedOperation operation, Person reader) {
    var jobs = new LinkedHashMap<String, String>();
    for (var collection : LeakWorld.OWNED) {

      var body = NODES.objectNode().put("collection", collection).put("format", "csv");
      var outcome = scan.asked(operation, reader, new Arguments(Map.of(), Map.of(), null, body));
      scan.judge(operation, reader, null, Map.of(), outcome);
      // A token that is cut to looking at customers exports none.
      if (outcome.code().equals("ok") == reader.isCut()) {
        scan.leaks.add(operation + " by " + reader.name() + ": " + outcome.text());
      } else if (outcome.code().equals("ok")) {
        jobs.put("/api/v1/jobs/" + outcome.record().get("id").get(0), collection);
      }
    }
    Server.await(
        "the exports of " + reader.name(),
        () ->
            jobs.keySet().stream()
                .allMatch(
                    job ->
                        scan.server
                            .get(job, "Authorization", reader.credential())
                            .json()
                            .get("status")
                            .asText()
                            .equals("done")));
    jobs.forEach((job, collection) -> exported(operation, reader, job, collection));
  }

  /**
   * A file that names every record changes those that its sender may change, and says nothing of
   * the others.
   */
  void imports(PublishedOperation operation, Person reader) {

    var targets = world.planted.stream().filter(it -> it.collection().equals("customers")).toList();
    var file = new StringBuilder("Number,Employees\n");
    targets.forEach(it -> file.append(it.number()).append(",").append(4711).append("\n"));
    var credential =
        new String[] {"Authorization", reader.credential(), "Content-Type", "text/csv"};
    var sent =
        scan.server.post(
            "/api/v1/imports/content?collection=customers&name=a.csv", file.toString(), credential);
    // A token that is cut to looking at customers imports none.
    if ((sent.status() == 201) == reader.isCut()) {
      scan.leaks.add(operation + " by " + reader.name() + ": " + sent.text());
    }
    if (sent.status() != 201) {
      return;
    }
    var path = "/api/v1/imports/" + sent.json().get("id").asText();
    var as = new String[] {"Authorization", reader.credential()};
    var begun = scan.server.post(path + "/actions/check", null, as);
    assertThat(begun.status()).as(reader.name() + ": " + begun.text()).isEqualTo(200);
    scan.serves("imports.check");
    var job = "/api/v1/jobs/" + begun.json().get("jobId").asText();
    Server.await(
        "the import of " + reader.name(),
        () -> scan.server.get(job, as).json().get("status").asText().equals("done"));
    var checked = scan.server.get(path, as);
    var theirs = targets.stream().filter(it -> world.changes(reader, it)).count();
    if (checked.json().get("updated").asInt() != theirs
        || checked.json().get("refused").asInt() != targets.size() - theirs) {
      scan.leaks.add(operation + " by " + reader.name() + " would change " + checked.text());
    }
    for (var target : targets) {
      if (checked.text().contains(target.marker()) && !world.sees(reader, target)) {
        scan.leaks.add(operation + " by " + reader.name() + " shows " + target.marker());
      }
    }
    for (var other : world.people.values()) {
      if (!other.id().equals(reader.id())
          && scan.server.get(path, "Authorization", other.credential()).status() != 404) {
        scan.leaks.add(path + " of " + reader.name() + " is shown to " + other.name());
      }
    }
  }

  void exported(PublishedOperation operation, Person reader, String job, String collection) {
    var file = scan.server.get(job + "/result", "Authorization", reader.credential());
    var rows = file.text().lines().count() - 1;
    var visible =
        world.planted.stream()
            .filter(it -> it.collection().equals(collection) && world.sees(reader, it))
            .count();
    if (file.status() != 200 || rows != visible) {
      scan.leaks.add(operation + " by " + reader.name() + " has " + rows + " " + collection);
    }
    var text = file.text().toLowerCase(Locale.ROOT);
    if (reader == world.blind) {
      LeakWorld.HIDDEN_VALUES.stream()
          .filter(text::contains)
          .forEach(value -> scan.leaks.add(operation + " holds what is hidden: " + value));
    } else if (collection.equals("customers") && visible > 0 && !text.contains(LeakWorld.LEVEL)) {
      scan.leaks.add(operation + " by " + reader.name() + " has no level that could be hidden");
    }
    for (var record : world.planted) {
      if (text.contains(record.marker()) && !world.sees(reader, record)) {
        scan.leaks.add(operation + " by " + reader.name() + " shows " + record.marker());
      }
    }
    for (var other : world.people.values()) {
      for (var path : List.of(job, job + "/result")) {
        if (!other.id().equals(reader.id())
            && scan.server.get(path, "Authorization", other.credential()).status() != 404) {
          scan.leaks.add(path + " of " + reader.name() + " is shown to " + other.name());
        }
      }
    }
  }
}
