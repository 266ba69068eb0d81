package org.tangramcrm.platform.xml;

import java.time.LocalDate;
import javax.xml.bind.annotation.adapters.XmlAdapter;

/** A business date as {@code xs:date}, without a time zone. */
public final class LocalDateAdapter extends XmlAdapter<String, LocalDate> {
  @Override
  public LocalDate unmarshal(String text) {
    return text == null ? null : LocalDate.parse(text.trim());
  }

  @Override
  public String marshal(LocalDate date) {
    return date == null ? null : date.toString();
  }
}
