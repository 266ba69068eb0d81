package org.tangramcrm.customers.internal.demo;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.tangramcrm.customers.Consent;
import org.tangramcrm.customers.Contact;
import org.tangramcrm.customers.Customer;
import org.tangramcrm.customers.EmailAddress;
import org.tangramcrm.customers.Employment;
import org.tangramcrm.customers.LogEntry;
import org.tangramcrm.customers.Phone;
import org.tangramcrm.platform.Money;

/**
 * What stands on a demonstration customer's card: their people, what passed and is to pass between
 * them and us, a document. The same for the same customer, but that days are counted from today.
 */
final class DemoCard {
  private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

  /** Every fifteenth customer was given a document. */
  private static final int DOCUMENTS = 15;

  private final List<String[]> families;
  private final List<String[]> givens;
  private final List<String[]> positions;
  private final List<String[]> hobbies;
  private final List<String[]> talks;
  private final LocalDate today = LocalDate.now(CHINA);

  DemoCard(DemoWords words) {
    families = words.entries("families");
    givens = words.entries("givens");
    positions = words.entries("positions");
    hobbies = words.entries("hobbies");
    talks = words.entries("talks");
  }

  // ---- people

  /**
   * The customer's people, the one whom others report to first.
   *
   * @param former where the first of them was before; null for nowhere
   */
  List<Contact> contacts(int index, Customer customer, Long former) {
    var random = new SplittableRandom(1_000 + index);
    var contacts = new ArrayList<Contact>();
    int count = 1 + random.nextInt(5) / 2;
    int position = random.nextInt(positions.size());
    for (int i = 0; i < count; i++) {
      contacts.add(contact(customer, positions.get((position + i) % positions.size()), random));
    }
    var first = contacts.get(0);
    if (former != null) {
      first.companies.add(0, former(former, random));
    }
    birthday(first, index, random);
    return contacts;
  }

  private Contact contact(Customer customer, String[] position, SplittableRandom random) {
    var family = DemoWords.one(families, random);
    var given = DemoWords.one(givens, random);
    var contact = new Contact();
    contact.ownerId = customer.ownerId;
    contact.familyName = family[0];
    contact.givenName = given[0];
    contact.name = family[0] + given[0];
    contact.gender = given[2];
    contact.companies.add(employment(customer, position, random));
    var direct = new Phone();
    direct.kind = "office";
    direct.number = customer.phone + "转8" + (100 + random.nextInt(900));
    contact.phones.add(direct);
    var mail = new EmailAddress();
    mail.kind = "work";
    mail.address =
        given[1] + "." + family[1] + customer.email.substring(customer.email.indexOf('@'));
    contact.emails.add(mail);
    contact.wechat = family[1] + "_" + given[1] + random.nextInt(100);
    contact.hobbies = random.nextInt(3) == 0 ? DemoWords.one(hobbies, random)[0] : null;
    contact.doNotContact = random.nextInt(25) == 0 ? Boolean.TRUE : null;
    if (random.nextInt(4) == 0) {
      var consent = new Consent();
      consent.kind = "newsletter";
      consent.given = contact.doNotContact == null;
      consent.on = today.minusDays(random.nextInt(400));
      contact.consents.add(consent);
    }
    return contact;
  }

  private Employment employment(Customer customer, String[] position, SplittableRandom random) {
    var employment = new Employment();
    employment.customerId = customer.id;
    employment.title = position[0];
    employment.role = position[1];
    employment.department = position[2];
    employment.from = LocalDate.of(2015 + random.nextInt(9), 1 + random.nextInt(12), 1);
    return employment;
  }

  private static Employment former(Long customer, SplittableRandom random) {
    var former = new Employment();
    former.customerId = customer;
    former.title = "销售经理";
    former.from = LocalDate.of(2008 + random.nextInt(4), 3, 1);
    former.to = LocalDate.of(2013, 1 + random.nextInt(12), 28);
    return former;
  }

