package org.tangramcrm.platform.internal.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.analysis.Analysis;
import org.tangramcrm.platform.analysis.AnalysisParameters;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.identity.CompanyAsAt;
import org.tangramcrm.platform.identity.FieldRules;
import org.tangramcrm.platform.internal.identity.CallingUser;

/** Whose records an analysis is asked for: a department was moved from 1 to 2 in July. */
class AskingTest {
  private static final LocalDate MARCH = LocalDate.of(2026, 3, 31);

  private static final class Company implements CompanyAsAt {
    @Override
    public Set<Long> below(long department, LocalDate day) {
      return department == 2 ? Set.of(2L, 10L) : Set.of(department);
    }

    @Override
    public Map<Long, Long> places(LocalDate day) {
      var places = new HashMap<Long, Long>();
      places.put(1L, null);
      places.put(2L, null);
      places.put(10L, day.equals(MARCH) ? 1L : 2L);
      places.put(11L, 10L);
      return places;
    }

    @Override
    public Map<Long, Long> departmentsOf(Collection<Long> users, LocalDate day) {
      return Map.of();
    }

    @Override
    public Map<Long, Integer> people(LocalDate day) {
      return Map.of();
    }
  }

  private static final class Today implements CompanyDay {
    @Override
    public LocalDate today() {
      return LocalDate.of(2026, 12, 1);
    }

    @Override
    public ZoneId zone() {
      return ZoneId.of("Asia/Shanghai");
    }
  }

  private record Asked(Belonging belonging) implements Analysis {
    @Override
    public String code() {
      return "X";
    }

    @Override
    public String collection() {
      return "orders";
    }

    @Override
    public Map<String, List<String>> parameters() {
      return Map.of();
    }

    @Override
    public Belonging belonging(AnalysisParameters asked) {
      return belonging;
    }

    @Override
    public Table run(AnalysisParameters asked) {
      throw new UnsupportedOperationException();
    }
  }

  /** Of somebody whose roles hide some fields. */
  private static Asking asking(Map<String, FieldRules> fields) {
    var caller =
        new Caller(1, "one", "One", null, Locale.ENGLISH, Set.of(), Map.of()).withFields(fields);
    return new Asking(
        new Company(),
        new Today(),
        new CallingUser() {
          @Override
          public Caller get() {
            return caller;
          }
        });
  }

  /** Made by the region, or by what lines name. */
  private static final class Choosing implements Analysis {
    @Override
    public String code() {
      return "X";
    }

    @Override
    public String collection() {
      return "orders";
    }

    @Override
    public String madeOf(String choice) {
      return choice.equals("product") ? "lines" : choice;
    }

    @Override
    public Map<String, List<String>> parameters() {
      return Map.of("by", List.of("region", "product"), "filter", List.of());
    }

    @Override
    public Table run(AnalysisParameters asked) {
      throw new UnsupportedOperationException();
    }
  }

  private static Map<String, FieldRules> hiding(String... fields) {
    return Map.of("orders", new FieldRules(Set.of(fields), Set.of()));
  }

  @Test
  void whatRowsAreMadeByIsSeenByWhoAsks() {
    var analysis = new Choosing();
    assertThat(asking(Map.of()).complete(analysis, null).by).isEqualTo("region");
    var blind = asking(hiding("region"));
    assertThat(blind.taken(analysis)).containsEntry("by", List.of("product"));
    assertThat(blind.complete(analysis, null).by).isEqualTo("product");
    var asked = new AnalysisParameters();
    asked.by = "region";
    assertThatThrownBy(() -> blind.complete(analysis, asked)).isInstanceOf(CrmException.class);
    assertThat(blind.shown(analysis)).isTrue();
    // Nothing is left to choose from, which is not the same as that anything can be.
    assertThat(asking(hiding("region", "lines")).shown(analysis)).isFalse();
  }

  private static String filter(Analysis.Belonging belonging, Long department, Long user) {
    var asked = new AnalysisParameters();
    asked.departmentId = department;
    asked.userId = user;
    return asking(Map.of()).narrowed(new Asked(belonging), asked).filter;
  }

  @Test
  void departmentsStandBelowEachOtherAsTheyDidOnTheDay() {
    var then = new Analysis.Belonging("signedById", "signedDepartmentId", MARCH);
    assertThat(filter(then, 1L, null)).isEqualTo("(signedDepartmentId=in=(1,10,11))");
    assertThat(filter(then, 2L, null)).isEqualTo("(signedDepartmentId=in=(2))");
    assertThat(filter(then, 10L, 5L)).isEqualTo("(signedById==5);(signedDepartmentId=in=(10,11))");
  }

  @Test
  void whereNothingIsSaidRecordsAreTheirOwnersNow() {
    assertThat(filter(Analysis.Belonging.NOW, 1L, null)).isEqualTo("(departmentId=in=(1))");
    assertThat(filter(Analysis.Belonging.NOW, 2L, 5L))
        .startsWith("(ownerId==5);(departmentId=in=(");
    assertThat(filter(Analysis.Belonging.NOW, null, null)).isEmpty();
  }
}
