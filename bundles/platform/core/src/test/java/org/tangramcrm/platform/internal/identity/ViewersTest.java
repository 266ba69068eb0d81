package org.tangramcrm.platform.internal.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.internal.sql.Sql;

/** 1 is above 2 and 5, 2 above 3, 3 above 4. */
class ViewersTest {
  private Sql sql;
  private Viewers viewers;

  @BeforeEach
  void setUp() throws Exception {
    sql = new IdentityDatabase().sql;
    viewers = new Viewers(sql);
    viewers.add(1, null);
    viewers.add(2, 1L);
    viewers.add(3, 2L);
    viewers.add(4, 3L);
    viewers.add(5, 1L);
  }

  @Test
  void everybodySeesThemselvesAndAllBelow() {
    assertThat(seenBy(1)).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(seenBy(2)).containsExactly(2L, 3L, 4L);
    assertThat(seenBy(4)).containsExactly(4L);
  }

  @Test
  void aMoveTakesAllBelowAlong() {
    viewers.move(3, 2L, 5L);
    assertThat(seenBy(2)).containsExactly(2L);
    assertThat(seenBy(5)).containsExactly(3L, 4L, 5L);
    assertThat(seenBy(3)).containsExactly(3L, 4L);
    assertThat(seenBy(1)).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void aMoveToTheTopLeavesTheChain() {
    viewers.move(3, 2L, null);
    assertThat(seenBy(1)).containsExactly(1L, 2L, 5L);
    assertThat(seenBy(3)).containsExactly(3L, 4L);
  }

  @Test
  void refusesACircle() {
    assertThatThrownBy(() -> viewers.move(2, 1L, 4L)).isInstanceOf(CrmException.class);
    assertThatThrownBy(() -> viewers.move(2, 1L, 2L)).isInstanceOf(CrmException.class);
    assertThat(seenBy(2)).containsExactly(2L, 3L, 4L);
  }

  private List<Long> seenBy(long viewer) {
    return sql.query(
        "select owner_id from tangram_viewer where viewer_id = ? order by owner_id",
        List.of(viewer),
        row -> row.getLong(1));
  }
}
