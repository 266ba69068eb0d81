package org.tangramcrm.sales.internal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.analysis.AnalysisParameters;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.identity.CompanyAsAt;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.identity.Roles;
import org.tangramcrm.platform.identity.User;
import org.tangramcrm.platform.identity.UserDirectory;

/**
 * Who sells, as far as the caller reaches what is theirs: analyses by person or department tell
 * those as well who have nothing to be counted. They work here and have a role that names the
 * making of opportunities; whoever may everything does not sell for that.
 */
@Component(service = Sellers.class)
public class Sellers {
  private static final String SELLS = "opportunities.create";

  private final UserDirectory users;
  private final Roles roles;
  private final CompanyAsAt company;
  private final CompanyDay day;
  private final CurrentUser user;

  @Activate
  public Sellers(
      @Reference UserDirectory users,
      @Reference Roles roles,
      @Reference CompanyAsAt company,
      @Reference CompanyDay day,
      @Reference CurrentUser user) {
    this.users = users;
    this.roles = roles;
    this.company = company;
    this.day = day;
    this.user = user;
  }

  /**
   * What of them rows are made by.
   *
   * @param by {@code ownerId} or {@code departmentId}; of anything else there are none
   */
  Set<Long> groups(String by, AnalysisParameters asked) {
    return switch (by) {
      case "ownerId" -> ids(asked, seller -> seller.id);
      case "departmentId" -> ids(asked, seller -> seller.departmentId);
      default -> Set.of();
    };
  }

  private Set<Long> ids(AnalysisParameters asked, Function<User, Long> of) {
    var caller = user.get();
    var all = user.callAsSystem(this::working);
    var above =
        all.stream()
            .filter(one -> one.superiorId != null)
            .collect(Collectors.toMap(one -> one.id, one -> one.superiorId));
    var selling = user.callAsSystem(this::selling);
    var departments = Attribution.of(asked, company, day.today()).departments();
    return all.stream()
        .filter(one -> one.roleIds.stream().anyMatch(selling::contains))
        .filter(one -> asked.userId == null || asked.userId.equals(one.id))
        .filter(one -> departments == null || departments.contains(one.departmentId))
        .filter(one -> reaches(caller, one, above))
        .map(of)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  /** As the scope for opportunities reaches what that user owns. */
  private static boolean reaches(Caller caller, User one, Map<Long, Long> above) {
    var scope = caller.scope(SalesStores.OPPORTUNITIES);
    if (scope.all() || one.departmentId != null && scope.departments().contains(one.departmentId)) {
      return true;
    } else if (one.id == caller.id()) {
      return !scope.none();
    }
    return scope.subordinates() && isAbove(caller.id(), one.id, above);
  }

  private static boolean isAbove(long superior, long id, Map<Long, Long> above) {
    var seen = new HashSet<Long>();
    for (var at = above.get(id); at != null && seen.add(at); at = above.get(at)) {
      if (at == superior) {
        return true;
      }
    }
    return false;
  }

  private List<User> working() {
    var query = Query.filter("active==true");
    query.sort = "id";
    query.limit = Query.MAX_LIMIT;
    query.count = "none";
    var working = new ArrayList<User>();
    do {
      var page = users.list(query);
      working.addAll(page.items);
      query.cursor = page.next;
    } while (query.cursor != null);
    return working;
  }

  private Set<Long> selling() {
    var query = new Query();
    query.limit = Query.MAX_LIMIT;
    query.count = "none";
    return roles.list(query).items.stream()
        .filter(role -> role.operations.contains(SELLS))
        .map(role -> role.id)
        .collect(Collectors.toSet());
  }
}
