package org.tangramcrm.platform.internal.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.analysis.Analysis;
import org.tangramcrm.platform.analysis.AnalysisParameters;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.identity.CompanyAsAt;

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

  private static String filter(Analysis.Belonging belonging, Long department, Long user) {
    var asked = new AnalysisParameters();
    asked.departmentId = department;
    asked.userId = user;
    return new Asking(new Company(), new Today()).narrowed(new Asked(belonging), asked).filter;
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
