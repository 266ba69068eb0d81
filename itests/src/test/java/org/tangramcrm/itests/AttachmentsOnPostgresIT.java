package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AttachmentsOnPostgresIT extends AttachmentsCheck {
  private Postgres postgres;

  @BeforeAll
  void start() {
    postgres = Postgres.begin("attachments-postgres");
    server = Server.onPostgres("attachments-postgres", postgres.url(), SMALL_HEAP);
  }

  @AfterAll
  @Override
  void stop() {
    super.stop();
    postgres.close();
  }

  /** Nor is there anything of the file that was on its way. */
  @Test
  @Override
  void aStoppedModulesRecordsGetNoFilesUntilItIsBack() throws Exception {
    super.aStoppedModulesRecordsGetNoFilesUntilItIsBack();
    assertThat(postgres.number("select count(*) from tangram_content where state <> 'kept'"))
        .isZero();
  }
}
