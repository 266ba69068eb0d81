package org.tangramcrm.orders.internal;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.orders.internal.ReminderPlan.Due;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.job.Upkeep;
import org.tangramcrm.platform.notification.Reminders;
import org.tangramcrm.platform.notification.Reminders.Reminder;
import org.tangramcrm.platform.store.Relations;

/**
 * Reminds owners of what is to be paid (M-43). That they were is written in the transaction of the
 * notice: whatever happens in between, they are reminded once.
 */
@Component(service = Upkeep.class, configurationPid = "org.tangramcrm.orders")
public class ReceivableReminders implements Upkeep.Round {
  private static final int PORTION = 500;

  /** No instalment is reminded of longer before. */
  private static final int LONGEST = 365;

  /** Those that may be to be reminded of: the plan has the last word. */
  private static final String OPEN =
      """
      select r.id, r.due_on, r.remind_days, r.promised_on, r.reminded_on from {receivables} r
      where r.id > ? and r.state = 'open' and r.due_on <= ?
        and (r.reminded_on is null or r.reminded_on < ?)
        and (r.promised_on is null or r.promised_on < ?)
      order by r.id fetch first 500 rows only\
      """;

  private final Relations relations;
  private final ReceivableStores stores;
  private final Reminders reminders;
  private final CompanyDay day;
  private final ReminderPlan plan;

  /** {@code etc/org.tangramcrm.orders.cfg}. */
  @interface Config {
    /** How many days before an instalment is due its owner is reminded; 0 for not before. */
    int remind_before() default 3;

    /** Every how many days after it was due; 0 for not after. */
    int remind_every() default 7;
  }

  /** Made anew with other settings, and then done at once. */
  @Activate
  public ReceivableReminders(
      @Reference Relations relations,
      @Reference ReceivableStores stores,
      @Reference Reminders reminders,
      @Reference CompanyDay day,
      Config config) {
    this.relations = relations;
    this.stores = stores;
    this.reminders = reminders;
    this.day = day;
    this.plan = new ReminderPlan(config.remind_before(), config.remind_every());
  }

  @Override
  public String name() {
    return "orders.reminders";
  }

  @Override
  public String portion(String from) {
    var today = day.today();
    var open =
        relations.query(
            OPEN,
            Map.of(),
            List.of(
                from == null ? 0L : Long.parseLong(from), today.plusDays(LONGEST), today, today),
            row ->
                new Due(
                    row.number("id"),
                    row.date("due_on"),
                    row.number("remind_days") == null ? null : row.number("remind_days").intValue(),
                    row.date("promised_on"),
                    row.date("reminded_on")));
    remind(open, today);
    return open.size() < PORTION ? null : String.valueOf(open.get(open.size() - 1).id());
  }

  private void remind(List<Due> open, LocalDate today) {
    var due =
        open.stream()
            .filter(one -> plan.today(one, today).isPresent())
            .collect(Collectors.toMap(Due::id, one -> one));
    if (due.isEmpty()) {
      return;
    }
    // What was paid, or promised, since it was found is left out.
    var still =
        stores.receivables.mark(
            due.keySet(),
            "state==open;(remindedOn=null=true,remindedOn=lt=%1$s);(promisedOn=null=true,promisedOn=lt=%1$s)"
                .formatted(today),
            Map.of("remindedOn", today));
    reminders.remind(
        ReceivableStores.RECEIVABLES,
        still.stream().map(due::get).map(one -> reminder(one, today)).toList());
  }

  private Reminder reminder(Due one, LocalDate today) {
    var code = plan.today(one, today).orElseThrow();
    return code.equals(ReminderPlan.PROMISE)
        ? new Reminder(one.id(), code, "promisedOn", one.promisedOn())
        : new Reminder(one.id(), code, "dueOn", one.dueOn());
  }
}
