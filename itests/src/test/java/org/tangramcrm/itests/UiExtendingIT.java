package org.tangramcrm.itests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/extending.md}, to the letter: a module is generated, built and dropped into a running
 * server, and has all that the platform gives.
 */
class UiExtendingIT extends UiCheck {
  private static final String AGREEMENTS = "/api/v1/agreements";
  private static final Path HERE = Command.WORK.resolve("extending");
  private static final int PATIENCE_SECONDS = 240;

  private String customer;

  @Override
  Server begin() {
    return Server.onDerby("ui-extending");
  }

  @BeforeAll
  void follow() throws IOException {
    if (server == null) {
      return;
    }
    Server.delete(HERE);
    Files.createDirectories(HERE.resolve("tangram"));
    Files.createSymbolicLink(HERE.resolve("tangram/data"), server.data);
    repository();
    type("generate", "build", "drop");
    Server.await("the agreements", () -> server.get(AGREEMENTS).status() == 200);
    customer = made("customers", "{\"name\":\"Agrees\"}");
    made("customers", "{\"name\":\"Somebody else\"}");
  }

  /** Types what the documentation says, one thing after the other. */
  private static void type(String... steps) throws IOException {
    var command =
        new StringBuilder(
            "cd \"%s\"\nmvn() { command mvn -Dmaven.repo.local=\"%s\" \"$@\"; }\n"
                .formatted(HERE, HERE.resolve("repository")));
    for (var step : steps) {
      command.append(written("sh id=" + step));
    }
    Command.run(
            List.of("bash", "-e", "-c", command.toString()),
            PATIENCE_SECONDS,
            Map.of("TANGRAM", HERE.resolve("tangram").toString()))
        .succeeded();
  }

  /** A block of the documentation. */
  private static String written(String id) throws IOException {
    var text = Files.readString(Command.ROOT.resolve("docs/extending.md"));
    var block = Pattern.compile("```" + id + "\\n(.*?)```", Pattern.DOTALL).matcher(text);
    assertThat(block.find()).as(id).isTrue();
    return block.group(1);
  }

  /**
   * A Maven repository as {@code mvn install} leaves it, beside the machine's own and not in it:
   * what is asked of Tangram is what was just built.
   */
  private static void repository() throws IOException {
    var real =
        Path.of(
            System.getProperty(
                "maven.repo.local", System.getProperty("user.home") + "/.m2/repository"));
    var made = Files.createDirectories(HERE.resolve("repository"));
    link(real, made, "org");
    link(real.resolve("org"), Files.createDirectories(made.resolve("org")), "tangramcrm");
    var ours = made.resolve("org/tangramcrm");
    for (var built : List.of("platform/api", "customers/api", "archetype")) {
      var jar = Built.file("bundles/" + built, "[a-z.-]*-0[.][0-9.]+(-SNAPSHOT)?[.]jar");
      Files.copy(jar, install("bundles/" + built, ours).resolve(jar.getFileName()));
    }
    for (var parent : List.of("", "bundles", "bundles/platform", "bundles/customers")) {
      install(parent, ours);
    }
  }

  private static void link(Path from, Path to, String but) throws IOException {
    try (var all = Files.list(from)) {
      for (var each : all.filter(one -> !one.endsWith(but)).toList()) {
        Files.createSymbolicLink(to.resolve(each.getFileName()), each);
      }
    }
  }

  /** The folder of an artifact in a repository, with its pom. */
  private static Path install(String folder, Path repository) throws IOException {
    var pom = Command.ROOT.resolve(folder).resolve("pom.xml");
    var own = Files.readString(pom).replaceFirst("(?s)<parent>.*?</parent>", "");
    var artifact = Pattern.compile("<artifactId>(.*?)</artifactId>").matcher(own);
    assertThat(artifact.find()).as(folder).isTrue();
    var to =
        Files.createDirectories(repository.resolve(artifact.group(1)).resolve("0.1.0-SNAPSHOT"));
    Files.copy(pom, to.resolve(artifact.group(1) + "-0.1.0-SNAPSHOT.pom"));
    return to;
  }

