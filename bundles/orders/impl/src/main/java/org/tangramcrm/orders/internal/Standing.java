package org.tangramcrm.orders.internal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.tangramcrm.orders.internal.AllocationPlan.Share;
import org.tangramcrm.platform.currency.Rates;

/**
 * How an amount stood on days before: what is booked to such a day must not take more than that.
 */
final class Standing {
  private Standing() {}

  /** What an amount changed by on a day. */
  record Change(LocalDate on, BigDecimal by) {}

  /** How much of it has been there from a day on, ever since. */
  record Since(LocalDate on, BigDecimal amount) {}

  /**
   * From which days on so much has been there, part by part; the first of them first.
   *
   * @param from the first day that is asked for
   * @param much at most what there is now
   * @param changes at least those after that day
   */
  static List<Since> since(LocalDate from, BigDecimal much, BigDecimal now, List<Change> changes) {
    var days = new TreeMap<LocalDate, BigDecimal>(Comparator.reverseOrder());
    changes.stream()
        .filter(change -> change.on().isAfter(from))
        .forEach(change -> days.merge(change.on(), change.by(), BigDecimal::add));
    var parts = new ArrayList<Since>();
    var stood = now;
    var left = much;
    for (var day : days.entrySet()) {
      stood = stood.subtract(day.getValue());
      // What was not there the day before counts from this one.
      var before = left.min(stood).max(BigDecimal.ZERO);
      if (before.compareTo(left) < 0) {
        parts.add(new Since(day.getKey(), left.subtract(before)));
        left = before;
      }
    }
    if (left.signum() > 0) {
      parts.add(new Since(from, left));
    }
    Collections.reverse(parts);
    return parts;
  }

  /** Without so much of the first of it, which is taken already. */
  static List<Since> after(BigDecimal taken, List<Since> since) {
    var rest = new ArrayList<Since>();
    var skip = taken;
    for (var one : since) {
      var off = skip.min(one.amount());
      skip = skip.subtract(off);
      if (one.amount().compareTo(off) > 0) {
        rest.add(new Since(one.on(), one.amount().subtract(off)));
      }
    }
    return rest;
  }

  /** A share, and from which day on it is paid. */
  record Dated(Share share, LocalDate on) {}

  /**
   * A share by the days from which on what it pays was owed.
   *
   * @param since how much of what it pays from which day on; all of it
   * @param currency of the receipt
   */
  static List<Dated> dated(Share share, List<Since> since, String currency) {
    var dated = new ArrayList<Dated>();
    var left = share.amount();
    var applied = BigDecimal.ZERO;
    for (int i = 0; i < since.size(); i++) {
      applied = applied.add(since.get(i).amount());
      var amount = left;
      if (i < since.size() - 1) {
        amount =
            Rates.rounded(
                share.amount().multiply(applied).divide(share.applied(), 12, RoundingMode.HALF_UP),
                currency);
        if (amount.signum() == 0 || amount.compareTo(left) >= 0) {
          // No coin is left for one of both: they are paid together.
          continue;
        }
      }
      dated.add(
          new Dated(
              new Share(share.order(), share.receivable(), amount, applied), since.get(i).on()));
      left = left.subtract(amount);
      applied = BigDecimal.ZERO;
    }
    return dated;
  }
}
