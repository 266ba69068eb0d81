package org.tangramcrm.customers.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.tangramcrm.customers.ContactPoint;
import org.tangramcrm.customers.EmailAddress;
import org.tangramcrm.customers.Phone;
import org.tangramcrm.customers.PostalAddress;
import org.tangramcrm.platform.CrmException;

/**
 * Keeps a list of ways to reach somebody and the field that shows the primary one of them in
 * accord, whichever of the two was written.
 *
 * @param list the list's field, for errors
 * @param text what stands in the single field
 */
record PrimaryLine<T extends ContactPoint>(
    String list, Supplier<T> made, Function<T, String> text, BiConsumer<T, String> written) {
  static final PrimaryLine<Phone> PHONES =
      new PrimaryLine<>(
          "phones", Phone::new, phone -> phone.number, (phone, number) -> phone.number = number);
  static final PrimaryLine<EmailAddress> EMAILS =
      new PrimaryLine<>(
          "emails",
          EmailAddress::new,
          email -> email.address,
          (email, address) -> email.address = address);
  static final PrimaryLine<PostalAddress> ADDRESSES =
      new PrimaryLine<>(
          "addresses",
          PostalAddress::new,
          address -> address.text,
          (address, text) -> address.text = text);

  /**
   * Brings the list in order and answers what the single field is to show.
   *
   * @param points as written; changed here
   * @param single as written
   * @param before the list as it was; empty for a new record
   * @throws CrmException {@code invalid} where two are marked primary
   */
  String settle(List<T> points, String single, List<T> before) {
    var shown = primaryText(before);
    if (sameTexts(points, before) && !Objects.equals(blank(single), shown)) {
      write(points, blank(single));
    }
    mark(points);
    return primaryText(points);
  }

  /** Tells where two are marked primary. */
  void check(List<T> points, CrmException problem) {
    var marked =
        IntStream.range(0, points.size())
            .filter(at -> points.get(at) != null && Boolean.TRUE.equals(points.get(at).primary))
            .skip(1)
            .findFirst();
    marked.ifPresent(at -> problem.error(list + "[" + at + "].primary", "several-primary"));
  }

  private boolean sameTexts(List<T> points, List<T> before) {
    return points.stream().map(text).toList().equals(before.stream().map(text).toList())
        && points.stream()
            .map(point -> Boolean.TRUE.equals(point.primary))
            .toList()
            .equals(before.stream().map(point -> Boolean.TRUE.equals(point.primary)).toList());
  }

  private void write(List<T> points, String single) {
    var primary = primary(points);
    if (single == null) {
      points.remove(primary);
    } else if (primary != null) {
      written.accept(primary, single);
    } else {
      var first = made.get();
      written.accept(first, single);
      points.add(first);
    }
  }

  private void mark(List<T> points) {
    var marked = new ArrayList<Integer>();
    for (int i = 0; i < points.size(); i++) {
      if (Boolean.TRUE.equals(points.get(i).primary)) {
        marked.add(i);
      }
    }
    if (marked.size() > 1) {
      throw CrmException.invalid(list + "[" + marked.get(1) + "].primary", "several-primary");
    }
    for (int i = 0; i < points.size(); i++) {
      points.get(i).primary = i == (marked.isEmpty() ? 0 : marked.get(0));
    }
  }

  private T primary(List<T> points) {
    return points.stream()
        .filter(point -> Boolean.TRUE.equals(point.primary))
        .findFirst()
        .orElse(points.isEmpty() ? null : points.get(0));
  }

  private String primaryText(List<T> points) {
    var primary = primary(points);
    return primary == null ? null : text.apply(primary);
  }

  private static String blank(String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }
}
