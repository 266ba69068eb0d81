package org.tangramcrm.platform;

import java.util.Locale;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Texts in the caller's language, from {@code tangram/messages.properties} (English) and {@code
 * tangram/messages_zh.properties} of the platform and of each module that is there.
 */
@ProviderType
public interface Texts {
  /**
   * The text of a key, formatted as by {@link java.text.MessageFormat}; null where nobody has one.
   */
  String find(Locale locale, String key, Object... arguments);

  /** The text of a key, or the key itself. */
  default String get(Locale locale, String key, Object... arguments) {
    var text = find(locale, key, arguments);
    return text == null ? key : text;
  }
}
