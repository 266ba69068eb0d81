package org.tangramcrm.customers.internal.demo;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** What demonstration data is made of. */
final class DemoWords {
  private final Properties words = new Properties();

  DemoWords() {
    try (var file = DemoWords.class.getResourceAsStream("/tangram/demo-words.properties")) {
      words.load(new InputStreamReader(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The entries under a key, each by its parts. */
  List<String[]> entries(String key) {
    return Stream.of(words.getProperty(key).split(",")).map(entry -> entry.split(" ")).toList();
  }

  static String[] one(List<String[]> entries, SplittableRandom random) {
    return entries.get(random.nextInt(entries.size()));
  }
}
