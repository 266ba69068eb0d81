package org.tangramcrm.platform.internal.identity;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.internal.sql.Sql;

/**
 * That nobody comes to rows which their scopes do not reach: neither by being somebody else, nor by
 * changing the company around them. What roles allow is {@link Grants}' matter.
 */
final class Reaches {
  private final Sql sql;
  private final Callers callers;

  Reaches(Sql sql, Callers callers) {
    this.sql = sql;
    this.callers = callers;
  }

  /**
   * Refuses a caller who does not reach all that somebody else reaches, their own rows and what is
   * shared with them among it. A department that one reaches does not tell: a record stays in the
   * department where it was made, and its owner goes.
   */
  void covers(Caller caller, Caller other) {
    if (caller.id() == other.id() || everything(caller)) {
      return;
    }
    for (var collection : collections(caller, other)) {
      var own = caller.scope(collection);
      var theirs = other.scope(collection);
      var personal = theirs.own() || theirs.subordinates() || other.shared().contains(collection);
      if (!own.all()
          && (theirs.all()
              || personal && !(own.subordinates() && above(caller, other.id()))
              || !own.departments().containsAll(theirs.departments()))) {
        throw beyond();
      }
    }
  }

  /** Makes a change of the company, and refuses it where its author reaches more by it. */
  <T> T unwidened(Caller author, Supplier<T> change) {
    if (everything(author)) {
      return change.get();
    }
    var before = callers.now(author.id());
    var team = team(before);
    var result = change.get();
    var after = callers.now(author.id());
    for (var collection : collections(before, after)) {
      if (!before.scope(collection).all()
          && !before
              .scope(collection)
              .departments()
              .containsAll(after.scope(collection).departments())) {
        throw beyond();
      }
    }
    if (after.scopes().values().stream().anyMatch(scope -> scope.subordinates() && !scope.all())
        && !team.containsAll(team(after))) {
      throw beyond();
    }
    return result;
  }

  private static boolean everything(Caller caller) {
    return caller.permissions().contains(Caller.EVERYTHING);
  }

  private static Set<String> collections(Caller one, Caller other) {
    return Stream.of(one, other)
        .flatMap(each -> Stream.concat(each.scopes().keySet().stream(), each.shared().stream()))
        .collect(Collectors.toSet());
  }

  private boolean above(Caller caller, long other) {
    return sql.first(
            "select 1 from tangram_viewer where viewer_id = ? and owner_id = ?",
            List.of(caller.id(), other),
            row -> 1)
        .isPresent();
  }

  /** All below somebody, however many, and themself. */
  private Set<Long> team(Caller caller) {
    return new HashSet<>(
        sql.query(
            "select owner_id from tangram_viewer where viewer_id = ?",
            List.of(caller.id()),
            row -> row.getLong(1)));
  }

  private static CrmException beyond() {
    return new CrmException(Code.FORBIDDEN, "identity.beyond-own");
  }
}
