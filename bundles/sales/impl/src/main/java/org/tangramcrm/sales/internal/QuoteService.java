package org.tangramcrm.sales.internal;

import java.time.LocalDate;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.activation.DataHandler;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.calendar.CompanyDay;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.store.Store;
import org.tangramcrm.sales.Opportunity;
import org.tangramcrm.sales.OpportunityClosing;
import org.tangramcrm.sales.Quote;
import org.tangramcrm.sales.QuoteAcceptance;
import org.tangramcrm.sales.QuoteChoice;
import org.tangramcrm.sales.QuoteDecision;
import org.tangramcrm.sales.QuotePage;
import org.tangramcrm.sales.QuoteValidity;
import org.tangramcrm.sales.Quotes;

/**
 * The quotes (M-26). Whatever is done to one is done by who holds its opportunity: of two at once
 * the second finds what the first left.
 */
@Component
@TangramContract(Quotes.class)
public class QuoteService implements Quotes {
  private static final String AMOUNT = "amount";

  private final SalesStores stores;
  private final Store<QuoteRow, Quote> store;
  private final QuoteShelf shelf;
  private final QuoteExpiry expiry;
  private final QuoteDraft drafts;
  private final QuotePaper papers;
  private final OpportunityService opportunities;
  private final CompanyDay day;
  private final CurrentUser user;

  @Activate
  public QuoteService(
      @Reference SalesStores stores,
      @Reference QuoteShelf shelf,
      @Reference QuoteExpiry expiry,
      @Reference QuoteDraft drafts,
      @Reference QuotePaper papers,
      @Reference OpportunityService opportunities,
      @Reference CompanyDay day,
      @Reference CurrentUser user) {
    this.stores = stores;
    this.store = stores.quotes;
    this.shelf = shelf;
    this.expiry = expiry;
    this.drafts = drafts;
    this.papers = papers;
    this.opportunities = opportunities;
    this.day = day;
    this.user = user;
  }

  @Override
  public QuotePage list(Query query) {
    expiry.settle();
    return store.page(query, new QuotePage());
  }

  @Override
  public Quote get(long id) {
    return store.get(id);
  }

  @Override
  public Quote getByNumber(String number) {
    return store.byNumber(number);
  }

  @Override
  public DataHandler pdf(long id) {
    return new DataHandler(papers.pdf(store.whole(id)));
  }

  @Override
  public Quote create(Quote quote) {
    return create(quote, null, null);
  }

  private Quote create(Quote quote, String system, String key) {
    return stores.together(
        () -> {
          var opportunity = opportunity(quote.opportunityId);
          quote.opportunityId = opportunity.id;
          drafts.complete(quote, new Quote(), opportunity);
          var row = write(quote, new QuoteRow());
          row.opportunityId = opportunity.id;
          row.customerId = opportunity.customerId;
          row.revision = 1;
          row.status = QuoteStatus.DRAFT;
          row.countFor(shelf.primary(opportunity.id).isPresent() ? null : opportunity.id);
          return store.insert(quote.ownerId, row, system, key);
        });
  }

  /** One that the caller reaches and that goes on, held. */
  private Opportunity opportunity(long id) {
    Long found;
    try {
      found = stores.opportunities.get(id).id;
    } catch (CrmException e) {
      if (e.code != Code.NOT_FOUND) {
        throw e;
      }
      throw CrmException.invalid("opportunityId", "unknown-reference", SalesStores.OPPORTUNITIES)
          .initCause(e);
    }
    stores.opportunities.hold(found);
    var opportunity = stores.opportunities.whole(found);
    if (!isOpen(opportunity)) {
      throw CrmException.invalid("opportunityId", "opportunity-closed");
    }
    return opportunity;
  }

  private static boolean isOpen(Opportunity opportunity) {
    return OpportunityService.OPEN.equals(opportunity.state);
  }

  @Override
  public Quote update(long id, Quote quote) {
    return stores.together(
        () -> {
          var before = held(id);
          require(QuoteStatus.DRAFT.equals(before.status), "quote.no-draft");
          if (!quote.opportunityId.equals(before.opportunityId)) {
            throw CrmException.invalid("opportunityId", "opportunity-stays");
          }
          drafts.complete(quote, before, whole(before.opportunityId));
          return store.update(id, quote.version, quote.ownerId, row -> write(quote, row));
        });
  }

  @Override
  public Quote upsert(String system, String key, Quote quote) {
    return store.upsert(
        system, key, quote, () -> create(quote, system, key), id -> update(id, quote));
  }

