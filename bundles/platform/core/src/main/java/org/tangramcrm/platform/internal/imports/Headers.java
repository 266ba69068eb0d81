package org.tangramcrm.platform.internal.imports;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the headers of a file most likely mean. */
final class Headers {
  /** As templates mark what has to be given, and signs that say nothing. */
  private static final Pattern SIGNS = Pattern.compile("[\\s*:_\\-–.]|\\((required|必填)\\)");

  private Headers() {}

  /**
   * The target of each column; null for one that nothing is known of.
   *
   * @param names what each target is called, in the order of the targets
   */
  static List<String> guessed(List<String> headers, Map<String, Set<String>> names) {
    var plain =
        names.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    target ->
                        target.getValue().stream().map(Headers::plain).collect(Collectors.toSet()),
                    (a, b) -> a,
                    java.util.LinkedHashMap::new));
    var used = new HashSet<String>();
    var guessed = new ArrayList<String>();
    for (var header : headers) {
      var sought = plain(header);
      guessed.add(
          plain.entrySet().stream()
              .filter(target -> !sought.isEmpty() && target.getValue().contains(sought))
              .map(Map.Entry::getKey)
              .filter(used::add)
              .findFirst()
              .orElse(null));
    }
    return guessed;
  }

  static String plain(String header) {
    return SIGNS
        .matcher(Normalizer.normalize(header, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT))
        .replaceAll("");
  }

  /** Equal for files with the same headers in the same order. */
  static String key(List<String> headers) {
    try {
      var text = headers.stream().map(Headers::plain).collect(Collectors.joining("\n"));
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
