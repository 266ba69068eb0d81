package org.tangramcrm.sales.internal;

import java.time.LocalDate;
import java.util.Set;
import org.tangramcrm.sales.Quote;

/** How far quotes are (M-26): the codes of the dictionary {@code quote-status}. */
final class QuoteStatus {
  static final String DRAFT = "draft";
  static final String SUBMITTED = "submitted";
  static final String APPROVED = "approved";
  static final String SENT = "sent";
  static final String ACCEPTED = "accepted";
  static final String REJECTED = "rejected";
  static final String EXPIRED = "expired";
  static final String SUPERSEDED = "superseded";

  /** Those of which something may still come; a filter as well. */
  static final String OPEN = "status=in=(draft,submitted,approved,sent,expired)";

  /** Those that end with the days for which they hold. */
  static final String RUNNING = "status=in=(submitted,approved,sent)";

  private static final Set<String> RUN_OUT = Set.of(SUBMITTED, APPROVED, SENT);

  private QuoteStatus() {}

  /**
   * What a status has become by a day, whether or not somebody has written that down.
   *
   * @param status null where it was not asked for, as the day may be
   */
  static String at(String status, LocalDate validUntil, LocalDate today) {
    return status != null
            && RUN_OUT.contains(status)
            && validUntil != null
            && validUntil.isBefore(today)
        ? EXPIRED
        : status;
  }

  /** What it was before it expired; its own where it has not. */
  static String before(Quote quote) {
    if (!EXPIRED.equals(quote.status)) {
      return quote.status;
    } else if (quote.sentOn != null) {
      return SENT;
    }
    return quote.approvedOn != null ? APPROVED : SUBMITTED;
  }
}
