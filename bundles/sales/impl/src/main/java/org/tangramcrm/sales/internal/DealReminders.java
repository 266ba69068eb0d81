package org.tangramcrm.sales.internal;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.job.Upkeep;
import org.tangramcrm.platform.notification.Reminders;
import org.tangramcrm.platform.notification.Reminders.Reminder;
import org.tangramcrm.platform.store.Relations;
import org.tangramcrm.platform.store.Tuple;
import org.tangramcrm.sales.internal.DealReminderPlan.Open;

/**
 * Reminds owners of what must not be forgotten of their open opportunities (M-30). That they were
 * is written in the transaction of the notice: whatever happens in between, they are reminded once.
 */
@Component(service = Upkeep.class, configurationPid = "org.tangramcrm.sales")
public class DealReminders implements Upkeep.Round {
  private static final int PORTION = 500;

  private static final String OPEN =
      """
      select o.id, o.next_step, o.next_step_on, o.updated_at, o.expected_close, o.stage_since,
        o.pipeline_id, o.stage, o.reminded_on
      from {opportunities} o
      where o.id > ? and o.closed_on is null and o.state = 'open' and o.owner_id is not null
        and (o.reminded_on is null or o.reminded_on < ?)
      order by o.id fetch first 500 rows only\
      """;

  private final Relations relations;
  private final SalesStores stores;
  private final PipelineShelf pipelines;
  private final Reminders reminders;
  private final CompanyDay day;
  private final DealReminderPlan plan;

  /** {@code etc/org.tangramcrm.sales.cfg}. */
  @interface Config {
    /** After how many days without anything planned the owner is reminded; 0 for never. */
    int remind_idle() default 7;
  }

  /** Made anew with other settings, and then done at once. */
  @Activate
  public DealReminders(
      @Reference Relations relations,
      @Reference SalesStores stores,
      @Reference PipelineShelf pipelines,
      @Reference Reminders reminders,
      @Reference CompanyDay day,
      Config config) {
    this.relations = relations;
    this.stores = stores;
    this.pipelines = pipelines;
    this.reminders = reminders;
    this.day = day;
    this.plan = new DealReminderPlan(config.remind_idle());
  }

  @Override
  public String name() {
    return "sales.reminders";
  }

  @Override
  public String portion(String from) {
    var today = day.today();
    var open =
        relations.query(
            OPEN, Map.of(), List.of(from == null ? 0L : Long.parseLong(from), today), this::open);
    var due = new ArrayList<Reminder>();
    for (var deal : open) {
      for (var one : plan.today(deal, today)) {
        due.add(new Reminder(deal.id(), one.code(), one.field(), one.day()));
      }
    }
    due.stream()
        .map(Reminder::recordId)
        .distinct()
        .forEach(id -> stores.opportunities.derive(id, "remindedOn", today));
    reminders.remind(SalesStores.OPPORTUNITIES, due);
    return open.size() < PORTION ? null : String.valueOf(open.get(open.size() - 1).id());
  }

  private Open open(Tuple row) {
    var step = row.text("next_step");
    return new Open(
        row.number("id"),
        step != null && !step.isBlank() && row.date("next_step_on") != null,
        row.date("next_step_on"),
        LocalDate.ofInstant(row.instant("updated_at"), day.zone()),
        row.date("expected_close"),
        row.date("stage_since"),
        pipelines
            .remembered(row.number("pipeline_id"), row.text("stage"))
            .map(stage -> stage.maxDays)
            .orElse(null),
        row.date("reminded_on"));
  }
}
