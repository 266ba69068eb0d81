package org.tangramcrm.sales.internal;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.customers.Customer;
import org.tangramcrm.customers.CustomerRegistry;
import org.tangramcrm.customers.OpportunityBook;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.currency.Rates;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.store.Store;
import org.tangramcrm.sales.Opportunities;
import org.tangramcrm.sales.Opportunity;
import org.tangramcrm.sales.OpportunityClosing;
import org.tangramcrm.sales.OpportunityLine;
import org.tangramcrm.sales.OpportunityPage;
import org.tangramcrm.sales.OpportunityReopening;
import org.tangramcrm.sales.Pipeline;
import org.tangramcrm.sales.PipelineStage;
import org.tangramcrm.sales.Quote;
import org.tangramcrm.sales.StageEntry;

/** The opportunities (M-20, M-27, M-31). */
@Component(service = {Opportunities.class, OpportunityService.class, OpportunityBook.class})
@TangramContract(Opportunities.class)
public class OpportunityService implements Opportunities, OpportunityBook {
  static final String OPEN = "open";
  private static final String WON = "won";
  private static final String LOST = "lost";

  private final SalesStores stores;
  private final Store<OpportunityRow, Opportunity> store;
  private final PipelineShelf pipelines;
  private final StageDemands demands;
  private final StageHistory history;
  private final QuoteShelf quotes;
  private final DealEnd end;
  private final LostTo lostTo;
  private final CustomerRegistry customers;
  private final Rates rates;
  private final CompanyDay day;
  private final CurrentUser user;

  @Activate
  public OpportunityService(
      @Reference SalesStores stores,
      @Reference PipelineShelf pipelines,
      @Reference StageDemands demands,
      @Reference StageHistory history,
      @Reference QuoteShelf quotes,
      @Reference DealEnd end,
      @Reference LostTo lostTo,
      @Reference CustomerRegistry customers,
      @Reference Rates rates,
      @Reference CompanyDay day,
      @Reference CurrentUser user) {
    this.stores = stores;
    this.store = stores.opportunities;
    this.pipelines = pipelines;
    this.demands = demands;
    this.history = history;
    this.quotes = quotes;
    this.end = end;
    this.lostTo = lostTo;
    this.customers = customers;
    this.rates = rates;
    this.day = day;
    this.user = user;
  }

  @Override
  public OpportunityPage list(Query query) {
    return store.page(query, new OpportunityPage());
  }

  @Override
  public Opportunity get(long id) {
    return store.get(id);
  }

  @Override
  public Optional<Long> customerOf(long opportunityId) {
    return store.exists(opportunityId)
        ? Optional.of(store.whole(opportunityId).customerId)
        : Optional.empty();
  }

  @Override
  public Opportunity getByNumber(String number) {
    return store.byNumber(number);
  }

  @Override
  public Opportunity create(Opportunity opportunity) {
    return create(opportunity, null, null);
  }

  private Opportunity create(Opportunity opportunity, String system, String key) {
    return stores.together(
        () -> {
          var customer = customer("customerId", opportunity.customerId);
          opportunity.customerId = customer.id;
          if (opportunity.openedOn == null) {
            opportunity.openedOn =
                opportunity.closedOn == null ? day.today() : opportunity.closedOn;
          }
          if (opportunity.currency == null && opportunity.amount == null) {
            opportunity.currency = customer.currency;
          }
          var stage = begin(opportunity);
          complete(opportunity, new Opportunity(), stage);
          demands.check(stage, opportunity);
          var made =
              store.insert(
                  opportunity.ownerId, write(opportunity, new OpportunityRow()), system, key);
          opportunity.id = made.id;
          belong(opportunity);
          history.note(
              StageHistory.CREATED,
              null,
              opportunity,
              OPEN.equals(opportunity.state) ? opportunity.openedOn : opportunity.closedOn,
              opportunity.closeComment);
          if (opportunity.lostToId != null) {
            lostTo.mark(opportunity);
          }
          return made;
        });
  }

  /** Whose it has become, which the caller need not see any more. */
  private void belong(Opportunity opportunity) {
    var written = user.callAsSystem(() -> store.whole(opportunity.id));
    opportunity.ownerId = written.ownerId;
    opportunity.departmentId = written.departmentId;
  }