  @Test
  void itsPagesAreThereWithoutAUiOfItsOwn() {
    signIn("/");
    at("nav-contracts-lite").first().click();
    assertThat(at("list-agreements")).isVisible();
    page.navigate("/agreements/new");
    fill("title", "Maintenance for a year");
    at("field-customerId").locator("input").first().click();
    page.waitForResponse(
        answer -> answer.url().contains("/customers?q=Agrees"),
        () -> page.keyboard().insertText("Agrees"));
    page.locator(".el-select-dropdown__item:visible")
        .filter(new Locator.FilterOptions().setHasText("Agrees"))
        .click();
    at("save").click();
    assertThat(at("value-title")).hasText("Maintenance for a year");
    assertThat(at("value-customerId")).containsText("Agrees");
    assertThat(overflow(page)).isZero();
  }

  /** As the documentation says, too: a version of its own, with a UI written by hand. */
  @Test
  void aNewVersionTakesThePlaceOfTheOldWithAUiOfItsOwn() throws IOException {
    agreement("On the card", "");
    var module = HERE.resolve("contracts-lite");
    var ui = Files.createDirectories(module.resolve("src/main/resources/ui/contracts-lite"));
    for (var file : List.of("json id=manifest.json", "js id=index.js")) {
      Files.writeString(ui.resolve(file.substring(file.indexOf('=') + 1)), written(file));
    }
    type("build", "drop");
    Server.await(
        "the UI of its own",
        () -> server.get("/ui/modules.json").text().contains("/ui/contracts-lite/index.js"));
    Server.await("the agreements", () -> server.get(AGREEMENTS).status() == 200);
    signIn("/customers/" + customer + "?tab=customer-agreements");
    assertThat(page.locator("#panel-customer-agreements")).containsText("On the card");
    assertThat(server.log()).doesNotContain("| WARN ").doesNotContain("| ERROR");
  }

  @Test
  void itIsCalledThroughRestAndSoap() {
    var written =
        server.soap(
            "agreements",
            "create",
            "<record><title>By SOAP</title><customerId>" + customer + "</customerId></record>");
    assertThat(written.status()).as(written.text()).isEqualTo(200);
    var path = AGREEMENTS + "/" + CustomersCheck.element(written.text(), "id");
    assertThat(server.get(path).json().get("title").asText()).isEqualTo("By SOAP");
    assertThat(server.get("/api/v1/openapi.json").json().get("paths").has("/agreements/{id}"))
        .isTrue();
    var refused = server.post(AGREEMENTS, "{\"title\":\"x\",\"customerId\":\"999999\"}");
    assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("customerId");
  }

  @Test
  void itHasCustomFieldsImportsAndExports() {
    made(
        "custom-fields",
        "{\"collection\":\"agreements\",\"code\":\"court\",\"type\":\"text\",\"labelEn\":\"Court\"}");
    var uploaded =
        server.call(
            "POST",
            "/api/v1/imports/content?collection=agreements&name=a.csv",
            "Title,Customer,Signed on,Court\nFrom a file,Agrees,2026-01-02,Chongqing\nOf nobody,Nobody,,\n",
            "Content-Type",
            "application/octet-stream");
    assertThat(uploaded.status()).as(uploaded.text()).isEqualTo(201);
    var imported = "/api/v1/imports/" + uploaded.json().get("id").asText();
    done(server.post(imported + "/actions/run", null));
    assertThat(server.get(imported).json().get("created").asInt()).isEqualTo(1);
    assertThat(server.get(imported).json().get("refused").asInt()).isEqualTo(1);
    var found = server.get(AGREEMENTS + "?filter=customFields.court==Chongqing").json();
    assertThat(found.at("/items/0/title").asText()).isEqualTo("From a file");
    assertThat(found.get("items")).hasSize(1);
    var exported =
        done(
            server.post(
                "/api/v1/jobs/exports",
                "{\"collection\":\"agreements\",\"format\":\"csv\",\"filter\":\"title=='From a file'\"}"));
    assertThat(server.get(exported + "/result").text()).contains("From a file", "Chongqing");
  }

