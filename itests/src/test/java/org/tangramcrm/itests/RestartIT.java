package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What outlives the process. */
class RestartIT {
  @Test
  void whatWasAcknowledgedSurvivesAKillAndWhatWasDesiredHolds() throws Exception {
    try (var server = Server.onDerby("restart")) {
      List<String> acknowledged = Collections.synchronizedList(new ArrayList<>());
      var clients = Executors.newFixedThreadPool(4);
      for (int i = 0; i < 4; i++) {
        clients.execute(
            () -> {
              try {
                while (true) {
                  var answer =
                      server.send(
                          "POST",
                          "/api/v1/customers",
                          "{\"name\":\"Acknowledged\",\"phone\":\"1\"}");
                  if (answer.status() == 201) {
                    acknowledged.add(answer.json().get("id").asText());
                  }
                }
              } catch (IOException e) {
                // The server was killed: this client is done.
              }
            });
      }
      Server.await("acknowledged writes", () -> acknowledged.size() >= 200);
      server.kill();
      clients.shutdown();
      assertThat(clients.awaitTermination(60, TimeUnit.SECONDS)).isTrue();

      server.start();
      for (var id : acknowledged) {
        assertThat(server.get("/api/v1/customers/" + id).status()).as(id).isEqualTo(200);
      }
      var missing =
          server.get("/api/v1/customers?filter=name==Acknowledged;phone=null=true&count=exact");
      assertThat(missing.json().at("/total/value").asInt()).isZero();

      server.post("/api/v1/modules/customers/actions/stop", null);
      server.stop();
      server.start();
      assertThat(server.get("/api/v1/customers").code()).isEqualTo("module-stopped");
      assertThat(server.get("/api/v1/modules/customers").json().get("state").asText())
          .isEqualTo("stopped");
      assertThat(
              server
                  .post("/api/v1/modules/customers/actions/start", null)
                  .json()
                  .get("state")
                  .asText())
          .isEqualTo("active");
      assertThat(server.get("/api/v1/customers").status()).isEqualTo(200);
    }
  }
}
