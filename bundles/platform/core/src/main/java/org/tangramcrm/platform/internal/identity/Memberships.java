package org.tangramcrm.platform.internal.identity;

import java.util.Objects;
import org.tangramcrm.platform.identity.Membership;
import org.tangramcrm.platform.identity.MembershipList;
import org.tangramcrm.platform.internal.sql.Sql;

/** Who was in which department when (M-82). */
final class Memberships {
  private final Spells spells;

  Memberships(Sql sql) {
    this.spells = Spells.ofUsers(sql);
  }

  /**
   * @param before null for none
   * @param after null for none
   */
  void move(long user, Long before, Long after) {
    if (Objects.equals(before, after)) {
      return;
    }
    if (after == null) {
      spells.end(user);
    } else {
      spells.begin(user, after);
    }
  }

  MembershipList of(long user) {
    var list = new MembershipList();
    for (var spell : spells.of(user)) {
      var membership = new Membership();
      membership.departmentId = spell.where();
      membership.since = spell.since();
      membership.until = spell.until();
      list.items.add(membership);
    }
    return list;
  }
}
