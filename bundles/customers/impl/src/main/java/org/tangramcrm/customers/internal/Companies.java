package org.tangramcrm.customers.internal;

import java.util.List;
import java.util.Objects;
import org.tangramcrm.customers.Contact;
import org.tangramcrm.customers.Employment;
import org.tangramcrm.platform.CrmException;

/** Keeps a contact's companies and the fields that show the primary one in accord (M-6). */
final class Companies {
  private Companies() {}

  static boolean active(Employment company) {
    return company.to == null || !company.to.isBefore(Birthdays.today());
  }

  /**
   * @param before the contact as it was; null for a new one
   * @throws CrmException {@code invalid}
   */
  static void settle(Contact contact, Contact before) {
    var companies = contact.companies;
    if (before == null ? companies.isEmpty() : same(companies, before.companies)) {
      takeSingle(contact, before);
    }
    mark(companies);
    var primary = primary(companies);
    contact.customerId = primary == null ? null : primary.customerId;
    contact.title = primary == null ? contact.title : primary.title;
  }

  /** The single fields were written, or nothing was. */
  private static void takeSingle(Contact contact, Contact before) {
    var companies = contact.companies;
    if (contact.customerId != null
        && (before == null || !contact.customerId.equals(before.customerId))) {
      var company =
          companies.stream()
              .filter(one -> one.customerId.equals(contact.customerId) && active(one))
              .findFirst()
              .orElseGet(
                  () -> {
                    var added = new Employment();
                    added.customerId = contact.customerId;
                    added.title = before == null ? contact.title : null;
                    companies.add(added);
                    return added;
                  });
      companies.forEach(one -> one.primary = one == company);
    }
    var primary = primary(companies);
    if (primary != null && (before == null || !Objects.equals(contact.title, before.title))) {
      primary.title = contact.title;
    }
  }

  private static boolean same(List<Employment> companies, List<Employment> others) {
    return companies.stream()
        .map(Companies::key)
        .toList()
        .equals(others.stream().map(Companies::key).toList());
  }

  private static List<Object> key(Employment company) {
    return java.util.Arrays.asList(
        company.customerId,
        company.role,
        company.title,
        company.department,
        company.from,
        company.to,
        Boolean.TRUE.equals(company.primary));
  }

  /** Tells what cannot be. */
  static void check(List<Employment> companies, CrmException problem) {
    boolean primary = false;
    for (int i = 0; i < companies.size(); i++) {
      var company = companies.get(i);
      if (company == null) {
        continue;
      }
      if (company.from != null && company.to != null && company.to.isBefore(company.from)) {
        problem.error("companies[" + i + "].to", "before-begin");
      }
      if (Boolean.TRUE.equals(company.primary)) {
        if (primary) {
          problem.error("companies[" + i + "].primary", "several-primary");
        }
        primary = true;
      }
    }
  }

  private static void mark(List<Employment> companies) {
    var primary = primary(companies);
    companies.forEach(
        company -> {
          company.primary = company == primary;
          company.active = null;
        });
  }

  /** The one that is marked while they are there; else the first of those where they are. */
  private static Employment primary(List<Employment> companies) {
    var there = companies.stream().filter(Companies::active).toList();
    return there.stream()
        .filter(company -> Boolean.TRUE.equals(company.primary))
        .findFirst()
        .orElse(there.isEmpty() ? null : there.get(0));
  }
}
