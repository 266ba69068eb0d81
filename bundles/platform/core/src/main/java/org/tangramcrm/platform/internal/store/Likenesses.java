package org.tangramcrm.platform.internal.store;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.tangramcrm.platform.contract.Likeness;

/** What of a text is compared (M-16). */
final class Likenesses {
  /**
   * Grows when keys of records would come out otherwise; those that are kept are made anew then.
   */
  static final int VERSION = 1;

  private static final List<String> CHINESE_FORMS = List.of("股份有限公司", "有限责任公司", "有限公司", "公司");

  private static final Set<String> LATIN_FORMS =
      Set.of(
          "ab",
          "ag",
          "as",
          "bv",
          "co",
          "company",
          "corp",
          "corporation",
          "gmbh",
          "inc",
          "incorporated",
          "kg",
          "kk",
          "limited",
          "llc",
          "llp",
          "ltd",
          "nv",
          "oy",
          "plc",
          "pte",
          "pty",
          "sa",
          "sarl",
          "sas",
          "spa",
          "srl");

  private static final Pattern EXTENSION = Pattern.compile("(转|分机|ext|x|#).*");
  private static final Pattern SEPARATORS = Pattern.compile("[\\s\\p{P}\\p{S}]+");

  /** Shorter ones are extensions and emergency numbers. */
  private static final int FEWEST_DIGITS = 7;

  /** Where everybody can have an address. */
  private static final Set<String> PUBLIC_MAIL =
      Set.of(
          "126.com",
          "139.com",
          "163.com",
          "163.net",
          "188.com",
          "189.cn",
          "21cn.com",
          "aliyun.com",
          "aol.com",
          "foxmail.com",
          "gmail.com",
          "gmx.com",
          "gmx.de",
          "gmx.net",
          "googlemail.com",
          "hotmail.com",
          "icloud.com",
          "live.cn",
          "live.com",
          "mail.com",
          "mail.ru",
          "me.com",
          "msn.com",
          "outlook.com",
          "proton.me",
          "protonmail.com",
          "qq.com",
          "sina.cn",
          "sina.com",
          "sohu.com",
          "tom.com",
          "vip.163.com",
          "vip.qq.com",
          "vip.sina.com",
          "web.de",
          "wo.cn",
          "yahoo.cn",
          "yahoo.com",
          "yahoo.com.cn",
          "yandex.com",
          "yandex.ru",
          "yeah.net");

  private Likenesses() {}

  /** Equal for texts that are alike; empty where a text is like no other. */
  static String key(Likeness likeness, String text) {
    return switch (likeness) {
      case NONE -> plain(text).replaceAll("\\s+", "");
      case COMPANY -> company(plain(text));
      case PHONE -> phone(plain(text));
      case MAIL_DOMAIN -> domain(plain(text));
    };
  }

  private static String plain(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT).strip();
  }

  private static String company(String name) {
    // A.G. is AG; any other sign parts words.
    var words =
        new ArrayList<>(
            List.of(SEPARATORS.matcher(name.replace(".", "")).replaceAll(" ").strip().split(" ")));
    words.removeIf("and"::equals);
    while (words.size() > 1 && LATIN_FORMS.contains(words.get(words.size() - 1))) {
      words.remove(words.size() - 1);
    }
    var key = String.join("", words);
    for (var form : CHINESE_FORMS) {
      if (key.endsWith(form) && key.length() > form.length()) {
        return key.substring(0, key.length() - form.length());
      }
    }
    return key;
  }

  private static String phone(String number) {
    var digits = EXTENSION.matcher(number).replaceFirst("").replaceAll("\\D", "");
    digits = digits.replaceFirst("^0*86(?=\\d{9})", "").replaceFirst("^0+", "");
    return digits.length() < FEWEST_DIGITS ? "" : digits;
  }

  private static String domain(String address) {
    var domain = address.substring(address.lastIndexOf('@') + 1);
    return address.contains("@") && !PUBLIC_MAIL.contains(domain) ? domain : "";
  }
}
