package org.tangramcrm.customers.internal;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tangramcrm.customers.Phone;
import org.tangramcrm.platform.CrmException;

/** Telephone numbers, those without a country code taken as Chinese (M-4). */
final class PhoneNumbers {
  private static final String HOME = "CN";
  private static final String MOBILE = "mobile";

  /**
   * What is dialled once somebody answers: 转8008, and, behind a number with its area code, -8008.
   */
  private static final Pattern EXTENSION =
      Pattern.compile(
          "(?:[ ,;]*(?:转接?|分机号?)[ .:]*|(?<=^0[0-9]{2,3}[- ]?[0-9]{7,8})-)([0-9]{1,6})$");

  private PhoneNumbers() {}

  /** Sets the international form of each number. */
  static void normalise(List<Phone> phones) {
    var known = PhoneNumberUtil.getInstance();
    phones.forEach(
        phone ->
            phone.e164 =
                parsed(phone.number)
                    .filter(known::isValidNumber)
                    .map(valid -> known.format(valid, PhoneNumberFormat.E164))
                    .orElse(null));
  }

  /** Tells the mobile numbers that there cannot be. */
  static void check(List<Phone> phones, CrmException problem) {
    for (int i = 0; i < phones.size(); i++) {
      var phone = phones.get(i);
      if (phone != null
          && MOBILE.equals(phone.kind)
          && parsed(phone.number).filter(PhoneNumbers::mobile).isEmpty()) {
        problem.error("phones[" + i + "].number", "mobile-number");
      }
    }
  }

  private static Optional<PhoneNumber> parsed(String text) {
    try {
      var plain = Normalizer.normalize(text, Normalizer.Form.NFKC).strip();
      var dialled = EXTENSION.matcher(plain).replaceFirst(" ext $1");
      return Optional.of(PhoneNumberUtil.getInstance().parse(dialled, HOME));
    } catch (NumberParseException e) {
      return Optional.empty();
    }
  }

  private static boolean mobile(PhoneNumber number) {
    var type = PhoneNumberUtil.getInstance().getNumberType(number);
    return type == PhoneNumberType.MOBILE || type == PhoneNumberType.FIXED_LINE_OR_MOBILE;
  }
}
