package org.tangramcrm.customers.internal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.customers.Birthday;
import org.tangramcrm.customers.Customer;
import org.tangramcrm.platform.hint.HintSource;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.module.SchemaReady;

/** What there is to know of a customer when their card is opened (M-12). */
@Component(service = HintSource.class, configurationPid = "org.tangramcrm.customers")
public class CustomerHints implements HintSource<Customer> {
  private final CardFigures figures;
  private final CurrentUser user;
  private final Levels levels;
  private volatile Config config;

  /** {@code etc/org.tangramcrm.customers.cfg}. */
  @interface Config {
    /** After how many days without contact that is said, where its level says nothing of it. */
    int silentDays() default 30;

    /** How many days before a birthday it is told. */
    int birthdayDays() default 7;
  }

  @Activate
  public CustomerHints(
      @Reference(target = "(module=customers)") SchemaReady schema,
      @Reference CardFigures figures,
      @Reference CurrentUser user,
      @Reference Levels levels,
      Config config) {
    this.figures = figures;
    this.user = user;
    this.levels = levels;
    this.config = config;
  }

  /** Takes other settings without going away meanwhile. */
  @Modified
  void configured(Config changed) {
    config = changed;
  }

  @Override
  public Class<Customer> record() {
    return Customer.class;
  }

  @Override
  public List<Notice> hints(Customer customer) {
    var notices = new ArrayList<Notice>();
    if (customer.pooledAt != null) {
      var days = ChronoUnit.DAYS.between(customer.pooledAt, Instant.now());
      notices.add(
          CustomerStores.RECYCLED.equals(customer.poolCause)
              ? Notice.info("recycled", days)
              : Notice.info(
                  "pooled", days, customer.poolReason == null ? "–" : customer.poolReason));
    }
    var since = customer.lastContactAt == null ? customer.createdAt : customer.lastContactAt;
    if (since != null && sees("lastContactAt", "createdAt")) {
      var days = ChronoUnit.DAYS.between(since, Instant.now());
      if (days >= levels.visitDays(customer.level).orElse(config.silentDays())) {
        notices.add(
            customer.lastContactAt == null
                ? Notice.warning("never-contacted", days)
                : Notice.warning("not-contacted", days));
      }
    }
    if (customer.nextContactAt != null && customer.nextContactAt.isBefore(Instant.now())) {
      notices.add(Notice.warning("contact-overdue"));
    }
    if (customer.nextAction != null
        && customer.nextActionAt != null
        && customer.nextActionAt.isBefore(Instant.now())
        && !customer.nextActionAt.equals(customer.nextContactAt)) {
      notices.add(Notice.warning("action-overdue", customer.nextAction));
    }
    birthdays(customer)
        .filter(birthday -> birthday.until == null || !birthday.until.isBefore(Birthdays.today()))
        .forEach(birthday -> addBirthday(birthday, notices));
    if (sees("types", "creditCode", "phones")
        && customer.types.contains("customer")
        && (customer.creditCode == null || customer.phones.isEmpty())) {
      notices.add(
          Notice.info(
              "incomplete", customer.creditCode != null ? 2 : customer.phones.isEmpty() ? 0 : 1));
    }
    return notices;
  }

  /** Where as many are kept as can be, there may be more. */
  private Stream<Birthday> birthdays(Customer customer) {
    return customer.birthdays.size() < CardFigures.BIRTHDAYS
        ? customer.birthdays.stream()
        : figures.known(customer.id);
  }

  /** What is hidden from the caller stands empty, which is no sign that it is missing. */
  private boolean sees(String... fields) {
    var hidden = user.get().rules(CustomerStores.CUSTOMERS).hidden();
    return Stream.of(fields).noneMatch(hidden::contains);
  }

  private void addBirthday(Birthday birthday, List<Notice> notices) {
    var today = Birthdays.today();
    var next = Birthdays.next(birthday, today);
    var days = ChronoUnit.DAYS.between(today, next);
    if (days <= config.birthdayDays()) {
      notices.add(
          days == 0
              ? Notice.info("birthday-today", birthday.name)
              : Notice.info("birthday-soon", birthday.name, days));
    }
  }
}
