package org.tangramcrm.platform.xml;

import java.time.DateTimeException;
import java.time.LocalDate;
import javax.xml.bind.annotation.adapters.XmlAdapter;

/** A business date as {@code xs:date}, without a time zone. */
public final class LocalDateAdapter extends XmlAdapter<String, LocalDate> {
  @Override
  public LocalDate unmarshal(String text) {
    return text == null ? null : read(text.trim());
  }

  @Override
  public String marshal(LocalDate date) {
    return date == null ? null : date.toString();
  }

  /**
   * A day as every database can keep it.
   *
   * @throws DateTimeException of a text that is none, or one of a year that has not four digits
   */
  public static LocalDate read(String text) {
    var day = LocalDate.parse(text);
    if (day.getYear() < 1 || day.getYear() > 9999) {
      throw new DateTimeException(text);
    }
    return day;
  }
}
