package org.tangramcrm.sales.internal;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.tangramcrm.sales.DealWon;
import org.tangramcrm.sales.Opportunity;
import org.tangramcrm.sales.Quote;

/** What follows from the end of an opportunity, in its transaction (M-26, M-27). */
@Component(service = DealEnd.class)
public class DealEnd {
  private final QuoteShelf quotes;

  /** They come and go with their modules. */
  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  volatile List<DealWon> winners = List.of();

  @Activate
  public DealEnd(@Reference QuoteShelf quotes) {
    this.quotes = quotes;
  }

  /**
   * Nothing more comes of its open quotes, and who has to hear of it does.
   *
   * @param accepted the quote by which it was won; null for none
   */
  void closed(Opportunity opportunity, Quote accepted) {
    quotes.supersede(opportunity.id);
    if (Stages.WON.equals(opportunity.state)) {
      winners.forEach(winner -> winner.won(opportunity, accepted));
    }
  }
}
