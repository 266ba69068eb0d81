package org.tangramcrm.sales.internal;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.aries.jpa.template.JpaTemplate;
import org.apache.aries.jpa.template.TransactionType;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.currency.Rates;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.module.SchemaReady;
import org.tangramcrm.platform.store.Row;
import org.tangramcrm.platform.store.Store;
import org.tangramcrm.platform.store.StoreSpec;
import org.tangramcrm.platform.store.StoreSpec.Parent;
import org.tangramcrm.platform.store.Stores;
import org.tangramcrm.sales.AttitudeChange;
import org.tangramcrm.sales.ForecastSnapshot;
import org.tangramcrm.sales.Opportunity;
import org.tangramcrm.sales.OpportunityCompetitor;
import org.tangramcrm.sales.OpportunityContact;
import org.tangramcrm.sales.OpportunityLine;
import org.tangramcrm.sales.OpportunityPage;
import org.tangramcrm.sales.Pipeline;
import org.tangramcrm.sales.PipelineStage;
import org.tangramcrm.sales.Product;
import org.tangramcrm.sales.ProductPrice;
import org.tangramcrm.sales.Quote;
import org.tangramcrm.sales.QuoteLine;
import org.tangramcrm.sales.SalesTarget;
import org.tangramcrm.sales.SalesTargetPage;
import org.tangramcrm.sales.StageMove;

/** The module's rows, and how they read. */
@Component(service = SalesStores.class)
public class SalesStores {
  static final String PRODUCTS = "products";
  static final String PIPELINES = "pipelines";
  static final String OPPORTUNITIES = "opportunities";
  static final String QUOTES = "quotes";
  static final String OPPORTUNITY_CONTACTS = "opportunity-contacts";
  static final String SNAPSHOTS = "forecast-snapshots";

  final Store<ProductRow, Product> products;
  final Store<PipelineRow, Pipeline> pipelines;
  final Store<OpportunityRow, Opportunity> opportunities;
  final Store<StageMoveRow, StageMove> moves;
  final Store<QuoteRow, Quote> quotes;
  final Store<OpportunityContactRow, OpportunityContact> contacts;
  final Store<ForecastSnapshotRow, ForecastSnapshot> snapshots;
  final Store<SalesTargetRow, SalesTarget> targets;
  final Store<OpportunityCompetitorRow, OpportunityCompetitor> rivals;
  private final JpaTemplate jpa;
  private final Rates rates;
  private final CompanyDay day;
  private final CurrentUser user;

  @Activate
  public SalesStores(
      @Reference Stores stores,
      @Reference(target = "(osgi.unit.name=tangram-sales)") JpaTemplate jpa,
      @Reference(target = "(module=sales)") SchemaReady schema,
      @Reference(target = "(module=customers)") SchemaReady customers,
      @Reference Rates rates,
      @Reference CompanyDay day,
      @Reference CurrentUser user) {
    this.jpa = jpa;
    this.rates = rates;
    this.day = day;
    this.user = user;
    products =
        stores.open(
            StoreSpec.of(PRODUCTS, "product", ProductRow.class, Product.class, jpa, this::product)
                .sortedByName("name", "name_key")
                .common());
    pipelines =
        stores.open(
            StoreSpec.of(
                    PIPELINES,
                    "sales_pipeline",
                    PipelineRow.class,
                    Pipeline.class,
                    jpa,
                    SalesStores::pipeline)
                .common());
    opportunities =
        stores.open(
            StoreSpec.of(
                    OPPORTUNITIES,
                    "opportunity",
                    OpportunityRow.class,
                    Opportunity.class,
                    jpa,
                    SalesStores::opportunity)
                .numbered("O-{year}-{000000}")
                .childOf(opportunity -> List.of(new Parent("customers", opportunity.customerId)))
                .openWhile("state==open")
                .worth("amount")
                .whenHandedOver(this::handedOver));
    moves =
        stores.open(
            StoreSpec.of(
                    "opportunity-moves",
                    "opportunity_move",
                    StageMoveRow.class,
                    StageMove.class,
                    jpa,
                    SalesStores::move)
                .reachedThrough("opportunityId")
                .withoutFacts());
    quotes =
        stores.open(
            StoreSpec.of(QUOTES, "quote", QuoteRow.class, Quote.class, jpa, this::quote)
                .numbered("Q-{year}-{000000}")
                .childOf(
                    quote ->
                        List.of(
                            new Parent("customers", quote.customerId),
                            new Parent(OPPORTUNITIES, quote.opportunityId)))
                .openWhile(QuoteStatus.OPEN)
                .worth("total"));
    contacts =
        stores.open(
            StoreSpec.of(
                    OPPORTUNITY_CONTACTS,
                    "opportunity_contact",
                    OpportunityContactRow.class,
                    OpportunityContact.class,
                    jpa,
                    SalesStores::contact)
                .reachedThrough("opportunityId"));
    snapshots =
        stores.open(
            StoreSpec.of(
                    SNAPSHOTS,
                    "forecast_snapshot",
                    ForecastSnapshotRow.class,
                    ForecastSnapshot.class,
                    jpa,
                    SalesStores::snapshot)
                .reachedThrough("opportunityId")
                .withoutFacts());
    targets =
        stores.open(
            StoreSpec.of(
                    "sales-targets",
                    "sales_target",
                    SalesTargetRow.class,
                    SalesTarget.class,
                    jpa,
                    SalesStores::target)
                .whenHandedOver(this::targetsHandedOver));
    rivals =
        stores.open(
            StoreSpec.of(
                    "opportunity-competitors",
                    "opportunity_competitor",
                    OpportunityCompetitorRow.class,
                    OpportunityCompetitor.class,
                    jpa,
                    SalesStores::rival)
                .reachedThrough("opportunityId"));
  }

