package org.tangramcrm.customers.internal.demo;

import java.math.BigDecimal;
import java.util.List;
import java.util.SplittableRandom;
import org.tangramcrm.customers.Customer;
import org.tangramcrm.customers.internal.CreditCode;
import org.tangramcrm.platform.Money;

/**
 * Customers made up for demonstration: the same place in the row always makes the same customer.
 */
final class DemoCustomers {
  static final int COUNT = 300;

  /** Every fifteenth belongs to the one before it. */
  private static final int SUBSIDIARIES = 15;

  private static final List<String> SOURCES =
      List.of("referral", "exhibition", "website", "telephone", "advertising", "other");

  private final List<String[]> firsts;
  private final List<String[]> seconds;
  private final List<String[]> cities;
  private final List<String[]> trades;
  private final List<String[]> remarks;
  private final List<String[]> rivals;
  private final List<String[]> supplies;
  private final List<String[]> cooperations;
  private final List<String[]> offices;

  DemoCustomers(DemoWords words) {
    firsts = words.entries("brand.first");
    seconds = words.entries("brand.second");
    cities = words.entries("cities");
    trades = words.entries("trades");
    remarks = words.entries("remarks");
    rivals = words.entries("rivals");
    supplies = words.entries("supplies");
    cooperations = words.entries("cooperations");
    offices = words.entries("offices");
  }

  /** The customer that one belongs to, by its place; -1 for none. */
  static int parentOf(int index) {
    return index % SUBSIDIARIES == SUBSIDIARIES - 1 ? index - 1 : -1;
  }

  Customer customer(int index) {
    var random = new SplittableRandom(index);
    var subsidiary = parentOf(index) >= 0;
    var first = brand(firsts, subsidiary ? index - 1 : index, 0);
    var second = brand(seconds, subsidiary ? index - 1 : index, 1);
    var brand = first[0] + second[0];
    var city = DemoWords.one(cities, random);
    var trade = DemoWords.one(trades, random);
    var head = subsidiary ? brand + "（" + city[1] + "）" : city[1] + brand;
    var legal = random.nextInt(6) == 0 ? "股份有限公司" : "有限公司";
    var domain = first[1] + second[1] + ".example";

    var customer = new Customer();
    customer.name = head + trade[1] + legal;
    customer.shortName = subsidiary ? brand + city[1] : brand;
    customer.types.addAll(types(random.nextInt(100)));
    customer.industry = trade[0];
    customer.region = city[0];
    customer.status = status(random.nextInt(100));
    customer.source = SOURCES.get(random.nextInt(SOURCES.size()));
    customer.creditCode = creditCode(city[3], random);
    customer.phone = "%s-5550%04d".formatted(city[2], random.nextInt(10_000));
    customer.email = "info@" + domain;
    customer.website = "https://www." + domain;
    customer.address = "%s市%s%d号".formatted(city[1], city[4], 1 + random.nextInt(999));
    customer.founded = 1985 + random.nextInt(39);
    customer.employees = (int) Math.pow(10, 1 + 2.7 * random.nextDouble());
    customer.level = level(customer.employees);
    // From 300,000 to 1,200,000 a head.
    var turnover = (long) customer.employees * (30 + random.nextInt(90)) * 10_000;
    customer.revenue = Money.of(BigDecimal.valueOf(turnover), "CNY");
    if (random.nextInt(4) == 0) {
      customer.remark = DemoWords.one(remarks, random)[0];
    }
    forTypes(customer, city[1], index);
    return customer;
  }

  /** What is said of those that are more, or other, than customers (M-1). */
  private void forTypes(Customer customer, String city, int index) {
    if (customer.types.contains("competitor")) {
      var rival = rivals.get(index % rivals.size());
      customer.strengths = rival[0];
      customer.weaknesses = rival[1];
      customer.rivalProducts = rival[2];
      customer.strategy = rival[3];
      customer.priceLevel = rival[4];
    }
    if (customer.types.contains("supplier")) {
      customer.suppliedGoods = supplies.get(index % supplies.size())[0];
      customer.leadTimeDays = 3 + index % 8 * 4;
    }
    if (customer.types.contains("agent") || customer.types.contains("partner")) {
      customer.territory = city + "及周边";
      customer.cooperation = cooperations.get(index % cooperations.size())[0];
    }
    if (customer.types.contains("authority")) {
      var office = offices.get(index % offices.size());
      customer.name = city + "市" + customer.shortName + office[0];
      customer.competence = office[1];
      customer.level = null;
      customer.revenue = null;
      customer.status = null;
    }
  }

  /** No two of the first firsts × seconds customers get the same two characters. */
  private static String[] brand(List<String[]> characters, int index, int place) {
    var round = index / characters.size();
    return characters.get((index + round * place) % characters.size());
  }

  private static List<String> types(int percent) {
    if (percent < 80) {
      return List.of("customer");
    } else if (percent < 88) {
      return List.of("customer", "partner");
    } else if (percent < 93) {
      return List.of("supplier");
    }
    if (percent < 96) {
      return List.of("agent");
    }
    return List.of(percent < 98 ? "competitor" : "authority");
  }

  private static String status(int percent) {
    if (percent < 30) {
      return "potential";
    } else if (percent < 50) {
      return "interested";
    } else if (percent < 85) {
      return "won";
    }
    return percent < 95 ? "dormant" : "lost";
  }

  private static String level(int employees) {
    if (employees > 1_500) {
      return "A";
    } else if (employees > 400) {
      return "B";
    }
    return employees > 60 ? "C" : "D";
  }

  // ---- unified social credit codes (GB 32100-2015): made up, with check characters that are right

  private static String creditCode(String district, SplittableRandom random) {
    var organisation = "MA%06d".formatted(random.nextInt(1_000_000));
    var code = "91" + district + organisation + organisationCheck(organisation);
    return code + CreditCode.check(code);
  }

  private static char organisationCheck(String organisation) {
    var weights = new int[] {3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += Character.digit(organisation.charAt(i), 36) * weights[i];
    }
    int check = (11 - sum % 11) % 11;
    return check == 10 ? 'X' : Character.forDigit(check, 10);
  }
}
