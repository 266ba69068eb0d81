package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Derby hands out a sequence's values in blocks. Who takes a new block in a transaction keeps
 * others from the next until its end, and they get an error. Ids and numbers come from sequences;
 * nobody is to notice.
 */
class SequencesOnDerbyIT {
  /** Blocks of one: whoever wants a value wants a block. */
  private static final String SMALL_BLOCKS = "-Dderby.language.sequence.preallocator=1";

  private static final int WRITERS = 16;
  private static final int RECORDS = 40;

  @Test
  void whoeverCreatesAtTheSameTimeGetsNumbersOfTheirOwn() throws Exception {
    try (var server = Server.onDerby("sequences", SMALL_BLOCKS)) {
      var work = new ArrayList<Callable<List<Server.Answer>>>();
      for (int i = 0; i < WRITERS; i++) {
        work.add(() -> written(server));
      }
      var answers = AtOnce.run(work).stream().flatMap(List::stream).toList();
      assertThat(answers)
          .hasSize(2 * WRITERS * RECORDS)
          .allSatisfy(answer -> assertThat(answer.status()).as(answer.text()).isEqualTo(201));
      different(answers, answer -> answer.has("number"), "id");
      different(answers, answer -> answer.has("number"), "number");
      different(answers, answer -> answer.has("recordId"), "id");
      assertThat(server.log()).doesNotContain("| WARN ").doesNotContain("| ERROR");
    }
  }

  private static void different(
      List<Server.Answer> answers, Predicate<JsonNode> which, String field) {
    assertThat(answers.stream().map(Server.Answer::json).filter(which))
        .extracting(made -> made.get(field).asText())
        .hasSize(WRITERS * RECORDS)
        .doesNotHaveDuplicates();
  }

  private static List<Server.Answer> written(Server server) {
    var answers = new ArrayList<Server.Answer>();
    for (int i = 0; i < RECORDS; i++) {
      var customer = server.post("/api/v1/customers", "{\"name\":\"At once\"}");
      answers.add(customer);
      answers.add(
          server.post(
              "/api/v1/attachments/content?collection=customers&name=a.txt&recordId="
                  + customer.json().get("id").asText(),
              "At once",
              "Content-Type",
              "text/plain"));
    }
    return answers;
  }
}