  @Override
  public void delete(long id, Integer version) {
    stores.together(
        () -> {
          var before = held(id);
          require(QuoteStatus.DRAFT.equals(before.status), "quote.no-draft");
          store.delete(id, version);
          if (Boolean.TRUE.equals(before.primaryQuote)) {
            shelf.settle(before.opportunityId);
          }
          return id;
        });
  }

  @Override
  public Quote restore(long id) {
    return stores.together(
        () -> {
          store.restore(id);
          expiry.unsettle();
          var back = held(id);
          require(isOpen(whole(back.opportunityId)), "opportunity.closed");
          if (shelf.primary(back.opportunityId).isEmpty()) {
            shelf.settle(back.opportunityId);
          }
          return store.get(id);
        });
  }

  // ---- how far it is

  @Override
  public Quote submit(long id) {
    return stepped(
        id,
        quote -> {
          require(QuoteStatus.DRAFT.equals(quote.status), "quote.no-draft");
          checkComplete(quote);
          return row -> {
            row.submittedOn = day.today();
            row.status = QuoteStatus.SUBMITTED;
            if (!quote.needsApproval) {
              row.approvedOn = day.today();
              row.status = QuoteStatus.APPROVED;
            }
          };
        });
  }

  @Override
  public Quote approve(long id, QuoteDecision decision) {
    return stepped(
        id,
        quote -> {
          require(QuoteStatus.SUBMITTED.equals(quote.status), "quote.not-submitted");
          return row -> {
            row.status = QuoteStatus.APPROVED;
            row.approvedOn = day.today();
            row.approvedById = user.get().id();
            row.comment = decision.comment;
          };
        });
  }

  @Override
  public Quote giveBack(long id, QuoteDecision decision) {
    return stepped(
        id,
        quote -> {
          var was = QuoteStatus.before(quote);
          require(
              QuoteStatus.SUBMITTED.equals(was) || QuoteStatus.APPROVED.equals(was),
              "quote.not-submitted");
          return row -> {
            row.status = QuoteStatus.DRAFT;
            row.submittedOn = null;
            row.approvedOn = null;
            row.approvedById = null;
            row.comment = decision.comment;
          };
        });
  }

  @Override
  public Quote send(long id) {
    return stepped(
        id,
        quote -> {
          require(!QuoteStatus.EXPIRED.equals(quote.status), "quote.expired");
          var approved = QuoteStatus.APPROVED.equals(quote.status);
          require(approved || !quote.needsApproval, "quote.needs-approval");
          require(approved || QuoteStatus.DRAFT.equals(quote.status), "quote.not-to-send");
          checkComplete(quote);
          return row -> {
            row.status = QuoteStatus.SENT;
            row.sentOn = day.today();
          };
        });
  }

  @Override
  public Quote accept(long id, QuoteAcceptance acceptance) {
    return stores.together(
        () -> {
          var quote = held(id);
          if (QuoteStatus.ACCEPTED.equals(quote.status)) {
            return store.get(id);
          }
          require(!QuoteStatus.EXPIRED.equals(quote.status), "quote.expired");
          require(QuoteStatus.SENT.equals(quote.status), "quote.not-sent");
          var on = acceptance.acceptedOn == null ? day.today() : acceptance.acceptedOn;
          if (on.isBefore(quote.quotedOn)) {
            throw CrmException.invalid("acceptedOn", "before-begin");
          }
          store.update(
              id,
              quote.version,
              null,
              row -> {
                row.status = QuoteStatus.ACCEPTED;
                row.decidedOn = on;
                row.comment = acceptance.comment;
              });
          count(quote);
          opportunities.close(
              quote.opportunityId, closing(quote, on, acceptance.comment), store.whole(id));
          return store.get(id);
        });
  }

  /** How the opportunity ends: with what was agreed, for who may say so. */
  private OpportunityClosing closing(Quote quote, LocalDate on, String comment) {
    var closing = new OpportunityClosing();
    closing.result = Stages.WON;
    closing.closedOn = on;
    closing.comment = comment;
    var same = whole(quote.opportunityId).currency.equals(quote.currency);
    var kept = user.get().rules(SalesStores.OPPORTUNITIES).kept().contains(AMOUNT);
    closing.amount = same && !kept ? quote.net : null;
    return closing;
  }

  @Override
  public Quote reject(long id, QuoteDecision decision) {
    return stepped(
        id,
        quote -> {
          require(QuoteStatus.SENT.equals(QuoteStatus.before(quote)), "quote.not-sent");
          return row -> {
            row.status = QuoteStatus.REJECTED;
            row.decidedOn = day.today();
            row.comment = decision.comment;
          };
        });
  }

