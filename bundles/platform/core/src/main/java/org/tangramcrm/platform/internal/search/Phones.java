package org.tangramcrm.platform.internal.search;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Telephone numbers as people write and paste them, those without a country code taken as Chinese.
 */
final class Phones {
  private static final String HOME = "CN";

  /** Fewer digits are no number with an extension. */
  private static final int LEAST = 7;

  private static final Pattern CALLED = Pattern.compile("^(?:tel|phone|mobile|电话|手机)[: ]+");

  /** 转8008, ext. 12, and, behind a number with its area code, -8008. */
  private static final Pattern EXTENSION =
      Pattern.compile(
          "(?:[ ,;]*(?:ext(?:ension|n)?|转接?|分机号?|#)[ .:]*|(?<=^0[0-9]{2,3}[- ]?[0-9]{7,8})-)[0-9]{1,6}$");

  private static final Pattern NOTATION = Pattern.compile("[0-9()+\\-./ \u2010-\u2015]*");
  private static final Pattern WITH_COUNTRY = Pattern.compile("^(?:\\+|00|86[- ]).*");

  private Phones() {}

  /** Without what people write before a number, and what is dialled once somebody answers. */
  static String dialled(String normal) {
    var called = CALLED.matcher(normal).replaceFirst("");
    var whole = EXTENSION.matcher(called).replaceFirst("");
    return SearchText.digits(whole) >= LEAST && is(whole) ? whole : normal;
  }

  static boolean is(String normal) {
    return NOTATION.matcher(normal).matches();
  }

  /** What is looked for in the digits that a number was kept by. */
  static String digits(String normal) {
    if (WITH_COUNTRY.matcher(normal).matches()) {
      var known = PhoneNumberUtil.getInstance();
      try {
        var number = known.parse(normal, HOME);
        if (known.isValidNumber(number)) {
          return known.format(number, PhoneNumberFormat.E164).substring(1);
        }
      } catch (NumberParseException e) {
        // Part of one: its digits are what there is.
      }
    }
    return SearchText.bare(normal).replaceFirst("^00", "");
  }

  /** The digits that a number is kept by: as it is dialled here, and from everywhere. */
  static List<String> kept(String normal) {
    var known = PhoneNumberUtil.getInstance();
    try {
      var number = known.parse(normal, HOME);
      return List.of(
          bare(known.format(number, PhoneNumberFormat.NATIONAL)),
          bare(known.format(number, PhoneNumberFormat.E164)));
    } catch (NumberParseException e) {
      return List.of(bare(normal));
    }
  }

  private static String bare(String notation) {
    return notation.replaceAll("[^0-9]", "");
  }
}