  @Test
  void itIsHandedOverMergedAndComesBackFromTheBin() {
    var colleague = colleague("agrees", "Hu", "");
    var first = agreement("Twice", "");
    var second = agreement("Twice", ",\"remark\":\"Kept\"");
    var merge =
        server.post(
            "/api/v1/merges",
            "{\"collection\":\"agreements\",\"survivorId\":\"%1$s\",\"mergedIds\":[\"%2$s\"],\"choices\":[{\"field\":\"remark\",\"fromId\":\"%2$s\"}]}"
                .formatted(first, second));
    ended("/api/v1/merges/", merge);
    var merged = server.get(AGREEMENTS + "/" + second);
    assertThat(merged.json().path("id").asText()).as(merged.text()).isEqualTo(first);
    assertThat(server.get(AGREEMENTS + "/" + first).json().get("remark").asText())
        .isEqualTo("Kept");

    ended(
        "/api/v1/transfers/",
        server.post(
            "/api/v1/transfers",
            "{\"collection\":\"agreements\",\"recordFilter\":\"id==%s\",\"toUserId\":\"%s\",\"reason\":\"r\"}"
                .formatted(first, colleague)));
    assertThat(server.get(AGREEMENTS + "/" + first).json().get("ownerId").asText())
        .isEqualTo(colleague);

    var version = server.get(AGREEMENTS + "/" + first).json().get("version").asText();
    var deleted =
        server.call("DELETE", AGREEMENTS + "/" + first, null, "If-Match", "\"v" + version + "\"");
    assertThat(deleted.status()).as(deleted.text()).isEqualTo(204);
    assertThat(server.get(AGREEMENTS + "/" + first).status()).isEqualTo(404);
    assertThat(server.get("/api/v1/recycle-bin/agreements").text()).contains("Twice");
    assertThat(server.post(AGREEMENTS + "/" + first + "/actions/restore", null).status())
        .isEqualTo(200);
  }

  /** What the leak scan asks of our own collections, of one that the platform never heard of. */
  @Test
  void whatIsSomebodyElsesIsNowhereToBeSeen() {
    made(
        "custom-fields",
        "{\"collection\":\"agreements\",\"code\":\"stake\",\"type\":\"decimal\",\"labelEn\":\"Stake\"}");
    var role =
        made(
            "roles",
            """
            {"code":"agrees-own","name":"Own","scopes":[{"collection":"*","scope":"own"}],
             "operations":["customers.view","customers.create","agreements.view","agreements.create","agreements.edit","agreements.delete",
              "agreements.export","agreements.transfer","agreements.merge","audit.view"]}""");
    var mine = own("agrees.mine", role);
    var theirs = own("agrees.theirs", role);
    var seen = planted("agrees.mine", "Zzseen agreement", 3);
    var secret = planted("agrees.theirs", "Zzsecret agreement", 40);
    assertThat(mine).isNotEqualTo(theirs);

    var me = as("agrees.mine");
    var list = server.get(AGREEMENTS + "?count=exact&sums=customFields.stake", me);
    assertThat(list.text()).contains("Zzseen").doesNotContain("Zzsecret", secret);
    assertThat(list.json().at("/total/value").asInt()).isEqualTo(1);
    assertThat(list.json().at("/sums/0/value").asText()).isEqualTo("3");
    for (var query :
        List.of(
            "?q=zzsecret&count=exact",
            "?filter=id==" + secret + "&count=exact",
            "?filter=title==Zzsecret*&count=exact&sums=customFields.stake",
            "?filter=customFields.stake==40&count=exact")) {
      var found = server.get(AGREEMENTS + query, me).json();
      assertThat(found.get("items")).as(query).isEmpty();
      assertThat(found.at("/total/value").asInt()).as(query).isZero();
      assertThat(found.at("/sums/0/value").asInt(0)).as(query).isZero();
    }
    for (var path :
        List.of(
            AGREEMENTS + "/" + secret,
            "/api/v1/timeline/agreements/" + secret,
            "/api/v1/duplicates/agreements/" + secret,
            "/api/v1/access/agreements/" + secret + "/team")) {
      assertThat(server.get(path, me).code()).as(path).isEqualTo("not-found");
      var own = server.get(path.replace(secret, seen), me);
      assertThat(own.status()).as(own.text()).isEqualTo(200);
    }
    assertThat(server.soap("agreements", "get", "<id>" + secret + "</id>", me).text())
        .contains("<code>not-found</code>");
    assertThat(server.soap("agreements", "list", "", me).text())
        .contains("Zzseen")
        .doesNotContain("Zzsecret");
    var history = server.get("/api/v1/audit?filter=collection==agreements", me).text();
    assertThat(history).contains("Zzseen").doesNotContain("Zzsecret");
    var job =
        server.post(
            "/api/v1/jobs/exports", "{\"collection\":\"agreements\",\"format\":\"csv\"}", me);
    assertThat(job.status()).as(job.text()).isEqualTo(200);
    var path = "/api/v1/jobs/" + job.json().get("id").asText();
    Server.await(
        "the end of an export",
        () -> server.get(path, me).json().get("status").asText().equals("done"));
    assertThat(server.get(path + "/result", me).text())
        .contains("Zzseen")
        .doesNotContain("Zzsecret");
    var preview =
        server.post(
            "/api/v1/transfers/actions/preview",
            "{\"collection\":\"agreements\",\"fromUserId\":\"%s\",\"toUserId\":\"1\",\"reason\":\"r\"}"
                .formatted(theirs),
            me);
    assertThat(preview.json().at("/parts/0/count").asInt(-1)).as(preview.text()).isZero();
    assertThat(
            server
                .call("DELETE", AGREEMENTS + "/" + secret, null, with(me, "If-Match", "\"v1\""))
                .code())
        .isEqualTo("not-found");
    server.call("DELETE", AGREEMENTS + "/" + secret, null, "If-Match", "\"v1\"");
    assertThat(server.get("/api/v1/recycle-bin/agreements", me).text()).doesNotContain("Zzsecret");
  }

