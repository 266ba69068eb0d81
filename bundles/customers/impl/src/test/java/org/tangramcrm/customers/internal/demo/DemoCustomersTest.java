package org.tangramcrm.customers.internal.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tangramcrm.customers.Customer;

class DemoCustomersTest {
  private final DemoCustomers demo = new DemoCustomers(new DemoWords());
  private final List<Customer> all =
      IntStream.range(0, DemoCustomers.COUNT).mapToObj(demo::customer).toList();

  /** What a firm is decides what is said of it, and nothing is said of what it is not. */
  private void assertSays(List<String> types, List<Function<Customer, Object>> fields) {
    var concerned =
        all.stream().filter(one -> one.types.stream().anyMatch(types::contains)).toList();
    assertThat(concerned).as(types.toString()).isNotEmpty();
    for (var field : fields) {
      assertThat(concerned).as(types.toString()).allMatch(one -> field.apply(one) != null);
      assertThat(all)
          .filteredOn(one -> !concerned.contains(one))
          .allMatch(one -> field.apply(one) == null);
    }
  }

  @Test
  void whatConcernsATypeIsSaidOfThoseThatAreIt() {
    assertSays(
        List.of("competitor"),
        List.of(
            one -> one.strengths,
            one -> one.weaknesses,
            one -> one.rivalProducts,
            one -> one.strategy,
            one -> one.priceLevel));
    assertSays(List.of("supplier"), List.of(one -> one.suppliedGoods, one -> one.leadTimeDays));
    assertSays(List.of("agent", "partner"), List.of(one -> one.territory, one -> one.cooperation));
    assertSays(List.of("authority"), List.of(one -> one.competence));
    assertThat(all).extracting(one -> one.name).doesNotHaveDuplicates();
  }
}
