package org.tangramcrm.customers.internal;

import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Table;

/** A contact's row. */
@Entity
@Table(name = "contact")
public class ContactRow extends StandardRow {
  String name;

  @Column(name = "family_name")
  String familyName;

  @Column(name = "given_name")
  String givenName;

  String gender;

  @Column(name = "customer_id")
  Long customerId;

  String title;
  String companies;
  String phones;
  String phone;
  String emails;
  String email;
  String wechat;
  String qq;

  @Column(name = "do_not_contact")
  Boolean doNotContact;

  @Column(name = "reports_to_id")
  Long reportsToId;

  @Column(name = "birth_year")
  Integer birthYear;

  @Column(name = "birth_month")
  Integer birthMonth;

  @Column(name = "birth_day")
  Integer birthDay;

  @Column(name = "lunar_birthday")
  Boolean lunarBirthday;

  @Column(name = "birth_in_leap_month")
  Boolean birthInLeapMonth;

  String hobbies;
  String consents;
  String remark;
}
