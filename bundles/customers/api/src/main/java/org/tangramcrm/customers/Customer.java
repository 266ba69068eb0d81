package org.tangramcrm.customers;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.validation.Valid;
import javax.validation.constraints.Email;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.PastOrPresent;
import javax.validation.constraints.Pattern;
import javax.validation.constraints.PositiveOrZero;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.CurrencyCode;
import org.tangramcrm.platform.contract.Field;
import org.tangramcrm.platform.contract.Likeness;

/**
 * A firm or body that the company deals with: customer, supplier, agent, partner, competitor,
 * authority (M-1 … M-5).
 */
public class Customer extends BusinessRecord {
  /** Full registered name; found by any part, its pinyin or initials, and sorted by pinyin. */
  @NotBlank
  @Size(max = 200)
  @Field(
      filterable = true,
      sortable = true,
      searched = true,
      identifying = true,
      alike = Likeness.COMPANY,
      listed = true)
  public String name;

  @Size(max = 60)
  @Field(filterable = true, searched = true)
  public String shortName;

  /** What it is to the company, several at once (M-1); {@code customer} where none is given. */
  @Size(max = 8)
  @Field(filterable = true, dictionary = "customer-type", listed = true)
  public List<@NotBlank @Size(max = 40) String> types = new ArrayList<>();

  @Size(max = 40)
  @Field(filterable = true, sortable = true, dictionary = "customer-level", listed = true)
  public String level;

  @Size(max = 40)
  @Field(filterable = true, sortable = true, dictionary = "customer-status", listed = true)
  public String status;

  @Size(max = 40)
  @Field(filterable = true, sortable = true, dictionary = "industry", listed = true)
  public String industry;

  @Size(max = 40)
  @Field(filterable = true, dictionary = "customer-source")
  public String source;

  /** Country or administrative region. */
  @Size(max = 40)
  @Field(filterable = true, sortable = true, dictionary = "region", listed = true)
  public String region;

  /** The company it belongs to. */
  @Field(filterable = true, reference = "customers")
  public Long parentId;

  /** Words of the company's own to find it by. */
  @Size(max = 20)
  @Field(filterable = true, dictionary = "customer-tag")
  public List<@NotBlank @Size(max = 40) @Pattern(regexp = "[^,]*") String> tags = new ArrayList<>();

  /**
   * When somebody last was in contact with it: the latest entry of the contact log that is done.
   */
  @Field(readOnly = true, filterable = true, sortable = true, audited = false)
  public Instant lastContactAt;

  /** When somebody next will be: the earliest entry of the contact log that is planned. */
  @Field(readOnly = true, filterable = true, sortable = true, audited = false)
  public Instant nextContactAt;

  /**
   * What is to be done next: the subject of the contact that is planned first, or the next action
   * that an entry of the log left open ({@link LogEntry#actionOpen}), whichever is due first.
   * Absent for those who do not see the log.
   */
  @Field(readOnly = true, audited = false)
  public String nextAction;

  /**
   * When that is due; absent where it was given no date. As with the last contact, whoever sees the
   * customer sees that there is one, though not what it is about.
   */
  @Field(readOnly = true, filterable = true, sortable = true, audited = false)
  public Instant nextActionAt;

  /** Unified social credit code (统一社会信用代码), 18 characters with a check character. */
  @Size(max = 18)
  @Field(filterable = true, searched = true, identifying = true)
  public String creditCode;

  @Size(max = 200)
  @Field(section = "registration")
  public String invoiceTitle;

  @Size(max = 40)
  @Field(section = "registration")
  public String taxNumber;

  @Size(max = 100)
  @Field(section = "registration")
  public String bankName;

  /** Digits as text: sixteen and more of them are no number. */
  @Size(max = 40)
  @Pattern(regexp = "[0-9A-Za-z \\-]*")
  @Field(section = "registration")
  public String bankAccount;

  /** Exactly one is primary. */
  @Valid
  @Size(max = 20)
  @Field(section = "contact", alike = Likeness.PHONE)
  public List<Phone> phones = new ArrayList<>();

  /**
   * The number of the primary telephone. Written without {@link #phones} it changes that one, or
   * becomes the first.
   */
  @Size(max = 40)
  @Pattern(regexp = Phone.NOTATION + "|\\s*")
  @Field(filterable = true, section = "contact", derived = true, follows = "phones")
  public String phone;

  /** Exactly one is primary. */
  @Valid
  @Size(max = 20)
  @Field(section = "contact", alike = Likeness.MAIL_DOMAIN)
  public List<EmailAddress> emails = new ArrayList<>();

  /** The primary e-mail address; written as {@link #phone} is. */
  @Email
  @Size(max = 200)
  @Field(filterable = true, section = "contact", derived = true, follows = "emails")
  public String email;

  /** With {@code http} or {@code https}, or a host's name with a dot: it is led to. */
  @Size(max = 200)
  @Pattern(
      regexp = "\\s*|[hH][tT][tT][pP][sS]?://\\S+|[^:/?#\\s]+\\.[^:/?#\\s]+(:[0-9]+)?([/?#]\\S*)?")
  @Field(section = "contact")
  public String website;

  /** Exactly one is primary. */
  @Valid
  @Size(max = 20)
  @Field(section = "contact")
  public List<PostalAddress> addresses = new ArrayList<>();

