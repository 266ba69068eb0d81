package org.tangramcrm.platform.internal.text;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.tangramcrm.platform.Texts;

/** The texts of the platform and of the modules that are there. */
@Component(service = {Texts.class, TextShelf.class})
public class TextShelf implements Texts {
  private static final String CHINESE = "zh";

  /** By module; replaced whole, so that readers need no lock. */
  private volatile Map<String, Book> books = Map.of();

  private record Book(Properties english, Properties chinese) {
    String find(boolean inChinese, String key) {
      var text = inChinese ? chinese.getProperty(key) : null;
      return text != null ? text : english.getProperty(key);
    }
  }

  @Activate
  public TextShelf(BundleContext context) {
    add("platform", context.getBundle());
  }

  /** Takes a bundle's texts in; they leave by {@link #remove}. */
  public synchronized void add(String module, Bundle bundle) {
    var more = new LinkedHashMap<>(books);
    more.put(
        module,
        new Book(
            read(bundle.getEntry("tangram/messages.properties")),
            read(bundle.getEntry("tangram/messages_zh.properties"))));
    books = more;
  }

  public synchronized void remove(String module) {
    var fewer = new LinkedHashMap<>(books);
    fewer.remove(module);
    books = fewer;
  }

  @Override
  public String find(Locale locale, String key, Object... arguments) {
    var chinese = CHINESE.equals(locale.getLanguage());
    for (var book : books.values()) {
      var text = book.find(chinese, key);
      if (text != null) {
        return new MessageFormat(text, locale).format(arguments);
      }
    }
    return null;
  }

  private static Properties read(URL file) {
    var texts = new Properties();
    if (file != null) {
      try (var reader = new InputStreamReader(file.openStream(), StandardCharsets.UTF_8)) {
        texts.load(reader);
      } catch (IOException e) {
        throw new UncheckedIOException(file.toString(), e);
      }
    }
    return texts;
  }
}
