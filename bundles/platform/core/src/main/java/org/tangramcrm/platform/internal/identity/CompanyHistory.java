package org.tangramcrm.platform.internal.identity;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.identity.CompanyAsAt;
import org.tangramcrm.platform.identity.DepartmentAsAt;
import org.tangramcrm.platform.internal.company.BusinessDay;
import org.tangramcrm.platform.internal.sql.Sql;

/** The tree of departments and who was in it, as at a day. */
@Component(service = {CompanyHistory.class, CompanyAsAt.class})
public class CompanyHistory implements CompanyAsAt {
  /** Before it no company kept anything here, and databases need not know of days. */
  private static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);

  private final Spells users;
  private final Spells departments;
  private final BusinessDay days;

  @Activate
  public CompanyHistory(@Reference Sql sql, @Reference BusinessDay days) {
    this.users = Spells.ofUsers(sql);
    this.departments = Spells.ofDepartments(sql);
    this.days = days;
  }

  @Override
  public Set<Long> below(long department, LocalDate day) {
    return below(department, departments.before(end(day)));
  }

  private static Set<Long> below(long department, List<Spells.Spell> tree) {
    var parts = new HashMap<Long, List<Long>>();
    for (var spell : tree) {
      parts.computeIfAbsent(spell.where(), any -> new ArrayList<>()).add(spell.who());
    }
    var below = new LinkedHashSet<Long>();
    if (tree.stream().noneMatch(spell -> spell.who() == department)) {
      return below;
    }
    var open = new ArrayDeque<>(List.of(department));
    while (!open.isEmpty()) {
      var next = open.remove();
      if (below.add(next)) {
        open.addAll(parts.getOrDefault(next, List.of()));
      }
    }
    return below;
  }

  @Override
  public Map<Long, Long> places(LocalDate day) {
    var places = new HashMap<Long, Long>();
    departments.before(end(days.today())).forEach(spell -> places.put(spell.who(), spell.where()));
    departments.before(end(day)).forEach(spell -> places.put(spell.who(), spell.where()));
    return places;
  }

  @Override
  public Map<Long, Long> departmentsOf(Collection<Long> asked, LocalDate day) {
    return users.before(end(day), Set.copyOf(asked)).stream()
        .collect(Collectors.toMap(Spells.Spell::who, Spells.Spell::where, (one, other) -> other));
  }

  @Override
  public Map<Long, Integer> people(LocalDate day) {
    return users.counted(end(day), List.copyOf(places(day).keySet()));
  }

  /**
   * @param asked null for today
   * @throws CrmException {@code invalid}, where the day is to come or before 1900
   */
  DepartmentAsAt asAt(long department, LocalDate asked) {
    var day = asked == null ? days.today() : asked;
    if (day.isAfter(days.today())) {
      throw CrmException.invalid("day", "in-future");
    }
    if (day.isBefore(EARLIEST)) {
      throw CrmException.invalid("day", "too-small", EARLIEST.toString());
    }
    var tree = departments.before(end(day));
    var result = new DepartmentAsAt();
    result.day = day;
    result.departmentIds.addAll(below(department, tree));
    tree.stream()
        .filter(spell -> spell.who() == department)
        .forEach(spell -> result.parentId = spell.where());
    var people = users.counted(end(day), result.departmentIds);
    result.members = people.getOrDefault(department, 0);
    result.people = people.values().stream().mapToInt(Integer::intValue).sum();
    return result;
  }

  /** The first moment that is no longer of the day; of one to come, that of today. */
  private Instant end(LocalDate asked) {
    var today = days.today();
    var day = asked.isAfter(today) ? today : asked.isBefore(EARLIEST) ? EARLIEST : asked;
    return day.plusDays(1).atStartOfDay(days.zone()).toInstant();
  }
}