  /** Sets where a new one is, which may be its end already. */
  private PipelineStage begin(Opportunity opportunity) {
    if (opportunity.lostToId != null) {
      opportunity.lostToId = competitor("lostToId", opportunity.lostToId);
    }
    var pipeline = pipeline(opportunity);
    opportunity.pipelineId = pipeline.id;
    var stages = new Stages(pipeline.stages);
    var stage =
        opportunity.stage == null
            ? stages.first(Stages.OPEN).orElseThrow()
            : arrivable(stages, opportunity.stage);
    opportunity.stage = stage.stage;
    opportunity.state = stage.kind;
    if (stage.kind.equals(Stages.OPEN)) {
      notClosed("closedOn", opportunity.closedOn);
      notClosed("closeReason", opportunity.closeReason);
      notClosed("lostToId", opportunity.lostToId);
      notClosed("closeComment", opportunity.closeComment);
    } else {
      closedSince(opportunity);
    }
    opportunity.stageSince =
        opportunity.closedOn == null ? opportunity.openedOn : opportunity.closedOn;
    return stage;
  }

  private Pipeline pipeline(Opportunity opportunity) {
    var chosen =
        opportunity.pipelineId == null
            ? pipelines.standard()
            : pipelines
                .find(opportunity.pipelineId)
                .filter(pipeline -> !Boolean.TRUE.equals(pipeline.retired));
    return chosen.orElseThrow(
        () -> CrmException.invalid("pipelineId", "unknown-reference", "pipelines"));
  }

  private static PipelineStage arrivable(Stages stages, String code) {
    return stages
        .find(code)
        .filter(stage -> !Boolean.TRUE.equals(stage.retired))
        .orElseThrow(() -> CrmException.invalid("stage", "not-of-pipeline", code));
  }

  private static void notClosed(String field, Object value) {
    if (value != null) {
      throw CrmException.invalid(field, "not-closed");
    }
  }

  private void closedSince(Opportunity opportunity) {
    if (opportunity.closedOn == null) {
      opportunity.closedOn = day.today();
    }
    if (opportunity.closedOn.isBefore(opportunity.openedOn)) {
      throw CrmException.invalid("closedOn", "before-begin");
    }
    if (LOST.equals(opportunity.state) && opportunity.closeReason == null) {
      throw CrmException.invalid("closeReason", "required");
    }
    if (opportunity.lostToId != null && !LOST.equals(opportunity.state)) {
      throw CrmException.invalid("lostToId", "not-lost");
    }
  }

  @Override
  public Opportunity update(long id, Opportunity opportunity) {
    return stores.together(
        () -> {
          store.hold(id);
          var before = store.whole(id);
          requireOpen(before);
          if (!opportunity.customerId.equals(before.customerId)) {
            opportunity.customerId = customer("customerId", opportunity.customerId).id;
          }
          keep(opportunity, before);
          complete(opportunity, before, stage(before));
          var after =
              store.update(
                  id, opportunity.version, opportunity.ownerId, row -> write(opportunity, row));
          opportunity.id = id;
          belong(opportunity);
          // That it changed hands is noted already, with what it is worth now.
          if (worthDiffers(before, opportunity) && sameHolder(before, opportunity)) {
            history.note(StageHistory.CHANGED, before.stage, opportunity, day.today(), null);
          }
          if (!opportunity.customerId.equals(before.customerId)) {
            quotes.follow(id, opportunity.customerId);
          }
          return after;
        });
  }

  @Override
  public Opportunity upsert(String system, String key, Opportunity opportunity) {
    return store.upsert(
        system,
        key,
        opportunity,
        () -> create(opportunity, system, key),
        id -> update(id, opportunity));
  }

  @Override
  public void delete(long id, Integer version) {
    store.delete(id, version);
  }

  @Override
  public Opportunity restore(long id) {
    return store.restore(id);
  }

  /** Where it is stays, unless it is moved; how it ended is only said where it ends. */
  private static void keep(Opportunity opportunity, Opportunity before) {
    stays("pipelineId", opportunity.pipelineId, before.pipelineId);
    stays("stage", opportunity.stage, before.stage);
    notClosed("closedOn", opportunity.closedOn);
    notClosed("closeReason", opportunity.closeReason);
    notClosed("lostToId", opportunity.lostToId);
    notClosed("closeComment", opportunity.closeComment);
    opportunity.pipelineId = before.pipelineId;
    opportunity.stage = before.stage;
    opportunity.state = before.state;
    opportunity.stageSince = before.stageSince;
    if (opportunity.openedOn == null) {
      opportunity.openedOn = before.openedOn;
    }
    if (opportunity.currency == null && opportunity.amount == null) {
      opportunity.currency = before.currency;
    }
  }

