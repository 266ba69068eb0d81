package org.tangramcrm.platform.internal.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.identity.CallingUser;
import org.tangramcrm.platform.internal.identity.IdentityDatabase;
import org.tangramcrm.platform.internal.module.Gate;
import org.tangramcrm.platform.job.Upkeep;

class UpkeepRunnerTest {
  private static final String BEGINNING = "beginning";

  private final BlockingQueue<String> places = new LinkedBlockingQueue<>();
  private volatile boolean fails = true;

  private final Upkeep.Round round =
      new Upkeep.Round() {
        @Override
        public String name() {
          return "round";
        }

        @Override
        public String portion(String from) {
          places.add(from == null ? BEGINNING : from);
          if (from == null) {
            return "middle";
          } else if (fails) {
            throw new IllegalStateException("In the midst of it");
          }
          return null;
        }
      };

  private UpkeepRunner node(IdentityDatabase database) {
    var open =
        new Gate() {
          @Override
          public boolean isBooted() {
            return true;
          }
        };
    var node =
        new UpkeepRunner(
            database.sql,
            new Transactions(database.transactions),
            new CallingUser(),
            open,
            () -> "platform");
    node.bind(round);
    return node;
  }

  private String next() throws InterruptedException {
    return places.poll(20, TimeUnit.SECONDS);
  }

  @Test
  void aRoundIsGoneOnWithByAnotherNodeWhereItWas() throws Exception {
    var database = new IdentityDatabase();
    var first = node(database);
    assertThat(next()).isEqualTo(BEGINNING);
    assertThat(next()).isEqualTo("middle");
    first.close();

    fails = false;
    var second = node(database);
    assertThat(next()).isEqualTo("middle");
    second.close();
    assertThat(places).isEmpty();
    // The next one begins again.
    assertThat(
            database.sql.query(
                "select place from tangram_upkeep where name = 'round'",
                List.of(),
                row -> Optional.ofNullable(row.getString(1))))
        .containsExactly(Optional.empty());
  }
}
