package org.tangramcrm.platform.document;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Amounts of yuan in the capital numerals that Chinese papers have them in as well (大写金额). */
public final class ChineseAmount {
  private static final String DIGITS = "零壹贰叁肆伍陆柒捌玖";
  private static final String[] PLACES = {"", "拾", "佰", "仟"};
  private static final String[] MYRIADS = {"", "万", "亿", "万亿"};

  private ChineseAmount() {}

  /**
   * {@code 人民币壹仟零伍元叁角整}.
   *
   * @param yuan HALF_UP to fen; at least nought, below 10^16
   */
  public static String of(BigDecimal yuan) {
    var fen = yuan.setScale(2, RoundingMode.HALF_UP).unscaledValue().longValueExact();
    var whole = fen / 100;
    int jiao = (int) (fen / 10 % 10);
    int rest = (int) (fen % 10);
    var text = new StringBuilder("人民币");
    if (whole > 0 || jiao == 0 && rest == 0) {
      text.append(integer(whole)).append('元');
    }
    if (jiao > 0) {
      text.append(digit(jiao)).append('角');
    } else if (rest > 0 && whole > 0) {
      text.append('零');
    }
    return rest > 0 ? text.append(digit(rest)).append('分').toString() : text.append('整').toString();
  }

  private static String integer(long number) {
    if (number == 0) {
      return "零";
    }
    var text = new StringBuilder();
    boolean gap = false;
    for (int myriad = MYRIADS.length - 1; myriad >= 0; myriad--) {
      int four = (int) (number / (long) Math.pow(10, 4 * myriad) % 10_000);
      if (four == 0) {
        gap = text.length() > 0;
        continue;
      }
      if (text.length() > 0 && (gap || four < 1000)) {
        text.append('零');
      }
      text.append(upToMyriad(four)).append(MYRIADS[myriad]);
      gap = false;
    }
    return text.toString();
  }

  private static String upToMyriad(int number) {
    var text = new StringBuilder();
    boolean gap = false;
    for (int place = PLACES.length - 1; place >= 0; place--) {
      int digit = number / (int) Math.pow(10, place) % 10;
      if (digit == 0) {
        gap = text.length() > 0;
      } else {
        text.append(gap ? "零" : "").append(digit(digit)).append(PLACES[place]);
        gap = false;
      }
    }
    return text.toString();
  }

  private static char digit(int digit) {
    return DIGITS.charAt(digit);
  }
}