  /**
   * That somebody else has it stands in its history (M-31), whichever way it changed hands, so that
   * a day before tells whose it was then. One that has ended stays theirs who ended it.
   */
  private void handedOver(Collection<Long> ids) {
    var query =
        Query.filter(
            "state==open;id=in=("
                + ids.stream().map(String::valueOf).collect(Collectors.joining(","))
                + ")");
    query.limit = Query.MAX_LIMIT;
    query.count = "none";
    var moved =
        user.callAsSystem(() -> opportunities.page(query, new OpportunityPage()).items).stream()
            .map(one -> StageHistory.row(StageHistory.CHANGED, one.stage, one, day.today(), null))
            .toList();
    moves.insertAll(moved);
  }

  /**
   * A salesperson's target gives up the month of whoever had it, and takes that of whose it is now
   * where nothing else has it: what somebody is given beside a target of their own stays beside it.
   */
  private void targetsHandedOver(Collection<Long> ids) {
    user.callAsSystem(
        () -> {
          for (var id : ids) {
            var target = targets.whole(id);
            if (target.teamId == null) {
              targets.derive(id, "holder", hasOther(target) ? null : SalesTargetRow.holder(target));
            }
          }
          return ids;
        });
  }

  /** Whether somebody has another target for the month, or a department has. */
  boolean hasOther(SalesTarget target) {
    var query =
        Query.filter(
            Query.and(
                "forMonth==" + target.forMonth,
                target.id == null ? null : "id!=" + target.id,
                target.teamId == null
                    ? "teamId=null=true;ownerId==" + target.ownerId
                    : "teamId==" + target.teamId));
    query.fields = "id";
    query.limit = 1;
    query.count = "none";
    return user.callAsSystem(() -> !targets.page(query, new SalesTargetPage()).items.isEmpty());
  }

  /** Works in one transaction: all of it is done, or nothing. */
  public <T> T together(Supplier<T> work) {
    return jpa.txExpr(TransactionType.Required, em -> work.get());
  }

  private static ForecastSnapshot snapshot(Row row) {
    var snapshot = row.base(new ForecastSnapshot());
    snapshot.opportunityId = row.id("opportunityId");
    snapshot.pipelineId = row.id("pipelineId");
    snapshot.sellerId = row.id("sellerId");
    snapshot.sellerDepartmentId = row.id("sellerDepartmentId");
    snapshot.takenOn = row.date("takenOn");
    snapshot.forecastCategory = row.text("forecastCategory");
    snapshot.expectedClose = row.date("expectedClose");
    snapshot.probability = row.integer("probability");
    snapshot.amount = row.money("amount");
    snapshot.weighted = row.money("weighted");
    return snapshot;
  }

  private static SalesTarget target(Row row) {
    var target = row.base(new SalesTarget());
    target.teamId = row.id("teamId");
    target.forMonth = row.date("forMonth");
    target.amount = row.money("amount");
    target.remark = row.text("remark");
    return target;
  }

  private Product product(Row row) {
    var product = row.base(new Product());
    product.code = row.text("code");
    product.name = row.text("name");
    product.category = row.text("category");
    product.spec = row.text("spec");
    product.unit = row.text("unit");
    product.status = row.text("status");
    product.prices = row.list("prices", ProductPrice.class);
    product.listPrice = listPrice(product);
    product.maxDiscount = plain(row.decimal("maxDiscount"));
    product.taxRate = plain(row.decimal("taxRate"));
    product.cost = row.money("cost");
    product.pictureId = row.id("pictureId");
    product.description = row.text("description");
    return product;
  }

  private Money listPrice(Product product) {
    return new PriceList(product.prices)
        .shown(rates.base(), day.today())
        .map(price -> price.price)
        .orElse(null);
  }

  private static Pipeline pipeline(Row row) {
    var pipeline = row.base(new Pipeline());
    pipeline.name = row.text("name");
    pipeline.standard = row.flag("standard");
    pipeline.retired = row.flag("retired");
    pipeline.stages = row.list("stages", PipelineStage.class);
    return pipeline;
  }

