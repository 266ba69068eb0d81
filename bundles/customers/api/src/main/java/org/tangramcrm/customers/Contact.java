package org.tangramcrm.customers;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import javax.validation.Valid;
import javax.validation.constraints.Email;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.PastOrPresent;
import javax.validation.constraints.Pattern;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.contract.Field;
import org.tangramcrm.platform.contract.Likeness;

/** A person at one or several companies (M-6, M-7). */
public class Contact extends BusinessRecord {
  /** Whole name, in the order of its language. */
  @NotBlank
  @Size(max = 100)
  @Field(filterable = true, sortable = true, searched = true, listed = true)
  public String name;

  @Size(max = 60)
  @Field
  public String familyName;

  @Size(max = 60)
  @Field
  public String givenName;

  @Size(max = 40)
  @Field(filterable = true, dictionary = "gender")
  public String gender;

  /**
   * The primary company. Filters find by every company they are or were at. Written without {@link
   * #companies} it becomes the only one, or the primary one of those that are there.
   */
  @Field(filterable = true, reference = "customers", parent = true, listed = true, derived = true)
  public Long customerId;

  /** The title at the primary company; written as {@link #customerId} is. */
  @Size(max = 100)
  @Field(filterable = true, listed = true, derived = true)
  public String title;

  /** All companies they are or were at. */
  @Valid
  @Size(max = 20)
  @Field(section = "companies")
  public List<Employment> companies = new ArrayList<>();

  /** Exactly one is primary. */
  @Valid
  @Size(max = 20)
  @Field(section = "contact", alike = Likeness.PHONE)
  public List<Phone> phones = new ArrayList<>();

  /** The number of the primary telephone, written as {@link Customer#phone} is. */
  @Size(max = 40)
  @Pattern(regexp = Phone.NOTATION + "|\\s*")
  @Field(filterable = true, listed = true, section = "contact", derived = true, follows = "phones")
  public String phone;

  /** Exactly one is primary. */
  @Valid
  @Size(max = 20)
  @Field(section = "contact")
  public List<EmailAddress> emails = new ArrayList<>();

  /** The primary e-mail address, written as {@link Customer#phone} is. */
  @Email
  @Size(max = 200)
  @Field(filterable = true, listed = true, section = "contact", derived = true, follows = "emails")
  public String email;

  @Size(max = 60)
  @Field(filterable = true, searched = true, section = "contact")
  public String wechat;

  @Size(max = 20)
  @Field(filterable = true, searched = true, section = "contact")
  public String qq;

  /** Must not be called or written to for advertising. */
  @Field(filterable = true, section = "contact")
  public Boolean doNotContact;

  /** Whom they report to. */
  @Field(filterable = true, reference = "contacts", section = "companies")
  public Long reportsToId;

  /** Year of birth, where it is known. */
  @Min(1900)
  @PastOrPresent
  @Field(section = "personal")
  public Integer birthYear;

  /** Month of the solar year, or of the lunar one where {@link #lunarBirthday} says so. */
  @Min(1)
  @Max(12)
  @Field(filterable = true, section = "personal")
  public Integer birthMonth;

  @Min(1)
  @Max(31)
  @Field(section = "personal")
  public Integer birthDay;

  /** Month and day are those of the lunar calendar (农历). */
  @Field(section = "personal")
  public Boolean lunarBirthday;

  /** Born in a leap month (闰月); in years without it the birthday is in the month of that number. */
  @Field(section = "personal")
  public Boolean birthInLeapMonth;

  /** The next birthday, today's included; 29 February is 28 February in common years. */
  @Field(readOnly = true, stored = false, section = "personal")
  public LocalDate nextBirthday;

  @Size(max = 300)
  @Field(section = "personal")
  public String hobbies;

  /** Only ever more: what was recorded stays as it is, and what is said now is another entry. */
  @Valid
  @Size(max = 100)
  @Field(section = "personal", appendOnly = true)
  public List<Consent> consents = new ArrayList<>();

  @Size(max = 4000)
  @Field(section = "remark", multiline = true)
  public String remark;
}
