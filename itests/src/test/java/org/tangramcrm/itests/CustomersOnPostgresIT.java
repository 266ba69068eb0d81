package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CustomersOnPostgresIT extends CustomersCheck {
  private Postgres postgres;

  @BeforeAll
  void start() {
    // Its first start, too, logs no warning.
    postgres = Postgres.empty("postgres");
    server = Server.onPostgres("postgres", postgres.url());
  }

  /** As after an update that brought another identifying field; search goes on meanwhile. */
  @Test
  void whatRecordsAreToldApartByIsMadeForThoseThatWereThereBefore() {
    server.post("/api/v1/customers", "{\"name\":\"Here before\",\"phone\":\"138 2222 3333\"}");
    postgres.update("delete from tangram_key");
    postgres.update("update tangram_reading set version = 7 where collection = 'customers keys'");
    server.post("/api/v1/modules/customers/actions/restart", null);
    Server.await(
        "the keys of a record that was there",
        () ->
            postgres.number(
                    "select count(*) from tangram_key where value_key in ('herebefore', '+8613822223333', '13822223333')")
                == 4);
    assertThat(server.get("/api/v1/customers?q=Here%20before").json().get("items")).hasSize(1);
  }

  @Override
  boolean entered(String customer) {
    postgres.update(
        "update customer set created_at = timestamp '2001-01-01 00:00:00' where id = " + customer);
    return true;
  }

  @Override
  void beganLongAgo() {
    postgres.update(
        "update customer_level_rule set checked_on = date '2001-01-01', applies_from = date '2001-01-01'");
  }

  @Override
  void givenUp(String customer) {
    patch(CUSTOMERS + "/" + customer, "{\"level\":\"C\"}");
    var job = new AtomicReference<String>();
    try {
      postgres.meanwhile(
          "update customer set version = version where id = " + customer,
          () -> {
            var started = server.post(LEVELS + "/actions/recalculate", null);
            assertThat(started.status()).as(started.text()).isEqualTo(200);
            job.set("/api/v1/jobs/" + started.json().get("id").asText());
            Server.await(
                "the job that waits",
                () ->
                    postgres.number(
                            "select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
                        > 0);
            var cancelled = server.post(job.get() + "/actions/cancel", null);
            assertThat(cancelled.status()).as(cancelled.text()).isEqualTo(200);
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(server.get(job.get()).json().get("status").asText()).isEqualTo("cancelled");
    // The portion it was at is whole: what comes after it proves that it has ended.
    var later = server.post("/api/v1/jobs/exports", "{\"collection\":\"customers\"}").json();
    Server.await(
        "a later job",
        () ->
            server
                .get("/api/v1/jobs/" + later.get("id").asText())
                .json()
                .get("status")
                .asText()
                .equals("done"));
    assertThat(levelOf(customer)).isEqualTo("C");
  }

  @Override
  void nightly(String customer, String level) {
    patch(CUSTOMERS + "/" + customer, "{\"level\":\"C\"}");
    beganLongAgo();
    server.post("/api/v1/modules/customers/actions/restart", null);
    Server.await("the night's levels", () -> levelOf(customer).equals("A"));
    nightIsOver(level);
  }

  /** Somebody logs a contact while the recycling waits for the very row. */
  @Test
  void m17_whoWasContactedWhileTheyWereWaitedForStaysWithTheirOwner() throws IOException {
    var stale = make(CUSTOMERS, "{\"name\":\"Pool waits\"}").get("id").asText();
    var busy = make(CUSTOMERS, "{\"name\":\"Pool busy\"}").get("id").asText();
    entered(stale);
    entered(busy);
    var path = CUSTOMERS + "/";
    postgres.meanwhile(
        "update customer set last_contact_at = now() where id = " + busy,
        () ->
            recycling(
                () ->
                    Server.await(
                        "the recycling that waits",
                        () ->
                            postgres.number(
                                    "select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
                                > 0)));
    Server.await(
        "the other one in the pool", () -> server.get(path + stale).json().has("pooledAt"));
    assertThat(server.get(path + busy).json().has("ownerId")).isTrue();
  }

  @AfterAll
  @Override
  void stop() {
    super.stop();
    postgres.close();
  }
}