  private static void stays(String field, Object value, Object before) {
    if (value != null && !value.equals(before)) {
      throw CrmException.invalid(field, "moved-by-action");
    }
  }

  private static void requireOpen(Opportunity opportunity) {
    if (!OPEN.equals(opportunity.state)) {
      throw new CrmException(Code.CONFLICT, "opportunity.closed");
    }
  }

  private static boolean sameHolder(Opportunity before, Opportunity after) {
    return Objects.equals(before.ownerId, after.ownerId)
        && Objects.equals(before.departmentId, after.departmentId);
  }

  private static boolean worthDiffers(Opportunity before, Opportunity after) {
    return !Objects.equals(before.probability, after.probability)
        || !Objects.equals(before.expectedClose, after.expectedClose)
        || !same(before.amount, after.amount);
  }

  /** However many places they have. */
  private static boolean same(Money one, Money other) {
    return one == null || other == null
        ? one == other
        : one.amount.compareTo(other.amount) == 0 && one.currency.equals(other.currency);
  }

  // ---- where it goes

  @Override
  public Opportunity move(long id, StageEntry entry) {
    var values = values(entry);
    checkMayChange(values.keySet());
    return changed(
        id,
        before -> {
          requireOpen(before);
          var stage = openStage(before, entry.stage);
          if (stage.stage.equals(before.stage)) {
            throw CrmException.invalid("stage", "same-stage");
          }
          var after = store.whole(id);
          values.values().forEach(set -> set.accept(after));
          go(after, stage);
          complete(after, before, stage);
          demands.check(stage, after);
          return new Change(after, StageHistory.MOVED, day.today(), entry.comment);
        });
  }

  /** What is given of the fields that an entry can fill. */
  private static Map<String, Consumer<Opportunity>> values(StageEntry entry) {
    var values = new HashMap<String, Consumer<Opportunity>>();
    if (entry.amount != null) {
      values.put("amount", after -> override(after, entry.amount));
    }
    if (entry.expectedClose != null) {
      values.put("expectedClose", after -> after.expectedClose = entry.expectedClose);
    }
    if (entry.source != null) {
      values.put("source", after -> after.source = entry.source);
    }
    if (entry.dealType != null) {
      values.put("dealType", after -> after.dealType = entry.dealType);
    }
    if (entry.nextStep != null) {
      values.put("nextStep", after -> after.nextStep = entry.nextStep);
    }
    if (entry.nextStepOn != null) {
      values.put("nextStepOn", after -> after.nextStepOn = entry.nextStepOn);
    }
    if (entry.description != null) {
      values.put("description", after -> after.description = entry.description);
    }
    return values;
  }

  private static void override(Opportunity opportunity, Money amount) {
    opportunity.amount = amount;
    opportunity.amountOverridden = !opportunity.lines.isEmpty();
  }

  /** What a role keeps from being changed is not changed in passing either. */
  private void checkMayChange(Iterable<String> fields) {
    var kept = user.get().rules(SalesStores.OPPORTUNITIES).kept();
    for (var field : fields) {
      if (kept.contains(field)) {
        throw CrmException.of(Code.FORBIDDEN);
      }
    }
  }

  @Override
  public Opportunity close(long id, OpportunityClosing closing) {
    return close(id, closing, null);
  }

  /**
   * Ends it, and has everything follow from that.
   *
   * @param accepted the quote by which it is won; null for none
   */
  Opportunity close(long id, OpportunityClosing closing, Quote accepted) {
    return stores.together(
        () -> {
          var closed = ended(id, closing);
          end.closed(store.whole(id), accepted);
          return closed;
        });
  }

  /** It is worth what somebody agreed on, whatever its lines come to. */
  void takeAmount(long id, Money amount) {
    checkMayChange(List.of("amount"));
    changed(
        id,
        before -> {
          requireOpen(before);
          var after = store.whole(id);
          override(after, amount);
          complete(after, before, stage(before));
          return new Change(after, StageHistory.CHANGED, day.today(), null);
        });
  }

