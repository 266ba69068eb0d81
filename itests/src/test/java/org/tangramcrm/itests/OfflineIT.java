package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution has all it needs on board. */
class OfflineIT {
  /** A network of its own, in which there is nothing but itself. */
  private static final List<String> ALONE =
      List.of("unshare", "--map-root-user", "--net", "--", "bash");

  @Test
  void itStartsWithoutANetworkAHomeOrAMavenRepository(@TempDir Path home) throws Exception {
    Needs.that(canBeAlone(), "unshare and ip, and the right to use them");
    var script = Path.of(getClass().getResource("/offline.sh").toURI()).toString();
    try (var server = Server.prepared("offline", "-Duser.home=" + home)) {
      var outcome =
          server.tryStart(
              Map.of(
                  "HOME", home.toString(),
                  "AUTHORIZATION", Server.basic("admin", Server.PASSWORD)),
              alone(script, "" + server.port));
      assertThat(outcome.exit()).as(outcome.output()).isZero();
      assertThat(outcome.output()).contains("HTTP/1.1 200", "\"items\":[]");
      assertThat(server.log()).doesNotContain("| WARN ").doesNotContain("| ERROR");
      try (var left = Files.list(home)) {
        assertThat(left).isEmpty();
      }
    }
  }

  private static List<String> alone(String... arguments) {
    return Stream.concat(ALONE.stream(), Stream.of(arguments)).toList();
  }

  private static boolean canBeAlone() throws InterruptedException {
    try {
      return new ProcessBuilder(alone("-c", "ip link set lo up")).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
