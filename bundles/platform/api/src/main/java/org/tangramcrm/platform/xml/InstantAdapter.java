package org.tangramcrm.platform.xml;

import java.time.Instant;
import java.time.OffsetDateTime;
import javax.xml.bind.annotation.adapters.XmlAdapter;

/** An instant as {@code xs:dateTime}, written in UTC, read with any offset. */
public final class InstantAdapter extends XmlAdapter<String, Instant> {
  @Override
  public Instant unmarshal(String text) {
    return text == null ? null : OffsetDateTime.parse(text.trim()).toInstant();
  }

  @Override
  public String marshal(Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
