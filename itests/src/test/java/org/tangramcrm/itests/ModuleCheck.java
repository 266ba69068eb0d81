package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What the checks of a module's records are written with. */
abstract class ModuleCheck {
  static final String PASSWORD = "a-password-of-cards";

  Server server;

  JsonNode make(String path, String body, String... headers) {
    var made = server.post(path, body, headers);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json();
  }

  /** Both doors refuse with the rule at the field, in the caller's language. */
  void refused(String path, String body, String soap, String field, String rule) {
    var rest = server.post(path, body, "Accept-Language", "zh-CN");
    assertThat(rest.code()).as(rest.text()).isEqualTo("invalid");
    assertThat(rest.json().at("/errors/0/field").asText()).isEqualTo(field);
    assertThat(rest.json().at("/errors/0/code").asText()).isEqualTo(rule);
    assertThat(rest.json().at("/errors/0/message").asText())
        .matches(".*\\p{IsHan}.*")
        .doesNotContain("error.");
    var collection = path.substring(path.lastIndexOf('/') + 1);
    var fault = server.soap(collection, "create", soap).text();
    assertThat(fault).contains("<field>" + field + "</field>", "<code>" + rule + "</code>");
  }

  JsonNode role(String code, String scope, String operations) {
    return make(
        "/api/v1/roles",
        "{\"code\":\"%s\",\"name\":\"%s\",\"operations\":[\"%s\"],\"scopes\":[{\"collection\":\"*\",\"scope\":\"%s\"}]}"
            .formatted(code, code, operations.replace(" ", "\",\""), scope));
  }

  String user(String login, JsonNode role) {
    return make(
            "/api/v1/users",
            "{\"login\":\"%s\",\"name\":\"%s\",\"password\":\"%s\",\"roleIds\":[\"%s\"]}"
                .formatted(login, login, PASSWORD, role.get("id").asText()))
        .get("id")
        .asText();
  }

  static String[] as(String login, String... headers) {
    var all = new ArrayList<>(List.of(headers));
    all.addAll(List.of("Authorization", Server.basic(login, PASSWORD)));
    return all.toArray(String[]::new);
  }

  /** Changes a record in the version in which it is. */
  Server.Answer patch(String path, String change, String... headers) {
    return server.call("PATCH", path, change, current(path, headers));
  }

  Server.Answer delete(String path, String... headers) {
    return server.call("DELETE", path, null, current(path, headers));
  }

  String[] current(String path, String... headers) {
    var all = new ArrayList<>(List.of(headers));
    all.addAll(List.of("If-Match", "\"v" + server.get(path).json().get("version").asInt() + "\""));
    return all.toArray(String[]::new);
  }

  /** Has a line of a configuration file take effect while the server runs, and go again. */
  void configured(String configuration, String line, BooleanSupplier effective, Runnable work)
      throws IOException {
    var file = server.data.resolve("etc/" + configuration);
    var usual = Files.readString(file);
    try {
      written(file, usual + line + "\n", effective);
      work.run();
    } finally {
      written(file, usual, () -> !effective.getAsBoolean());
    }
  }

  /** The container writes a file again that changes while it takes in what was there before. */
  static void written(Path file, String text, BooleanSupplier effective) {
    Server.await(
        text,
        () -> {
          write(file, text);
          return effective.getAsBoolean();
        });
  }

  private static void write(Path file, String text) {
    try {
      if (!Files.readString(file).equals(text)) {
        Files.writeString(file, text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
