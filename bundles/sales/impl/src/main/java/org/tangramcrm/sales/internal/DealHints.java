package org.tangramcrm.sales.internal;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.hint.HintSource;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.sales.Opportunity;

/** What must not be forgotten of an open opportunity (M-30). */
@Component(service = HintSource.class)
public class DealHints implements HintSource<Opportunity> {
  private final PipelineShelf pipelines;
  private final CompanyDay day;
  private final CurrentUser user;

  @Activate
  public DealHints(
      @Reference PipelineShelf pipelines, @Reference CompanyDay day, @Reference CurrentUser user) {
    this.pipelines = pipelines;
    this.day = day;
    this.user = user;
  }

  @Override
  public Class<Opportunity> record() {
    return Opportunity.class;
  }

  @Override
  public List<Notice> hints(Opportunity opportunity) {
    var notices = new ArrayList<Notice>();
    if (!OpportunityService.OPEN.equals(opportunity.state)) {
      return notices;
    }
    var today = day.today();
    if (sees("nextStep", "nextStepOn")) {
      var on = opportunity.nextStepOn;
      if (opportunity.nextStep == null || on == null) {
        notices.add(Notice.warning("no-next-step"));
      } else if (on.isBefore(today)) {
        notices.add(Notice.warning("next-step-past", ChronoUnit.DAYS.between(on, today)));
      }
    }
    if (opportunity.expectedClose != null && opportunity.expectedClose.isBefore(today)) {
      notices.add(
          Notice.warning("close-past", ChronoUnit.DAYS.between(opportunity.expectedClose, today)));
    }
    if (opportunity.stageSince != null && opportunity.stage != null) {
      var days = ChronoUnit.DAYS.between(opportunity.stageSince, today);
      pipelines
          .remembered(opportunity.pipelineId, opportunity.stage)
          .filter(stage -> stage.maxDays != null && days > stage.maxDays)
          .ifPresent(stage -> notices.add(Notice.warning("deal-stale", days, stage.maxDays)));
    }
    return notices;
  }

  /** What is hidden from the caller stands empty, which is no sign that it is missing. */
  private boolean sees(String... fields) {
    var hidden = user.get().rules(SalesStores.OPPORTUNITIES).hidden();
    return Stream.of(fields).noneMatch(hidden::contains);
  }
}
