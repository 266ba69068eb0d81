package org.tangramcrm.customers.internal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.customers.CustomerLevel;
import org.tangramcrm.customers.CustomerLevelPage;
import org.tangramcrm.customers.CustomerLevels;
import org.tangramcrm.customers.LevelMeasureInfo;
import org.tangramcrm.customers.LevelMeasureList;
import org.tangramcrm.customers.LevelPreview;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Language;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.Texts;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.job.Job;
import org.tangramcrm.platform.job.JobQueue;
import org.tangramcrm.platform.store.Store;

/** The rules of levels (M-84). */
@Component
@TangramContract(CustomerLevels.class)
public class LevelService implements CustomerLevels {
  private final CustomerStores stores;
  private final Store<LevelRow, CustomerLevel> store;
  private final Levels levels;
  private final LevelWork work;
  private final JobQueue jobs;
  private final Language language;
  private final Texts texts;
  private final CompanyDay day;
  private final CurrentUser user;

  @Activate
  public LevelService(
      @Reference CustomerStores stores,
      @Reference Levels levels,
      @Reference LevelWork work,
      @Reference JobQueue jobs,
      @Reference Language language,
      @Reference Texts texts,
      @Reference CompanyDay day,
      @Reference CurrentUser user) {
    this.stores = stores;
    this.store = stores.levels;
    this.levels = levels;
    this.work = work;
    this.jobs = jobs;
    this.language = language;
    this.texts = texts;
    this.day = day;
    this.user = user;
  }

  @Override
  public CustomerLevelPage list(Query query) {
    return store.page(query, new CustomerLevelPage());
  }

  @Override
  public CustomerLevel get(long id) {
    return store.get(id);
  }

  @Override
  public CustomerLevel create(CustomerLevel level) {
    check(level, null);
    levels.forget();
    return store.insert(null, write(level, new LevelRow()));
  }

  @Override
  public CustomerLevel update(long id, CustomerLevel level) {
    check(level, store.whole(id));
    levels.forget();
    return store.update(id, level.version, null, row -> write(level, row));
  }

  @Override
  public void delete(long id, Integer version) {
    var before = store.whole(id);
    refuseEmptying(new CustomerLevel(), before);
    levels.forget();
    store.delete(id, version);
  }

  private void check(CustomerLevel level, CustomerLevel before) {
    for (var other : levels.read()) {
      if (before == null || !other.id.equals(before.id)) {
        refuse(other.level.equals(level.level), "level", "duplicate");
        refuse(other.rank.equals(level.rank), "rank", "duplicate");
      }
    }
    var known = before != null && Objects.equals(before.measure, level.measure);
    if (level.measure != null && !known && !levels.measures().containsKey(level.measure)) {
      throw CrmException.invalid("measure", "unknown-code", level.measure);
    }
    if (Boolean.TRUE.equals(level.active)) {
      refuse(level.measure == null, "measure", "required");
      refuse(level.enterAt == null, "enterAt", "required");
    }
    refuse(
        level.enterAt != null
            && level.leaveBelow != null
            && level.leaveBelow.compareTo(level.enterAt) > 0,
        "leaveBelow",
        "level-left-above");
    refuseEmptying(level, before);
  }

  /**
   * Where customers have to have a level, none falls out of the lowest that is given by a rule: it
   * is kept at any value that there is, which is nought at least.
   *
   * @param changed the level as it is to be; without a rule where it is to go
   */
  private void refuseEmptying(CustomerLevel changed, CustomerLevel before) {
    if (!stores.requires("level")) {
      return;
    }
    var all =
        new ArrayList<>(
            levels.read().stream()
                .filter(level -> before == null || !level.id.equals(before.id))
                .toList());
    all.add(changed);
    var steps = new LevelScale(all).steps();
    if (!steps.isEmpty()) {
      var lowest = steps.get(steps.size() - 1);
      var floor = lowest.leaveBelow == null ? lowest.enterAt : lowest.leaveBelow;
      refuse(floor.signum() > 0, lowest == changed ? "leaveBelow" : "active", "level-emptied");
    }
  }

  private static void refuse(boolean wrong, String field, String code) {
    if (wrong) {
      throw CrmException.invalid(field, code);
    }
  }

  private LevelRow write(CustomerLevel level, LevelRow row) {
    if (rules(level, row)) {
      // From the next night on: what it comes to can be looked at until then.
      row.appliesFrom = day.today().plusDays(1);
    }
    row.level = level.level;
    row.rank = level.rank;
    row.active = Boolean.TRUE.equals(level.active);
    row.measure = level.measure;
    row.enterAt = level.enterAt;
    row.leaveBelow = level.leaveBelow;
    row.visitDays = level.visitDays;
    row.slaHours = level.slaHours;
    row.discount = level.discount;
    row.creditLimit = stores.money(level.creditLimit);
    return row;
  }

  /** Whether it gives levels, and did not do so in the same way before. */
  private static boolean rules(CustomerLevel level, LevelRow before) {
    return Boolean.TRUE.equals(level.active)
        && !(Boolean.TRUE.equals(before.active)
            && level.rank.equals(before.rank)
            && level.measure.equals(before.measure)
            && same(level.enterAt, before.enterAt)
            && same(level.leaveBelow, before.leaveBelow));
  }

  /** However many places they have. */
  private static boolean same(BigDecimal one, BigDecimal other) {
    return one == null ? other == null : other != null && one.compareTo(other) == 0;
  }

  @Override
  public LevelMeasureList measures() {
    var list = new LevelMeasureList();
    levels.measures().keySet().stream()
        .sorted()
        .map(code -> info(code, language.locale()))
        .forEach(list.items::add);
    return list;
  }

  private LevelMeasureInfo info(String code, Locale locale) {
    var info = new LevelMeasureInfo();
    info.code = code;
    info.title = texts.get(locale, "level-measure." + code);
    return info;
  }

  @Override
  public LevelPreview preview() {
    checkAll();
    return work.preview();
  }

  @Override
  public Job recalculate() {
    checkAll();
    if (work.scale().steps().isEmpty()) {
      throw new CrmException(Code.CONFLICT, "level.no-rule");
    }
    return jobs.start(LevelJob.NAME, CustomerStores.CUSTOMERS, Map.of());
  }

  /**
   * Rules are about all customers, and so is what is told of them. Asked here and not in the chain:
   * which scope it takes goes by another collection, and a chain that knew of that would know a
   * module.
   */
  private void checkAll() {
    var caller = user.get();
    if (!caller.scope(CustomerStores.CUSTOMERS).all()
        || caller.rules(CustomerStores.CUSTOMERS).hidden().contains("level")) {
      throw new CrmException(Code.FORBIDDEN, "level.not-all");
    }
  }
}
