package org.tangramcrm.platform.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.internal.store.Reference.Kind;
import org.tangramcrm.platform.internal.store.Reference.Target;

class ReferenceTest {
  private static final Target TARGET = new Target(1, Set.of(2L, 3L));

  private static Reference of(Kind kind, String path) {
    return new Reference("contacts", "contact", path, kind, false, false, "");
  }

  @Test
  void oneIdFollowsAndGoesBackUnlessItWasChangedSince() {
    var reference = of(Kind.ID, "customerId");
    assertThat(reference.repointed("2", TARGET, false)).isEqualTo("1");
    assertThat(reference.repointed("4", TARGET, false)).isEqualTo("4");
    assertThat(reference.repointed(null, TARGET, false)).isNull();
    assertThat(reference.restored("1", "2", TARGET, false)).isEqualTo("2");
    assertThat(reference.restored("4", "2", TARGET, false)).isEqualTo("4");
    assertThat(reference.restored(null, "2", TARGET, false)).isNull();
  }

  @Test
  void theOneThatStaysNeverRefersToItself() {
    var reference = of(Kind.ID, "parentId");
    assertThat(reference.repointed("2", TARGET, true)).isNull();
    assertThat(reference.restored(null, "2", TARGET, true)).isEqualTo("2");
    assertThat(of(Kind.IDS, "relatedIds").repointed(",2,4,", TARGET, true)).isEqualTo(",4,");
  }

  @Test
  void ofSeveralIdsEachIsThereOnce() {
    var reference = of(Kind.IDS, "customerIds");
    assertThat(reference.repointed(",2,1,5,3,", TARGET, false)).isEqualTo(",1,5,");
    assertThat(reference.repointed(",22,", TARGET, false)).isEqualTo(",22,");
    assertThat(reference.restored(",1,5,", ",2,1,5,3,", TARGET, false)).isEqualTo(",2,1,5,3,");
    // Something was added since: what can be told goes back.
    assertThat(reference.restored(",1,5,6,", ",2,5,", TARGET, false)).isEqualTo(",2,5,6,");
    assertThat(reference.restored(",1,5,6,", ",1,2,5,", TARGET, false)).isEqualTo(",1,5,6,");
  }

  @Test
  void nestedValuesThatSayTheSameAreMadeOne() {
    var reference = of(Kind.NESTED, "companies.customerId");
    assertThat(
            reference.repointed(
                "[{\"customerId\":1,\"title\":\"CEO\"},{\"customerId\":2,\"title\":\"CEO\",\"primary\":true},{\"customerId\":3,\"title\":\"CTO\"}]",
                TARGET,
                false))
        .isEqualTo(
            "[{\"customerId\":1,\"title\":\"CEO\",\"primary\":true},{\"customerId\":1,\"title\":\"CTO\"}]");
    var was = "[{\"customerId\":2,\"from\":\"2020-01-01\"}]";
    var is = reference.repointed(was, TARGET, false);
    assertThat(is).isEqualTo("[{\"customerId\":1,\"from\":\"2020-01-01\"}]");
    assertThat(reference.restored(is, was, TARGET, false)).isEqualTo(was);
    assertThat(reference.restored("[{\"customerId\":1,\"to\":\"2026-01-01\"}]", was, TARGET, false))
        .isEqualTo("[{\"customerId\":2,\"to\":\"2026-01-01\"}]");
  }

  @Test
  void whatCannotBeToldApartAnyMoreIsUnclear() {
    var nested = of(Kind.NESTED, "companies.customerId");
    var was = "[{\"customerId\":2,\"primary\":true},{\"customerId\":1}]";
    var is = nested.repointed(was, TARGET, false);
    assertThat(nested.unclear(is, was, TARGET, false)).isFalse();
    assertThat(nested.unclear("[{\"customerId\":1,\"title\":\"CEO\"}]", was, TARGET, false))
        .isTrue();
    // It went elsewhere: there is nothing to give back, and nothing to be told apart.
    assertThat(nested.unclear("[{\"customerId\":9}]", was, TARGET, false)).isFalse();
    var id = of(Kind.ID, "customerId");
    assertThat(id.unclear("1", "2", TARGET, false)).isFalse();
    assertThat(id.unclear("9", "2", TARGET, false)).isFalse();
  }

  @Test
  void whatWasEmptiedForItWouldStandAboveItselfComesBack() {
    var above = of(Kind.ID, "parentId");
    assertThat(above.restored(null, "9", TARGET, true)).isEqualTo("9");
    assertThat(above.restored("8", "9", TARGET, true)).isEqualTo("8");
  }

  @Test
  void whatIsWorkedOutIsGivenBackWholeOrNotAtAll() {
    var quiet =
        new Reference("customers", "customer", "birthdays.contactId", Kind.NESTED, true, false, "");
    var was = "[{\"contactId\":2}]";
    assertThat(quiet.restored("[{\"contactId\":1}]", was, TARGET, false)).isEqualTo(was);
    var other = "[{\"contactId\":1},{\"contactId\":5}]";
    assertThat(quiet.restored(other, was, TARGET, false)).isEqualTo(other);
    assertThat(quiet.unclear(other, was, TARGET, false)).isFalse();
  }

  @Test
  void nestedValuesAreFoundWhicheverWayTheirIdsAreWritten() {
    assertThat(of(Kind.NESTED, "companies.customerId").refersTo(List.of(2L)).values())
        .containsExactly("%\"customerId\":2,%", "%\"customerId\":2}%", "%\"customerId\":\"2\"%");
  }
}