  private static Opportunity opportunity(Row row) {
    var opportunity = row.base(new Opportunity());
    opportunity.name = row.text("name");
    opportunity.customerId = row.id("customerId");
    opportunity.pipelineId = row.id("pipelineId");
    opportunity.stage = row.text("stage");
    opportunity.state = row.text("state");
    opportunity.dealType = row.text("dealType");
    opportunity.source = row.text("source");
    opportunity.openedOn = row.date("openedOn");
    opportunity.expectedClose = row.date("expectedClose");
    opportunity.currency = row.text("currency");
    opportunity.amount = row.money("amount");
    opportunity.amountOverridden = row.flag("amountOverridden");
    opportunity.probability = row.integer("probability");
    opportunity.probabilityReason = row.text("probabilityReason");
    opportunity.weighted = row.money("weighted");
    opportunity.forecastCategory = row.text("forecastCategory");
    opportunity.forecastChoice = row.text("forecastChoice");
    opportunity.lines = row.list("lines", OpportunityLine.class);
    opportunity.nextStep = row.text("nextStep");
    opportunity.nextStepOn = row.date("nextStepOn");
    opportunity.remindedOn = row.date("remindedOn");
    opportunity.stageSince = row.date("stageSince");
    opportunity.closedOn = row.date("closedOn");
    opportunity.closeReason = row.text("closeReason");
    opportunity.lostToId = row.id("lostToId");
    opportunity.closeComment = row.text("closeComment");
    opportunity.description = row.text("description");
    return opportunity;
  }

  private static StageMove move(Row row) {
    var move = row.base(new StageMove());
    move.opportunityId = row.id("opportunityId");
    move.pipelineId = row.id("pipelineId");
    move.sellerId = row.id("sellerId");
    move.sellerDepartmentId = row.id("sellerDepartmentId");
    move.cause = row.text("cause");
    move.fromStage = row.text("fromStage");
    move.toStage = row.text("toStage");
    move.state = row.text("state");
    move.movedOn = row.date("movedOn");
    move.amount = row.money("amount");
    move.probability = row.integer("probability");
    move.expectedClose = row.date("expectedClose");
    move.closeReason = row.text("closeReason");
    move.lostToId = row.id("lostToId");
    move.comment = row.text("comment");
    return move;
  }

  private Quote quote(Row row) {
    var quote = row.base(new Quote());
    quote.name = row.text("name");
    quote.opportunityId = row.id("opportunityId");
    quote.customerId = row.id("customerId");
    quote.contactId = row.id("contactId");
    quote.revision = row.integer("revision");
    quote.replacesId = row.id("replacesId");
    quote.primaryQuote = row.flag("primaryQuote");
    quote.quotedOn = row.date("quotedOn");
    quote.validUntil = row.date("validUntil");
    quote.status = QuoteStatus.at(row.text("status"), quote.validUntil, day.today());
    quote.language = row.text("language");
    quote.currency = row.text("currency");
    quote.lines = row.list("lines", QuoteLine.class);
    quote.discount = plain(row.decimal("discount"));
    quote.goods = row.money("goods");
    quote.net = row.money("net");
    quote.tax = row.money("tax");
    quote.total = row.money("total");
    quote.needsApproval = row.flag("needsApproval");
    quote.terms = row.text("terms");
    quote.remark = row.text("remark");
    quote.submittedOn = row.date("submittedOn");
    quote.approvedOn = row.date("approvedOn");
    quote.approvedById = row.id("approvedById");
    quote.sentOn = row.date("sentOn");
    quote.decidedOn = row.date("decidedOn");
    quote.comment = row.text("comment");
    return quote;
  }

  private static OpportunityContact contact(Row row) {
    var contact = row.base(new OpportunityContact());
    contact.opportunityId = row.id("opportunityId");
    contact.contactId = row.id("contactId");
    contact.role = row.text("role");
    contact.influence = row.integer("influence");
    contact.attitude = row.integer("attitude");
    contact.attitudes = row.list("attitudes", AttitudeChange.class);
    contact.coveredById = row.id("coveredById");
    contact.concern = row.text("concern");
    contact.strategy = row.text("strategy");
    contact.action = row.text("action");
    contact.actionOn = row.date("actionOn");
    contact.result = row.text("result");
    return contact;
  }

  private static OpportunityCompetitor rival(Row row) {
    var rival = row.base(new OpportunityCompetitor());
    rival.opportunityId = row.id("opportunityId");
    rival.competitorId = row.id("competitorId");
    rival.threat = row.text("threat");
    rival.price = row.money("price");
    rival.situation = row.text("situation");
    rival.counterStrategy = row.text("counterStrategy");
    rival.lostTo = row.flag("lostTo");
    return rival;
  }

  /** As it was entered, not with as many places as the column has. */
  static BigDecimal plain(BigDecimal value) {
    return value == null ? null : new BigDecimal(value.stripTrailingZeros().toPlainString());
  }
}