  private Opportunity ended(long id, OpportunityClosing closing) {
    checkMayChange(closing.amount == null ? List.of() : List.of("amount"));
    return changed(
        id,
        before -> {
          requireOpen(before);
          var after = store.whole(id);
          var stage =
              new Stages(stagesOf(before))
                  .first(WON.equals(closing.result) ? Stages.WON : Stages.LOST)
                  .orElseThrow();
          go(after, stage);
          after.state = closing.result;
          after.closedOn = closing.closedOn;
          after.closeReason = closing.reason;
          after.closeComment = closing.comment;
          after.lostToId =
              closing.lostToId == null ? null : competitor("lostToId", closing.lostToId);
          if (LOST.equals(closing.result) && closing.reason == null) {
            throw CrmException.invalid("reason", "required");
          }
          closedSince(after);
          after.stageSince = after.closedOn;
          after.probabilityReason = null;
          if (closing.amount != null) {
            override(after, closing.amount);
          }
          complete(after, before, stage);
          return new Change(after, StageHistory.CLOSED, after.closedOn, closing.comment);
        });
  }

  @Override
  public Opportunity reopen(long id, OpportunityReopening reopening) {
    return changed(
        id,
        before -> {
          if (OPEN.equals(before.state)) {
            throw new CrmException(Code.CONFLICT, "opportunity.open");
          }
          var after = store.whole(id);
          var stage = openStage(before, reopening.stage);
          go(after, stage);
          after.closedOn = null;
          after.closeReason = null;
          after.closeComment = null;
          after.lostToId = null;
          complete(after, before, stage);
          return new Change(after, StageHistory.REOPENED, day.today(), reopening.comment);
        });
  }

  /**
   * What a move makes of an opportunity.
   *
   * @param on the day to which it counts
   */
  private record Change(Opportunity after, String cause, LocalDate on, String comment) {}

  @FunctionalInterface
  private interface Moving {
    Change from(Opportunity before);
  }

  /** One at a time: of two who move it at once, the second finds it where the first left it. */
  private Opportunity changed(long id, Moving moving) {
    return stores.together(
        () -> {
          store.hold(id);
          var before = store.whole(id);
          var change = moving.from(before);
          var after = change.after();
          var written = store.update(id, before.version, null, row -> write(after, row));
          history.note(change.cause(), before.stage, after, change.on(), change.comment());
          if (!after.state.equals(before.state)) {
            lostTo.mark(after);
          }
          return written;
        });
  }

  private void go(Opportunity opportunity, PipelineStage stage) {
    opportunity.stage = stage.stage;
    opportunity.state = stage.kind;
    opportunity.stageSince = day.today();
  }

  private PipelineStage openStage(Opportunity opportunity, String code) {
    var stage = arrivable(new Stages(stagesOf(opportunity)), code);
    if (!stage.kind.equals(Stages.OPEN)) {
      throw CrmException.invalid("stage", "closed-by-action");
    }
    return stage;
  }

  private List<PipelineStage> stagesOf(Opportunity opportunity) {
    return pipelines.find(opportunity.pipelineId).map(found -> found.stages).orElse(List.of());
  }

  private PipelineStage stage(Opportunity opportunity) {
    return new Stages(stagesOf(opportunity)).find(opportunity.stage).orElseThrow();
  }

  // ---- what it is worth

  /** Works out what follows from what was entered. */
  private void complete(Opportunity opportunity, Opportunity before, PipelineStage stage) {
    opportunity.name = opportunity.name.strip();
    if (opportunity.currency == null) {
      opportunity.currency =
          opportunity.amount == null ? rates.base() : opportunity.amount.currency;
    }
    if (opportunity.expectedClose != null
        && opportunity.expectedClose.isBefore(opportunity.openedOn)) {
      throw CrmException.invalid("expectedClose", "before-begin");
    }
    lines(opportunity, before);
    var byLines =
        !opportunity.lines.isEmpty() && !Boolean.TRUE.equals(opportunity.amountOverridden);
    if (byLines) {
      opportunity.amount = Worth.sum(opportunity.lines, opportunity.currency);
    }
    if (opportunity.amount != null) {
      if (!opportunity.amount.currency.equals(opportunity.currency)) {
        throw CrmException.invalid("amount.currency", "other-currency", opportunity.currency);
      }
      opportunity.amount = rates.frozen(opportunity.amount, rate(opportunity, before));
      Rates.checkKept(opportunity.amount, byLines ? "lines" : "amount");
    }
    probability(opportunity, before, stage);
    opportunity.forecastCategory =
        ForecastCategory.of(opportunity.state, opportunity.forecastChoice, stage);
    opportunity.weighted =
        opportunity.amount == null
            ? null
            : Worth.weighted(opportunity.amount, opportunity.probability, rates.base());
  }

