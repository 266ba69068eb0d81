package org.tangramcrm.platform.identity;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.tangramcrm.platform.contract.Contract;
import org.tangramcrm.platform.contract.ContractModel;

/**
 * Who is calling and what they may do, as it is at this request.
 *
 * @param departmentId null for a user without one
 * @param permissions the operations that the user's roles, cut to the token's scopes, allow
 * @param scopes per collection, which rows they reach; a collection that is absent is not reached
 *     at all
 * @param team the caller and all who are below them in the chain of superiors, where those are few;
 *     empty where they are many and whoever needs them has to ask
 * @param shared the collections of which records are shared with the caller, or with those below
 *     them whose records they see
 * @param fields per collection, which of its fields they do not see or change; a collection that is
 *     absent has none; by {@code one/other} what holds of one collection where it shows rows of the
 *     other, as far as that does not follow from both
 * @param viewerId who looks at the system as this user sees it, and changes nothing; null for the
 *     user themself
 */
public record Caller(
    long id,
    String login,
    String name,
    Long departmentId,
    Locale locale,
    Set<String> permissions,
    Map<String, DataScope> scopes,
    Set<Long> team,
    Set<String> shared,
    Map<String, FieldRules> fields,
    Long viewerId) {

  /**
   * Stands in {@link #permissions} and {@link #scopes} for all of them, also those of modules still
   * to come.
   */
  public static final String EVERYTHING = "*";

  /** Somebody of whose team nothing is known, and who sees and changes every field. */
  public Caller(
      long id,
      String login,
      String name,
      Long departmentId,
      Locale locale,
      Set<String> permissions,
      Map<String, DataScope> scopes) {
    this(
        id,
        login,
        name,
        departmentId,
        locale,
        permissions,
        scopes,
        Set.of(),
        Set.of(),
        Map.of(),
        null);
  }

  /** The same caller, to whom another scope holds in one collection. */
  public Caller within(String collection, DataScope scope) {
    var changed = new HashMap<>(scopes);
    changed.put(collection, scope);
    return new Caller(
        id,
        login,
        name,
        departmentId,
        locale,
        permissions,
        Map.copyOf(changed),
        team,
        shared,
        fields,
        viewerId);
  }

  /** The same caller, who may do nothing that takes a permission. */
  public Caller powerless() {
    return new Caller(
        id,
        login,
        name,
        departmentId,
        locale,
        Set.of(),
        Map.of(),
        team,
        Set.of(),
        fields,
        viewerId);
  }

  /** This user as somebody else sees the system as they do. */
  public Caller viewedBy(long viewer) {
    return new Caller(
        id, login, name, departmentId, locale, permissions, scopes, team, shared, fields, viewer);
  }

  /** The same caller, to whom other rules of fields hold. */
  public Caller withFields(Map<String, FieldRules> rules) {
    return new Caller(
        id,
        login,
        name,
        departmentId,
        locale,
        permissions,
        scopes,
        team,
        shared,
        Map.copyOf(rules),
        viewerId);
  }

  public FieldRules rules(String collection) {
    return fields.getOrDefault(collection, FieldRules.NONE);
  }

  public FieldRules rules(ContractModel model) {
    return rules(model.collection(), model.type().getAnnotation(Contract.class).projectionOf());
  }

  /**
   * What holds in a collection that shows rows of another one: of what holds there, too, only what
   * roles say that open this one.
   *
   * @param projectionOf the other one; empty for none
   */
  public FieldRules rules(String collection, String projectionOf) {
    var rules = rules(collection);
    if (projectionOf.isEmpty()) {
      return rules;
    }
    var both = fields.get(collection + "/" + projectionOf);
    return both != null ? both : rules.and(rules(projectionOf));
  }

  public boolean may(String permission) {
    return permission.isEmpty()
        || permissions.contains(permission)
        || permissions.contains(EVERYTHING);
  }

  public DataScope scope(String collection) {
    var scope = scopes.get(collection);
    return scope != null ? scope : scopes.getOrDefault(EVERYTHING, DataScope.NONE);
  }
}
