package org.tangramcrm.sales.internal;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.customers.Customer;
import org.tangramcrm.customers.CustomerRegistry;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.currency.Rates;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.store.Store;
import org.tangramcrm.sales.OpportunityCompetitor;
import org.tangramcrm.sales.OpportunityCompetitorPage;
import org.tangramcrm.sales.OpportunityCompetitors;

/** The competitors on opportunities (M-23). */
@Component
@TangramContract(OpportunityCompetitors.class)
public class OpportunityCompetitorService implements OpportunityCompetitors {
  static final String USUAL_THREAT = "medium";

  private final SalesStores stores;
  private final Store<OpportunityCompetitorRow, OpportunityCompetitor> store;
  private final CustomerRegistry customers;
  private final Rates rates;
  private final CurrentUser user;

  @Activate
  public OpportunityCompetitorService(
      @Reference SalesStores stores,
      @Reference CustomerRegistry customers,
      @Reference Rates rates,
      @Reference CurrentUser user) {
    this.stores = stores;
    this.store = stores.rivals;
    this.customers = customers;
    this.rates = rates;
    this.user = user;
  }

  @Override
  public OpportunityCompetitorPage list(Query query) {
    return store.page(query, new OpportunityCompetitorPage());
  }

  @Override
  public OpportunityCompetitor get(long id) {
    return store.get(id);
  }

  @Override
  public OpportunityCompetitor create(OpportunityCompetitor competitor) {
    return stores.together(
        () -> {
          // One after the other: the second finds whom the first put there.
          stores.opportunities.hold(competitor.opportunityId);
          if (!stores.opportunities.exists(competitor.opportunityId)) {
            throw CrmException.invalid(
                "opportunityId", "unknown-reference", SalesStores.OPPORTUNITIES);
          }
          check(competitor, new OpportunityCompetitor());
          return store.insert(null, write(competitor, new OpportunityCompetitorRow()));
        });
  }

  @Override
  public OpportunityCompetitor update(long id, OpportunityCompetitor competitor) {
    return stores.together(
        () -> {
          var before = store.whole(id);
          if (!competitor.opportunityId.equals(before.opportunityId)) {
            throw CrmException.invalid("opportunityId", "fixed");
          }
          stores.opportunities.hold(before.opportunityId);
          check(competitor, before);
          return store.update(id, competitor.version, null, row -> write(competitor, row));
        });
  }

  @Override
  public void delete(long id, Integer version) {
    store.delete(id, version);
  }

  @Override
  public OpportunityCompetitor restore(long id) {
    return store.restore(id);
  }

  private void check(OpportunityCompetitor competitor, OpportunityCompetitor before) {
    if (!competitor.competitorId.equals(before.competitorId)) {
      if (Boolean.TRUE.equals(before.lostTo)) {
        // Who won it is said where it is closed.
        throw CrmException.invalid("competitorId", "fixed");
      }
      checkCompetitor(competitor.competitorId);
      var which = "opportunityId==" + competitor.opportunityId;
      if (!store.count("competitorId", List.of(competitor.competitorId), which).isEmpty()) {
        throw CrmException.invalid("competitorId", "duplicate");
      }
    }
    if (competitor.threat == null) {
      competitor.threat = USUAL_THREAT;
    }
    if (competitor.price != null) {
      competitor.price = rates.frozen(competitor.price, rate(competitor, before));
    }
  }

  /** As for the opportunity: that of the day on which it began, for good. */
  private BigDecimal rate(OpportunityCompetitor competitor, OpportunityCompetitor before) {
    var was = before.price;
    return was != null && was.rate != null && was.currency.equals(competitor.price.currency)
        ? was.rate
        : rates
            .on(
                competitor.price.currency,
                stores.opportunities.whole(competitor.opportunityId).openedOn)
            .orElse(null);
  }

  /** Whom the caller reaches, or finds among the competitors; whom not is as if not there. */
  private void checkCompetitor(long id) {
    var competitor = user.callAsSystem(() -> find(id)).filter(this::isOne).isPresent();
    var reached = find(id).isPresent();
    if (!reached && !(competitor && user.get().may("competitors.view"))) {
      throw CrmException.invalid("competitorId", "unknown-reference", "customers");
    }
    if (!competitor) {
      throw CrmException.invalid("competitorId", "not-competitor");
    }
  }

  private boolean isOne(Customer customer) {
    return customer.types.contains("competitor");
  }

  private Optional<Customer> find(long id) {
    try {
      return Optional.of(customers.get(id));
    } catch (CrmException e) {
      if (e.code != Code.NOT_FOUND) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static OpportunityCompetitorRow write(
      OpportunityCompetitor competitor, OpportunityCompetitorRow row) {
    row.opportunityId = competitor.opportunityId;
    row.competitorId = competitor.competitorId;
    row.threat = competitor.threat;
    row.price = MoneyColumns.of(competitor.price);
    row.situation = competitor.situation;
    row.counterStrategy = competitor.counterStrategy;
    return row;
  }
}