  @Override
  public Quote revalidate(long id, QuoteValidity validity) {
    return stepped(
        id,
        quote -> {
          require(!decided(quote), "quote.decided");
          checkAhead(validity.validUntil);
          return row -> {
            row.validUntil = validity.validUntil;
            row.status = QuoteStatus.before(quote);
          };
        });
  }

  private static boolean decided(Quote quote) {
    return switch (quote.status) {
      case QuoteStatus.ACCEPTED, QuoteStatus.REJECTED, QuoteStatus.SUPERSEDED -> true;
      default -> false;
    };
  }

  @Override
  public Quote newVersion(long id) {
    return stores.together(
        () -> {
          var old = held(id);
          require(isOpen(whole(old.opportunityId)), "opportunity.closed");
          require(!shelf.replaced(id), "quote.replaced");
          var row = next(old);
          if (!QuoteStatus.REJECTED.equals(old.status)) {
            store.update(id, old.version, null, before -> before.status = QuoteStatus.SUPERSEDED);
          }
          var made = store.insert(old.ownerId, row);
          if (Boolean.TRUE.equals(old.primaryQuote)) {
            shelf.count(old.opportunityId, made.id);
          }
          return store.get(made.id);
        });
  }

  private QuoteRow next(Quote old) {
    if (old.validUntil.isBefore(day.today())) {
      old.validUntil = day.today().plusDays(QuoteDraft.HOLDS_DAYS);
    }
    var row = write(old, new QuoteRow());
    var first = old.revision == 1 ? old.number : withoutRevision(old);
    row.opportunityId = old.opportunityId;
    row.customerId = old.customerId;
    row.revision = old.revision + 1;
    row.number = first + "-" + row.revision;
    row.replacesId = old.id;
    row.status = QuoteStatus.DRAFT;
    row.countFor(null);
    return row;
  }

  private static String withoutRevision(Quote quote) {
    return quote.number.substring(0, quote.number.lastIndexOf('-'));
  }

  @Override
  public Quote makePrimary(long id, QuoteChoice choice) {
    return stores.together(
        () -> {
          var quote = held(id);
          var opportunity = whole(quote.opportunityId);
          require(isOpen(opportunity), "opportunity.closed");
          require(!decided(quote), "quote.decided");
          // Who may not change it may not have it counted either.
          store.update(id, quote.version, null, row -> {});
          count(store.whole(id));
          if (Boolean.TRUE.equals(choice.takeAmount)) {
            if (!opportunity.currency.equals(quote.currency)) {
              throw CrmException.invalid("takeAmount", "other-currency", opportunity.currency);
            }
            opportunities.takeAmount(quote.opportunityId, quote.net);
          }
          return store.get(id);
        });
  }

  private void count(Quote quote) {
    if (!Boolean.TRUE.equals(quote.primaryQuote)) {
      shelf.count(quote.opportunityId, quote.id);
    }
  }

  /**
   * Changes a quote where that is allowed.
   *
   * @param step what becomes of its row, or a refusal
   */
  private Quote stepped(long id, Function<Quote, Consumer<QuoteRow>> step) {
    return stores.together(
        () -> {
          var quote = held(id);
          return store.update(id, quote.version, null, step.apply(quote));
        });
  }

  /** As it is once nobody else is at the quotes of its opportunity. */
  private Quote held(long id) {
    stores.opportunities.hold(store.whole(id).opportunityId);
    return store.whole(id);
  }

  private Opportunity whole(long id) {
    return user.callAsSystem(() -> stores.opportunities.whole(id));
  }

  private void checkComplete(Quote quote) {
    if (quote.lines.isEmpty()) {
      throw CrmException.invalid("lines", "required");
    }
    checkAhead(quote.validUntil);
  }

  private void checkAhead(LocalDate validUntil) {
    if (validUntil.isBefore(day.today())) {
      throw CrmException.invalid("validUntil", "past-day");
    }
  }

  private static void require(boolean may, String refusal) {
    if (!may) {
      throw new CrmException(Code.CONFLICT, refusal);
    }
  }

  private QuoteRow write(Quote quote, QuoteRow row) {
    row.name = quote.name;
    row.contactId = quote.contactId;
    row.quotedOn = quote.quotedOn;
    row.validUntil = quote.validUntil;
    row.language = quote.language;
    row.currency = quote.currency;
    row.lines = store.nested(quote.lines);
    row.discount = quote.discount;
    row.goods = MoneyColumns.of(quote.goods);
    row.net = MoneyColumns.of(quote.net);
    row.tax = MoneyColumns.of(quote.tax);
    row.total = MoneyColumns.of(quote.total);
    row.needsApproval = quote.needsApproval;
    row.terms = quote.terms;
    row.remark = quote.remark;
    return row;
  }
}