  /** The primary address; written as {@link #phone} is. */
  @Size(max = 300)
  @Field(section = "contact", multiline = true, derived = true, follows = "addresses")
  public String address;

  @Min(0)
  @Field(filterable = true, sortable = true, section = "size")
  public Integer employees;

  /** Where the exact number is not known. */
  @Size(max = 40)
  @Field(filterable = true, dictionary = "employee-band", section = "size")
  public String employeeBand;

  /** Annual turnover. */
  @Valid
  @PositiveOrZero
  @Field(filterable = true, sortable = true, section = "size")
  public Money revenue;

  /** Where the exact turnover is not known. */
  @Size(max = 40)
  @Field(filterable = true, dictionary = "turnover-band", section = "size")
  public String revenueBand;

  @Valid
  @PositiveOrZero
  @Field(filterable = true, sortable = true, section = "size")
  public Money registeredCapital;

  /** Year of foundation. */
  @Min(1000)
  @PastOrPresent
  @Field(filterable = true, sortable = true, section = "size")
  public Integer founded;

  @Min(0)
  @Field(section = "size")
  public Integer branches;

  /** Whose property it is: the state's, private, foreign … */
  @Size(max = 40)
  @Field(filterable = true, dictionary = "ownership", section = "size")
  public String ownership;

  /** ISO 4217 code of the currency that is dealt in. */
  @Pattern(regexp = "[A-Z]{3}")
  @CurrencyCode
  @Field(section = "terms")
  public String currency;

  /** What it may owe at most. */
  @Valid
  @PositiveOrZero
  @Field(section = "terms")
  public Money creditLimit;

  /** Days from delivery to payment. */
  @Min(0)
  @Max(730)
  @Field(section = "terms")
  public Integer paymentDays;

  /** What a competitor is good at (M-23). */
  @Size(max = 2000)
  @Field(section = "competition", multiline = true)
  public String strengths;

  @Size(max = 2000)
  @Field(section = "competition", multiline = true)
  public String weaknesses;

  /** What a competitor offers against ours. */
  @Size(max = 1000)
  @Field(section = "competition", multiline = true)
  public String rivalProducts;

  /** A competitor's prices, beside ours. */
  @Size(max = 40)
  @Field(filterable = true, dictionary = "price-level", section = "competition")
  public String priceLevel;

  /** How a competitor goes about the market, and what we do about it. */
  @Size(max = 2000)
  @Field(section = "competition", multiline = true)
  public String strategy;

  /** What a supplier supplies. */
  @Size(max = 1000)
  @Field(section = "supply", multiline = true)
  public String suppliedGoods;

  /** Days from order to delivery, as a supplier says. */
  @Min(0)
  @Max(730)
  @Field(filterable = true, section = "supply")
  public Integer leadTimeDays;

  /** Where an agent or partner acts for us. */
  @Size(max = 200)
  @Field(section = "partnership")
  public String territory;

  /** What is agreed with an agent or partner: commission, exclusivity, until when. */
  @Size(max = 1000)
  @Field(section = "partnership", multiline = true)
  public String cooperation;

  /** What an authority decides on or watches over. */
  @Size(max = 1000)
  @Field(section = "authority", multiline = true)
  public String competence;

  @Size(max = 4000)
  @Field(section = "remark", multiline = true)
  public String remark;

  /** Since when it is its owner's or in the pool; absent while it never changed hands. */
  @Field(readOnly = true, filterable = true, sortable = true, section = "owner")
  public Instant ownedSince;

  /** Whose it was before. */
  @Field(readOnly = true, filterable = true, reference = "users", section = "owner")
  public Long previousOwnerId;

  /** Since when it is in the pool (M-17), where it is nobody's; absent while it is somebody's. */
  @Field(readOnly = true, filterable = true, sortable = true, section = "owner")
  public Instant pooledAt;

  /** How it came there last: released by somebody, or by itself for want of contact. */
  @Field(readOnly = true, filterable = true, dictionary = "pool-cause", section = "owner")
  public String poolCause;

  /** Why it was released, in the words of who did. */
  @Field(readOnly = true, section = "owner")
  public String poolReason;

  /** When it last left the pool. */
  @Field(readOnly = true, filterable = true, sortable = true, section = "owner")
  public Instant claimedAt;

  /** Who took it from there; absent where somebody else assigned it. */
  @Field(readOnly = true, filterable = true, reference = "users", section = "owner")
  public Long claimedById;

  /** Since when it has its level; absent where it had none, or it was never noted. */
  @Field(readOnly = true, filterable = true, sortable = true, section = "level")
  public Instant levelSince;

  /** Whether rules leave its level as it is (M-84). */
  @Field(readOnly = true, filterable = true, section = "level")
  public Boolean levelLocked;

  @Field(readOnly = true, section = "level")
  public Instant levelLockedAt;

  @Field(readOnly = true, filterable = true, reference = "users", section = "level")
  public Long levelLockedById;

  /** In the words of who locked it. */
  @Field(readOnly = true, section = "level")
  public String levelLockReason;

  /** Of the contacts who work there and whose birthday is known; fifty at most. */
  @Field(readOnly = true, audited = false, section = "contact")
  public List<Birthday> birthdays = new ArrayList<>();
}