  /** Once it is known it stays, unless the currency or the day is another. */
  private BigDecimal rate(Opportunity opportunity, Opportunity before) {
    var frozen =
        before.amount != null
            && before.amount.rate != null
            && before.amount.currency.equals(opportunity.currency)
            && opportunity.openedOn.equals(before.openedOn);
    return frozen
        ? before.amount.rate
        : rates.on(opportunity.currency, opportunity.openedOn).orElse(opportunity.amount.rate);
  }

  private static void probability(
      Opportunity opportunity, Opportunity before, PipelineStage stage) {
    if (opportunity.probabilityReason == null || opportunity.probabilityReason.isBlank()) {
      if (opportunity.probability != null
          && !opportunity.probability.equals(before.probability)
          && !opportunity.probability.equals(stage.probability)) {
        throw CrmException.invalid("probabilityReason", "required");
      }
      opportunity.probabilityReason = null;
      opportunity.probability = stage.probability;
    } else if (opportunity.probability == null) {
      throw CrmException.invalid("probability", "required");
    }
  }

  private void lines(Opportunity opportunity, Opportunity before) {
    var known = before.lines.stream().map(line -> line.productId).collect(Collectors.toSet());
    for (int i = 0; i < opportunity.lines.size(); i++) {
      var line = opportunity.lines.get(i);
      var at = "lines[" + i + "]";
      if (!known.contains(line.productId)) {
        checkSold(at, line.productId);
      }
      if (line.quantity == null) {
        line.quantity = BigDecimal.ONE;
      }
      if (line.price == null) {
        line.price = listed(at, line, opportunity);
      }
      line.subtotal = Worth.subtotal(line, opportunity.currency);
    }
  }

  /** What is taken off sale is on no new line; lines that have it keep it. */
  private void checkSold(String at, long product) {
    stores.products.hold(product);
    if (!stores.products.exists(product)) {
      throw CrmException.invalid(at + ".productId", "unknown-reference", SalesStores.PRODUCTS);
    }
    if (!ProductService.ON_SALE.equals(stores.products.whole(product).status)) {
      throw CrmException.invalid(at + ".productId", "off-sale");
    }
  }

  private BigDecimal listed(String at, OpportunityLine line, Opportunity opportunity) {
    return new PriceList(stores.products.whole(line.productId).prices)
        .on(opportunity.currency, opportunity.openedOn)
        .map(price -> price.price.amount)
        .orElseThrow(
            () ->
                CrmException.invalid(
                    at + ".price",
                    "no-list-price",
                    opportunity.currency,
                    opportunity.openedOn.toString()));
  }

  // ---- customers

  private Customer customer(String field, long id) {
    try {
      return customers.get(id);
    } catch (CrmException e) {
      if (e.code != Code.NOT_FOUND) {
        throw e;
      }
      throw CrmException.invalid(field, "unknown-reference", "customers").initCause(e);
    }
  }

  /** Whom the caller reaches and who is one, whether or not they see that. */
  private long competitor(String field, long id) {
    var found = customer(field, id).id;
    if (!user.callAsSystem(() -> customers.get(found)).types.contains("competitor")) {
      throw CrmException.invalid(field, "not-competitor");
    }
    return found;
  }

  private OpportunityRow write(Opportunity opportunity, OpportunityRow row) {
    row.name = opportunity.name;
    row.customerId = opportunity.customerId;
    row.pipelineId = opportunity.pipelineId;
    row.stage = opportunity.stage;
    row.state = opportunity.state;
    row.dealType = opportunity.dealType;
    row.source = opportunity.source;
    row.openedOn = opportunity.openedOn;
    row.expectedClose = opportunity.expectedClose;
    row.currency = opportunity.currency;
    row.amount = MoneyColumns.of(opportunity.amount);
    row.amountOverridden = opportunity.amountOverridden;
    row.probability = opportunity.probability;
    row.probabilityReason = opportunity.probabilityReason;
    row.weighted = MoneyColumns.of(opportunity.weighted);
    row.forecastCategory = opportunity.forecastCategory;
    row.forecastChoice = opportunity.forecastChoice;
    row.lines = store.nested(opportunity.lines);
    row.nextStep = opportunity.nextStep;
    row.nextStepOn = opportunity.nextStepOn;
    row.stageSince = opportunity.stageSince;
    row.closedOn = opportunity.closedOn;
    row.closeReason = opportunity.closeReason;
    row.lostToId = opportunity.lostToId;
    row.closeComment = opportunity.closeComment;
    row.description = opportunity.description;
    return row;
  }
}
