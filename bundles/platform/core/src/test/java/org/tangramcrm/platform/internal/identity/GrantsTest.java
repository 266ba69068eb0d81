package org.tangramcrm.platform.internal.identity;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.identity.DataScope;
import org.tangramcrm.platform.identity.FieldRules;
import org.tangramcrm.platform.identity.RoleField;

/** Nobody gives what goes beyond their own rights (M-88). */
class GrantsTest {
  private final Grants grants =
      new Grants(
          null,
          () ->
              Map.of(
                  "customer-pool", "customers",
                  "customers", "",
                  "contacts", "",
                  "contact-logs", "",
                  "audit", ""),
          GrantsTest::following);

  /** As though the industry told the level. */
  private static Map<String, FieldRules> following(Map<String, FieldRules> rules) {
    var completed = new HashMap<>(rules);
    completed.replaceAll(
        (collection, rule) ->
            rule.hidden().contains("level")
                ? rule.and(new FieldRules(Set.of("industry"), Set.of()))
                : rule);
    return completed;
  }

  /** Who sees customers and the pool, and of neither the level; of the log, not all. */
  private final Caller caller =
      new Caller(
          7,
          "clerk",
          "Clerk",
          null,
          Locale.ENGLISH,
          Set.of(
              "customers.view",
              "customer-pool.view",
              "contacts.view",
              "contact-logs.edit",
              "audit.view",
              "unheard-of.view"),
          Map.of("*", DataScope.ALL),
          Set.of(),
          Set.of(),
          Map.of(
              "customers",
              new FieldRules(Set.of("level", "industry"), Set.of()),
              "contact-logs",
              new FieldRules(Set.of("subject"), Set.of("content"))),
          null);

  @Test
  void whatIsHiddenOfRowsIsNotShownThroughAProjectionOfThem() {
    refused("customers.view");
    refused("customer-pool.view");
    gives("customer-pool.view", hiding("customers"));
    gives("customer-pool.view", hiding("customer-pool"));
    gives("contacts.view");
  }

  /** A module that was never here since may show rows of anything. */
  @Test
  void whatIsNotKnownIsNotGivenByThoseFromWhomSomethingIsHidden() {
    refused("unheard-of.view");
  }

  /**
   * What they only read somebody else does not change either, nor is shown it where it is hidden.
   */
  @Test
  void whatOneOnlyReadsIsNotGivenToBeChanged() {
    refused("contact-logs.edit");
    refused("contact-logs.edit", field("contact-logs", "content", "hidden"));
    gives(
        "contact-logs.edit",
        field("contact-logs", "content", "read"),
        field("contact-logs", "subject", "hidden"));
    refused(
        "contact-logs.edit",
        field("contact-logs", "content", "read"),
        field("contact-logs", "subject", "read"));
  }

  /** Whoever reads the audit log reads what became of every record. */
  @Test
  void theAuditLogShowsNoMoreThanOneSees() {
    refused("audit.view");
    refused("audit.view", hiding("customers"));
    gives("audit.view", hiding("customers"), field("contact-logs", "subject", "hidden"));
  }

  private void refused(String operation, RoleField... fields) {
    assertThatThrownBy(
            () -> grants.withinOwn(caller, Set.of(operation), List.of(), List.of(fields)))
        .isInstanceOfSatisfying(
            CrmException.class,
            e -> org.assertj.core.api.Assertions.assertThat(e.code).isEqualTo(Code.FORBIDDEN));
  }

  private void gives(String operation, RoleField... fields) {
    assertThatCode(() -> grants.withinOwn(caller, Set.of(operation), List.of(), List.of(fields)))
        .doesNotThrowAnyException();
  }

  private static RoleField hiding(String collection) {
    return field(collection, "level", FieldAccess.HIDDEN);
  }

  private static RoleField field(String collection, String name, String access) {
    var field = new RoleField();
    field.collection = collection;
    field.field = name;
    field.access = access;
    return field;
  }
}
