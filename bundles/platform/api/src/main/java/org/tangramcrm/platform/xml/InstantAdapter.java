package org.tangramcrm.platform.xml;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import javax.xml.bind.annotation.adapters.XmlAdapter;

/** An instant as {@code xs:dateTime}, written in UTC, read with any offset. */
public final class InstantAdapter extends XmlAdapter<String, Instant> {
  @Override
  public Instant unmarshal(String text) {
    return text == null ? null : read(text.trim());
  }

  @Override
  public String marshal(Instant instant) {
    return instant == null ? null : instant.toString();
  }

  /**
   * An instant as every database can keep it.
   *
   * @throws DateTimeException of a text that is none, or one of a year that has not four digits
   */
  public static Instant read(String text) {
    var instant = OffsetDateTime.parse(text).toInstant();
    LocalDateAdapter.read(instant.atOffset(ZoneOffset.UTC).toLocalDate().toString());
    return instant;
  }
}