  /**
   * Some today or soon, some of the lunar calendar, some on the days that are not in every year.
   */
  private void birthday(Contact contact, int index, SplittableRandom random) {
    var born = LocalDate.of(1965 + random.nextInt(35), 1, 1).plusDays(random.nextInt(365));
    if (index % 12 == 0) {
      born = today.plusDays(index / 12 % 7).withYear(1984);
    } else if (index % 60 == 7) {
      born = LocalDate.of(1988, 2, 29);
    } else if (index % 5 == 4) {
      // No birthday is known of these.
      return;
    }
    contact.birthYear = born.getYear();
    contact.birthMonth = born.getMonthValue();
    contact.birthDay = born.getDayOfMonth();
    if (index % 4 == 1) {
      // No lunar month has more.
      contact.birthDay = Math.min(contact.birthDay, 30);
      contact.lunarBirthday = true;
      if (index % 8 == 1) {
        // Hardly any year has this month twice.
        contact.birthYear = null;
        contact.birthInLeapMonth = true;
      }
    }
  }

  // ---- what passed, and is to

  /** Every ninth was not spoken to yet. */
  List<LogEntry> entries(int index, Customer customer, List<Contact> contacts) {
    var entries = new ArrayList<LogEntry>();
    if (index % 9 == 8) {
      return entries;
    }
    var random = new SplittableRandom(2_000 + index);
    int days = 1 + random.nextInt(70);
    for (int i = random.nextInt(3); i >= 0; i--) {
      entries.add(done(customer, contacts, -days - i * 23, random));
    }
    if (random.nextInt(5) < 2) {
      // One in six should have been by now.
      int ahead = random.nextInt(6) == 0 ? -1 - random.nextInt(5) : 1 + random.nextInt(21);
      var planned = entry(customer, contacts, ahead, DemoWords.one(talks, random), random);
      planned.status = "planned";
      entries.add(planned);
    }
    return entries;
  }

  private LogEntry done(
      Customer customer, List<Contact> contacts, int day, SplittableRandom random) {
    var talk = DemoWords.one(talks, random);
    var entry = entry(customer, contacts, day, talk, random);
    entry.status = "done";
    entry.content = talk[3];
    entry.result = talk[4];
    if (random.nextInt(2) == 0) {
      entry.nextAction = talk[5];
      entry.nextActionAt = at(day + 10, 10);
    }
    if (entry.method.equals("visit")) {
      entry.cost = Money.of(BigDecimal.valueOf(50 + random.nextInt(700)), "CNY");
    }
    return entry;
  }

  private LogEntry entry(
      Customer customer, List<Contact> contacts, int day, String[] talk, SplittableRandom random) {
    var contact = contacts.get(random.nextInt(contacts.size()));
    var entry = new LogEntry();
    entry.ownerId = customer.ownerId;
    entry.authorId = customer.ownerId;
    entry.customerId = customer.id;
    entry.contactIds.add(contact.id);
    entry.method = talk[0];
    entry.subject = talk[1] + "：" + contact.name;
    entry.place = talk[2].equals("-") ? null : talk[2];
    var hour = 9 + random.nextInt(8);
    entry.startAt = at(day, hour);
    entry.endAt = at(day, hour + 1);
    return entry;
  }

  private Instant at(int day, int hour) {
    return today.plusDays(day).atTime(hour, 0).atZone(CHINA).toInstant();
  }

  // ---- documents

  /** A document that was given to the customer; null for none. */
  static String document(int index, Customer customer) {
    return index % DOCUMENTS != 0
        ? null
        : """
        报价单

        致：%s
        报价编号：Q-%04d
        有效期：三十天

        1. 软件许可（50 用户）  人民币 %d 元
        2. 实施与培训          人民币 %d 元
        """
            .formatted(customer.name, index + 1, 98_000 + index * 120, 30_000 + index * 50);
  }

  // ---- what is said about it

  private static final List<String> QUESTIONS =
      List.of(
          "这个客户本季度有没有续签的可能？请更新一下进展。",
          "报价发出去了吗？对方采购在催。",
          "上次拜访的纪要请补到联系记录里。",
          "请确认一下信用额度和付款方式。",
          "对方换了负责人，联系人信息核对过了吗？");

  private static final List<String> ANSWERS =
      List.of(
          "已经约好下周三上门，回来更新。", "昨天发了，周五前会有答复。", "好的，今天下班前补上。", "财务已确认，按月结 30 天。", "核对过了，新的联系人已经加上。");

  static String question(int index) {
    return QUESTIONS.get((index / 8 + index / 40) % QUESTIONS.size());
  }

  static String answer(int index) {
    return ANSWERS.get((index / 8 + index / 40) % ANSWERS.size());
  }

  LocalDate sentOn(int index) {
    return today.minusDays(3 + index % 40);
  }
}
