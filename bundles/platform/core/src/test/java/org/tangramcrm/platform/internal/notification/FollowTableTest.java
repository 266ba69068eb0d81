package org.tangramcrm.platform.internal.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.internal.identity.IdentityDatabase;

class FollowTableTest {
  @Test
  void whatSomebodyChoseOutlivesTheNextMention() throws Exception {
    var table = new FollowTable(new IdentityDatabase().sql);
    table.begin(7, "customers", 1);
    table.begin(7, "customers", 1);
    assertThat(table.chosen("customers", List.of(1L))).isEqualTo(Map.of(1L, Map.of(7L, true)));
    table.choose(7, "customers", 1, false);
    table.begin(7, "customers", 1);
    table.choose(8, "customers", 1, true);
    table.begin(0, "customers", 1);
    assertThat(table.chosen("customers", List.of(1L)))
        .isEqualTo(Map.of(1L, Map.of(7L, false, 8L, true)));
  }
}
