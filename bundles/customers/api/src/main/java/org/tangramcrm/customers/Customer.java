package org.tangramcrm.customers;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.validation.Valid;
import javax.validation.constraints.Email;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.Pattern;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Money;
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
  @Field(readOnly = true, filterable = true, sortable = true)
  public Instant lastContactAt;

  /** When somebody next will be: the earliest entry of the contact log that is planned. */
  @Field(readOnly = true, filterable = true, sortable = true)
  public Instant nextContactAt;

  /** Unified social credit code (统一社会信用代码), 18 characters with a check character. */
  @Size(max = 18)
  @Field(filterable = true, searched = true, identifying = true, section = "registration")
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
  @Field(filterable = true, section = "contact", derived = true)
  public String phone;

  /** Exactly one is primary. */
  @Valid
  @Size(max = 20)
  @Field(section = "contact", alike = Likeness.MAIL_DOMAIN)
  public List<EmailAddress> emails = new ArrayList<>();

  /** The primary e-mail address; written as {@link #phone} is. */
  @Email
  @Size(max = 200)
  @Field(filterable = true, section = "contact", derived = true)
  public String email;

  @Size(max = 200)
  @Field(section = "contact")
  public String website;

  /** Exactly one is primary. */
  @Valid
  @Size(max = 20)
  @Field(section = "contact")
  public List<PostalAddress> addresses = new ArrayList<>();

  /** The primary address; written as {@link #phone} is. */
  @Size(max = 300)
  @Field(section = "contact", multiline = true, derived = true)
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
  @Field(filterable = true, sortable = true, section = "size")
  public Money revenue;

  /** Where the exact turnover is not known. */
  @Size(max = 40)
  @Field(filterable = true, dictionary = "turnover-band", section = "size")
  public String revenueBand;

  @Valid
  @Field(filterable = true, sortable = true, section = "size")
  public Money registeredCapital;

  /** Year of foundation. */
  @Min(1000)
  @Max(2100)
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
  @Field(section = "terms")
  public String currency;

  /** What it may owe at most. */
  @Valid
  @Field(section = "terms")
  public Money creditLimit;

  /** Days from delivery to payment. */
  @Min(0)
  @Max(730)
  @Field(section = "terms")
  public Integer paymentDays;

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

  /** Of the contacts who work there and whose birthday is known. */
  @Field(readOnly = true, section = "contact")
  public List<Birthday> birthdays = new ArrayList<>();
}