  private String own(String login, String role) {
    return made(
        "users",
        "{\"login\":\"%1$s\",\"name\":\"%1$s\",\"password\":\"%2$s\",\"roleIds\":[\"%3$s\"]}"
            .formatted(login, Server.PASSWORD, role));
  }

  private static String[] as(String login) {
    return new String[] {"Authorization", Server.basic(login, Server.PASSWORD)};
  }

  private static String[] with(String[] headers, String... more) {
    return Stream.of(headers, more).flatMap(Stream::of).toArray(String[]::new);
  }

  /** Of their own, about a customer of their own. */
  private String planted(String login, String title, int stake) {
    var of = server.post("/api/v1/customers", "{\"name\":\"Of " + login + "\"}", as(login));
    assertThat(of.status()).as(of.text()).isEqualTo(201);
    var made =
        server.post(
            AGREEMENTS,
            "{\"title\":\"%s\",\"customerId\":\"%s\",\"customFields\":[{\"key\":\"stake\",\"decimal\":\"%d\"}]}"
                .formatted(title, of.json().get("id").asText(), stake),
            as(login));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json().get("id").asText();
  }

  private String agreement(String title, String more) {
    return made(
        "agreements",
        "{\"title\":\"%s\",\"customerId\":\"%s\"%s}".formatted(title, customer, more));
  }

  private void ended(String collection, Server.Answer begun) {
    assertThat(begun.status()).as(begun.text()).isIn(200, 201);
    var path = collection + begun.json().get("id").asText();
    Server.await(
        "the end of " + path, () -> server.get(path).json().get("status").asText().equals("done"));
  }

  /** The path of a job that has ended well. */
  private String done(Server.Answer begun) {
    assertThat(begun.status()).as(begun.text()).isIn(200, 201, 202);
    var id = begun.json().has("jobId") ? "jobId" : "id";
    var job = "/api/v1/jobs/" + begun.json().get(id).asText();
    Server.await(
        "the end of a job", () -> server.get(job).json().get("status").asText().equals("done"));
    return job;
  }
}
