package org.tangramcrm.sales.internal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.hint.HintSource;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.sales.Opportunity;
import org.tangramcrm.sales.OpportunityContact;
import org.tangramcrm.sales.OpportunityContactPage;

/** What is wanting in the map of an open opportunity's buying centre (M-22). */
@Component(service = HintSource.class, configurationPid = "org.tangramcrm.sales")
public class StrategyHints implements HintSource<Opportunity> {
  private static final String DECISION_MAKER = "decision-maker";

  private final SalesStores stores;
  private final Persons persons;
  private final PipelineShelf pipelines;
  private final CurrentUser user;
  private volatile Config config;

  /** {@code etc/org.tangramcrm.sales.cfg}. */
  @interface Config {
    /** After how many days without contact with who decides that is said; 0 for never. */
    int untouchedDays() default 14;
  }

  @Activate
  public StrategyHints(
      @Reference SalesStores stores,
      @Reference Persons persons,
      @Reference PipelineShelf pipelines,
      @Reference CurrentUser user,
      Config config) {
    this.stores = stores;
    this.persons = persons;
    this.pipelines = pipelines;
    this.user = user;
    this.config = config;
  }

  /** Takes other settings without going away meanwhile. */
  @Modified
  void configured(Config changed) {
    config = changed;
  }

  @Override
  public Class<Opportunity> record() {
    return Opportunity.class;
  }

  @Override
  public List<Notice> hints(Opportunity opportunity) {
    var notices = new ArrayList<Notice>();
    var hidden = user.get().rules(SalesStores.OPPORTUNITY_CONTACTS).hidden();
    if (!OpportunityService.OPEN.equals(opportunity.state)
        || hidden.contains("role")
        || hidden.contains("contactId")
        || hidden.contains("opportunityId")) {
      return notices;
    }
    var deciding = places(opportunity, ";role=='" + DECISION_MAKER + "'");
    if (deciding.isEmpty()) {
      // At its very beginning nobody has to know yet.
      if (!isNew(opportunity) || !places(opportunity, "").isEmpty()) {
        notices.add(Notice.warning("no-decision-maker"));
      }
      return notices;
    }
    var days = config.untouchedDays();
    if (days > 0 && opportunity.customerId != null && persons.tellsTouches()) {
      untouched(opportunity.customerId, deciding, days, notices);
    }
    return notices;
  }

  /** Whether it is at the first of its stages. */
  private boolean isNew(Opportunity opportunity) {
    return opportunity.pipelineId == null
        || pipelines
            .find(opportunity.pipelineId)
            .flatMap(pipeline -> new Stages(pipeline.stages).first(Stages.OPEN))
            .filter(first -> first.stage.equals(opportunity.stage))
            .isPresent();
  }

  private List<OpportunityContact> places(Opportunity opportunity, String which) {
    var query = Query.filter("opportunityId==" + opportunity.id + which);
    query.fields = "contactId,createdAt";
    query.limit = Query.MAX_LIMIT;
    query.count = "none";
    return stores.contacts.page(query, new OpportunityContactPage()).items;
  }

  /** Who left is touched no more, and whom the caller does not see nothing is said of. */
  private void untouched(
      long customer, List<OpportunityContact> deciding, int days, List<Notice> notices) {
    var seen = persons.contacts(deciding.stream().map(place -> place.contactId).toList());
    var touched = persons.touched(customer, seen.keySet());
    for (var place : deciding) {
      var contact = seen.get(place.contactId);
      if (contact == null || Persons.hasLeft(contact, customer)) {
        continue;
      }
      var last = touched.get(place.contactId);
      var since = ChronoUnit.DAYS.between(last == null ? place.createdAt : last, Instant.now());
      if (since >= days) {
        notices.add(Notice.warning("decision-maker-untouched", contact.name, since));
      }
    }
  }
}
