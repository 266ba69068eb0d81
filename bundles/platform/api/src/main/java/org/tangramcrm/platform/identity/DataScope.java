package org.tangramcrm.platform.identity;

import java.util.HashSet;
import java.util.Set;

/**
 * Which rows of a collection a caller reaches. Several roles are a union.
 *
 * @param all every row; the rest is then without meaning
 * @param own the caller's own rows
 * @param subordinates the rows of all below the caller in the chain of superiors
 * @param departments the rows of these departments
 */
public record DataScope(boolean all, boolean own, boolean subordinates, Set<Long> departments) {
  public static final DataScope NONE = new DataScope(false, false, false, Set.of());
  public static final DataScope ALL = new DataScope(true, false, false, Set.of());

  public DataScope union(DataScope other) {
    var both = new HashSet<>(departments);
    both.addAll(other.departments);
    return new DataScope(
        all || other.all, own || other.own, subordinates || other.subordinates, Set.copyOf(both));
  }

  public boolean none() {
    return !all && !own && !subordinates && departments.isEmpty();
  }
}
